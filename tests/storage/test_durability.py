"""Cut short by a kill, by a full disk, by another process: what was acknowledged is there, nothing is half there."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from report.report import Agency
from services.drafts import save_section
from services.reports import create_report, list_reports, open_draft
from services.versions import list_versions
from storage import DatabaseBusyError, DatabaseFullError, StorageError, StorageSettings, open_store, queries
from tests.storage.helpers import saving_process

NEW = "values.applications.new.person"
OLD = "values.applications.carried_in.person"


def stored(data_dir, path):
    """The number in the only report's cell, as an int."""
    store = open_store(StorageSettings(data_dir))
    (line,) = list_reports(store)
    number = open_draft(store, line.id).report.value(path.removeprefix("values.")).number
    store.close()
    return int(number or 0)


def acknowledged(output):
    """The last n of "saved n"."""
    return max((int(n) for n in re.findall(r"^saved (\d+)$", output, re.MULTILINE)), default=0)


@pytest.mark.parametrize("moment", [0.05, 0.21, 0.4])
def test_every_acknowledged_save_survives_a_kill(tmp_path, moment):
    process = saving_process(tmp_path / "data", NEW)
    assert process.stdout.readline() == "ready\n"
    time.sleep(moment)
    os.kill(process.pid, signal.SIGKILL)
    said = acknowledged(process.communicate()[0])
    assert process.returncode == -signal.SIGKILL
    # One more may have reached the disk before it could be said.
    assert stored(tmp_path / "data", NEW) in (said, said + 1)


def test_two_processes_save_into_one_database(tmp_path):
    store = open_store(StorageSettings(tmp_path / "data"))
    create_report(store, agency=Agency("示例局"), year=2023, who="甲")
    both = [saving_process(tmp_path / "data", cell, most=25) for cell in (NEW, OLD)]
    for process in both:
        assert process.stdout.readline() == "ready\n"
    results = []
    threads = [threading.Thread(target=lambda p=p: results.append(p.communicate("go\n"))) for p in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [process.returncode for process in both] == [0, 0], results
    assert (stored(tmp_path / "data", NEW), stored(tmp_path / "data", OLD)) == (25, 25)


def test_a_database_that_another_holds_for_long_is_told_to_be_busy(tmp_path, monkeypatch):
    monkeypatch.setattr("storage.sqlite.BUSY_MILLISECONDS", 50)
    first, second = (open_store(StorageSettings(tmp_path / "data")) for _ in range(2))
    report_id = create_report(first, agency=Agency("示例局"), year=2023, who="甲")
    with first.write(), pytest.raises(DatabaseBusyError, match="正被另一个程序占用，没有保存"):
        save_section(second, report_id, "applications", 1, {NEW: "1"}, "乙")
    assert open_draft(second, report_id).revisions["applications"] == 1


def test_who_reads_does_not_wait_for_who_writes(tmp_path):
    first, second = (open_store(StorageSettings(tmp_path / "data")) for _ in range(2))
    report_id = create_report(first, agency=Agency("示例局"), year=2023, who="甲")
    with first.write():
        assert open_draft(second, report_id).report.year == 2023


def test_a_save_that_finds_no_room_is_refused_and_all_before_it_is_there(tmp_path):
    """The limit on the size of files stands in for a full disk where none can be mounted."""
    process = saving_process(tmp_path / "data", NEW, limit=600_000)
    output, errors = process.communicate(timeout=120)
    assert process.returncode == 3, errors
    assert "refused DatabaseFullError" in output
    assert "没有保存。已保存的内容都在" in output
    assert stored(tmp_path / "data", NEW) == acknowledged(output) > 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one and a half megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1536k,mode=700", "nianbao-test", str(place)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode != 0:
        pytest.skip("needs the right to mount a small disk")
    yield place
    # Lazily: a store that a failed test left open must not keep it.
    subprocess.run(["umount", "-l", str(place)], check=True)


def fill(disk):
    """Take all the room that is left."""
    with (disk / "ballast").open("ab", buffering=0) as ballast, suppress(OSError):
        while True:
            ballast.write(b"x" * 4096)


def save_until_refused(store, report_id):
    """Save 1, 2, 3, … until the store refuses; returns the last that was saved, and the refusal."""
    revision = open_draft(store, report_id).revisions["applications"]
    for n in range(1, 10_000):
        try:
            revision = save_section(store, report_id, "applications", revision, {NEW: str(n)}, "甲").revision
        except DatabaseFullError as refusal:
            return n - 1, refusal
    raise AssertionError("the disk was never full")


def test_a_full_disk_refuses_the_save_keeps_what_was_saved_and_recovers(small_disk):
    store = open_store(StorageSettings(small_disk / "data"))
    report_id = create_report(store, agency=Agency("示例局"), year=2023, who="甲")
    save_section(store, report_id, "applications", 1, {OLD: "7"}, "甲")
    fill(small_disk)
    last, refusal = save_until_refused(store, report_id)
    assert "磁盘已满，没有保存" in str(refusal)
    assert str(small_disk / "data") in str(refusal)
    value = open_draft(store, report_id).report.value
    assert (int(value("applications.new.person").number or 0), value("applications.carried_in.person").number) == (
        last,
        7,
    )
    (small_disk / "ballast").unlink()
    revision = open_draft(store, report_id).revisions["applications"]
    save_section(store, report_id, "applications", revision, {NEW: "99999"}, "甲")
    store.close()
    assert stored(small_disk / "data", NEW) == 99999


def test_a_full_disk_lets_a_report_be_opened_after_a_pause(small_disk, caplog):
    store = open_store(StorageSettings(small_disk / "data"))
    report_id = create_report(store, agency=Agency("示例局"), year=2023, who="甲")
    save_section(store, report_id, "applications", 1, {NEW: "7"}, "甲")
    later = store.now() + timedelta(hours=1)
    store.now = lambda: later
    with store.read() as reader:
        # Who reads keeps the journal from starting over, so that the version needs room.
        assert queries.report(reader, report_id)
        fill(small_disk)
        assert open_draft(store, report_id).report.value("applications.new.person").number == 7
    assert "version after a pause put off: 磁盘已满" in caplog.text
    assert list_versions(store, report_id) == []
    (small_disk / "ballast").unlink()
    open_draft(store, report_id)
    assert [v.reason for v in list_versions(store, report_id)] == ["pause"]


def test_a_full_disk_makes_no_half_a_database(small_disk):
    fill(small_disk)
    with pytest.raises(StorageError, match="磁盘已满"):
        open_store(StorageSettings(small_disk))
    assert not (small_disk / "nianbao.db").exists()
    (small_disk / "ballast").unlink()
    assert list_reports(open_store(StorageSettings(small_disk))) == []
