"""The same tables as copied from browsers, viewers and extractors: cells one a line, blanks dropped, labels behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from report.format import Table
from report.layout import grid
from report.report import Report
from tests.importers.layouts import Layout, rows_of

Flatten = Callable[[Table, Report], Iterator[str]]


def around(report: Report, flatten: Flatten) -> str:
    lines = [report.shown_title]
    for section in report.format.sections:
        lines.append(section.heading)
        for table in section.tables:
            lines.extend(flatten(table, report))
        lines.extend(block.text for block in report.blocks(section.id))
    return "\n".join(lines)


def bars_below(report: Report) -> str:
    """Each cell on a line, its bar on the next."""

    def flatten(table: Table, report: Report) -> Iterator[str]:
        for labels, figures in rows_of(table, report):
            for text in (*labels, *figures):
                yield from (text, "|") if text else ("|",)

    return around(report, flatten)


def bars_before(report: Report) -> str:
    """Each cell but the first behind its bar on a line of its own, a bar at the end of the row."""

    def flatten(table: Table, report: Report) -> Iterator[str]:
        for labels, figures in rows_of(table, report):
            first, *rest = (*labels, *figures)
            yield first or "|"
            yield from (f"| {text}".strip() for text in rest)
            yield "|"

    return around(report, flatten)


def _dropped(table: Table, report: Report) -> Iterator[tuple[list[str], str]]:
    """(cells that are not blank, the bars that fill up the row)."""
    width = grid(table).width
    for labels, figures in rows_of(table, report):
        cells = [text for text in (*labels, *figures) if text]
        if cells:
            yield cells, "|" * (width - len(cells))


def blanks_dropped(report: Report) -> str:
    """One cell a line with its bar; blank cells are gone, bars at the end of the row stand for them."""

    def flatten(table: Table, report: Report) -> Iterator[str]:
        for cells, bars in _dropped(table, report):
            yield from (f"{cell} |" for cell in cells)
            yield from [bars] if bars else []

    return around(report, flatten)


def blanks_dropped_in_rows(report: Report) -> str:
    """A row a line; blank cells are gone, bars at the end of the row stand for them."""

    def flatten(table: Table, report: Report) -> Iterator[str]:
        yield from (f"{' | '.join(cells)} | {bars}" for cells, bars in _dropped(table, report))

    return around(report, flatten)


def browser_tabs(report: Report) -> str:
    """A row a line with tabs, nothing for cells that a merged one reaches."""

    def flatten(table: Table, report: Report) -> Iterator[str]:
        yield from ("\t".join((*labels, *figures)) for labels, figures in rows_of(table, report))

    return around(report, flatten)


def browser_paragraphs(report: Report) -> str:
    """A paragraph a cell, with a line of one tab between cells."""

    def flatten(table: Table, report: Report) -> Iterator[str]:
        for labels, figures in rows_of(table, report):
            yield "\n\n\t\n".join(text or " " for text in (*labels, *figures)) + "\n"

    return around(report, flatten)


def labels_behind(report: Report) -> str:
    """The figures of a row on a line, its labels on the next."""

    def flatten(table: Table, report: Report) -> Iterator[str]:
        for labels, figures in rows_of(table, report):
            yield from (" ".join(part) for part in (figures, labels) if part)

    return around(report, flatten)


# Read whole where every cell holds a figure.
COPIES: dict[str, Layout] = {
    copy.__name__: copy
    for copy in (bars_below, bars_before, blanks_dropped, blanks_dropped_in_rows, browser_tabs, browser_paragraphs)
}
