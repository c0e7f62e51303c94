"""The source as one sequence of rows: a line is a row of one cell, a grid row keeps its cells and their columns."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from importers.model import Grid, GridCell, Place, Source
from importers.normal import key, squeezed

ROW_NUMBER = "序号"
MIN_NUMBERED = 3


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


def _counts_rows(grid: Grid) -> bool:
    """Whether the first column only counts the rows: headed 序号, or 1, 2, 3 … throughout."""
    first = [key(cell.text) for row in grid.rows for cell in row[:1] if cell.column == 0 and len(row) > 1]
    numbers = [int(text) for text in first if text.isdigit()]
    if ROW_NUMBER in first:
        return True
    return len(numbers) >= MIN_NUMBERED and numbers == list(range(1, len(numbers) + 1)) and len(numbers) == len(first)


def rows_of(source: Source) -> list[Row]:
    """Every row of the source that holds anything or belongs to a grid, in reading order."""
    rows: list[Row] = []
    grids = 0
    for item in source.items:
        if isinstance(item, Grid):
            start = 1 if _counts_rows(item) else 0
            kept = (tuple(cell for cell in cells if cell.column >= start) for cells in item.rows)
            # A row of one blank cell only sets others apart.
            rows.extend(Row(cells, grids) for cells in kept if len(cells) > 1 or any(c.text.strip() for c in cells))
            grids += 1
        elif item.text.strip():
            rows.append(Row((GridCell(item.text, item.place, 0, 0),)))
    return rows
