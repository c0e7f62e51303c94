"""Where tables have to be parted, found in WeasyPrint's layout: after half-empty pages, and where a page tears one."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import accumulate, pairwise
from typing import Any

from weasyprint.formatting_structure import boxes

from exporters.outline import Outline, TablePart
from exporters.parting import HALF, parting_rows


def next_parting(pages: Any, contents: Outline) -> tuple[str, int] | None:
    """(table id, grid row) of the first table to be parted, or None if all stand as they should."""
    tables = {table.id: table for table in contents.tables}
    placed: dict[str, list[Any]] = {}
    for before, after in pairwise(pages.pages):
        page, following = before._page_box, after._page_box
        for box in _tables(page, tables):
            table = tables[box.element.attrib["id"]]
            # A row that the page tore is in both pages; it counts once, and what has to be parted begins with it.
            placed[table.id] = list(dict.fromkeys([*placed.get(table.id, ()), *_body_rows(box)]))
        box = next(_tables(following, tables), None)
        if box is None:
            continue
        table = tables[box.element.attrib["id"]]
        if table.id in placed:
            above, first = placed[table.id], next(iter(_body_rows(box)), None)
            row = _torn(table, table.grid.head_rows + len(above) - (first in above))
        else:
            row = _filling(table, box, page, following)
        if row:
            return table.id, row
    return None


def _torn(table: TablePart, row: int) -> int:
    """Where to part a table that a page tore before `row`: 0 if it was parted there already, or cannot be."""
    rows = table.grid.rows
    if table.is_stacked or rows[row].block != rows[row - 1].block:
        return 0
    start = next(number for number, other in enumerate(rows) if other.block == rows[row].block)
    between = [number for number in parting_rows(table.grid, table.measures) if start < number <= row]
    return between[-1] if between else row


def _filling(table: TablePart, box: Any, page: Any, following: Any) -> int:
    """Before which row to part a table that moved on whole, so that it fills the page it left: 0 for not at all."""
    empty = page.content_box_y() + page.height - _foot(page)
    above = box.position_y - following.content_box_y()
    # More than a heading between the page's top and the table is text, which fills the page before by itself.
    if table.turned or table.is_parted or empty < HALF * page.height or above > page.height / 4:
        return 0
    heights = list(accumulate(row.height for group in box.children for row in group.children))
    # The table may itself be torn at the foot of the page that it begins.
    known = [row for row in parting_rows(table.grid, table.measures) if row <= len(heights)]
    fitting = [row for row in known if heights[row - 1] <= empty - above]
    return fitting[-1] if fitting else 0


def _tables(box: Any, wanted: Collection[str]) -> Iterator[Any]:
    """The boxes of the wanted tables, by id; those of running text part by themselves."""
    if isinstance(box, boxes.TableBox):
        if box.element.attrib["id"] in wanted:
            yield box
        return
    for child in getattr(box, "children", ()):
        yield from _tables(child, wanted)


def _body_rows(table: Any) -> list[Any]:
    """The elements of a table's rows on a page, its heads left out."""
    return [row.element for group in table.children if not group.is_header for row in group.children]


def _foot(box: Any) -> float:
    """Where the lowest line or row of a page's text ends."""
    lowest = 0.0
    for child in getattr(box, "children", ()):
        if isinstance(child, boxes.MarginBox):
            continue
        if isinstance(child, boxes.LineBox | boxes.TableRowBox | boxes.BlockReplacedBox):
            lowest = max(lowest, child.position_y + child.height)
        else:
            lowest = max(lowest, _foot(child))
    return lowest
