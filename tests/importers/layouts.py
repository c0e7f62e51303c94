"""Published layouts made from any report: the same tables flattened in the ways that web pages and PDF text are."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import opencc

from report.format import Table
from report.layout import Grid, SlotKind, grid
from report.numbers import plain
from report.report import Report

Row = list[str]
Layout = Callable[[Report], str]


def cell_text(report: Report, cell: str) -> str:
    value = report.value(cell)
    return "" if value.number is None else plain(value.number)


def rows_of(table: Table, report: Report) -> Iterator[tuple[Row, Row]]:
    """(labels, figures) of each row of a table; a heading row has no figures."""
    layout: Grid = grid(table)
    for row in layout.rows:
        labels = [slot.text for slot in row.slots if slot.kind is not SlotKind.CELL and slot.text]
        figures = [cell_text(report, slot.cell) for slot in row.slots if slot.kind is SlotKind.CELL]
        if labels or figures:
            yield labels, figures


def _around(report: Report, flatten: Callable[[Table], Iterator[str]]) -> str:
    lines = [report.shown_title]
    for section in report.format.sections:
        lines.append(section.heading)
        for table in section.tables:
            lines.extend(flatten(table))
        lines.extend(block.text for block in report.blocks(section.id))
    return "\n".join(lines)


def cells(report: Report) -> str:
    """One cell a line, blank lines between; a blank cell leaves nothing."""

    def flatten(table: Table) -> Iterator[str]:
        for labels, figures in rows_of(table, report):
            for text in (*labels, *figures):
                if text:
                    yield from (text, "")

    return _around(report, flatten)


def barred_cells(report: Report) -> str:
    """One cell a line, each with its bar, blank cells as a bar alone."""

    def flatten(table: Table) -> Iterator[str]:
        for labels, figures in rows_of(table, report):
            yield from (f"{text} |" if text else "|" for text in (*labels, *figures))

    return _around(report, flatten)


def barred_rows(report: Report) -> str:
    """A row a line, cells divided by bars, merged cells filled up with blank ones at the end of the row."""

    def flatten(table: Table) -> Iterator[str]:
        width = grid(table).width
        for labels, figures in rows_of(table, report):
            row = [*labels, *figures]
            yield " | ".join(row) + " |" * (width - len(row)) + (" |" if width > len(row) else "")

    return _around(report, flatten)


def squared(table: Table, report: Report) -> Iterator[Row]:
    """Each row with every grid column, merged cells blank but for the first, as a spreadsheet gives them."""
    layout = grid(table)
    for row in layout.rows:
        cells = [""] * layout.width
        for slot in row.slots:
            cells[slot.column] = cell_text(report, slot.cell) if slot.kind is SlotKind.CELL else slot.text
        yield cells


def markdown(report: Report) -> str:
    """A row a line between bars, with the rule under the first row."""

    def flatten(table: Table) -> Iterator[str]:
        for number, row in enumerate(squared(table, report)):
            yield "| " + " | ".join(row) + " |"
            if number == 0:
                yield "|" + "---|" * len(row)

    return _around(report, flatten)


def tabbed(report: Report) -> str:
    """A row a line, cells divided by tabs, merged cells blank, as pasted from a spreadsheet."""
    return _around(report, lambda table: ("\t".join(row) for row in squared(table, report)))


def spaced(report: Report) -> str:
    """A row a line, cells divided by blanks, as PDF text."""

    def flatten(table: Table) -> Iterator[str]:
        for labels, figures in rows_of(table, report):
            yield " ".join([*labels, *figures])

    return _around(report, flatten)


def wrapped(report: Report) -> str:
    """As PDF text with long labels broken around their figures, and a page number in the middle of table 3."""

    def flatten(table: Table) -> Iterator[str]:
        for number, (labels, figures) in enumerate(rows_of(table, report)):
            if number == 14:
                yield "- 3 -"
            if not figures or not labels or len(labels[-1]) < 8:
                yield " ".join([*labels, *figures])
                continue
            yield from labels[:-1]
            half = len(labels[-1]) // 2 + 1
            yield labels[-1][:half]
            yield " ".join(figures)
            yield labels[-1][half:]

    return _around(report, flatten)


def upright(report: Report) -> str:
    """As PDF text with the labels of groups one character a line, mixed with the rows they stand beside."""

    def flatten(table: Table) -> Iterator[str]:
        waiting: list[str] = []
        for labels, figures in rows_of(table, report):
            if not figures:
                yield " ".join(labels)
                continue
            waiting.extend(character for label in labels[:-1] for character in label)
            mark = [waiting.pop(0)] if waiting else []
            yield " ".join([*mark, *labels[-1:], *figures])
            if waiting:
                yield waiting.pop(0)
        yield from waiting

    return _around(report, flatten)


def glued(report: Report) -> str:
    """The figures of table 2 run on from their labels, as some pages lose the cells."""

    def flatten(table: Table) -> Iterator[str]:
        for labels, figures in rows_of(table, report):
            if table.id == "proactive" and figures:
                yield "".join([*labels, *figures])
            else:
                yield from (text for text in (*labels, *figures) if text)

    return _around(report, flatten)


def in_taiwan_words(report: Report) -> str:
    """One cell a line, converted to traditional characters with the words used in Taiwan."""
    return opencc.OpenCC("s2twp").convert(cells(report))


def in_traditional(report: Report) -> str:
    """A row a line between bars, in traditional characters."""
    return opencc.OpenCC("s2t").convert(barred_rows(report))


def wide(report: Report) -> str:
    """One cell a line with full-width digits, 1、 for 1. and half brackets."""
    digits = str.maketrans("0123456789", "０１２３４５６７８９")

    def flatten(table: Table) -> Iterator[str]:
        for labels, figures in rows_of(table, report):
            for label in labels:
                text = label.replace("1.", "1、").replace("（", "(", 1)
                yield text[:2] + " " + text[2:]
            yield from (figure.translate(digits) for figure in figures if figure)

    return _around(report, flatten)


LAYOUTS: dict[str, Layout] = {
    layout.__name__: layout
    for layout in (
        cells, barred_cells, barred_rows, markdown, tabbed, spaced, wrapped, upright, glued, in_taiwan_words,
        in_traditional, wide,
    )
}  # fmt: skip
# Layouts in which a blank cell leaves its mark.
EXPLICIT = ("barred_cells", "barred_rows", "markdown", "tabbed", "in_traditional")
