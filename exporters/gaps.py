"""Pages that a table left half empty by moving to the next one whole, found in WeasyPrint's layout."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from weasyprint.formatting_structure import boxes

from exporters.parting import HALF, Gap


def gaps(pages: Any) -> Iterator[Gap]:
    """The gap before each table that a page begins with. Lengths in CSS pixels."""
    for before, after in pairwise(pages.pages):
        page, following = before._page_box, after._page_box
        table = next(_tables(following), None)
        empty = page.content_box_y() + page.height - _foot(page)
        if table is None or _begun(page, table) or empty < HALF * page.height:
            continue
        above = table.position_y - following.content_box_y()
        # Text between the page's top and the table is no heading but a paragraph that fills the page itself.
        if above < page.height / 4:
            yield Gap(table.element.attrib["id"], empty - above, tuple(row.height for row in _rows(table)))


def _tables(box: Any) -> Iterator[Any]:
    if isinstance(box, boxes.TableBox):
        yield box
        return
    for child in getattr(box, "children", ()):
        yield from _tables(child)


def _rows(table: Any) -> Iterator[Any]:
    return (row for group in table.children for row in group.children)


def _begun(page: Any, table: Any) -> bool:
    return any(other.element is table.element for other in _tables(page))


def _foot(box: Any) -> float:
    """Where the lowest line or row of a page's text ends."""
    lowest = 0.0
    for child in getattr(box, "children", ()):
        if isinstance(child, boxes.MarginBox):
            continue
        if isinstance(child, boxes.LineBox | boxes.TableRowBox):
            lowest = max(lowest, child.position_y + child.height)
        else:
            lowest = max(lowest, _foot(child))
    return lowest
