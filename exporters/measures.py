"""How wide the columns of a table are, how large its type, how its headings fold: from the headings alone.

HTML, PDF and DOCX use the same measures, so a table looks alike in all of them, whatever format it belongs to.
Lengths are in characters (em of the table's own type) unless said otherwise.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from math import ceil

from exporters.titles import width
from report.layout import Grid, Slot, SlotKind

# Points between the margins of the page (156 mm by 225 mm), and the type sizes of tables: 小四 down to 小五.
PAGE_WIDTH, PAGE_HEIGHT = 442.2, 637.8
LARGEST, SMALLEST = 12.0, 9.0
# Space beside the text of a cell, left and right together.
PADDING = 0.7
# Points above and below the text of a row on a page turned on its side, with its rule; and of what stands above it.
TURNED_ROW, TURNED_HEAD = 2.9, 32.0
# Widest columns of group labels, of row labels and of figures.
_GROUP, _LEAF, _FIGURE = 5, 13, 4
_TURNED_LEAF = 36
_NARROW_GROUP, _NARROW_LEAF = 4.7, 7.7
# 「（三）」 before the words of a label.
_NUMBER = re.compile(r"（[^）]{1,3}）(?=.)")


@dataclass(frozen=True)
class Measures:
    """Widths of the grid columns, the first `labels` of them row labels; the upright ones; type and room in points."""

    columns: tuple[float, ...]
    labels: int
    upright: frozenset[int]
    size: float
    room: float = PAGE_WIDTH

    @property
    def width(self) -> float:
        """The whole table's natural width."""
        return round(sum(self.columns), 3)

    @property
    def shares(self) -> tuple[float, ...]:
        """Each column's part of the whole width, in hundredths."""
        return tuple(round(100 * column / self.width, 3) for column in self.columns)

    def left_of(self, column: int) -> float:
        """From the table's left edge to a column."""
        return round(sum(self.columns[:column]), 3)

    def is_upright(self, slot: Slot) -> bool:
        """Whether a slot's heading stands upright, one character below another."""
        return slot.kind is SlotKind.ROW and slot.colspan == 1 and slot.column in self.upright

    def inside(self, slot: Slot) -> float:
        """How many characters of the table's type stand on a line of a slot."""
        natural = sum(self.columns[slot.column : slot.column + slot.colspan])
        return natural / self.width * self.room / self.size - PADDING

    def folds(self, slot: Slot) -> int:
        """How many lines a heading takes."""
        return max(len(self.lines(slot)), ceil(width(slot.text) / self.inside(slot)))

    def lines(self, slot: Slot) -> tuple[str, ...]:
        """A heading as it folds on paper: in lines of equal length, `（三）` on a line of its own."""
        room = self.inside(slot)
        if width(slot.text) <= room:
            return (slot.text,)
        if slot.kind is SlotKind.COLUMN:
            return _even_lines(slot.text, int(room))
        number = _NUMBER.match(slot.text)
        if number and slot.scope == "rowgroup" and width(slot.text[number.end() :]) <= room:
            return (number[0], slot.text[number.end() :])
        return (slot.text,)

    def narrow(self) -> Measures:
        """The same table on a narrow screen: figures keep their width, labels fold more."""
        limits = [_NARROW_GROUP] * (self.labels - 1) + [_NARROW_LEAF] * min(self.labels, 1)
        labels = (min(column, limit) for column, limit in zip(self.columns, limits, strict=False))
        return replace(self, columns=(*labels, *self.columns[self.labels :]))


def measures(grid: Grid, turned: bool = False) -> Measures:
    """Measures of a table: the largest type with which its natural widths fit the page.

    On a page `turned` on its side all its rows have to fit as well, if they can.
    """
    headings = tuple(
        (slot.column, slot.text, slot.rowspan)
        for slot in grid.slots()
        if slot.kind in (SlotKind.ROW, SlotKind.COLUMN) and slot.colspan == 1
    )
    found = _measures(headings, grid.label_columns, grid.width, PAGE_HEIGHT if turned else PAGE_WIDTH)
    while turned and found.size > SMALLEST and _height(grid, found) > PAGE_WIDTH - TURNED_HEAD:
        found = replace(found, size=found.size - 0.5)
    return found


def _height(grid: Grid, measured: Measures) -> float:
    """How high a table's rows are on a page turned on its side."""
    lines = (max((measured.folds(slot) for slot in row.slots if slot.rowspan == 1), default=1) for row in grid.rows)
    return sum(count * 1.2 * measured.size + TURNED_ROW for count in lines)


@cache
def _measures(headings: tuple[tuple[int, str, int], ...], labels: int, columns: int, room: float) -> Measures:
    """`headings` are (column, text, rows) of those that are one column wide."""
    within = [[(text, rows) for at, text, rows in headings if at == column] for column in range(columns)]
    upright = frozenset(
        column for column in range(labels - 1) if all(rows >= len(text) for text, rows in within[column])
    )
    longest = [max((width(text) for text, _ in column), default=0) for column in within]
    groups = [1.0 if column in upright else _folded(longest[column], _GROUP) for column in range(labels - 1)]
    leaves = [
        min(max(length, 2.0), _LEAF if room == PAGE_WIDTH else _TURNED_LEAF)
        for length in longest[max(labels - 1, 0) : labels]
    ]
    figure = max((length for length in longest[labels:]), default=2.0)
    for wide in (figure, _folded(figure, _FIGURE)):
        natural = (*groups, *leaves, *[max(wide, 2.0)] * (columns - labels))
        padded = tuple(round(value + PADDING, 3) for value in natural)
        size = int(2 * room / sum(padded)) / 2
        if size >= LARGEST:
            break
    return Measures(padded, labels, upright, min(max(size, SMALLEST), LARGEST), room)


def _folded(length: float, most: int) -> float:
    """Width for a heading of that length in two lines, in more past `most`."""
    return float(min(max(ceil(length / 2), 2), most))


def _even_lines(text: str, room: int) -> tuple[str, ...]:
    """A text in as few lines of at most `room` characters as possible, none much shorter than another."""
    count = ceil(len(text) / max(room, 1))
    length = ceil(len(text) / count)
    return tuple(text[start : start + length] for start in range(0, len(text), length))
