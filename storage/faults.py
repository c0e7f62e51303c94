"""What can go wrong with the place where data is kept; every message says what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from report.errors import NianbaoError
from report.reasons import reason


class StorageError(NianbaoError):
    """The store cannot do what was asked; nothing was changed by the attempt."""


class DatabaseCorruptError(StorageError):
    """The database file is damaged. The program leaves it as it is."""


class DatabaseFullError(StorageError):
    """There is no room to save; what was being saved is not stored, all that was stored before is."""


class DatabaseBusyError(StorageError):
    """Another process held the database for longer than the program waits."""


class DatabaseNewerError(StorageError):
    """A newer version of the program made the database."""


class StaleWriteError(StorageError):
    """A section was written by someone else between being read and being written."""


@contextmanager
def explained(what: str, path: Path) -> Iterator[None]:
    """Turn an OSError of the block into a StorageError: 「无法建立数据文件夹 …：没有权限。」."""
    try:
        yield
    except OSError as error:
        raise StorageError(f"无法{what} {path}：{reason(error)}。") from error
