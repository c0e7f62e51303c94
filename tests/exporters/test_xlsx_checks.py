"""The sheet 勾稽核对: every relation, reckoned as the checks reckon, and again by whoever opens the file."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.relations import State, evaluate, numbers_of
from exporters.document import Document
from exporters.xlsx import render_xlsx
from exporters.xlsx_checks import BROKEN, HOLDS, INCOMPLETE, LAST
from report.loading import load_formats
from report.numbers import Value
from report.report import Report
from tests.exporters.documents import NAMES, PARTED, RECENT, SEED, final, sample
from tests.exporters.workbooks import all_values, forgetful, needs_calc, opened, places, resaved
from tests.report.strategies import consistent_reports, reports

FIRST_ROW = 3
WORDS = {State.HOLDS: HOLDS, State.BROKEN: BROKEN, State.INCOMPLETE: INCOMPLETE}
any_report = st.sampled_from(load_formats()).flatmap(lambda fmt: reports(fmt) | consistent_reports(fmt))


def outcomes(report: Report) -> list[tuple[str, str, str]]:
    """(relation, where, outcome) as the sheet has them."""
    sheet = opened(Document(report), cached=True)["勾稽核对"]
    last = FIRST_ROW + len(report.format.relations) - 1
    return [(row[1], row[2], row[9]) for row in sheet.iter_rows(min_row=FIRST_ROW, max_row=last, values_only=True)]


def expected(report: Report) -> list[tuple[str, str, str]]:
    numbers = numbers_of(report)
    return [(r.label, r.where, WORDS[evaluate(r, numbers).state]) for r in report.format.relations]


@pytest.mark.parametrize("name", NAMES)
def test_every_relation_stands_with_its_outcome(name):
    assert outcomes(sample(name)) == expected(sample(name))


@settings(max_examples=12, deadline=None)
@given(any_report)
def test_of_any_report_the_outcomes_are_those_of_the_checks(report):
    assert outcomes(report) == expected(report)


def test_the_sheet_counts_what_is_broken():
    sheet = opened(final(SEED), cached=True)["勾稽核对"]
    assert sheet["J1"].value == sum(said == BROKEN for *_, said in expected(sample(SEED)))


def test_every_sum_difference_and_outcome_is_a_live_formula():
    sheet = opened(final(RECENT))["勾稽核对"]
    for row in sheet.iter_rows(min_row=FIRST_ROW, max_row=FIRST_ROW + len(sample(RECENT).format.relations) - 1):
        assert [row[n].data_type for n in (4, 7, 8, 9)] == ["f"] * 4


def test_a_sum_names_the_cells_that_it_reckons_with():
    relation = next(r for r in sample(RECENT).format.relations if not any(c.endswith(LAST) for c in r.cells))
    book = opened(final(RECENT))
    row = FIRST_ROW + sample(RECENT).format.relations.index(relation)
    for column, side in ((5, relation.left), (8, relation.right)):
        for term in side.terms:
            sheet, r, c = places(final(RECENT), book)[term.cell]
            cell = sheet.cell(r, c)
            named = f"'{sheet.title}'!${cell.column_letter}${cell.row}"
            assert named in book["勾稽核对"].cell(row, column).value


@needs_calc
@pytest.mark.office
@pytest.mark.slow
def test_libreoffice_reckons_every_formula_to_the_value_that_is_kept_with_it(tmp_path):
    noted = Value(Decimal(22), note="其中修订16件")
    odd = {"proactive.normative.issued": noted, "proactive.normative.in_force": Value(Decimal(3))}
    large = {f"applications.new.{who}": Value(Decimal(10**14 + n)) for n, who in enumerate(("person", "business"))}
    reports = {name: sample(name) for name in (SEED, RECENT, PARTED)}
    reports["noted"] = replace(sample(RECENT), values={**sample(RECENT).values, **odd, **large})
    reports["blank"] = replace(sample(RECENT), values={}, facts={})
    contents = {name: render_xlsx(Document(report)) for name, report in reports.items()}
    saved = resaved(tmp_path, {name: forgetful(content) for name, content in contents.items()})
    for name, content in contents.items():
        assert all_values(saved[name]) == all_values(content), name
