"""What an exported file holds, in plain text that a person can read and compare."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import docx
import pypdfium2
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml import html

from exporters import EXPORTERS
from tests.exporters import docx_tables, html_tables
from tests.exporters.documents import RECENT, SEED, TRADITIONAL, Box, draft, final

FOLDER = Path(__file__).parent
CASES = [(name, kind) for name in (SEED, TRADITIONAL, RECENT) for kind in ("html", "docx", "pdf")]


def golden_file(name: str, kind: str) -> Path:
    """Where the expected description of a sample in one kind of file is kept."""
    return FOLDER / f"{name}.{kind}.txt"


def described(name: str, kind: str) -> str:
    """The description of what is exported now. Reports with faults are drafts, as in real life."""
    document = final(name) if name == RECENT else draft(name)
    return "\n".join(_DESCRIBERS[kind](EXPORTERS[kind].render(document))) + "\n"


def _html(content: bytes) -> Iterator[str]:
    page = html.document_fromstring(content.decode())
    yield f"title: {page.findtext('head/title')}"
    for element in page.xpath("//main//*[self::h1 or self::h2 or self::h3 or self::h4 or self::p or self::table]"):
        if element.tag == "table":
            yield from _boxes(html_tables.boxes(element))
        else:
            yield f"{element.tag}: {element.text_content()}"


def _docx(content: bytes) -> Iterator[str]:
    document = docx.Document(io.BytesIO(content))
    yield f"title: {document.core_properties.title}"
    for item in document.iter_inner_content():
        if isinstance(item, Table):
            yield from _boxes(docx_tables.boxes(item))
        elif isinstance(item, Paragraph) and item.text:
            yield f"{item.style.name if item.style else ''}: {' / '.join(item.text.splitlines())}"


def _pdf(content: bytes) -> Iterator[str]:
    document = pypdfium2.PdfDocument(content)
    yield f"title: {document.get_metadata_value('Title')}"
    for item in document.get_toc():
        yield f"bookmark: {'  ' * item.level}{item.get_title()}"
    for number, page in enumerate(document, 1):
        yield f"page {number}"
        yield from (f"  {line.strip()}" for line in page.get_textpage().get_text_bounded().splitlines() if line.strip())


def _boxes(boxes: list[Box]) -> Iterator[str]:
    yield "table"
    row = -1
    line: list[str] = []
    for box in boxes:
        if box.row != row and line:
            yield "  " + " | ".join(line)
            line = []
        row = box.row
        size = f"[{box.rowspan}x{box.colspan}]" if box.rowspan > 1 or box.colspan > 1 else ""
        line.append(f"{size}{box.text}")
    yield "  " + " | ".join(line)


_DESCRIBERS = {"html": _html, "docx": _docx, "pdf": _pdf}
