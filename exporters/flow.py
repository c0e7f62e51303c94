"""Where things will stand on the pages of a Word file, estimated: Word itself lays it out, wherever it is opened.

Only whether a table would leave a page half empty is asked, so a line more or less does not matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from math import ceil

from exporters.illustrations import Illustration, SimpleTable
from exporters.measures import PADDING, PAGE_WIDTH
from exporters.outline import Item, Outline, TablePart, Text
from exporters.parting import HALF
from exporters.titles import width
from report.layout import GridRow

# Points: the text's line, the title's, the room between top and bottom margin (225 mm).
LINE, TITLE_LINE, PAGE_HEIGHT = 28.95, 34.0, 637.8
CHARACTERS = 28
# Points in a millimetre.
POINTS = 72 / 25.4
_SEAM = re.compile(r"(?<=[\u4e00-\u9fff])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z])(?=[\u4e00-\u9fff])")
# Above and below the text of a table's row, with its rule; below a table.
_ROW, _TABLE = 5.0, 10.0


def breakable_tables(contents: Outline) -> frozenset[str]:
    """Ids of the tables that, kept on one page, would leave the page before them half empty."""
    found = set()
    at = (len(contents.title_lines) * TITLE_LINE + LINE + _height(contents.introduction)) % PAGE_HEIGHT
    for piece in _pieces(contents):
        if piece.turned:
            at = 0
            continue
        height, room = piece.height, PAGE_HEIGHT - at
        if piece.kept and room < height:
            if piece.table and room > HALF * PAGE_HEIGHT:
                found.add(piece.table.id)
            else:
                at = 0
        at = (at + height) % PAGE_HEIGHT
    return frozenset(found)


@dataclass(frozen=True)
class _Piece:
    """Text that flows from page to page, or a table or block that is kept on one, with its heading.

    What is `turned` stands on pages of its own.
    """

    height: float
    kept: bool = False
    table: TablePart | None = None
    turned: bool = False


def _pieces(contents: Outline) -> Iterator[_Piece]:
    for part in contents.parts:
        heading = _height((Text(part.heading),))
        if part.before or not part.tables:
            yield _Piece(heading + _height(part.before))
            heading = 0
        for table in part.tables:
            if table.turned:
                yield _Piece(0, turned=True)
                heading = 0
                continue
            for _, rows in groupby(table.grid.rows, key=lambda row: row.block):
                height = heading + sum(_row_height(table, row) for row in rows)
                yield _Piece(height, kept=True, table=None if table.is_stacked else table)
                heading = 0
            yield _Piece(_TABLE)
        yield _Piece(_height(part.after))


def _height(items: tuple[Item, ...]) -> float:
    return sum(_item_height(item) for item in items)


def _item_height(item: Item) -> float:
    caption = LINE * bool(item.text)
    if isinstance(item, Illustration):
        return caption + item.size[1] * POINTS
    if isinstance(item, SimpleTable):
        m = item.measures
        rooms = [share / 100 * PAGE_WIDTH / m.size - PADDING for share in m.shares]
        lines = [max(ceil(width(cell) / room) for cell, room in zip(row, rooms, strict=True)) for row in item.rows]
        return caption + sum(max(line, 1) * 1.2 * m.size + _ROW for line in lines) + _TABLE
    return LINE * ceil((2 + _spaced_width(item.text)) / CHARACTERS)


def _spaced_width(text: str) -> float:
    """Width with the quarter of a character that Word leaves between Chinese and Latin text."""
    return width(text) + len(_SEAM.findall(text)) / 4


def _row_height(table: TablePart, row: GridRow) -> float:
    measures = table.measures
    lines = 1
    for slot in row.slots:
        if slot.rowspan == 1:
            natural = sum(measures.columns[slot.column : slot.column + slot.colspan])
            room = natural / measures.width * PAGE_WIDTH / measures.size - PADDING
            lines = max(lines, ceil(width(table.text(slot)) / room))
    return lines * 1.2 * measures.size + _ROW
