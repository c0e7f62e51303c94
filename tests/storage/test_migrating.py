"""Bringing an older database up to date: copied first, all or nothing; a newer one is refused."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from report.report import Agency
from services.reports import create_report, list_reports
from storage import DatabaseNewerError, StorageError, StorageSettings, open_store
from storage.migrating import MIGRATIONS
from storage.models import Base

NEXT = '''
"""A revision that is still to come."""
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "9999", "{today}", None, None
def upgrade():
    with op.batch_alter_table("reports") as table:
        table.add_column(sa.Column("region", sa.Text, nullable=False, server_default=""))
    {then}
'''

# What the newest migration that there is calls itself.
TODAY = max(file.name for file in (MIGRATIONS / "versions").glob("r*.py"))[1:5]


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """The folder of a database of today, with one report."""
    store = open_store(StorageSettings(tmp_path / "data"))
    create_report(store, agency=Agency("示例局"), year=2023, who="张三")
    store.close()
    return tmp_path / "data"


def to_come(tmp_path, then="pass"):
    """A folder of migrations with one more than there is."""
    folder = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)
    (folder / "versions" / "r9999_next.py").write_text(NEXT.format(today=TODAY, then=then), "utf-8")
    return folder


def revision(file):
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]


def reports(file):
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute("SELECT agency_name FROM reports").fetchall()


def columns(file):
    with closing(sqlite3.connect(file)) as connection:
        return [row[1] for row in connection.execute("PRAGMA table_info(reports)")]


def noon():
    return datetime(2025, 1, 2, 12, 0, tzinfo=UTC)


def test_the_migrations_make_the_tables_that_the_program_uses(data_dir):
    with open_store(StorageSettings(data_dir)).read() as tx:
        context = MigrationContext.configure(tx.connection(), opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_opening_what_is_up_to_date_copies_nothing(data_dir):
    open_store(StorageSettings(data_dir))
    assert not (data_dir / "backups").exists()


def test_an_older_database_is_copied_and_then_brought_up_to_date(data_dir, tmp_path):
    store = open_store(StorageSettings(data_dir), now=noon, migrations=to_come(tmp_path))
    assert len(list_reports(store)) == 1
    store.close()
    assert revision(data_dir / "nianbao.db") == "9999"
    assert "region" in columns(data_dir / "nianbao.db")
    (copy,) = (data_dir / "backups").iterdir()
    assert copy.name == f"nianbao-{TODAY}-20250102T120000Z.db"
    assert (revision(copy), reports(copy)) == (TODAY, [("示例局",)])
    assert "region" not in columns(copy)
    assert copy.stat().st_mode & 0o777 == 0o600


def test_the_copy_holds_what_only_the_journal_held(data_dir, tmp_path):
    running = open_store(StorageSettings(data_dir))
    create_report(running, agency=Agency("另一局"), year=2023, who="张三")
    assert (data_dir / "nianbao.db-wal").stat().st_size > 0
    open_store(StorageSettings(data_dir), migrations=to_come(tmp_path))
    (copy,) = (data_dir / "backups").iterdir()
    assert sorted(reports(copy)) == [("另一局",), ("示例局",)]


def test_a_migration_that_fails_changes_nothing(data_dir, tmp_path):
    folder = to_come(tmp_path, then='raise RuntimeError("half way")')
    with pytest.raises(RuntimeError, match="half way"):
        open_store(StorageSettings(data_dir), migrations=folder)
    assert revision(data_dir / "nianbao.db") == TODAY
    assert "region" not in columns(data_dir / "nianbao.db")
    assert len(list_reports(open_store(StorageSettings(data_dir)))) == 1


def test_without_a_copy_there_is_no_migration(data_dir, tmp_path):
    (data_dir / "backups").write_text("in the way")
    with pytest.raises(StorageError, match="无法建立备份"):
        open_store(StorageSettings(data_dir), migrations=to_come(tmp_path))
    assert revision(data_dir / "nianbao.db") == TODAY


def test_many_starting_at_once_migrate_once(data_dir, tmp_path):
    folder, faults = to_come(tmp_path), []

    def start():
        try:
            open_store(StorageSettings(data_dir), migrations=folder)
        except StorageError as error:
            faults.append(error)

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(list((data_dir / "backups").iterdir())) == 1


def test_a_newer_database_is_refused_and_left_alone(data_dir, tmp_path):
    open_store(StorageSettings(data_dir), migrations=to_come(tmp_path)).close()
    before = (data_dir / "nianbao.db").read_bytes()
    with pytest.raises(DatabaseNewerError, match=r"更新版本的程序建立（结构版本 9999）.*请升级程序"):
        open_store(StorageSettings(data_dir))
    assert (data_dir / "nianbao.db").read_bytes() == before
