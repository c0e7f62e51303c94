"""Files of the data folder named by the SHA-256 of their bytes: written whole, never changed, checked when read."""

from __future__ import annotations

import os
import re
from hashlib import sha256
from pathlib import Path
from tempfile import mkstemp

from storage.faults import StorageError, explained
from storage.files import put_in_place

FOLDER = "published"
_NAME = re.compile("[0-9a-f]{64}")


def put_blob(data_dir: Path, content: bytes) -> str:
    """Keep the bytes, readable by the owner alone, and return their hash; what is kept already stays as it is.

    StorageError if they cannot be written.
    """
    name = sha256(content).hexdigest()
    final = _place(data_dir, name)
    with explained("保存文件", final):
        for folder in (final.parent.parent, final.parent):
            folder.mkdir(mode=0o700, exist_ok=True)
        if final.exists() and final.read_bytes() == content:
            return name
        descriptor, made = mkstemp(prefix=f".{name[:8]}.", suffix=".new", dir=final.parent)
        try:
            with os.fdopen(descriptor, "wb") as handle:
                handle.write(content)
            put_in_place(Path(made), final)
        finally:
            Path(made).unlink(missing_ok=True)
    return name


def get_blob(data_dir: Path, name: str) -> bytes:
    """The bytes of a hash. StorageError if they are gone or are not what they were."""
    final = _place(data_dir, name)
    if not final.is_file():
        raise StorageError(f"数据文件夹里缺少文件 {FOLDER}/{final.parent.name}/{name}，请从备份中找回。")
    with explained("读取文件", final):
        content = final.read_bytes()
    if sha256(content).hexdigest() != name:
        raise StorageError(f"文件 {FOLDER}/{final.parent.name}/{name} 已损坏或被改动，没有使用。请从备份中找回。")
    return content


def _place(data_dir: Path, name: str) -> Path:
    if not _NAME.fullmatch(name):
        raise StorageError("文件的名称不正确。")
    return data_dir / FOLDER / name[:2] / name
