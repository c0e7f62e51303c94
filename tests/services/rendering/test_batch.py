"""导出全部: a set goes on after every stop, one report's failure loses no other, and the ZIP has all there is."""

from __future__ import annotations

import json
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from report.record import load_report
from report.report import Agency
from services.batch import (
    allow,
    batch_folder,
    cancel,
    list_batches,
    load_batch,
    new_batch,
    remove,
    remove_old,
)
from services.batch_work import NOTE
from services.configuration.work import Work
from services.errors import Refusal
from services.finish import finish
from services.queue_workers import go_on
from services.rendering import Rendering
from services.rendering_apart import RenderingFailedError
from services.rendering_work import Installation
from services.reports import create_report, delete_report, import_report
from storage import StorageSettings, Store, open_store

SAMPLES = Path(__file__).resolve().parents[3] / "samples"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(StorageSettings(tmp_path / "data"))
    yield opened
    opened.close()


@pytest.fixture
def rendering(store: Store, tmp_path: Path) -> Rendering:
    """A queue that works when the test says so, in this process."""
    return Rendering(Installation(tmp_path / "data", Work()), store)


def work_off(rendering: Rendering, pieces: int = 1000) -> None:
    for _ in range(pieces):
        task = rendering.shop.queue.dequeue()
        if task is None:
            return
        rendering.shop.queue.execute(task)


def reports(store: Store, *names: str) -> list[tuple[str, str, int]]:
    return [(create_report(store, agency=Agency(name), year=2023, who="张三"), name, 2023) for name in names]


def begun(rendering: Rendering, store: Store, *names: str, kinds: tuple[str, ...] = ("csv", "json")) -> str:
    batch = new_batch(rendering.shop.folder, reports(store, *names), kinds, "张三")
    rendering.tasks.begin(batch)
    return batch


def archive(rendering: Rendering, batch: str) -> zipfile.ZipFile:
    return zipfile.ZipFile(batch_folder(rendering.shop.folder, batch) / "result.zip")


def note(rendering: Rendering, batch: str) -> str:
    return archive(rendering, batch).read(NOTE).decode("utf-8-sig")


def test_every_report_is_there_in_every_kind(rendering: Rendering, store: Store) -> None:
    batch = begun(rendering, store, "甲局", "乙局")
    work_off(rendering)
    state = load_batch(rendering.shop.folder, batch)
    assert state is not None
    assert (state.state, state.finished, state.failed) == ("done", 2, 0)
    assert [name for name in archive(rendering, batch).namelist() if name != NOTE] == [
        f"{agency}_2023_{agency}2023年政府信息公开工作年度报告（草稿）.{kind}"
        for agency in ("甲局", "乙局")
        for kind in ("csv", "json")
    ]
    assert archive(rendering, batch).testzip() is None
    assert "全部生成" in note(rendering, batch)


def test_a_report_in_its_final_form_is_marked_no_draft(rendering: Rendering, store: Store) -> None:
    whole = load_report((SAMPLES / "demo-2023.json").read_bytes())
    report_id = import_report(store, whole, "张三")
    finish(store, report_id, "张三")
    batch = new_batch(rendering.shop.folder, [(report_id, whole.agency.name, whole.year)], ("json",), "张三")
    rendering.tasks.begin(batch)
    work_off(rendering)
    (name,) = [name for name in archive(rendering, batch).namelist() if name != NOTE]
    assert "草稿" not in name
    assert load_report(archive(rendering, batch).read(name)) == whole
    assert "草稿" not in note(rendering, batch)


def test_one_report_that_fails_loses_no_other(rendering: Rendering, store: Store) -> None:
    batch = begun(rendering, store, "甲局", "乙局", "丙局")
    state = load_batch(rendering.shop.folder, batch)
    assert state is not None
    delete_report(store, state.items[1].report_id, "张三")
    work_off(rendering)
    state = load_batch(rendering.shop.folder, batch)
    assert state is not None
    assert [item.state for item in state.items] == ["done", "failed", "done"]
    assert state.state == "done"
    assert "移到回收站" in state.items[1].message
    assert "乙局 2023 年：没有这份年度报告" in note(rendering, batch)
    assert len(archive(rendering, batch).namelist()) == 5


