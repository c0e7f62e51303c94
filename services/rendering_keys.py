"""The name of a finished file: a hash of everything that its bytes depend on.

The document with all its fields, the kind of file, the code and templates that make it, the faces, and the versions of
the libraries. If any of them changes, so does the name, and the file is made anew.
"""

from __future__ import annotations

import copyreg
import ctypes
import io
import os
import pickle
import platform
import zlib
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from hashlib import sha256
from importlib.metadata import distributions
from pathlib import Path, PurePath
from typing import Any
from xml.etree import ElementTree

from exporters.document import Document
from exporters.fonts import FONTS
from report.record import dump_report, load_report
from report.report import Report

ROOT = Path(__file__).resolve().parent.parent
# What turns a document into bytes.
CODE = ("exporters", "report", "schemas", "templates/export", "templates/macros")
# Libraries that no Python package stands for, and the function that tells their version.
NATIVE = {
    "libpango-1.0.so.0": "pango_version_string",
    "libharfbuzz.so.0": "hb_version_string",
    "libharfbuzz-subset.so.0": "hb_version_string",
    "libfontconfig.so.1": "FcGetVersion",
}

PLAIN = (bool, int, float, str, bytes, Decimal, date, PurePath, Enum)


def key(document: Document, name: str, made_by: str | None = None) -> str:
    """The hash that names `document` as a file of kind `name` (64 hexadecimal digits); `made_by` is `fingerprint()`."""
    told = sha256()
    for piece in (fingerprint() if made_by is None else made_by, name, *_told(document)):
        # With its length before it no piece can run into the next.
        content = piece.encode("utf-8", "surrogatepass") if isinstance(piece, str) else piece
        told.update(b"%d:" % len(content))
        told.update(content)
    return told.hexdigest()


def pack(document: Document) -> bytes:
    """A document as bytes, for another process of the same program; reports in it as files of record."""
    packed = io.BytesIO()
    pickler = pickle.Pickler(packed)
    pickler.dispatch_table = copyreg.dispatch_table | {Report: lambda report: (load_report, (dump_report(report),))}
    pickler.dump(document)
    return packed.getvalue()


def unpack(packed: bytes) -> Document:
    """What `pack` was given. Only for bytes from a trusted place: the queue signs them."""
    document = pickle.loads(packed)
    assert isinstance(document, Document)
    return document


@cache
def fingerprint() -> str:
    """What the program, the faces and the libraries are, as they were when this process first asked."""
    told = sha256()
    for line in (*_code(ROOT), *_faces(), *_libraries()):
        told.update(line.encode("utf-8", "surrogateescape") + b"\n")
    return told.hexdigest()


def _code(root: Path) -> Iterator[str]:
    for folder in CODE:
        for file in sorted((root / folder).rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                yield f"{file.relative_to(root)} {sha256(file.read_bytes()).hexdigest()}"


def _faces() -> Iterator[str]:
    """The fonts' configuration and every file in the folders that it names, by size and time."""
    config = Path(os.environ.get("FONTCONFIG_FILE") or FONTS / "fonts.conf")
    if not config.is_file():
        return
    content = config.read_bytes()
    yield sha256(content).hexdigest()
    for element in ElementTree.fromstring(content).iter("dir"):
        for file in sorted((config.parent / (element.text or "")).expanduser().rglob("*")):
            status = file.stat()
            yield f"{file} {status.st_size} {status.st_mtime_ns}"


def _libraries() -> Iterator[str]:
    yield f"{platform.python_implementation()} {platform.python_version()} {zlib.ZLIB_RUNTIME_VERSION}"
    yield from sorted(f"{package.name} {package.version}" for package in distributions())
    for library, function in NATIVE.items():
        try:
            told: Callable[[], Any] = getattr(ctypes.CDLL(library), function)
        except OSError:
            # Without the subsetter fonts are embedded in another way, so that its absence counts too.
            yield f"{library} absent"
            continue
        if function == "FcGetVersion":
            yield f"{library} {told()}"
        else:
            told.restype = ctypes.c_char_p  # type: ignore[attr-defined]  # it is a function of ctypes
            yield f"{library} {told()!r}"


def _told(value: Any) -> Iterator[str | bytes]:
    """A value as pieces of text, the same in every process. TypeError for a kind that it does not know."""
    if value is None or isinstance(value, PLAIN):
        yield from (type(value).__name__, value if isinstance(value, bytes) else str(value))
    elif isinstance(value, Report):
        yield from ("report", dump_report(value))
    elif isinstance(value, Mapping):
        yield f"mapping {len(value)}"
        for name in sorted(value, key=repr):
            yield from (*_told(name), *_told(value[name]))
    elif isinstance(value, Set):
        yield from (f"set {len(value)}", *sorted(repr(list(_told(item))) for item in value))
    elif isinstance(value, tuple | list):
        yield f"list {len(value)}"
        for item in value:
            yield from _told(item)
    elif is_dataclass(value):
        yield type(value).__qualname__
        for field in fields(value):
            yield field.name
            yield from _told(getattr(value, field.name))
    else:
        raise TypeError(f"a document holds a {type(value).__name__}, of which no hash can be told")
