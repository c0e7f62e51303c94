"""The figures as CSV, one row a cell, for programs and spreadsheets; described in `docs/data-dictionary.md`."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from exporters.document import Document
from report.format import Kind
from report.narrative import clean_text
from report.numbers import Value, plain
from report.report import Report

# The names of the contract of cells; `cells` of the command line uses the same.
COLUMNS = ("cell", "section", "row", "column", "unit", "value", "note")
# A spreadsheet takes a text that begins so for a formula, in a CSV file as well; some take the wide marks too.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
UNREAD = "未能读出：{text}（{doubt}）"


def render_csv(document: Document) -> bytes:
    """UTF-8 with a byte order mark, which Excel needs, and CRLF line ends (RFC 4180).

    Every cell of the format has a row, blank or not, in the order of the form; then every fact. `value` is a plain
    decimal or empty. A text that a spreadsheet would take for a formula has an apostrophe before it.
    """
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for *place, value, note in _rows(document.report):
        writer.writerow([*map(harmless, place), value, harmless(note)])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def harmless(text: str) -> str:
    """Text that no spreadsheet runs, without characters that no file can hold."""
    cleaned = clean_text(text)
    return f"'{cleaned}" if cleaned.lstrip().startswith(_FORMULA) else cleaned


def _rows(report: Report) -> Iterator[tuple[str, ...]]:
    for cell in report.format.cells:
        place = (report.heading(cell.section.id), cell.row_label, cell.column_label, cell.unit)
        yield (cell.name, *place, *_figure(report.value(cell.name)))
    for section in report.format.sections:
        for fact in section.facts:
            unit = fact.unit if fact.kind is Kind.AMOUNT else ""
            place = (report.heading(section.id), section.facts_label, fact.label, unit)
            yield (fact.name, *place, *_figure(report.facts.get(fact.id, Value())))


def _figure(value: Value) -> tuple[str, str]:
    """(value, note)."""
    if value.number is not None:
        return plain(value.number), value.note
    return "", UNREAD.format(text=value.text, doubt=value.doubt) if value.text else ""
