"""Opening a store: the folder, the file, its health, its migrations; or another database by its address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError

from storage import sqlite
from storage.faults import StorageError, explained
from storage.files import locked, make_data_dir, put_in_place
from storage.migrating import MIGRATIONS, migrate
from storage.store import Clock, Store, utc_now

DATABASE_FILE = "nianbao.db"


@dataclass(frozen=True)
class StorageSettings:
    """Where data is kept. `database_url` is None for the embedded database in `data_dir`."""

    data_dir: Path
    database_url: str | None = None


def open_store(settings: StorageSettings, now: Clock = utc_now, migrations: Path = MIGRATIONS) -> Store:
    """The store, its schema brought up to date. StorageError says what stands in the way, and what to do."""
    make_data_dir(settings.data_dir)
    if settings.database_url:
        return _open_other(settings.database_url, now, migrations)
    file = settings.data_dir.resolve() / DATABASE_FILE
    with locked(file.parent):
        if file.exists():
            sqlite.check_health(file)
            _migrate_file(file, migrations, now)
        else:
            _create_file(file, migrations)
    return Store(sqlite.file_engine(file), partial(sqlite.explain, file=file), now)


def _create_file(file: Path, migrations: Path) -> None:
    """Make the database whole beside its place, then put it there: a file under the final name is never half made."""
    journal = file.with_name(f"{file.name}-wal")
    if journal.exists() and journal.stat().st_size:
        raise StorageError(
            f"找不到数据库文件 {file}，旁边却有它的日志 {journal.name}，数据可能还在。程序没有新建数据库。"
            f"请找回 {file.name}，或用备份恢复；确实不要旧数据的，先移走 {journal.name}。"
        )
    made = file.with_name(f".{file.name}.new")
    with explained("建立数据库文件", file):
        made.unlink(missing_ok=True)
        made.with_name(f"{made.name}-journal").unlink(missing_ok=True)
        made.touch(mode=0o600)
    engine = sqlite.file_engine(made, journal="DELETE", foreign_keys=False)
    _migrated(engine, lambda _: None, migrations, file)
    with explained("建立数据库文件", file):
        put_in_place(made, file)


def _migrate_file(file: Path, migrations: Path, now: Clock) -> None:
    def copy(revision: str) -> None:
        sqlite.back_up(file, file.parent / "backups" / f"nianbao-{revision}-{_stamp(now())}.db")

    # Tables are rebuilt by migrations; references between them are checked at the end instead of on the way.
    _migrated(sqlite.file_engine(file, foreign_keys=False), copy, migrations, file)


def _migrated(engine: Engine, before: Callable[[str], None], migrations: Path, file: Path) -> None:
    try:
        migrate(engine.execution_options(**{sqlite.WRITES: True}), before, migrations, str(file))
    except DBAPIError as error:
        fault = sqlite.explain(error.orig, file)
        if fault is None:
            raise
        raise fault from error
    finally:
        engine.dispose()


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y%m%dT%H%M%SZ")


def _open_other(address: str, now: Clock, migrations: Path) -> Store:
    """A store in another database. Its copies are its administrator's business."""
    try:
        url = make_url(address)
    except ArgumentError as error:
        raise StorageError("NIANBAO_DATABASE_URL 不是正确的数据库地址。") from error
    if url.get_backend_name() == "sqlite":
        raise StorageError("NIANBAO_DATABASE_URL 用于 PostgreSQL 等数据库；内置数据库请用 NIANBAO_DATA 指定文件夹。")
    try:
        engine = create_engine(url, json_serializer=sqlite.dump_json, pool_pre_ping=True, hide_parameters=True)
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise StorageError(f"没有安装数据库 {url.drivername} 的驱动：{error}。") from error
    shown = url.render_as_string(hide_password=True)
    try:
        migrate(engine, lambda _: None, migrations, shown)
    except OperationalError as error:
        engine.dispose()
        raise StorageError(f"连不上数据库 {shown}：{error.orig}") from error
    return Store(engine, partial(_explain_other, shown=shown), now)


def _explain_other(error: BaseException | None, shown: str) -> StorageError | None:
    """What an error of another database means for a person, by its SQLSTATE; None for a fault of the program."""
    state = str(getattr(error, "sqlstate", None) or "")
    if state.startswith("53"):
        return StorageError(f"数据库 {shown} 的磁盘已满或资源不足，没有保存。已保存的内容都在。")
    if state.startswith(("08", "57")):
        return StorageError(f"与数据库 {shown} 的连接中断，没有保存。请稍后再试。")
    if state in {"40001", "40P01", "55P03"}:
        return StorageError("数据库正忙，没有保存。请再试一次。")
    return None
