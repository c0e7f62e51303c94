"""Cells with spans laid on a grid, the same way for every file type that has real tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from importers.model import Grid, GridCell, Place

MAX_SPAN = 200
Spanned = tuple[str, int, int]


def build_grid(rows: Iterable[Sequence[Spanned]], name: str) -> Grid:
    """A grid from rows of (text, rowspan, colspan), cells reached by a span from above being skipped over."""
    taken: set[tuple[int, int]] = set()
    built: list[tuple[GridCell, ...]] = []
    for r, row in enumerate(rows):
        cells: list[GridCell] = []
        column = 0
        for text, rowspan, colspan in row:
            while (r, column) in taken:
                column += 1
            down, across = min(max(rowspan, 1), MAX_SPAN), min(max(colspan, 1), MAX_SPAN)
            where = f"{name}第{r + 1}行第{column + 1}列"
            cells.append(GridCell(text, Place(where), r, column, down, across))
            if down > 1:
                taken.update((r + i, column + j) for i in range(1, down) for j in range(across))
            column += across
        built.append(tuple(cells))
    return Grid(tuple(built), name)
