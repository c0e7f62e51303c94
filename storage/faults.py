"""What can go wrong with the place where data is kept; every message says what to do."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from report.errors import NianbaoError

_REASONS = {
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EFBIG: "超过了允许的文件大小",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EEXIST: "已有同名的文件",
    errno.EISDIR: "它是文件夹，不是文件",
    errno.EIO: "磁盘读写出错",
}


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


def reason(error: OSError) -> str:
    """Why the operating system refused, in Chinese where the reason is a usual one."""
    return _REASONS.get(error.errno or 0, error.strerror or str(error))


@contextmanager
def explained(what: str, path: Path) -> Iterator[None]:
    """Turn an OSError of the block into a StorageError: 「无法建立数据文件夹 …：没有权限。」."""
    try:
        yield
    except OSError as error:
        raise StorageError(f"无法{what} {path}：{reason(error)}。") from error
