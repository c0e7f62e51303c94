"""Backups: everything of a data folder that cannot be made again, in one file, taken while the tool runs.

The database is copied by SQLite's own online backup; then come the other files: settings, seals, fonts, published
files, the secret key. What is only passing stays out: the queue, finished and half-made files, uploads on their way.
The manifest names every file with its SHA-256, and the end of the audit log, by which a cut tail shows.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from report.errors import NianbaoError
from services import audit
from services.actor import Actor
from storage import StorageSettings, open_store
from storage.copying import copy_database, database_facts
from storage.faults import explained
from storage.files import put_in_place
from storage.opening import DATABASE_FILE

MANIFEST = "manifest.json"
# Where the files of the data folder lie within a backup.
FOLDER = "data/"
VERSION = 1
CHUNK = 1 << 20
# Made anew when needed, copies of their own, or on their way: not part of a backup.
PASSING_FOLDERS = ("backups", "exports", "fonts-made", "imports")
PASSING_FILES = (DATABASE_FILE, "queue.db")
# Half-made files end so, and SQLite's journals so.
_PASSING_ENDS = (".new", "-wal", "-shm", "-journal")


@dataclass(frozen=True)
class Kept:
    """A file of a backup: its place in the data folder, size in bytes, SHA-256 in hexadecimal."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup holds. `schema` is the revision of the tables; `left_out` are links, which are not followed."""

    made_at: datetime
    schema: str
    head: audit.Head
    files: tuple[Kept, ...]
    left_out: tuple[str, ...] = ()

    def data(self) -> dict[str, object]:
        """As JSON."""
        return {
            "nianbao_backup": VERSION, "made_at": self.made_at.astimezone(UTC).isoformat(), "schema": self.schema,
            "audit_head": str(self.head), "left_out": list(self.left_out),
            "files": [{"path": kept.path, "size": kept.size, "sha256": kept.sha256} for kept in self.files],
        }  # fmt: skip


def make_backup(data_dir: Path, out: Path, actor: Actor) -> Manifest:
    """Write a backup of the data folder, which may be in use, to a new file; the file appears only when it is whole.

    NianbaoError if the file is there already, lies in the data folder, or something cannot be read or written.
    """
    target = out.absolute()
    if target.exists():
        raise NianbaoError(f"{out} 已经有了，没有改动它。请换一个文件名。")
    if target.resolve().is_relative_to(data_dir.resolve()):
        raise NianbaoError(f"{out} 在数据文件夹里，备份应放在别处，最好是另一块磁盘。")
    moment = _told(data_dir, actor)
    made = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        with explained("写入备份", out):
            descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as handle:
                manifest = _write(data_dir, handle, moment)
            put_in_place(made, target)
    finally:
        made.unlink(missing_ok=True)
    return manifest


def _told(data_dir: Path, actor: Actor) -> datetime:
    """Tell the log that a backup is being made, so that the backup itself knows of it."""
    if not (data_dir / DATABASE_FILE).exists():
        raise NianbaoError(f"{data_dir} 里没有数据库 {DATABASE_FILE}，不是年报的数据文件夹。")
    store = open_store(StorageSettings(data_dir))
    try:
        with store.write() as tx:
            audit.record(tx, "backup.make", "installation", store.now(), actor=actor)
        return store.now()
    finally:
        store.close()


def _write(data_dir: Path, handle: BinaryIO, moment: datetime) -> Manifest:
    kept: list[Kept] = []
    left_out: list[str] = []
    with TemporaryDirectory() as folder, zipfile.ZipFile(handle, "w", zipfile.ZIP_DEFLATED) as archive:
        copy = Path(folder) / DATABASE_FILE
        copy_database(data_dir, copy)
        facts = database_facts(copy)
        kept.append(_add(archive, copy, DATABASE_FILE))
        for file in _files(data_dir):
            path = file.relative_to(data_dir).as_posix()
            if file.is_symlink() or not file.is_file():
                left_out.append(path)
                continue
            try:
                kept.append(_add(archive, file, path))
            except FileNotFoundError:
                # Taken away since it was listed, as it may be while the tool runs.
                left_out.append(path)
        head = audit.Head(facts.audit_number, facts.audit_hash or audit.GENESIS)
        manifest = Manifest(moment, facts.revision, head, tuple(kept), tuple(left_out))
        archive.writestr(MANIFEST, json.dumps(manifest.data(), ensure_ascii=False, indent=1))
    return manifest


def _files(data_dir: Path) -> Iterator[Path]:
    """Every file of the data folder that is not passing, by name; links as they are."""
    for place in sorted(data_dir.iterdir()):
        if place.name.startswith(".") or place.name in (*PASSING_FOLDERS, *PASSING_FILES):
            continue
        if place.is_dir() and not place.is_symlink():
            yield from (file for file in sorted(place.rglob("*")) if file.is_symlink() or not file.is_dir())
        elif not place.name.endswith(_PASSING_ENDS):
            yield place


def _add(archive: zipfile.ZipFile, file: Path, path: str) -> Kept:
    """Put a file in; its hash is of just the bytes that went in, even if it changes meanwhile."""
    digest, size = hashlib.sha256(), 0
    with file.open("rb") as source, archive.open(FOLDER + path, "w", force_zip64=True) as target:
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            target.write(chunk)
    return Kept(path, size, digest.hexdigest())
