"""Files made by worker processes: once, in spite of killed processes, and ahead of anybody asking."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from exporters.document import Document
from report.record import load_report
from report.report import Agency
from services.queue_process import WorkerProcess
from services.queue_tasks import asked
from services.rendering import Failed, Ready, Rendering, Waiting
from services.rendering_ahead import Ahead
from services.rendering_documents import draft_document
from services.rendering_keys import key, pack
from services.rendering_work import Installation
from services.reports import create_report, open_draft
from storage import StorageSettings, Store, open_store
from tests.services.rendering.helpers import ROOT, WORK, answer, children, report, until


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data") / "data"


@pytest.fixture(scope="module")
def store(data_dir: Path) -> Iterator[Store]:
    opened = open_store(StorageSettings(data_dir))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def rendering(data_dir: Path, store: Store) -> Rendering:
    return Rendering(Installation(data_dir, WORK), store)


@pytest.fixture(scope="module")
def workers(rendering: Rendering, data_dir: Path) -> Iterator[WorkerProcess]:
    (data_dir / "nianbao.yaml").write_text("work: {workers: 2, settle_seconds: 0, seconds: 100}", encoding="utf-8")
    command = [sys.executable, str(ROOT / "cli.py"), "work", "--data", str(data_dir), "--parent", str(os.getpid())]
    process = WorkerProcess(command)
    process.start()
    until(lambda: rendering.alive() and process.running and len(children(process.running)) == 3, "workers run")
    yield process
    process.stop()


def test_a_file_is_made_once_and_then_there_at_once(rendering: Rendering, workers: WorkerProcess) -> None:
    document = Document(report("甲局"), draft=True)
    assert isinstance(rendering.ask(document, "docx"), Waiting)
    made = answer(rendering, document, "docx")
    assert isinstance(made, Ready)
    start = time.monotonic()
    assert rendering.ask(document, "docx") == made
    assert time.monotonic() - start < 1


def test_a_damaged_file_is_made_again(rendering: Rendering, workers: WorkerProcess) -> None:
    document = Document(report("丙局"), draft=True)
    made = answer(rendering, document, "csv")
    (file,) = rendering.shop.folder.rglob(key(document, "csv"))
    file.write_bytes(file.read_bytes()[:-3])
    assert isinstance(rendering.ask(document, "csv"), Waiting)
    assert answer(rendering, document, "csv") == made


def test_the_files_are_those_of_this_process(rendering: Rendering, workers: WorkerProcess) -> None:
    from exporters import EXPORTERS

    whole = load_report((ROOT / "samples" / "demo-2023.json").read_bytes())
    for name, exporter in EXPORTERS.items():
        made = answer(rendering, Document(whole), name)
        assert made == Ready(exporter.render(Document(whole))), name


def test_what_cannot_be_made_is_told_and_tried_again_when_asked_again(
    rendering: Rendering, workers: WorkerProcess
) -> None:
    document = Document(report("\U000e0100局\U0010fffd"), draft=True)
    told = answer(rendering, document, "pdf")
    assert isinstance(told, Failed)
    assert "字体没有" in told.message
    assert isinstance(rendering.ask(document, "pdf"), Waiting)
    assert isinstance(answer(rendering, document, "pdf"), Failed)


def test_a_worker_killed_while_it_renders_is_replaced_and_its_work_done(
    rendering: Rendering, workers: WorkerProcess
) -> None:
    document = Document(report("丁局", sentences=60), draft=True)
    assert isinstance(rendering.ask(document, "pdf"), Waiting)
    busy: list[int] = []

    def begun() -> bool:
        busy[:] = [worker for worker in children(workers.running) if children(worker)]
        return bool(busy)

    until(begun, "the rendering has begun")
    (renderer,) = children(busy[0])
    os.kill(busy[0], signal.SIGKILL)
    until(lambda: not Path(f"/proc/{renderer}").exists(), "the rendering ended with its worker")
    assert isinstance(answer(rendering, document, "pdf"), Ready)
    assert len(children(workers.running)) == 3


def test_a_rendering_killed_by_the_system_is_done_again(rendering: Rendering, workers: WorkerProcess) -> None:
    document = Document(report("戊局", sentences=60), draft=True)
    rendering.ask(document, "pdf")
    renderers: list[int] = []

    def begun() -> bool:
        renderers[:] = [child for worker in children(workers.running) for child in children(worker)]
        return bool(renderers)

    until(begun, "the rendering has begun")
    os.kill(renderers[0], signal.SIGKILL)
    assert isinstance(answer(rendering, document, "pdf"), Ready)


def test_after_a_save_settles_every_kind_of_file_is_there(
    rendering: Rendering, store: Store, workers: WorkerProcess
) -> None:
    from exporters import EXPORTERS

    report_id = create_report(store, agency=Agency("己局"), year=2023, who="张三")
    ahead = Ahead(rendering)
    ahead.start()
    ahead.saved(report_id)
    document = draft_document(store, open_draft(store, report_id), rendering.installation.site)
    until(lambda: all(rendering.shop.kept.has(key(document, name)) for name in EXPORTERS), "all is made ahead")
    ahead.stop()
    assert all(isinstance(rendering.ask(document, name), Ready) for name in EXPORTERS)


def test_a_file_made_by_another_program_than_asked_is_refused(rendering: Rendering, workers: WorkerProcess) -> None:
    document = Document(report("壬局"), draft=True)
    named = key(document, "csv", "another program")
    rendering.tasks.render(named, "csv", pack(document))
    queue = rendering.shop.queue
    until(lambda: queue.get(asked(named), peek=True), "the answer is there")
    assert "更换过" in queue.get(asked(named), peek=True)["failed"]


def test_one_never_started_has_nothing_to_stop() -> None:
    process = WorkerProcess(["false"])
    process.stop()
    assert process.running == 0
