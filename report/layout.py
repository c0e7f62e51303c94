"""A table's one layout: its two trees of headings turned into slots with row, column and spans.

Pages, HTML, PDF, DOCX and spreadsheets walk these slots; importers walk the same slots backwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from report.format import Block, Header, Table


class SlotKind(StrEnum):
    """What stands in a slot."""

    CAPTION = "caption"
    STUB = "stub"
    COLUMN = "column"
    ROW = "row"
    CELL = "cell"


@dataclass(frozen=True)
class Slot:
    """One box of the table: its place and size in grid units, and a heading's text or a cell's name.

    `headers` are the ids of the slots that head a cell, outermost first, columns before rows.
    """

    kind: SlotKind
    row: int
    column: int
    rowspan: int
    colspan: int
    id: str
    text: str = ""
    cell: str = ""
    scope: str = ""
    depth: int = 0
    headers: tuple[str, ...] = ()


@dataclass(frozen=True)
class GridRow:
    """One row of slots. `head` rows carry column headings; `block` counts from 0."""

    slots: tuple[Slot, ...]
    head: bool
    block: int


@dataclass(frozen=True)
class Grid:
    """A table as rows of slots, `width` columns wide, the first `label_columns` of them row labels."""

    table: Table
    rows: tuple[GridRow, ...]
    width: int
    label_columns: int

    @property
    def head_rows(self) -> int:
        """How many leading rows are headings, to be repeated on each page."""
        return next((i for i, row in enumerate(self.rows) if not row.head), len(self.rows))

    def slots(self) -> Iterator[Slot]:
        """Every slot in reading order."""
        return (slot for row in self.rows for slot in row.slots)


def depth(heads: tuple[Header, ...]) -> int:
    """How many levels of printed headings the trees have; 0 for a single unlabelled row."""
    return max((len(leaf.labels) for top in heads for leaf in top.leaves()), default=0)


def _leaves(heads: tuple[Header, ...]) -> list[Header]:
    return [leaf for top in heads for leaf in top.leaves()]


@dataclass(frozen=True)
class _Placer:
    """Places one block's slots; `first` is its first grid row."""

    table: Table
    block: Block
    number: int
    first: int
    width: int
    label_columns: int

    def slot_id(self, row: int, column: int) -> str:
        return f"h-{self.table.id}-{row}-{column}"

    def spans(self) -> list[int]:
        """Grid columns of each leaf column; a narrower block's last column takes what is left."""
        count = len(_leaves(self.block.columns))
        spans = [1] * count
        spans[-1] += self.width - self.label_columns - count
        return spans

    def place(self) -> Iterator[GridRow]:
        row = self.first
        outer: tuple[str, ...] = ()
        if self.block.caption:
            slot_id = self.slot_id(row, 0)
            outer = (slot_id,)
            slot = Slot(
                SlotKind.CAPTION,
                row,
                0,
                1,
                self.width,
                slot_id,
                self.block.caption,
                scope="colgroup",
            )
            yield GridRow((slot,), True, self.number)
            row += 1
        levels = depth(self.block.columns)
        heads: list[list[Slot]] = [[] for _ in range(levels)]
        if self.label_columns:
            # The text over the row labels heads those labels, not figures: a plain box, never a header of cells.
            heads[0].append(
                Slot(
                    SlotKind.STUB,
                    row,
                    0,
                    levels,
                    self.label_columns,
                    self.slot_id(row, 0),
                    self.block.stub,
                )
            )
        columns = self._column_heads(heads, row, levels)
        yield from (GridRow(tuple(slots), True, self.number) for slots in heads)
        yield from self._body(row + levels, columns, outer)

    def _column_heads(
        self, heads: list[list[Slot]], row: int, levels: int
    ) -> list[tuple[Header, int, int, tuple[str, ...]]]:
        """Fills `heads`; returns (leaf, grid column, span, ids of its headings) in print order."""
        placed: list[tuple[Header, int, int, tuple[str, ...]]] = []
        spans = iter(self.spans())

        def walk(head: Header, level: int, column: int, above: tuple[str, ...]) -> int:
            slot_id = self.slot_id(row + level, column)
            ids = (*above, slot_id)
            start = len(heads[level])
            if head.children:
                width = 0
                for child in head.children:
                    width += walk(child, level + 1, column + width, ids)
            else:
                width = next(spans)
                placed.append((head, column, width, ids))
            heads[level].insert(
                start,
                Slot(
                    SlotKind.COLUMN,
                    row + level,
                    column,
                    1 if head.children else levels - level,
                    width,
                    slot_id,
                    head.label,
                    scope="colgroup" if head.children else "col",
                    depth=level,
                ),
            )
            return width

        column = self.label_columns
        for top in self.block.columns:
            column += walk(top, 0, column, ())
        return placed

    def _body(
        self,
        first: int,
        columns: list[tuple[Header, int, int, tuple[str, ...]]],
        outer: tuple[str, ...],
    ) -> Iterator[GridRow]:
        row = first
        waiting: list[Slot] = []

        def walk(head: Header, level: int, above: tuple[str, ...]) -> Iterator[GridRow]:
            nonlocal row
            ids = above
            if head.label:
                slot_id = self.slot_id(row, level)
                ids = (*above, slot_id)
                leaves = len(_leaves((head,)))
                waiting.append(
                    Slot(
                        SlotKind.ROW,
                        row,
                        level,
                        leaves if head.children else 1,
                        1 if head.children else self.label_columns - level,
                        slot_id,
                        head.label,
                        scope="rowgroup" if head.children else "row",
                        depth=level,
                    )
                )
            if head.children:
                for child in head.children:
                    yield from walk(child, level + 1, ids)
                return
            cells = [
                Slot(
                    SlotKind.CELL,
                    row,
                    column,
                    1,
                    span,
                    f"s-{self.table.id}-{row}-{column}",
                    cell=".".join((self.table.id, *head.path, *leaf.path)),
                    headers=(*outer, *column_ids, *ids),
                )
                for leaf, column, span, column_ids in columns
            ]
            yield GridRow((*waiting, *cells), False, self.number)
            waiting.clear()
            row += 1

        for top in self.block.rows:
            yield from walk(top, 0, ())


@lru_cache(maxsize=64)
def grid(table: Table) -> Grid:
    """The layout of a table: every slot with its place, spans, heading text or cell name, and header ids."""
    label_columns = max(depth(block.rows) for block in table.blocks)
    width = label_columns + max(len(_leaves(block.columns)) for block in table.blocks)
    rows: list[GridRow] = []
    for number, block in enumerate(table.blocks):
        rows.extend(_Placer(table, block, number, len(rows), width, label_columns).place())
    return Grid(table, tuple(rows), width, label_columns)
