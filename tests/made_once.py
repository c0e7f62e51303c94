"""What hundreds of applications of one process of the tests would each make anew is made once: templates, tables.

Tests of storage make their databases themselves (`tests/storage/conftest.py`), and so does every program that is
started as a process of its own.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from storage import opening

Create = Callable[[Path, Path], None]


class InMemory(BytecodeCache):
    """What templates were compiled to, by their name and source."""

    def __init__(self) -> None:
        self._compiled: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what is known of just this source."""
        compiled = self._compiled.get((bucket.key, bucket.checksum))
        if compiled is not None:
            bucket.bytecode_from_string(compiled)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it."""
        self._compiled[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


def copying(create: Create) -> Create:
    """`create`, which does its work once for each folder of migrations; later files are copies of the first."""
    known: dict[Path, bytes] = {}

    def created(file: Path, migrations: Path) -> None:
        if migrations not in known:
            create(file, migrations)
            known[migrations] = file.read_bytes()
            return
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(known[migrations])

    return created


really_create: Create = opening._create_file


def make_once() -> None:
    """Have every application of this process share what is made."""
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": InMemory()}
    opening._create_file = copying(really_create)
