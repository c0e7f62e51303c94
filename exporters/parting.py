"""A table parted in two between groups of rows, for a page that would otherwise stay half empty."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from exporters.measures import Measures
from exporters.outline import Outline
from report.layout import Grid, GridRow, Slot, SlotKind

CONTINUED = "（续）"
# Pages emptier than this are worth parting a table for.
HALF = 0.45


def parted(contents: Outline, table: str, row: int) -> Outline:
    """The outline with the table of that id parted before a grid row."""
    return replace(
        contents,
        parts=tuple(
            replace(
                section,
                tables=tuple(
                    replace(item, grid=part(item.grid, row)) if item.id == table else item for item in section.tables
                ),
            )
            for section in contents.parts
        ),
    )


def parting_rows(grid: Grid, measures: Measures) -> tuple[int, ...]:
    """Grid rows before which a table of one block may be parted: between groups, never within one.

    Labels that stand upright span many groups; they are repeated on both sides.
    """
    if len(grid.table.blocks) > 1:
        return ()
    return tuple(
        number
        for number in range(grid.head_rows + 1, len(grid.rows))
        if grid.rows[number].block == grid.rows[number - 1].block
        and all(measures.is_upright(slot) for slot in _reaching(grid, number))
    )


def part(grid: Grid, row: int) -> Grid:
    """The same table with the rows from `row` on in a block of their own, under labels marked 「（续）」."""
    reaching = list(_reaching(grid, row))
    renamed = {slot.id: f"{slot.id}-continued" for slot in reaching}
    labels = tuple(
        replace(
            slot,
            row=row,
            rowspan=slot.row + slot.rowspan - row,
            id=renamed[slot.id],
            text=slot.text.removesuffix(CONTINUED) + CONTINUED,
        )
        for slot in reaching
    )

    def before(slot: Slot) -> Slot:
        return replace(slot, rowspan=row - slot.row) if slot.id in renamed else slot

    def after(slot: Slot) -> Slot:
        return replace(slot, headers=tuple(renamed.get(header, header) for header in slot.headers))

    def rows() -> Iterator[GridRow]:
        for number, old in enumerate(grid.rows):
            if number < row:
                yield replace(old, slots=tuple(before(slot) for slot in old.slots))
            else:
                slots = tuple(after(slot) for slot in old.slots)
                yield replace(old, slots=(*labels, *slots) if number == row else slots, block=old.block + 1)

    return replace(grid, rows=tuple(rows()))


def _reaching(grid: Grid, row: int) -> Iterator[Slot]:
    """The row labels that begin above a row and reach into it or beyond."""
    for slot in grid.slots():
        if slot.kind is SlotKind.ROW and slot.row < row < slot.row + slot.rowspan:
            yield slot
