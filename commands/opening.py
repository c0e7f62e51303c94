"""The store of an installation, opened for a command; and who the log says was at the terminal."""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from commands.serving import data_dir
from report.errors import NianbaoError
from services.actor import Actor, acting
from services.people.model import CONSOLE, Source
from storage import StorageSettings, Store, open_store
from storage.opening import DATABASE_FILE

TERMINAL = Source(via="cli")


def at_terminal() -> Actor:
    """Whoever runs the command, by the name that the machine knows them by."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        # No such user on this machine, as in a container.
        name = str(os.getuid())
    return Actor("", f"{CONSOLE.name}（{name}）", "", "cli")


def embedded_data_dir(chosen: Path | None) -> Path:
    """The data folder. NianbaoError if the data lies in another database, whose copies its administrator makes."""
    if os.environ.get("NIANBAO_DATABASE_URL"):
        raise NianbaoError("数据在 NIANBAO_DATABASE_URL 所指的数据库里，请用那个数据库自己的工具（如 pg_dump）备份。")
    return data_dir(False, chosen)


@contextmanager
def opened(chosen: Path | None) -> Iterator[Store]:
    """The store of the installation, which may be running. NianbaoError if there is none: a command makes none."""
    folder, address = data_dir(False, chosen), os.environ.get("NIANBAO_DATABASE_URL") or None
    if address is None and not (folder / DATABASE_FILE).exists():
        raise NianbaoError(f"{folder} 里没有数据库 {DATABASE_FILE}，不是年报的数据文件夹。请用 --data 指明。")
    store = open_store(StorageSettings(folder, address))
    try:
        with acting(at_terminal()):
            yield store
    finally:
        store.close()
