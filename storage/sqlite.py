"""The embedded database: one SQLite file in WAL mode. Everything that only SQLite has stands here."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from storage.faults import (
    DatabaseBusyError,
    DatabaseCorruptError,
    DatabaseFullError,
    StorageError,
    explained,
)
from storage.files import put_in_place

BUSY_MILLISECONDS = 15_000
WRITES = "nianbao_writes"


def dump_json(content: Any) -> str:
    """JSON as stored: compact, Chinese left readable."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def file_engine(file: Path, *, journal: str = "WAL", foreign_keys: bool = True, create: bool = False) -> Engine:
    """An engine on the file. Without `create` a missing file is an error: a lost database is never made anew."""
    url = URL.create(
        "sqlite", database=f"file:{quote(str(file))}", query={"mode": "rwc" if create else "rw", "uri": "true"}
    )

    def load_json(stored: str) -> Any:
        try:
            return json.loads(stored)
        except ValueError as error:
            raise corrupt(file, str(error)) from error

    # Faults are logged, and what was to be stored is not for the log.
    engine = create_engine(url, json_serializer=dump_json, json_deserializer=load_json, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def prepare(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        # The driver would begin transactions by itself, and late; `begin` below does it.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            f"busy_timeout={BUSY_MILLISECONDS}",
            f"journal_mode={journal}",
            "synchronous=FULL",
            f"foreign_keys={'ON' if foreign_keys else 'OFF'}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A transaction that will write takes its turn at once: it then reads what it is going to change.
        writes = connection.get_execution_options().get(WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def corrupt(file: Path, detail: str) -> DatabaseCorruptError:
    """The error for a damaged file: which, that it was left alone, and the way back."""
    return DatabaseCorruptError(
        f"数据库文件 {file} 已损坏，程序没有改动它（{detail}）。"
        f"请停止程序，把整个文件夹 {file.parent} 另存一份，再用最近的备份（或 {file.parent / 'backups'} 中的副本）"
        f"替换 {file.name}，并移走旁边的 {file.name}-wal 和 {file.name}-shm；没有备份的，请联系技术人员抢救。"
    )


def explain(error: BaseException | None, file: Path) -> StorageError | None:
    """What an error of SQLite means for a person; None if it is a fault of the program."""
    if not isinstance(error, sqlite3.Error):
        return None
    if "Could not decode to UTF-8" in str(error):
        return corrupt(file, "文字不是 UTF-8 编码")
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:
        case sqlite3.SQLITE_FULL:
            return DatabaseFullError(f"磁盘已满，没有保存。已保存的内容都在。请清理 {file.parent} 所在的磁盘后再保存。")
        case sqlite3.SQLITE_IOERR:
            return DatabaseFullError(
                f"写入 {file} 失败，可能是磁盘已满或出错，没有保存。已保存的内容都在。请检查磁盘后再保存。"
            )
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB as code:
            return corrupt(file, str(error) if code == sqlite3.SQLITE_CORRUPT else "不是 SQLite 数据库")
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return DatabaseBusyError("数据库正被另一个程序占用，没有保存。请稍后再试。")
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            return StorageError(f"数据库文件 {file} 是只读的，没有保存。请检查文件和文件夹的权限。")
        case sqlite3.SQLITE_CANTOPEN:
            return StorageError(f"打不开数据库文件 {file}，可能已被移走，或没有权限、磁盘已满。")
        case sqlite3.SQLITE_TOOBIG:
            return StorageError("内容过大，没有保存。")
    return None


def check_health(file: Path) -> None:
    """Refuse a file that is no sound SQLite database. Nothing is written to it.

    The file is read by SQLite alone: closing it here would drop every lock that this process holds on it (POSIX), and
    another program could then take away the journal of a database that is open.
    """
    try:
        with closing(sqlite3.connect(f"file:{quote(str(file))}?mode=ro", uri=True)) as connection:
            connection.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
            (pages,) = connection.execute("PRAGMA page_count").fetchone()
            (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.Error as error:
        raise explain(error, file) or corrupt(file, str(error)) from error
    if not pages:
        raise corrupt(file, "文件是空的")
    if verdict != "ok":
        raise corrupt(file, verdict.replace("\n", " ")[:200])


def back_up(file: Path, target: Path) -> None:
    """Copy the database to `target` while it may be in use; `target` appears only when the copy is whole."""
    with explained("建立备份", target):
        target.parent.mkdir(mode=0o700, exist_ok=True)
        made = target.with_name(f".{target.name}.new")
        made.unlink(missing_ok=True)
        made.touch(mode=0o600)
    source = sqlite3.connect(f"file:{quote(str(file))}?mode=ro", uri=True)
    copy = sqlite3.connect(made)
    try:
        source.backup(copy)
        # A copy stands alone: no journal files beside it.
        copy.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as error:
        made.unlink(missing_ok=True)
        raise explain(error, target) or StorageError(f"无法建立备份 {target}：{error}。") from error
    finally:
        copy.close()
        source.close()
    with explained("建立备份", target):
        put_in_place(made, target)
