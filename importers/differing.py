"""A report held against what a file of it shows, box by box and paragraph by paragraph.

The readers that guess which table or section something is are not asked: here it is known what should stand where.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from itertools import zip_longest

from importers.said import TITLE, Said, Table, seen
from importers.said import content as content_of
from importers.shown import READERS, Opening, Row, Shown, continued, regrouped, shown
from report.numbers import plain
from report.report import Report

# Characters told on either side of the first that differs.
AROUND = 12
BLANK = "（空白）"
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


@dataclass(frozen=True)
class Difference:
    """One place where a file does not show what its report says.

    `where` is what people call the place; `stated` is the report's content and `printed` the file's, None where there
    is no such place. `section` is an id or `cover`, `cells` are those that it is about.
    """

    where: str
    section: str
    stated: str | None
    printed: str | None
    cells: tuple[str, ...] = ()

    def told(self, file: str) -> str:
        """A sentence for people, in which the file is called `file`."""
        if self.stated is None:
            return f"{file}里多出“{_short(self.printed or '')}”，报告里没有。"
        if self.printed is None:
            return f"{file}里没有{self.where}，报告为“{_short(self.stated)}”。"
        if self.stated == self.printed:
            return f"{file}里{self.where}不在它应在的地方。"
        pairs = enumerate(zip_longest(self.stated, self.printed))
        first = next(n for n, (a, b) in pairs if a != b)
        stated, printed = _short(self.stated, first), _short(self.printed, first)
        return f"{self.where}不同：报告为“{stated}”，{file}里是“{printed}”。"


def _short(text: str, first: int = 0) -> str:
    """A text around its place `first`, short enough to be read in a sentence; a blank is named."""
    start, end = max(first - AROUND, 0), first + 2 * AROUND
    return f"{'…' * (start > 0)}{text[start:end]}{'…' * (end < len(text))}" or BLANK


def differences(report: Report, name: str, content: bytes, marks: str = "", ending: str = "") -> Iterator[Difference]:
    """Where a file of kind `name` shows something else than the report, text first, then tables.

    `marks` is a pattern of lines that are no part of the report, `ending` a line that has to stand at the end.
    UnreadableError if the file cannot be read.
    """
    whole = content_of(report, READERS[name].fewest)
    said = [item for item in whole if isinstance(item, Said)]
    tables = [item for item in whole if isinstance(item, Table)]
    if ending:
        said.append(Said("末行", "cover", (seen(ending),)))
    captions = tuple(table.rows[0].boxes[0] if len(table.rows[0].boxes) == 1 else "" for table in tables)
    view = shown(name, content, Opening(said[0].boxes[0], captions, marks))
    texts = list(compared(said, [(text,) for text in _grouped(name, view.lines, said)]))
    yield from texts
    found, starts = _joined(view, tables)
    # A workbook holds 20.30 as a number that its format shows with two decimals.
    yield from compared([row for table in tables for row in table.rows], found, numeric=name == "xlsx")
    if not texts:
        yield from _misplaced(whole, view, starts)


def _joined(view: Shown, tables: Sequence[Table]) -> tuple[list[Row], list[tuple[Table, int]]]:
    """The rows of all tables, those of several pages put together; each table with the lines before its first row."""
    wanted = [(table, row) for table in tables for row in table.rows]
    found: list[Row] = []
    starts: list[tuple[Table, int]] = []
    for piece, before in zip(view.pieces, view.before, strict=True):
        table, row = wanted[min(len(found), len(wanted) - 1)]
        if row is table.rows[0]:
            starts.append((table, before))
        going_on = row is not table.rows[0]
        found.extend(continued(piece, [head.boxes for head in table.rows[: table.heads]]) if going_on else piece)
    return found, starts


def _grouped(name: str, lines: Sequence[str], said: Sequence[Said]) -> list[str]:
    """Lines as passages. Where a file keeps paragraphs whole, only the title may stand on several lines."""
    texts = [passage.boxes[0] for passage in said]
    if READERS[name].breaks:
        return regrouped(lines, texts)
    whole = next((n for n in range(1, len(lines) + 1) if "".join(lines[:n]) == texts[0]), 0)
    count = whole or (lines.index(texts[1]) if texts[1] in lines else 1)
    return ["".join(lines[:count]), *lines[count:]]


def _misplaced(whole: Sequence[Said | Table], view: Shown, tables: Sequence[tuple[Table, int]]) -> Iterator[Difference]:
    """Tables that do not stand between the heading that they stand under in the report and the next one."""
    heading, length = "", 0
    under: dict[int, tuple[str, int]] = {}
    headings: list[int] = []
    for item in whole:
        if isinstance(item, Table):
            under[id(item)] = heading, len(headings)
        else:
            if item.heading:
                heading, headings = item.where, [*headings, length]
            length += len(item.boxes[0])
    for table, before in tables:
        heading, number = under[id(table)]
        place = len("".join(view.lines[:before]))
        if number != bisect_left(headings, place):
            yield Difference(f"{heading or TITLE}下的表", table.section, "", "")


def compared(said: Sequence[Said], rows: Sequence[Row], numeric: bool = False) -> Iterator[Difference]:
    """What differs between what is said and what is shown, in the order of the report.

    With `numeric`, figures are the same that differ only in zeros at their end.
    """
    wanted = [_alike(item.boxes, numeric) for item in said]
    given = [_alike(row, numeric) for row in rows]
    if wanted == given:
        return
    for tag, a, b, c, d in SequenceMatcher(None, wanted, given, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        for item, row in zip_longest(said[a:b], rows[c:d]):
            if item is None:
                yield Difference("", said[min(a, len(said) - 1)].section, None, "｜".join(row))
            elif row is None:
                yield Difference(item.where, item.section, "｜".join(item.boxes), None, item.held)
            else:
                yield from _boxes(item, row, numeric)


def _boxes(item: Said, row: Row, numeric: bool) -> Iterator[Difference]:
    """Boxes of one row, or one passage, that differ."""
    if len(row) != len(item.boxes):
        yield Difference(f"{item.where}一行", item.section, "｜".join(item.boxes), "｜".join(row), item.held)
        return
    for stated, label, cell, printed in zip(item.boxes, item.names, item.cells, row, strict=True):
        if _alike((stated,), numeric) != _alike((printed,), numeric):
            where = f"“{label}”一格" if cell else f"{item.where}的{label}" if label else item.where
            yield Difference(where, item.section, stated, printed, (cell,) if cell else ())


def _alike(boxes: Row, numeric: bool) -> Row:
    """Boxes as they are compared."""
    if not numeric:
        return boxes
    return tuple(plain(Decimal(text).normalize()) if _NUMBER.fullmatch(text) else text for text in boxes)
