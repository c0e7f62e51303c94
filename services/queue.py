"""The queue of work for worker processes: huey, with SQLite in the data folder unless the settings say otherwise.

The one place that knows which database holds it. Messages are signed with the installation's key, so that nothing is
taken from a queue but what this installation put there.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_NB, LOCK_SH, LOCK_UN, flock
from pathlib import Path
from typing import IO

from huey import Huey, MemoryHuey, PostgresHuey, PriorityRedisHuey, SqliteHuey
from huey.exceptions import ConfigurationError
from huey.serializer import SignedSerializer

from report.errors import NianbaoError
from services.configuration.work import Work
from storage.faults import explained
from storage.files import make_data_dir, secret_key

NAME = "nianbao"
QUEUE_FILE = "queue.db"
ALIVE_FILE = ".workers"
BUSY_SECONDS = 15


class QueueError(NianbaoError):
    """The queue cannot be used; what was to be made is not made, nothing else is touched."""


def open_queue(data_dir: Path, work: Work) -> Huey:
    """The queue of an installation. QueueError says what stands in the way."""
    common = {"serializer": SignedSerializer(secret_key(data_dir), salt=NAME), "results": False}
    with queue_explained():
        try:
            match work.backend:
                case "postgresql":
                    return PostgresHuey(NAME, dsn=work.address, **common)
                case "redis":
                    return PriorityRedisHuey(NAME, url=work.address, blocking=False, **common)
                case _:
                    file = _private(data_dir / QUEUE_FILE)
                    return SqliteHuey(NAME, filename=str(file), timeout=BUSY_SECONDS, **common)
        except ConfigurationError as error:
            raise QueueError(f"没有安装 work.backend（{work.backend}）所需的程序库：{error}") from error


def no_queue() -> Huey:
    """A queue for a program without workers: what is put into it is done before the call returns."""
    return MemoryHuey(NAME, immediate=True, results=False)


@contextmanager
def queue_explained() -> Iterator[None]:
    """Turn what SQLite reports within the block into a QueueError."""
    try:
        yield
    except sqlite3.Error as error:
        raise QueueError(
            f"生成文件的队列 {QUEUE_FILE} 出错（{error}）。报告不受影响；磁盘已满的请先清理，"
            f"队列文件损坏的，停止程序后删除它即可，下次启动会另建。"
        ) from error


def _private(file: Path) -> Path:
    """A file that only its owner reads, made before SQLite would make it for everybody."""
    make_data_dir(file.parent)
    with explained("建立队列文件", file):
        file.touch(mode=0o600)
    return file


def workers_mark(data_dir: Path) -> IO[bytes]:
    """An open file that tells, as long as it is open here or in a child, that workers are there."""
    make_data_dir(data_dir)
    file = _private(data_dir / ALIVE_FILE).open("rb")
    flock(file, LOCK_SH)
    return file


def workers_are_there(data_dir: Path) -> bool:
    """Whether any process of workers is running on this data folder."""
    try:
        file = (data_dir / ALIVE_FILE).open("rb")
    except FileNotFoundError:
        return False
    with file:
        try:
            flock(file, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            return True
        flock(file, LOCK_UN)
        return False
