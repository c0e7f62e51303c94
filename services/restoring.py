"""Restoring a backup into an empty folder: every file checked against the manifest, and the audit log verified."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import zipfile
import zlib
from datetime import datetime
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any

from report.errors import NianbaoError
from services import audit
from services.backup import CHUNK, FOLDER, MANIFEST, VERSION, Kept, Manifest
from storage import StorageSettings, open_store
from storage.copying import database_facts
from storage.faults import explained
from storage.files import sync
from storage.opening import DATABASE_FILE

MAX_MANIFEST = 50 * 1024 * 1024
_SHA256 = re.compile(r"[0-9a-f]{64}")
# What reading a damaged archive ends in; a protected one is a RuntimeError.
_UNREADABLE = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, RuntimeError, ValueError)


class BackupDamaged(NianbaoError):  # noqa: N818  named for what is the matter with the file
    """The file is no backup, or not as it was made; nothing was restored."""


def restore_backup(file: Path, data_dir: Path) -> Manifest:
    """Make the data folder of a backup; all of it, or nothing.

    NianbaoError if the folder is there and not empty, BackupDamaged if a file is missing, more or not as the manifest
    says, or the audit log does not hold.
    """
    target = data_dir.absolute()
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise NianbaoError(f"{data_dir} 不是空文件夹，没有改动它。请恢复到一个新的文件夹。")
    with explained("读取备份", file), file.open("rb") as handle, explained("写入", data_dir):
        target.parent.mkdir(parents=True, exist_ok=True)
        made = Path(mkdtemp(prefix=f".{target.name}.", dir=target.parent))
        try:
            try:
                with zipfile.ZipFile(handle) as archive:
                    manifest = _manifest(archive)
                    for kept in manifest.files:
                        _extract(archive, kept, made)
            except _UNREADABLE as error:
                raise BackupDamaged(f"{file} 已损坏或不是备份，没有恢复（{error}）。") from error
            _verify(made / DATABASE_FILE, manifest)
            for folder in (made, *(place for place in made.rglob("*") if place.is_dir())):
                sync(folder)
            # Takes the place of an empty folder as well.
            made.replace(target)
            sync(target.parent)
        finally:
            if made.exists():
                shutil.rmtree(made)
    return manifest


def read_manifest(file: Path) -> Manifest:
    """What a backup says that it holds. BackupDamaged if it says nothing."""
    with explained("读取备份", file), file.open("rb") as handle:
        try:
            with zipfile.ZipFile(handle) as archive:
                return _manifest(archive)
        except _UNREADABLE as error:
            raise BackupDamaged(f"{file} 已损坏或不是备份（{error}）。") from error


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    names = archive.namelist()
    if MANIFEST not in names or archive.getinfo(MANIFEST).file_size > MAX_MANIFEST:
        raise BackupDamaged("文件里没有备份清单，不是年报的备份。")
    try:
        told = json.loads(archive.read(MANIFEST))
        manifest = _read(told)
    except (KeyError, TypeError, AttributeError) as error:
        raise BackupDamaged("备份清单不完整，没有恢复。") from error
    if sorted(names) != sorted([MANIFEST, *(FOLDER + kept.path for kept in manifest.files)]):
        raise BackupDamaged("备份里的文件与清单不符：有缺少、多出或重复的，没有恢复。")
    if FOLDER + DATABASE_FILE not in names:
        raise BackupDamaged("备份里没有数据库，没有恢复。")
    return manifest


def _read(told: dict[str, Any]) -> Manifest:
    if told["nianbao_backup"] != VERSION:
        raise BackupDamaged("备份由更新版本的程序建立，本程序不认识。请升级程序后再恢复。")
    files = []
    for entry in told["files"]:
        kept = Kept(str(entry["path"]), int(entry["size"]), str(entry["sha256"]))
        place = PurePosixPath(kept.path)
        inside = not place.is_absolute() and place.as_posix() == kept.path and ".." not in place.parts and place.parts
        if not inside or "\\" in kept.path or "\0" in kept.path or not _SHA256.fullmatch(kept.sha256):
            raise BackupDamaged(f"备份清单里的路径“{kept.path[:100]}”不正确，没有恢复。")
        files.append(kept)
    head = audit.read_head(told["audit_head"])
    return Manifest(
        datetime.fromisoformat(told["made_at"]), told["schema"], head, tuple(files), tuple(told["left_out"])
    )


def _extract(archive: zipfile.ZipFile, kept: Kept, folder: Path) -> None:
    """One file, no longer than the manifest says, its hash reckoned on the way."""
    place = folder / kept.path
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as target, archive.open(FOLDER + kept.path) as source:
        while size <= kept.size and (chunk := source.read(CHUNK)):
            digest.update(chunk)
            size += len(chunk)
            target.write(chunk)
        target.flush()
        os.fsync(target.fileno())
    if size != kept.size or digest.hexdigest() != kept.sha256:
        raise BackupDamaged(f"备份里的 {kept.path} 与清单不符，可能已损坏或被改动，没有恢复。")


def _verify(database: Path, manifest: Manifest) -> None:
    """The database is sound, has the audit log that the manifest says, and that log holds."""
    facts = database_facts(database)
    head = audit.Head(facts.audit_number, facts.audit_hash or audit.GENESIS)
    if (facts.revision, head) != (manifest.schema, manifest.head):
        raise BackupDamaged("备份里的数据库与清单不符，没有恢复。")
    # Opening a database changes its file: a copy is opened.
    with TemporaryDirectory() as folder:
        shutil.copy2(database, Path(folder) / DATABASE_FILE)
        store = open_store(StorageSettings(Path(folder)))
        try:
            faults = audit.verify(store, manifest.head)
        finally:
            store.close()
    if faults:
        raise BackupDamaged(f"备份里的审计日志有问题，没有恢复：{faults[0].message}")
