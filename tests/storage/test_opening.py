"""Opening a store: made whole, private, durable; refused rather than made anew."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from report.report import Agency
from services.reports import create_report, list_reports
from storage import DatabaseCorruptError, StorageError, StorageSettings, open_store, secret_key


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "data"


def opened(data_dir):
    return open_store(StorageSettings(data_dir))


def filled(data_dir, agencies=1):
    """A closed database with reports in it; returns its file."""
    store = opened(data_dir)
    for n in range(agencies):
        create_report(store, agency=Agency(f"示例市第{n}局"), year=2023, who="张三")
    store.close()
    return data_dir / "nianbao.db"


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def pragma(store, name):
    with store.read() as tx:
        return tx.connection().exec_driver_sql(f"PRAGMA {name}").scalar()


def test_the_folder_and_the_database_are_private(data_dir):
    assert list_reports(opened(data_dir)) == []
    assert (mode(data_dir), mode(data_dir / "nianbao.db")) == (0o700, 0o600)
    assert {mode(file) for file in data_dir.glob("nianbao.db-*")} == {0o600}


def test_a_folder_that_there_is_keeps_its_mode(data_dir):
    data_dir.mkdir(parents=True, mode=0o750)
    data_dir.chmod(0o750)
    opened(data_dir)
    assert mode(data_dir) == 0o750


def test_what_is_acknowledged_is_on_the_disk(data_dir):
    store = opened(data_dir)
    assert pragma(store, "journal_mode") == "wal"
    assert pragma(store, "synchronous") == 2  # FULL
    assert pragma(store, "foreign_keys") == 1
    assert pragma(store, "busy_timeout") >= 10_000


def test_a_store_opens_again_with_what_it_held(data_dir):
    filled(data_dir, 2)
    assert len(list_reports(opened(data_dir))) == 2


def test_a_folder_with_odd_characters_in_its_name_is_fine(tmp_path):
    data_dir = tmp_path / "年报 100%?#数据"
    filled(data_dir)
    assert len(list_reports(opened(data_dir))) == 1


def test_many_starting_at_once_make_one_database(data_dir):
    stores, faults = [], []

    def start():
        try:
            stores.append(opened(data_dir))
        except StorageError as error:
            faults.append(error)

    threads = [threading.Thread(target=start) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    create_report(stores[0], agency=Agency("示例局"), year=2023, who="张三")
    assert [len(list_reports(store)) for store in stores] == [1] * 6
    assert not list(data_dir.glob(".*.new*"))


def test_a_start_that_was_cut_short_is_made_good(data_dir):
    data_dir.mkdir(parents=True)
    (data_dir / ".nianbao.db.new").write_bytes(b"half")
    assert list_reports(opened(data_dir)) == []


@pytest.mark.parametrize(
    "rubbish",
    [b"", b"rubbish", b"\0" * 8192, os.urandom(50_000), b"SQLite format 3\0" + os.urandom(20_000)],
    ids=["empty", "text", "zeros", "noise", "noise behind the right beginning"],
)
def test_a_file_that_is_no_database_is_refused_and_left_alone(data_dir, rubbish):
    file = filled(data_dir)
    file.write_bytes(rubbish)
    with pytest.raises(DatabaseCorruptError) as refusal:
        opened(data_dir)
    assert file.read_bytes() == rubbish
    for words in (str(file), "已损坏", "没有改动它", "另存一份", "备份"):
        assert words in str(refusal.value)


@pytest.mark.parametrize("page", [1, 2, 3, 6])
def test_a_database_with_rubbish_inside_is_refused_and_left_alone(data_dir, page):
    file = filled(data_dir, 3)
    content = bytearray(file.read_bytes())
    content[page * 4096 : (page + 1) * 4096] = os.urandom(4096)
    file.write_bytes(content)
    with pytest.raises(DatabaseCorruptError, match="已损坏"):
        opened(data_dir)
    assert file.read_bytes() == content


def test_a_file_that_cannot_be_opened_is_told_of_in_a_sentence(data_dir):
    (data_dir / "nianbao.db").mkdir(parents=True)
    with pytest.raises(StorageError, match=r"写入 .* 失败"):
        opened(data_dir)


def test_an_empty_file_is_no_database(data_dir):
    data_dir.mkdir(parents=True)
    (data_dir / "nianbao.db").touch()
    with pytest.raises(DatabaseCorruptError, match="文件是空的"):
        opened(data_dir)


def test_a_database_cut_off_is_refused(data_dir):
    file = filled(data_dir, 3)
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2])
    with pytest.raises(DatabaseCorruptError):
        opened(data_dir)


def test_damage_while_the_program_runs_is_told_in_the_same_words(data_dir):
    file = filled(data_dir, 3)
    store = opened(data_dir)
    content = bytearray(file.read_bytes())
    content[4096:] = os.urandom(len(content) - 4096)
    file.write_bytes(content)
    with pytest.raises(DatabaseCorruptError, match="已损坏"):
        list_reports(store)


def test_a_content_that_is_no_json_is_damage(data_dir):
    store = opened(data_dir)
    report_id = create_report(store, agency=Agency("示例局"), year=2023, who="张三")
    with store.write() as tx:
        tx.connection().exec_driver_sql("UPDATE sections SET content = '{\"values\"'")
    with pytest.raises(DatabaseCorruptError, match="已损坏"):
        list_reports(store)
    assert report_id


def test_a_lost_database_beside_its_journal_is_not_made_anew(data_dir):
    file = filled(data_dir)
    file.rename(data_dir / "elsewhere.db")
    (data_dir / "nianbao.db-wal").write_bytes(b"x" * 100)
    with pytest.raises(StorageError, match="没有新建数据库"):
        opened(data_dir)
    assert not file.exists()


def test_a_database_lost_while_the_program_runs_is_not_made_anew(data_dir):
    filled(data_dir)
    store = opened(data_dir)
    store.close()
    (data_dir / "nianbao.db").rename(data_dir / "elsewhere.db")
    with pytest.raises(StorageError, match="打不开数据库文件"):
        list_reports(store)
    assert not (data_dir / "nianbao.db").exists()


def test_a_file_where_the_folder_should_be_is_told(tmp_path):
    (tmp_path / "data").write_text("a file")
    with pytest.raises(StorageError, match="无法建立数据文件夹"):
        opened(tmp_path / "data")


def test_somebody_elses_database_is_left_alone(data_dir):
    store = opened(data_dir)
    with store.write() as tx:
        tx.connection().exec_driver_sql("CREATE TABLE others (x)")
        tx.connection().exec_driver_sql("DROP TABLE alembic_version")
    store.close()
    with pytest.raises(StorageError, match="已有别的数据"):
        opened(data_dir)


def test_the_secret_key_is_made_once_and_private(data_dir):
    key = secret_key(data_dir)
    assert len(key) == 32
    assert mode(data_dir / "secret.key") == 0o600
    assert secret_key(data_dir) == key
    assert secret_key(data_dir.with_name("other")) != key


def test_many_asking_for_the_key_at_once_get_the_same(data_dir):
    keys = []
    threads = [threading.Thread(target=lambda: keys.append(secret_key(data_dir))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == 8
    assert len(set(keys)) == 1


def test_half_a_key_is_refused(data_dir):
    secret_key(data_dir)
    (data_dir / "secret.key").write_bytes(b"short")
    with pytest.raises(StorageError, match="不完整"):
        secret_key(data_dir)


def test_opened_twice_in_one_program_it_stays_held_against_other_programs(data_dir):
    """Systems drop a process's locks on a file when the process closes that file, however often it is open."""
    file = filled(data_dir)
    first = opened(data_dir)
    assert len(list_reports(first)) == 1
    opened(data_dir).close()
    come_and_go = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('SELECT * FROM reports'); c.close()"
    subprocess.run([sys.executable, "-c", come_and_go, file], check=True)
    # The last to leave takes the journal away; it was not the last.
    assert file.with_name("nianbao.db-wal").exists()
    first.close()
    assert not file.with_name("nianbao.db-wal").exists()
