"""The data folder: made private, locked while it is set up, and the secret key in it."""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.faults import StorageError, explained

KEY_FILE = "secret.key"
KEY_BYTES = 32


def make_data_dir(data_dir: Path) -> None:
    """Make the folder with mode 0700 if there is none. An existing one keeps the mode its owner gave it."""
    with explained("建立数据文件夹", data_dir):
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)


@contextmanager
def locked(data_dir: Path) -> Iterator[None]:
    """Hold the folder while it is set up, so that two processes starting at once do it only once."""
    with explained("写入数据文件夹", data_dir):
        descriptor = os.open(data_dir / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def sync(path: Path) -> None:
    """Force a file or folder to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def put_in_place(made: Path, final: Path) -> None:
    """Give a file that was made whole its final name, durably: either all of it is there or none."""
    sync(made)
    made.replace(final)
    sync(final.parent)


def secret_key(data_dir: Path) -> bytes:
    """The key that signs sessions, 32 random bytes, made once with mode 0600. StorageError if it cannot be had."""
    make_data_dir(data_dir)
    file = data_dir / KEY_FILE
    with locked(data_dir), explained("读写密钥文件", file):
        if not file.exists():
            made = data_dir / f".{KEY_FILE}.new"
            made.unlink(missing_ok=True)
            descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as handle:
                handle.write(secrets.token_bytes(KEY_BYTES))
            put_in_place(made, file)
        key = file.read_bytes()
    if len(key) < KEY_BYTES:
        raise StorageError(f"密钥文件 {file} 不完整。删除它即可，下次启动会另做一个；填报的数据不受影响。")
    return key
