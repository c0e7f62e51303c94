"""Tables of a Word file, merged boxes put together again."""

from __future__ import annotations

from docx.oxml.ns import qn
from docx.table import Table

from tests.exporters.documents import Box, squeezed


def boxes(table: Table) -> list[Box]:
    """Every box with its place in the grid, in reading order."""
    found: dict[tuple[int, int], Box] = {}
    open_boxes: dict[int, tuple[int, int]] = {}
    for row, element in enumerate(table._tbl.iterchildren(qn("w:tr"))):
        column = 0
        for cell in element.iterchildren(qn("w:tc")):
            properties = cell.tcPr
            span = properties.find(qn("w:gridSpan"))
            colspan = int(span.get(qn("w:val"))) if span is not None else 1
            merge = properties.find(qn("w:vMerge"))
            if merge is not None and merge.get(qn("w:val")) != "restart":
                place = open_boxes[column]
                above = found[place]
                found[place] = Box(above.row, above.column, above.rowspan + 1, above.colspan, above.text)
            else:
                text = "".join(node.text or "" for node in cell.iter(qn("w:t")))
                found[row, column] = Box(row, column, 1, colspan, squeezed(text))
                if merge is not None:
                    open_boxes[column] = (row, column)
            column += colspan
    return [found[place] for place in sorted(found)]
