"""Published reports read back: bytes of any importable type to a report with the provenance of every value."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from importers.assemble import assemble
from importers.docx import read_docx
from importers.embedded import import_embedded
from importers.errors import UnreadableError
from importers.html import read_html
from importers.json_record import import_record
from importers.kinds import kind_of_content
from importers.model import Imported, Source
from importers.output import to_record
from importers.pdf import inspect, read_pdf
from importers.sheets import read_csv, read_sheets
from importers.text import read_text

__all__ = ["EXTENSIONS", "READERS", "Imported", "UnreadableError", "read_file", "to_record"]

MAX_BYTES = 20 * 1024 * 1024
TOO_LARGE = "文件有 {size} MB，超过 {most} MB 的上限。"
EMPTY_FILE = "文件是空的。"

READERS: dict[str, Callable[[bytes], Source]] = {
    "html": read_html,
    "txt": read_text,
    "docx": read_docx,
    "pdf": read_pdf,
    "xlsx": read_sheets,
    "csv": read_csv,
}
EXTENSIONS = {
    ".html": "html", ".htm": "html", ".shtml": "html", ".txt": "txt", ".md": "txt", ".docx": "docx",
    ".pdf": "pdf", ".xlsx": "xlsx", ".xls": "xlsx", ".ods": "xlsx", ".csv": "csv", ".tsv": "csv", ".json": "json",
}  # fmt: skip


def read_file(name: str, content: bytes, format_id: str = "auto") -> Imported:
    """Read a file of any importable type, told by its content and then its name.

    `format_id` is "auto" (the format of the report's year) or a format's id. UnreadableError says why a file cannot be
    read. Hostile files may take long or much memory: `importers.sandbox` reads them in a process of their own.
    """
    if not content.strip():
        raise UnreadableError(EMPTY_FILE)
    if len(content) > MAX_BYTES:
        raise UnreadableError(TOO_LARGE.format(size=len(content) // 2**20, most=MAX_BYTES // 2**20))
    kind = kind_of_content(content) or EXTENSIONS.get(PurePath(name).suffix.lower(), "txt")
    if kind == "json":
        return import_record(content)
    if kind == "pdf" and (record := inspect(content)):
        return import_embedded(record, content)
    return assemble(READERS[kind](content), format_id)
