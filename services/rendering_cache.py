"""Finished files kept by the hash of all that they were made of (`services.rendering_keys`).

One file each: a line with its name and the hash of what follows, then the document. A file that does not say what it
should is taken away and counts as not made. The least recently used go when there are too many.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fcntl import LOCK_EX, flock
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from storage.faults import explained
from storage.files import make_data_dir

MARK = b"nianbao export 1"
# Files half made are left by a process that was killed; none takes an hour.
ABANDONED_SECONDS = 3600


class Kept:
    """The folder of finished files, shared by every process; at most about `most` bytes."""

    def __init__(self, folder: Path, most: int) -> None:
        self.folder = folder
        self._most = most

    def get(self, key: str) -> bytes | None:
        """The finished file of that name, None if there is none or it was damaged. Reading it makes it recent."""
        file = self._file(key)
        try:
            with file.open("rb") as handle:
                head, content = handle.readline(300), handle.read()
        except FileNotFoundError:
            return None
        with suppress(FileNotFoundError):
            if head != _head(key, content):
                file.unlink()
                return None
            os.utime(file)
        return content

    def has(self, key: str) -> bool:
        """Whether a file of that name is there, whatever is in it."""
        return self._file(key).exists()

    def put(self, key: str, content: bytes) -> None:
        """Keep a finished file: whole or not at all. StorageError if there is no room."""
        file = self._file(key)
        make_data_dir(self.folder)
        with explained("保存生成的文件", file):
            file.parent.mkdir(mode=0o700, exist_ok=True)
            with NamedTemporaryFile(dir=file.parent, prefix=".", delete=False) as made:
                try:
                    made.write(_head(key, content) + content)
                    made.flush()
                    Path(made.name).replace(file)
                except BaseException:
                    Path(made.name).unlink()
                    raise
        self._make_room(file)

    @contextmanager
    def making(self, key: str) -> Iterator[None]:
        """Held by whoever makes the file of that name, so that two do not make it at once; a dead process lets go."""
        folder = self.folder / "making"
        make_data_dir(self.folder)
        folder.mkdir(mode=0o700, exist_ok=True)
        # By the first digits, so that few files serve all names; others wait in vain at most for one rendering.
        descriptor = os.open(folder / key[:2], os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            flock(descriptor, LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _file(self, key: str) -> Path:
        return self.folder / key[:2] / key

    def _make_room(self, newest: Path) -> None:
        """Take away the least recently used, and what was left half made, but never what was just made."""
        found = []
        for entry in (entry for folder in self.folder.glob("[0-9a-f][0-9a-f]") for entry in os.scandir(folder)):
            # Another process may be making room at the same time.
            with suppress(FileNotFoundError):
                status = entry.stat()
                found.append((status.st_mtime, status.st_size, Path(entry.path)))
        total = sum(size for _, size, _ in found)
        now = newest.stat().st_mtime if newest.exists() else 0.0
        for used, size, file in sorted(found):
            half_made = file.name.startswith(".")
            if file == newest or (half_made and now - used < ABANDONED_SECONDS):
                continue
            if total <= self._most and not half_made:
                continue
            with suppress(FileNotFoundError):
                file.unlink()
            total -= size


def _head(key: str, content: bytes) -> bytes:
    return b"%s %s %s\n" % (MARK, key.encode(), sha256(content).hexdigest().encode())
