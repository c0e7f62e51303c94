"""What an exported file holds, in plain text that a person can read and compare."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pikepdf
import pypdfium2
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml import html

from exporters import EXPORTERS
from tests.exporters import docx_tables, html_tables
from tests.exporters.documents import NAMES, RECENT, Box, draft, final

FOLDER = Path(__file__).parent
KINDS = ("html", "docx", "pdf", "xlsx")
CASES = [(name, kind) for name in NAMES for kind in KINDS]


def golden_file(name: str, kind: str) -> Path:
    """Where the expected description of a sample in one kind of file is kept."""
    return FOLDER / f"{name}.{kind}.txt"


def golden_pages(name: str) -> list[Path]:
    """Where the expected pictures of a sample's pages are kept, in order."""
    return sorted((FOLDER / "pages").glob(f"{name}-[0-9][0-9].png"))


@cache
def rendered(name: str, kind: str) -> bytes:
    """What is exported now. Reports with faults are drafts, as in real life."""
    return EXPORTERS[kind].render(final(name) if name == RECENT else draft(name))


def described(name: str, kind: str) -> str:
    """The description of what is exported now."""
    return "\n".join(_DESCRIBERS[kind](rendered(name, kind))) + "\n"


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
    yield from _tags(content)
    for number, page in enumerate(document, 1):
        yield f"page {number}: {round(page.get_width())} x {round(page.get_height())}"
        yield from (f"  {line.strip()}" for line in page.get_textpage().get_text_bounded().splitlines() if line.strip())


def _tags(content: bytes) -> Iterator[str]:
    """The structure tree down to tables, each with its rows and boxes; equal ones one after another are counted."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        lines = [line for kid in _kids(pdf.Root.StructTreeRoot) for line in _tag(kid, 0)]
    for line, same in groupby(lines):
        count = len(list(same))
        yield f"tag: {line}{f' x {count}' if count > 1 else ''}"


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K", [])
    found = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    return [kid for kid in found if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def _tag(element: Any, depth: int) -> Iterator[str]:
    name = str(element.S)[1:]
    if name == "Table":
        boxes = Counter(str(inner.S)[1:] for inner in _inside(element))
        yield f"{'  ' * depth}Table {boxes['TR']} TR, {boxes['TH']} TH, {boxes['TD']} TD"
        return
    if name != "Span":
        yield f"{'  ' * depth}{name}"
        for kid in _kids(element):
            yield from _tag(kid, depth + 1)


def _inside(element: Any) -> Iterator[Any]:
    for kid in _kids(element):
        yield kid
        yield from _inside(kid)


def _xlsx(content: bytes) -> Iterator[str]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    yield f"title: {book.properties.title}"
    for sheet in book:
        setup = sheet.page_setup
        yield f"sheet {sheet.title}: {setup.orientation or 'portrait'}, protected: {sheet.protection.sheet}"
        spans = {
            area.coord.split(":")[0]: f"[{area.size['rows']}x{area.size['columns']}]" for area in sheet.merged_cells
        }
        for row in sheet.iter_rows():
            boxes = [
                f"{cell.coordinate}{spans.get(cell.coordinate, '')} {cell.value}"
                for cell in row
                if cell.value not in (None, "")
            ]
            if boxes:
                yield "  " + " | ".join(boxes)


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


_DESCRIBERS = {"html": _html, "docx": _docx, "pdf": _pdf, "xlsx": _xlsx}
