"""The source as one sequence of rows: a line is a row of one cell, a grid row keeps its cells and their columns."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from importers.model import Grid, GridCell, Place, Source
from importers.normal import squeezed


@dataclass(frozen=True)
class Row:
    """One line or one row of a grid; `grid` counts grids from 0, -1 for a line."""

    cells: tuple[GridCell, ...]
    grid: int = -1

    @cached_property
    def text(self) -> str:
        """What is printed, cells divided by ` | ` as snippets show them."""
        return " | ".join(squeezed(cell.text) for cell in self.cells)

    @cached_property
    def single(self) -> str:
        """The text of the only cell that is not blank; "" if there are several or none."""
        filled = [cell.text for cell in self.cells if cell.text.strip()]
        return squeezed(filled[0]) if len(filled) == 1 else ""

    @property
    def place(self) -> Place:
        """Where the row begins."""
        return self.cells[0].place


def rows_of(source: Source) -> list[Row]:
    """Every row of the source that holds anything or belongs to a grid, in reading order."""
    rows: list[Row] = []
    grids = 0
    for item in source.items:
        if isinstance(item, Grid):
            rows.extend(Row(cells, grids) for cells in item.rows if cells)
            grids += 1
        elif item.text.strip():
            rows.append(Row((GridCell(item.text, item.place, 0, 0),)))
    return rows
