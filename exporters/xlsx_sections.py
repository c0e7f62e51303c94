"""The sections of a report on sheets, in the report's order: one sheet a table, one for the text between tables.

Read from the first sheet to the last they are the report as it is printed, so that a reader of published reports
finds headings, text and tables in their places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from exporters.illustrations import text_lines
from exporters.outline import Item, Outline, Part, TablePart
from exporters.xlsx_styles import Sheet, Styles, height, page, pieces
from exporters.xlsx_tables import TableSheet
from exporters.xlsx_values import Spot
from report.report import Report

TEXT_NAME = "文字"
LONGEST_NAME = 31
_TEXT_WIDTH = 78.0
_EMPTY_ROWS = 3
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f']")


@dataclass(frozen=True)
class Plan:
    """One sheet: its name, the sections that begin on it, its table if it has one, and what stands below."""

    name: str
    parts: tuple[Part, ...]
    table: TablePart | None = None
    after: tuple[Item, ...] = ()


def plans(contents: Outline) -> list[Plan]:
    """The sheets in order; names are those of tables, or 文字 numbered where text stands in several places."""
    found: list[Plan] = []
    taken: set[str] = set()
    groups = [(with_tables, tuple(parts)) for with_tables, parts in groupby(contents.parts, lambda p: bool(p.tables))]
    several = sum(not with_tables for with_tables, _ in groups) > 1
    texts = 0
    for with_tables, parts in groups:
        if with_tables:
            found.extend(plan for part in parts for plan in _table_plans(part, taken))
            continue
        texts += 1
        found.append(Plan(_free(f"{TEXT_NAME}{texts}" if several else TEXT_NAME, taken), parts))
    return found


def _table_plans(part: Part, taken: set[str]) -> Iterator[Plan]:
    for number, table in enumerate(part.tables):
        last = number == len(part.tables) - 1
        name = _free(table.grid.table.name, taken)
        yield Plan(name, () if number else (part,), table, part.after if last else ())


def _free(wanted: str, taken: set[str]) -> str:
    """A name that a sheet can have and none has yet, for Excel's eyes, which see no case."""
    short = _NOT_IN_NAMES.sub("", wanted)[: LONGEST_NAME - 3] or TEXT_NAME
    name, number = short, 1
    while name.casefold() in taken:
        number += 1
        name = f"{short}{number}"
    taken.add(name.casefold())
    return name


@dataclass
class _Writer:
    """Writes one sheet from the top down; `row` is the next free row. Texts span `columns` columns."""

    sheet: Worksheet
    styles: Styles
    columns: int
    units: float
    row: int = 0

    def line(self, text: str, style: str) -> None:
        for piece in pieces(text):
            if self.columns > 1:
                self.sheet.merge_range(self.row, 0, self.row, self.columns - 1, "", self.styles[style])
            if piece:
                self.sheet.write_string(self.row, 0, piece, self.styles[style])
            else:
                self.sheet.write_blank(self.row, 0, None, self.styles[style])
            scale = 1.5 if style == "title" else 1.0
            self.sheet.set_row(self.row, max(height(piece, self.units / scale) * scale, 20.0))
            self.row += 1

    def texts(self, texts: Sequence[Item], empty: int) -> None:
        """Text, one paragraph a row, and `empty` rows to write more in."""
        for text in texts:
            for line in text_lines(text):
                self.line(line, "heading" if text.level else "text")
        for _ in range(empty):
            self.line("", "text")


def write_sections(book: Workbook, styles: Styles, report: Report, contents: Outline) -> dict[str, Spot]:
    """Add and write the sheets; returns where each cell stands, by its name."""
    spots: dict[str, Spot] = {}
    planned = plans(contents)
    for number, plan in enumerate(planned):
        sheet = book.add_worksheet(plan.name, Sheet)
        table = TableSheet(sheet, styles, plan.table, report, 0) if plan.table else None
        writer = _writer(sheet, styles, table)
        page(sheet, contents.draft, landscape=table is not None and table.is_landscape)
        if number == 0:
            writer.line(contents.title, "title")
            writer.texts(contents.introduction, 1)
        for part in plan.parts:
            writer.line(part.heading, "section")
            writer.texts(part.before, 1 if plan.table else _EMPTY_ROWS)
        if table:
            table = replace(table, first=writer.row)
            writer.row = table.write()
            spots |= table.spots()
            writer.texts(plan.after, 1)
        if number == len(planned) - 1:
            writer.line(contents.signature.issuer, "signature")
            writer.line(contents.signature.date, "signature")
    return spots


def _writer(sheet: Worksheet, styles: Styles, table: TableSheet | None) -> _Writer:
    if table:
        return _Writer(sheet, styles, len(table.widths), sum(table.widths))
    sheet.set_column(0, 0, _TEXT_WIDTH)
    return _Writer(sheet, styles, 1, _TEXT_WIDTH)
