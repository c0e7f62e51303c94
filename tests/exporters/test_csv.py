"""The CSV export: one row a cell, figures as they are, text that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from decimal import Decimal

import pytest

from exporters.csv import COLUMNS, harmless, render_csv
from exporters.document import Document
from report.numbers import Value
from tests.exporters.documents import NAMES, RECENT, SEED, final, sample
from tests.exporters.test_hostile import PAYLOADS, filled_with
from tools import data_dictionary

CELL = "proactive.normative.issued"
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", " =cmd", "\t=1", "＝1"]


def rows(document: Document) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(render_csv(document).decode("utf-8-sig"), newline="")))


def row(value: Value, cell: str = CELL) -> dict[str, str]:
    report = sample(RECENT)
    found = rows(Document(replace(report, values={**report.values, cell: value})))
    return next(row for row in found if row["cell"] == cell)


def test_it_begins_with_the_byte_order_mark_that_excel_needs_and_the_names_of_the_columns():
    content = render_csv(final(RECENT))
    assert content.startswith(b"\xef\xbb\xbf" + ",".join(COLUMNS).encode() + b"\r\n")


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_and_fact_has_its_row_with_its_figure(name):
    report = sample(name)
    expected = {cell: report.value(cell).number for cell in report.format.cell_index}
    facts = {fact.name: report.facts.get(fact.id, Value()).number for fact in report.format.fact_index.values()}
    found = [(row["cell"], Decimal(row["value"]) if row["value"] else None) for row in rows(final(name))]
    assert found == [*expected.items(), *facts.items()]


def test_a_row_says_where_its_cell_stands_and_in_which_unit():
    cell = sample(SEED).format.cell("proactive.procurement.amount")
    found = next(row for row in rows(final(SEED)) if row["cell"] == cell.name)
    assert found["section"] == sample(SEED).heading(cell.section.id)
    assert (found["row"], found["column"], found["unit"]) == (cell.row_label, cell.column_label, "万元")


def test_a_blank_is_no_zero():
    assert (row(Value())["value"], row(Value(Decimal(0)))["value"]) == ("", "0")


def test_a_figure_keeps_every_digit_and_its_note():
    found = row(Value(Decimal("123456789012345.120000"), note="其中修订16件"))
    assert (found["value"], found["note"]) == ("123456789012345.120000", "其中修订16件")


def test_what_could_not_be_read_is_a_note_and_no_figure():
    found = row(Value(text="2,232,951", doubt="无单位"))
    assert (found["value"], found["note"]) == ("", "未能读出：2,232,951（无单位）")


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_looks_like_a_formula_has_an_apostrophe_before_it(text):
    assert row(Value(Decimal(1), note=text))["note"] == f"'{text}"
    assert harmless(text) == f"'{text}"


def test_a_negative_figure_is_a_number_and_no_formula():
    cell = "proactive.licensing.items_change"
    report = replace(sample(SEED), values={cell: Value(Decimal(-27))})
    assert next(row for row in rows(Document(report)) if row["cell"] == cell)["value"] == "-27"


@pytest.mark.parametrize("text", PAYLOADS.values(), ids=PAYLOADS)
def test_whatever_a_report_says_stays_in_its_field(text):
    found = rows(filled_with(text))
    assert found[0]["note"] == f"未能读出：{text}（不是数字）"
    assert {None not in row for row in found} == {True}


def test_characters_that_no_file_can_hold_are_left_out():
    assert row(Value(Decimal(1), note="甲\x00乙\ud800丙"))["note"] == "甲乙丙"


def test_the_data_dictionary_is_that_of_the_formats():
    assert data_dictionary.PAGE.read_text("utf-8") == data_dictionary.page()


def test_the_data_dictionary_explains_every_column():
    assert list(data_dictionary.MEANING) == list(COLUMNS)
