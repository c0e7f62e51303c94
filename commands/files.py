"""Files read and written whole; every fault is a sentence that names the file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from importers.model import Imported
from report.errors import NianbaoError
from report.json_input import MAX_BYTES
from report.reasons import reason
from report.record import load_report
from report.report import Report

RECORD = ".json"
MOST_BYTES = 64 * 2**20


@contextmanager
def _explained(what: str, file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise NianbaoError(f"无法{what} {file}：{reason(error)}。") from error


def read_report_file(file: Path) -> Report:
    """The report in a file of record, or as published in a file of any importable type.

    NianbaoError if it cannot be read or is no report.
    """
    if file.suffix.lower() != RECORD:
        return read_published(file).report
    with _explained("读取", file), file.open("rb") as handle:
        # One byte more than allowed is enough to be told that there are too many.
        return load_report(handle.read(MAX_BYTES + 1))


def read_bytes(file: Path, most: int = MOST_BYTES) -> bytes:
    """The content of a file. NianbaoError if it cannot be read, or has more than `most` bytes."""
    with _explained("读取", file), file.open("rb") as handle:
        content = handle.read(most + 1)
    if len(content) > most:
        raise NianbaoError(f"{file} 超过 {most // 2**20} MB 的上限。")
    return content


def read_published(file: Path) -> Imported:
    """A published report with where its figures stood. NianbaoError if it cannot be read."""
    # The libraries that read others' files take a while to load.
    from importers.command import load

    return load(file)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it; one that is there is left as it is."""
    with _explained("新建文件夹", folder):
        folder.mkdir(parents=True, exist_ok=True)


def same_file(one: Path, other: Path) -> bool:
    """Whether both names are of one file that is there."""
    with _explained("打开", one):
        return one.exists() and one.samefile(other)


def write_file(file: Path, content: bytes, *, overwrite: bool = True) -> None:
    """Write a file whole or not at all. NianbaoError if it cannot be written, or is there and must not be replaced."""
    with _explained("写入", file):
        if file.exists() and not overwrite:
            raise NianbaoError(f"{file} 已经有了，没有改动它。请换一个文件名。")
        if file.exists() and not file.is_file():
            # A device or pipe takes what it is given; there is nothing to replace.
            file.write_bytes(content)
            return
        made = file.with_name(f".{file.name}.{os.getpid()}")
        try:
            made.write_bytes(content)
            made.replace(file)
        finally:
            made.unlink(missing_ok=True)
