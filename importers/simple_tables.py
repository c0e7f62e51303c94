"""Tables that stand in the text and are none of the mandated ones: taken over as tables where their grid is clean.

While the text is sorted into sections such a table is one line, a mark; then the mark becomes the table again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from importers.leftovers import of_headings
from importers.model import Grid, GridCell
from importers.normal import squeezed
from importers.rows import Row
from report.narrative import MAX_CELL, MAX_COLUMNS, MAX_HEAD, MAX_ROWS, Block, Blocks, clean_text

# Cells longer than this lay out a page, and so does a grid that is mostly blank.
LONGEST_CELL = 300
FILLED = 0.6
LONGEST_CAPTION = 60
_MARK = re.compile("\ue000([0-9]{1,6})\ue001")
_UNMARKED = str.maketrans("", "", "\ue000\ue001")
_NUMBER = re.compile(r"[\d.,，%％-]+")
_CAPTION = re.compile(r"(?:附?表|续表)\s*[0-9０-９一二三四五六七八九十]*[\s:：.．、-]?\S.*[^。；;！？]")


def mark(grid: int) -> str:
    """The line that stands for a grid of the source."""
    return f"\ue000{grid}\ue001"


def without_marks(text: str) -> str:
    """Text that cannot be taken for a mark."""
    return text.translate(_UNMARKED)


def around_tables(join: Callable[[Sequence[str]], list[str]], lines: Sequence[str]) -> list[str]:
    """`join` done to each stretch of lines between tables, whose marks stay lines of their own."""
    found: list[str] = []
    for is_table, some in groupby(lines, key=lambda line: _MARK.fullmatch(line) is not None):
        stretch = list(some)
        found += stretch if is_table else join(stretch)
    return found


def marked(rows: Iterable[tuple[Row, bool]], own: frozenset[str], tables: Mapping[int, Block]) -> Iterator[Row | str]:
    """Rows, each with whether it is free; those of a table in `tables` that is wholly free as one mark.

    Rows that are nothing but pieces of `own` headings are no table of the text.
    """
    for grid, some in groupby(rows, key=lambda pair: pair[0].grid):
        pairs = list(some)
        if grid in tables and all(free and not of_headings(row, own) for row, free in pairs):
            yield mark(grid)
        else:
            yield from (row for row, free in pairs if free)


def clean_tables(grids: Sequence[Grid]) -> dict[int, Block]:
    """{number of the grid: the table that it is}, for grids that a simple table can hold."""
    found = {number: _table(grid) for number, grid in enumerate(grids)}
    return {number: block for number, block in found.items() if block is not None}


def _table(grid: Grid) -> Block | None:
    height = len(grid.rows)
    width = max((cell.column + cell.colspan for row in grid.rows for cell in row), default=0)
    if not (2 <= height <= MAX_ROWS and 2 <= width <= MAX_COLUMNS):
        return None
    cells = [cell for row in grid.rows for cell in row]
    texts = {(cell.row, cell.column): squeezed(clean_text(cell.text)) for cell in cells}
    covered = sum(min(cell.rowspan, height - cell.row) * cell.colspan for cell in cells)
    filled = sum(bool(text) for text in texts.values())
    if covered != height * width or filled < FILLED * len(cells):
        return None
    if max(map(len, texts.values())) > min(LONGEST_CELL, MAX_CELL):
        return None
    head = _head(cells, texts, height)
    return Block("table", "", rows=_filled(cells, texts, height, width, head), head=head)


def _head(cells: Sequence[GridCell], texts: Mapping[tuple[int, int], str], height: int) -> int:
    """The first row with as many more as its cells reach down, unless there are figures in it."""
    first = [cell for cell in cells if cell.row == 0]
    if any(_NUMBER.fullmatch(texts[0, cell.column]) for cell in first):
        return 0
    return min(max(cell.rowspan for cell in first), MAX_HEAD, height - 1)


def _filled(
    cells: Sequence[GridCell], texts: Mapping[tuple[int, int], str], height: int, width: int, head: int
) -> tuple[tuple[str, ...], ...]:
    """Every slot: spans of headings said in each column, labels in each row, figures once."""
    slots = [[""] * width for _ in range(height)]
    for cell in cells:
        text = texts[cell.row, cell.column]
        for row in range(cell.row, min(height, cell.row + cell.rowspan)):
            for column in range(cell.column, cell.column + cell.colspan):
                own = (row, column) == (cell.row, cell.column)
                label = column == cell.column and not _NUMBER.fullmatch(text)
                if own or row < head or label:
                    slots[row][column] = text
    return tuple(map(tuple, slots))


def with_tables(blocks: Blocks, tables: Mapping[int, Block]) -> Blocks:
    """Blocks with tables in place of their marks; a short line 表1 … before a table is its caption."""
    found: list[Block] = []
    for block in blocks:
        # The pattern has one group: text and numbers of grids take turns.
        for n, piece in enumerate(_MARK.split(block.text)):
            if n % 2 == 0:
                text = squeezed(piece)
                if text:
                    found.append(block if text == block.text else Block("paragraph", text))
                continue
            table = tables.get(int(piece))
            if table is None:
                continue
            if found and found[-1].type == "table" and found[-1].rows[0] == table.rows[0]:
                # It goes on on the next page, its heads repeated.
                found[-1] = replace(found[-1], rows=(*found[-1].rows, *table.rows[max(table.head, 1) :]))
                continue
            captioned = bool(found) and found[-1].type == "paragraph" and _is_caption(found[-1].text)
            caption = found.pop().text if captioned else ""
            found.append(Block("table", caption, rows=table.rows, head=table.head))
    return tuple(found)


def _is_caption(text: str) -> bool:
    return len(text) <= LONGEST_CAPTION and _CAPTION.fullmatch(text) is not None


def unmarked(lines: Iterable[str], tables: Mapping[int, Block]) -> list[str]:
    """Lines with the rows of tables in place of their marks, cells divided as snippets show them."""
    found: list[str] = []
    for line in lines:
        match = _MARK.fullmatch(line)
        table = tables.get(int(match[1])) if match else None
        found += [" | ".join(row) for row in table.rows] if table else [line]
    return found
