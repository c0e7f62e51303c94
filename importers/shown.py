"""What an exported file shows a reader, taken from it by the project's own readers of published files.

Only text and tables that are drawn count. Data that a file carries unseen is never looked at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, dropwhile, pairwise

from rapidfuzz.distance import Levenshtein, Opcodes

from importers.docx import read_docx
from importers.html import read_html
from importers.model import Grid, GridCell, Line, Source
from importers.pdf import read_printed
from importers.said import NO_TABLES, seen
from importers.sheets import read_sheets

CONTINUED = "（续）"
# Beyond so many pairs of characters a difference is told line by line: finding where it lies would take too long.
MOST_PAIRS = 10**9
Row = tuple[str, ...]


@dataclass(frozen=True)
class Shown:
    """Lines of text outside tables, and the rows of each table, in reading order, without white space.

    A table of several pages is in as many `pieces`. `before` counts, for each piece, the lines that stand before it.
    """

    lines: tuple[str, ...]
    pieces: tuple[tuple[Row, ...], ...]
    before: tuple[int, ...]


@dataclass(frozen=True)
class Opening:
    """What a reader of a file has to know of it: the `title` that opens the report, the `captions` that its tables
    begin with ("" for one that begins with several boxes), and the pattern of `marks`, lines that are no part of it.
    """

    title: str
    captions: tuple[str, ...] = ()
    marks: str = ""


@dataclass(frozen=True)
class Reader:
    """What takes a kind of file apart, whether it breaks one paragraph into several lines, and the fewest columns of
    what it takes for a table.
    """

    read: Callable[[bytes], Source]
    breaks: bool
    fewest: int


READERS: Mapping[str, Reader] = {
    "html": Reader(read_html, False, 2),
    "fragment": Reader(read_html, False, 2),
    "docx": Reader(read_docx, False, 1),
    "pdf": Reader(read_printed, True, 1),
    "xlsx": Reader(read_sheets, True, NO_TABLES),
}


def shown(name: str, content: bytes, opening: Opening) -> Shown:
    """What a file of kind `name` shows, in a workbook from the report's title on: the sheets before guide and check.

    A table above the title of a web page is the site's (信息公开目录). UnreadableError if the file cannot be read.
    """
    source = READERS[name].read(content)
    items: Iterable[Line | Grid] = source.items
    if name == "xlsx":
        items = _sheet_items([sheet for sheet in source.items if isinstance(sheet, Grid)], opening)
    if READERS[name].read is read_html:
        items = dropwhile(lambda item: isinstance(item, Grid), items)
    marks = re.compile(opening.marks)
    return _collected([item for item in items if isinstance(item, Grid) or not marks.fullmatch(seen(item.text))])


def _sheet_items(sheets: Sequence[Grid], opening: Opening) -> Iterator[Line | Grid]:
    """Sheets as lines and tables, from the title on; without it, from the first sheet that opens with a line."""
    lines = [[seen(_line(row).text) for row in sheet.rows if len(row) == 1] for sheet in sheets]
    titled = [n for n, texts in enumerate(lines) if opening.title in texts[:1]]
    opened = [n for n, sheet in enumerate(sheets) if len(sheet.rows[0]) == 1]
    captions = iter(opening.captions)
    for sheet in sheets[min(titled or opened, default=0) :]:
        yield from _parts(sheet, captions)


def _parts(sheet: Grid, captions: Iterator[str]) -> Iterator[Line | Grid]:
    """A sheet's table, and the lines above and below it: rows of one box, merged over the width of the sheet."""
    several = [n for n, row in enumerate(sheet.rows) if len(row) > 1]
    if not several:
        yield from map(_line, sheet.rows)
        return
    first, end = several[0], several[-1] + 1
    first -= first > 0 and seen(_line(sheet.rows[first - 1]).text) == next(captions, "")
    yield from map(_line, sheet.rows[:first])
    yield Grid(sheet.rows[first:end], sheet.name)
    yield from map(_line, sheet.rows[end:])


def _line(row: Sequence[GridCell]) -> Line:
    return Line(row[0].text, row[0].place)


def _collected(items: Iterable[Line | Grid]) -> Shown:
    lines: list[str] = []
    pieces: list[tuple[Row, ...]] = []
    before: list[int] = []
    for item in items:
        if isinstance(item, Grid) and sum(map(len, item.rows)) > 1:
            rows = (tuple(seen(cell.text) for cell in row) for row in item.rows)
            pieces.append(tuple(row for row in rows if any(row)))
            before.append(len(lines))
        elif text := seen(item.text if isinstance(item, Line) else item.rows[0][0].text):
            lines.append(text)
    return Shown(tuple(lines), tuple(pieces), tuple(before))


def continued(piece: Sequence[Row], heads: Sequence[Row]) -> tuple[Row, ...]:
    """The rows that a table goes on with on a new page, without the heads and group labels repeated there."""
    repeated = len(heads) if list(piece[: len(heads)]) == list(heads) else 0
    first, *others = piece[repeated:] or ((),)
    labels = next((n for n, text in enumerate(first) if not text.endswith(CONTINUED)), len(first))
    return tuple(row for row in (first[labels:], *others) if row)


def regrouped(lines: Sequence[str], passages: Sequence[str]) -> list[str]:
    """Printed lines put together as the passages that they should be, wherever these begin at a line's start."""
    printed, expected = "".join(lines), "".join(passages)
    starts = {0, *accumulate(map(len, lines))}
    bounds = [0, *accumulate(map(len, passages))]
    if printed != expected:
        if len(printed) * len(expected) > MOST_PAIRS:
            return list(lines)
        bounds = _moved(bounds, Levenshtein.opcodes(expected, printed), starts)
    cuts = [place for place in dict.fromkeys(bounds) if place in starts and place < len(printed)]
    return [printed[a:b] for a, b in pairwise([*cuts, len(printed)])]


def _moved(bounds: Sequence[int], steps: Opcodes, starts: set[int]) -> list[int]:
    """Where the bounds of the expected text lie in the printed one; within a difference, at the start of a line."""
    places = [0]
    for bound in bounds[1:]:
        around = [step for step in steps if step.src_start <= bound <= step.src_end]
        told = [step.dest_start + min(bound - step.src_start, step.dest_end - step.dest_start) for step in around]
        loose = [s for step in around if step.tag != "equal" for s in starts if step.dest_start <= s <= step.dest_end]
        free = [place for place in (*told, *sorted(loose)) if place in starts and place > places[-1]]
        places.append(min(free, key=lambda place: abs(place - told[0]), default=places[-1]))
    return places
