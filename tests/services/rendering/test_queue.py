"""Files asked for and made by worker processes: once, in spite of killed processes, and ahead of anybody asking."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from huey.signals import SIGNAL_EXECUTING

from exporters.document import Document
from report.narrative import paragraphs
from report.record import load_report
from report.report import Agency, Report
from services.blank import blank_report
from services.configuration.work import Work
from services.drafts import save_section
from services.queue import QUEUE_FILE, open_queue
from services.queue_process import WorkerProcess
from services.queue_tasks import asked, newest, recover_broken_off, register
from services.rendering import Failed, Ready, Rendering, Waiting
from services.rendering_ahead import Ahead
from services.rendering_documents import draft_document
from services.rendering_keys import key, pack
from services.rendering_work import Installation, Workshop
from services.reports import create_report, open_draft
from storage import StorageSettings, Store, open_store

ROOT = Path(__file__).resolve().parents[3]
WORK = Work(workers=2, settle_seconds=0)
# Generous: machines that test may be busy.
PATIENCE = 120


def until(happened: Callable[[], object], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, f"waited in vain until {what}"
        time.sleep(0.05)


def answer(rendering: Rendering, document: Document, name: str) -> Ready | Failed:
    end = time.monotonic() + PATIENCE
    while isinstance(told := rendering.ask(document, name), Waiting):
        assert time.monotonic() < end, f"no {name} in time"
        time.sleep(0.05)
    return told


def children(process: int) -> list[int]:
    done = subprocess.run(["pgrep", "-P", str(process)], capture_output=True, text=True, check=False)
    return [int(line) for line in done.stdout.split()]


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
    (data_dir / "nianbao.yaml").write_text("work: {workers: 2, settle_seconds: 0, seconds: 20}", encoding="utf-8")
    command = [sys.executable, str(ROOT / "cli.py"), "work", "--data", str(data_dir), "--parent", str(os.getpid())]
    process = WorkerProcess(command)
    process.start()
    until(lambda: rendering.alive() and process.running and len(children(process.running)) == 3, "workers run")
    yield process
    process.stop()


def report(name: str, sentences: int = 0) -> Report:
    made = blank_report(Agency(name), 2023)
    return replace(made, introduction=paragraphs("\n".join(["依法公开政府信息，回应社会关切。" * 20] * sentences)))


def test_a_file_is_made_once_and_then_there_at_once(rendering: Rendering, workers: WorkerProcess) -> None:
    document = Document(report("甲局"), draft=True)
    assert isinstance(rendering.ask(document, "docx"), Waiting)
    made = answer(rendering, document, "docx")
    assert isinstance(made, Ready)
    start = time.monotonic()
    assert rendering.ask(document, "docx") == made
    assert time.monotonic() - start < 1


def test_two_clicks_make_one_rendering(idle: Rendering) -> None:
    document = Document(report("乙局"), draft=True)
    assert {type(idle.ask(document, "pdf")) for _ in range(5)} == {Waiting}
    assert idle.shop.queue.pending_count() == 1


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
    document = Document(report("丁局", sentences=150), draft=True)
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
    document = Document(report("戊局", sentences=150), draft=True)
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


def broken_off(shop: Workshop) -> None:
    """Another process takes the next piece of work and is killed while it is at it."""
    dying = (
        "import os, signal, sys; from pathlib import Path\n"
        "from huey.signals import SIGNAL_EXECUTING\n"
        "from services.configuration.work import Work; from services.queue import open_queue\n"
        "from services.queue_tasks import register; from services.rendering_work import Installation, Workshop\n"
        "folder = Path(sys.argv[1]); queue = open_queue(folder, Work())\n"
        "register(Workshop(Installation(folder, Work()), queue))\n"
        "queue._emit(SIGNAL_EXECUTING, queue.dequeue()); os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", dying, shop.installation.data_dir], cwd=ROOT, check=False, capture_output=True
    )
    assert done.returncode == -signal.SIGKILL, done.stderr


@pytest.fixture
def idle(store: Store, tmp_path: Path) -> Rendering:
    """A queue that nobody works on."""
    return Rendering(Installation(tmp_path, WORK), store)


def test_work_that_is_broken_off_twice_is_given_up_and_says_so(tmp_path: Path, store: Store) -> None:
    rendering = Rendering(Installation(tmp_path, WORK), store)
    document = Document(report("庚局"), draft=True)
    rendering.ask(document, "pdf")
    for pending in (1, 0):
        broken_off(rendering.shop)
        assert rendering.shop.queue.pending_count() == 0
        recover_broken_off(rendering.shop)
        assert rendering.shop.queue.pending_count() == pending
    told = rendering.ask(document, "pdf")
    assert isinstance(told, Failed)
    assert "反复中断" in told.message


def test_work_of_a_process_that_lives_is_left_to_it(idle: Rendering) -> None:
    idle.tasks.assemble("0" * 32)
    idle.shop.queue._emit(SIGNAL_EXECUTING, idle.shop.queue.dequeue())
    recover_broken_off(idle.shop)
    assert idle.shop.queue.pending_count() == 0


def test_a_newer_save_takes_older_work_off(idle: Rendering) -> None:
    document = Document(report("辛局"), draft=True)
    named = key(document, "csv")
    shop = idle.shop
    shop.queue.put(newest("r"), "new")
    idle.tasks.render(named, "csv", pack(document), "r", "old")
    idle.tasks.render(named, "csv", pack(document), "r", "new")
    made = []
    for _ in range(2):
        shop.queue.execute(shop.queue.dequeue())
        made.append(shop.kept.has(named))
    assert made == [False, True]


def test_a_save_takes_back_what_was_asked_ahead_before(store: Store, tmp_path: Path) -> None:
    rendering = Rendering(Installation(tmp_path, replace(WORK, settle_seconds=1)), store)
    ahead = Ahead(rendering)
    ahead.start()
    queue = rendering.shop.queue
    ahead.soon("r")
    until(lambda: queue.pending_count() == 1, "the first word arrived")
    first = queue.get(newest("r"), peek=True)
    ahead.saved("r")
    until(lambda: queue.get(newest("r"), peek=True) != first, "the first is outdated")
    assert queue.pending_count() == 1
    until(lambda: queue.pending_count() == 2, "the save settled")
    ahead.stop()


def test_many_saves_in_a_row_are_one_piece_of_work(store: Store, tmp_path: Path) -> None:
    rendering = Rendering(Installation(tmp_path, replace(WORK, settle_seconds=1)), store)
    ahead = Ahead(rendering)
    ahead.start()
    for _ in range(50):
        ahead.saved("r")
    until(lambda: rendering.shop.queue.pending_count() == 1, "they settled")
    time.sleep(1.2)
    ahead.stop()
    assert rendering.shop.queue.pending_count() == 1


def test_saving_does_not_wait_for_the_queue(store: Store, tmp_path: Path) -> None:
    rendering = Rendering(Installation(tmp_path, WORK), store)
    ahead = Ahead(rendering)
    ahead.start()
    with rendering.shop.queue.storage.db(commit=True):
        start = time.monotonic()
        for number in range(1000):
            ahead.saved(f"r{number}")
        assert time.monotonic() - start < 1
    ahead.stop()


def test_a_file_made_by_another_program_than_asked_is_refused(rendering: Rendering, workers: WorkerProcess) -> None:
    document = Document(report("壬局"), draft=True)
    named = key(document, "csv", "another program")
    rendering.tasks.render(named, "csv", pack(document))
    queue = rendering.shop.queue
    until(lambda: queue.get(asked(named), peek=True), "the answer is there")
    assert "更换过" in queue.get(asked(named), peek=True)["failed"]


def test_without_workers_nobody_waits_for_ever(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rendering = Rendering(Installation(tmp_path, WORK), store)
    document = Document(report("癸局"), draft=True)
    assert isinstance(rendering.ask(document, "pdf"), Waiting)
    monkeypatch.setattr("services.rendering.PATIENCE_SECONDS", 0)
    told = rendering.ask(document, "pdf")
    assert isinstance(told, Failed)
    assert "没有运行" in told.message


def test_the_files_of_the_queue_are_the_owners_alone(idle: Rendering) -> None:
    idle.tasks.assemble("0" * 32)
    files = list(idle.shop.installation.data_dir.glob(f"{QUEUE_FILE}*"))
    assert len(files) == 3
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_a_message_that_this_installation_did_not_sign_is_not_run(idle: Rendering, tmp_path: Path) -> None:
    other = open_queue(tmp_path / "other", WORK)
    register(Workshop(Installation(tmp_path / "other", WORK), other)).assemble("0" * 32)
    idle.shop.queue.storage.enqueue(bytes(other.storage.dequeue()))
    with pytest.raises(ValueError, match="mismatch"):
        idle.shop.queue.dequeue()


def test_a_changed_report_is_another_file(store: Store) -> None:
    report_id = create_report(store, agency=Agency("子局"), year=2023, who="张三")
    before = draft_document(store, open_draft(store, report_id), Installation(Path(), WORK).site)
    save_section(store, report_id, "cover", 1, {"title": "新的标题"}, "张三")
    after = draft_document(store, open_draft(store, report_id), Installation(Path(), WORK).site)
    assert key(before, "pdf") != key(after, "pdf")
