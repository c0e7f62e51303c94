"""The report as a Word file in official style, with real merged headings and headings to navigate by."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from exporters.document import Document
from exporters.docx_pictures import picture_parts
from exporters.flow import breakable_tables
from exporters.markup import ENVIRONMENT
from exporters.measures import PAGE_WIDTH, Measures
from exporters.outline import TablePart, outline
from exporters.parting import parting_rows
from exporters.shell import shell
from report.layout import Slot

# Twentieths of a point between the margins: 156 mm.
PAGE_TWIPS = 8844
# On a page turned on its side: 225 mm.
TURNED_TWIPS = 12756
# The earliest time that a ZIP file can hold: files differ only where their content does.
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class FullRow:
    """A grid row with each box in it, the second of each pair telling whether it began in a row above.

    `repeated` rows head every page; `kept` ones stand on the same page as the row that follows.
    """

    boxes: tuple[tuple[Slot, bool], ...]
    repeated: bool
    kept: bool


def full_rows(table: TablePart, whole: bool) -> Iterator[FullRow]:
    """A table's rows as Word has them: a box of several rows has a part in each of them.

    A `whole` table is kept on one page if it fits; any other may break between blocks or groups of rows.
    """
    rows = table.grid.rows
    breaks = {number for number in range(1, len(rows)) if rows[number].block != rows[number - 1].block}
    if not whole:
        breaks.update(parting_rows(table.grid, table.measures))
    reaching: list[Slot] = []
    for number, row in enumerate(rows):
        reaching = [slot for slot in reaching if slot.row + slot.rowspan > number]
        boxes = [(slot, True) for slot in reaching] + [(slot, False) for slot in row.slots]
        boxes.sort(key=lambda box: box[0].column)
        reaching += [slot for slot in row.slots if slot.rowspan > 1]
        kept = number + 1 < len(rows) and number + 1 not in breaks
        yield FullRow(tuple(boxes), row.head and not table.is_stacked, kept)


def column_twips(measures: Measures) -> tuple[int, ...]:
    """Widths of a table's columns in twentieths of a point; together they fill the page."""
    edges = [0.0]
    for share in measures.shares:
        edges.append(edges[-1] + share)
    room = PAGE_TWIPS if measures.room == PAGE_WIDTH else TURNED_TWIPS
    places = [round(room * edge / edges[-1]) for edge in edges]
    return tuple(right - left for left, right in pairwise(places))


ENVIRONMENT.globals.update(full_rows=full_rows, column_twips=column_twips)


def render_docx(document: Document) -> bytes:
    """The document as DOCX; the same document gives the same bytes."""
    contents = outline(document)
    if any(part.charts for part in contents.parts):
        # Only here: drawing pictures needs the PDF's engine, which takes a second to load.
        from exporters.charts_png import with_chart_pictures

        contents = with_chart_pictures(contents)
    frame = shell(document.draft, any(table.turned for table in contents.tables))
    values = {
        "outline": contents,
        "breakable": breakable_tables(contents),
        "section": Markup(frame.section),
        "turned_section": Markup(frame.turned),
    }
    written = {
        "docProps/core.xml": ENVIRONMENT.get_template("export/docx/core.xml").render(values).encode(),
        "word/document.xml": ENVIRONMENT.get_template("export/docx/document.xml").render(values).encode(),
    }
    written |= picture_parts(frame.parts, contents.illustrations)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        # The list of content types comes first, as readers expect.
        for name, content in {**frame.parts, **written}.items():
            package.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()
