"""Tables of an HTML page by the HTML table algorithm."""

from __future__ import annotations

from lxml import html

from tests.exporters.documents import Box, squeezed


def boxes(table: html.HtmlElement) -> list[Box]:
    """Every cell with its place in the grid, in reading order."""
    found = []
    taken: set[tuple[int, int]] = set()
    for row, element in enumerate(table.iter("tr")):
        column = 0
        for cell in element.iterchildren("td", "th"):
            while (row, column) in taken:
                column += 1
            rowspan, colspan = int(cell.get("rowspan", 1)), int(cell.get("colspan", 1))
            found.append(Box(row, column, rowspan, colspan, squeezed(cell.text_content())))
            taken.update((row + down, column + right) for down in range(rowspan) for right in range(colspan))
    return found
