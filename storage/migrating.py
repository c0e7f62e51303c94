"""Bringing a database's schema up to date with Alembic, in one transaction, at opening."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect

from storage.faults import DatabaseNewerError, StorageError

MIGRATIONS = Path(__file__).resolve().parent / "migrations"


def migrate(engine: Engine, before: Callable[[str], None], folder: Path, name: str) -> None:
    """Run the migrations of `folder` that the database lacks; `before(revision)` is called first if it holds data.

    All or nothing. DatabaseNewerError if its revision is unknown, StorageError if the tables are not ours;
    `name` is what messages call the database.
    """
    config = Config()
    # A percent sign in a path would be read as an interpolation.
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    script = ScriptDirectory.from_config(config)
    with engine.begin() as connection:
        revision = MigrationContext.configure(connection).get_current_revision()
        if revision == script.get_current_head():
            return
        if revision is None:
            _refuse_strangers(connection, name)
        else:
            if revision not in {known.revision for known in script.walk_revisions()}:
                raise DatabaseNewerError(
                    f"数据库 {name} 由更新版本的程序建立（结构版本 {revision}），本程序不认识，没有改动它。"
                    "请升级程序后再打开。"
                )
            before(revision)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _refuse_strangers(connection: Connection, name: str) -> None:
    strangers = set(inspect(connection).get_table_names()) - {"alembic_version"}
    if strangers:
        raise StorageError(
            f"数据库 {name} 里已有别的数据（{'、'.join(sorted(strangers)[:5])}），不是年报数据库，没有改动它。"
        )
