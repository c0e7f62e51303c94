"""Copies of the embedded database, and what a copy says of itself without being opened for work."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from storage import sqlite
from storage.faults import StorageError
from storage.opening import DATABASE_FILE


@dataclass(frozen=True)
class DatabaseFacts:
    """The revision of its tables, and the end of its audit log (0 and no hash before there was one)."""

    revision: str
    audit_number: int
    audit_hash: str


def copy_database(data_dir: Path, target: Path) -> None:
    """Copy the database of a data folder to a new file, whole, while it may be in use. StorageError if it cannot be."""
    file = data_dir.resolve() / DATABASE_FILE
    if not file.exists():
        raise StorageError(f"{data_dir} 里没有数据库 {DATABASE_FILE}，不是年报的数据文件夹。")
    sqlite.check_health(file)
    sqlite.back_up(file, target)


def database_facts(file: Path) -> DatabaseFacts:
    """What a database file says of itself. StorageError if it is damaged or none of ours; nothing is written to it."""
    sqlite.check_health(file)
    try:
        with closing(sqlite3.connect(f"file:{quote(str(file))}?mode=ro", uri=True)) as connection:
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if "alembic_version" not in tables:
                raise StorageError(f"{file.name} 不是年报数据库。")
            (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            if "audit_head" not in tables:
                return DatabaseFacts(revision, 0, "")
            number, digest = connection.execute("SELECT number, hash FROM audit_head").fetchone()
    except sqlite3.Error as error:
        raise sqlite.explain(error, file) or sqlite.corrupt(file, str(error)) from error
    return DatabaseFacts(revision, number, digest)