def test_one_kind_that_fails_leaves_the_others(
    rendering: Rendering, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    from services import rendering_work

    make = rendering_work.make

    def lacking(document: object, name: str) -> bytes:
        if name == "pdf":
            raise RenderingFailedError("字体没有这个字。", ("㙍",))
        return make(document, name)

    monkeypatch.setattr(rendering_work, "make", lacking)
    batch = begun(rendering, store, "甲局", kinds=("pdf", "csv"))
    work_off(rendering)
    state = load_batch(rendering.shop.folder, batch)
    assert state is not None
    assert state.items[0].message == "PDF：字体没有这个字。 㙍"
    assert [name[-4:] for name in archive(rendering, batch).namelist() if name != NOTE] == [".csv"]
    assert "PDF：字体没有这个字。" in note(rendering, batch)


def test_a_set_that_is_stopped_makes_nothing_more_and_goes_on_where_it_was(rendering: Rendering, store: Store) -> None:
    batch = begun(rendering, store, "甲局", "乙局", "丙局")
    work_off(rendering, pieces=2)
    cancel(rendering.shop.folder, batch)
    work_off(rendering)
    state = load_batch(rendering.shop.folder, batch)
    assert state is not None
    assert (state.state, [item.state for item in state.items]) == ("cancelled", ["done", "waiting", "waiting"])
    made = (batch_folder(rendering.shop.folder, batch) / "0.json").stat()
    allow(rendering.shop.folder, batch)
    rendering.tasks.begin(batch)
    work_off(rendering, pieces=2)
    assert (batch_folder(rendering.shop.folder, batch) / "0.json").stat().st_mtime_ns == made.st_mtime_ns
    work_off(rendering)
    assert len(archive(rendering, batch).namelist()) == 7


def test_a_set_goes_on_after_the_whole_queue_was_lost(rendering: Rendering, store: Store) -> None:
    batch = begun(rendering, store, "甲局", "乙局")
    work_off(rendering, pieces=2)
    rendering.shop.queue.flush()
    go_on(rendering.shop, rendering.tasks)
    work_off(rendering)
    state = load_batch(rendering.shop.folder, batch)
    assert state is not None
    assert state.state == "done"


def test_work_that_is_twice_in_the_queue_is_done_once(rendering: Rendering, store: Store) -> None:
    batch = begun(rendering, store, "甲局", "乙局")
    go_on(rendering.shop, rendering.tasks)
    work_off(rendering)
    made = (batch_folder(rendering.shop.folder, batch) / "result.zip").stat().st_mtime_ns
    rendering.tasks.begin(batch)
    rendering.tasks.assemble(batch)
    work_off(rendering)
    assert (batch_folder(rendering.shop.folder, batch) / "result.zip").stat().st_mtime_ns == made


def test_finished_files_are_shared_with_single_downloads(rendering: Rendering, store: Store) -> None:
    begun(rendering, store, "甲局", kinds=("csv",))
    work_off(rendering)
    kept = {file for file in rendering.shop.folder.rglob("*") if len(file.name) == 64}
    batch = new_batch(rendering.shop.folder, [(reports_of(rendering)[0], "甲局", 2023)], ("csv",), "李四")
    rendering.tasks.begin(batch)
    work_off(rendering)
    assert {file for file in rendering.shop.folder.rglob("*") if len(file.name) == 64} == kept


def reports_of(rendering: Rendering) -> list[str]:
    return [item.report_id for batch in list_batches(rendering.shop.folder) for item in batch.items]


def test_after_the_zip_is_made_nothing_is_kept_twice(rendering: Rendering, store: Store) -> None:
    batch = begun(rendering, store, "甲局")
    work_off(rendering)
    names = {file.name for file in batch_folder(rendering.shop.folder, batch).iterdir()}
    assert names == {"manifest.json", "0.done", "result.zip"}


def test_a_set_that_was_taken_away_is_forgotten_by_the_workers(rendering: Rendering, store: Store) -> None:
    batch = begun(rendering, store, "甲局", "乙局")
    work_off(rendering, pieces=2)
    remove(rendering.shop.folder, batch)
    work_off(rendering)
    assert load_batch(rendering.shop.folder, batch) is None
    assert list_batches(rendering.shop.folder) == []


def test_old_sets_are_cleared_away(rendering: Rendering, store: Store) -> None:
    old, new = (begun(rendering, store, name) for name in ("甲局", "乙局"))
    manifest = batch_folder(rendering.shop.folder, old) / "manifest.json"
    told = json.loads(manifest.read_bytes())
    manifest.write_text(json.dumps(told | {"at": "2020-01-01T00:00:00+00:00"}), encoding="utf-8")
    remove_old(rendering.shop.folder, 7)
    assert [batch.id for batch in list_batches(rendering.shop.folder)] == [new]


def test_a_set_without_reports_or_kinds_is_refused(rendering: Rendering, store: Store) -> None:
    some = reports(store, "甲局")
    for chosen, kinds in ([], ("pdf",)), (some, ()), (some * 2001, ("pdf",)):
        with pytest.raises(Refusal):
            new_batch(rendering.shop.folder, chosen, kinds, "张三")
    assert list_batches(rendering.shop.folder) == []


@pytest.mark.parametrize("batch", ["", "..", "../../secret", "A" * 32, "0" * 31, "0" * 31 + "/"])
def test_a_name_that_is_no_set_reaches_no_folder(rendering: Rendering, batch: str) -> None:
    with pytest.raises(Refusal):
        load_batch(rendering.shop.folder, batch)


def test_a_full_disk_is_told_and_the_set_can_go_on(
    rendering: Rendering, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = begun(rendering, store, "甲局")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("services.batch_work._add", full)
        work_off(rendering)
    state = load_batch(rendering.shop.folder, batch)
    assert state is not None
    assert (state.state, "压缩包" in state.message) == ("failed", True)
    allow(rendering.shop.folder, batch)
    rendering.tasks.begin(batch)
    work_off(rendering)
    assert len(archive(rendering, batch).namelist()) == 3


def test_the_zip_of_many_reports_is_made_a_piece_at_a_time(rendering: Rendering, store: Store) -> None:
    import tracemalloc

    batch = begun(rendering, store, *(f"第{n}局" for n in range(3)), kinds=("pdf",))
    place = batch_folder(rendering.shop.folder, batch)
    for number in range(3):
        (place / f"{number}.pdf").write_bytes(bytes(20_000_000))
        told = {"stem": f"第{number}局", "draft": True, "dated": [2023, 12, 31]}
        (place / f"{number}.done").write_text(json.dumps(told), encoding="utf-8")
    rendering.shop.queue.flush()
    tracemalloc.start()
    rendering.tasks.assemble(batch)
    work_off(rendering)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert archive(rendering, batch).infolist()[1].file_size == 20_000_000
    assert peak < 10_000_000


def test_the_order_in_the_zip_is_that_of_the_list(rendering: Rendering, store: Store) -> None:
    names = [f"第{n}局" for n in (3, 1, 2)]
    batch = begun(rendering, store, *names, kinds=("csv",))
    work_off(rendering)
    assert [name.split("_")[0] for name in archive(rendering, batch).namelist()[1:]] == names


def test_it_is_told_who_asked_and_when(rendering: Rendering, store: Store) -> None:
    batch = load_batch(rendering.shop.folder, begun(rendering, store, "甲局"))
    assert batch is not None
    assert (batch.who, batch.kinds, batch.items[0].agency) == ("张三", ("csv", "json"), "甲局")
    assert abs(batch.at.timestamp() - time.time()) < 60
    assert replace(batch, items=()).finished == 0
