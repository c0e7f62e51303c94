"""A queue that nobody works on: what is put into it, what is noted there, and what becomes of work broken off."""

from __future__ import annotations

import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from huey.signals import SIGNAL_EXECUTING, SIGNAL_INTERRUPTED

from exporters.document import Document
from report.report import Agency
from services.drafts import save_section
from services.queue import QUEUE_FILE, open_queue
from services.queue_tasks import newest, recover_broken_off, register
from services.rendering import Failed, Rendering, Waiting
from services.rendering_ahead import Ahead
from services.rendering_documents import draft_document
from services.rendering_keys import key, pack
from services.rendering_work import Installation, Workshop
from services.reports import create_report, open_draft
from storage import StorageSettings, Store, open_store
from tests.services.rendering.helpers import ROOT, WORK, report, until


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(StorageSettings(tmp_path / "reports"))
    yield opened
    opened.close()


def test_two_clicks_make_one_rendering(idle: Rendering) -> None:
    document = Document(report("乙局"), draft=True)
    assert {type(idle.ask(document, "pdf")) for _ in range(5)} == {Waiting}
    assert idle.shop.queue.pending_count() == 1


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


def test_work_stopped_while_it_writes_to_the_queue_is_put_back(idle: Rendering) -> None:
    idle.tasks.assemble("0" * 32)
    queue = idle.shop.queue
    task = queue.dequeue()
    queue.storage.conn.execute("begin exclusive")
    queue._emit(SIGNAL_INTERRUPTED, task)
    assert queue.pending_count() == 1
    assert queue.dequeue().args == task.args


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
