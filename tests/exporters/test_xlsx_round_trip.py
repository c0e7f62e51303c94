"""A workbook is read back as the report that it was made from, as exported and after another program saved it."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exporters.document import Document
from exporters.xlsx import render_xlsx
from importers import Imported, read_file
from report.loading import load_format, load_formats
from report.numbers import Value
from report.report import Agency, Report
from tests.exporters.documents import NAMES, RECENT, sample
from tests.exporters.workbooks import differing, forgetful, needs_calc, opened, places, resaved
from tests.report.strategies import consistent_reports

# The form of 2019 prints no unit for it, so that whoever reads it cannot be certain.
UNIT_LOST = {"proactive.procurement.amount"}
formats = st.sampled_from(load_formats())


def read(content: bytes) -> Imported:
    return read_file("年报.xlsx", content)


def assert_same(report: Report, found: Imported) -> None:
    assert set(differing(report, found.report)) <= UNIT_LOST
    assert {cell: p.doubt for cell, p in found.provenance.items() if p.doubt and cell not in UNIT_LOST} == {
        cell: found.provenance[cell].doubt for cell in report.format.cell_index if report.value(cell).is_blank
    }
    assert found.report.shown_title == report.shown_title
    assert (found.report.issuer, found.report.date) == (report.issuer, report.date)
    assert (found.report.introduction, found.report.extra_sections) == (report.introduction, report.extra_sections)
    assert (found.report.narrative, found.report.headings) == (report.narrative, report.headings)
    assert found.not_understood == ()


@pytest.mark.parametrize("name", NAMES)
def test_every_sample_comes_back_cell_for_cell_and_word_for_word(name):
    assert_same(sample(name), read(render_xlsx(Document(sample(name), draft=True, check_code="1234-5678"))))


@settings(max_examples=20, deadline=None)
@given(formats.flatmap(consistent_reports))
def test_every_report_without_fault_comes_back_cell_for_cell(report):
    found = read(render_xlsx(Document(report)))
    assert set(differing(report, found.report)) <= UNIT_LOST
    assert found.report.agency.name == report.agency.name
    assert found.report.year == report.year
    assert found.report.format == report.format


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_figures_with_blanks_and_notes_among_them_come_back(data):
    report = sample(RECENT)
    names = data.draw(st.lists(st.sampled_from(list(report.format.cell_index)), max_size=12, unique=True))
    counts = st.integers(0, 10**15 - 1).map(Decimal)
    odd = st.just(Value()) | st.builds(Value, counts) | st.builds(Value, counts, st.just("其中修订16件"))
    report = replace(report, values={**report.values, **{name: data.draw(odd) for name in names}})
    assert differing(report, read(render_xlsx(Document(report))).report) == []


@pytest.mark.parametrize(
    "amount", ["0.01", "7730.28", "0.000001", "99999999.999999", "123456789012345.123456", "20.30"]
)
def test_an_amount_comes_back_to_its_last_digit(amount):
    report = sample(RECENT)
    (cell,) = [cell.name for cell in report.format.cells if cell.unit == "万元"]
    report = replace(report, values={**report.values, cell: Value(Decimal(amount))})
    assert read(render_xlsx(Document(report))).report.value(cell).number == Decimal(amount)


def filled_in_by_hand(blank: Report, filled: Report) -> bytes:
    """A blank workbook with every figure but the automatic totals typed in, saved by another program."""
    document = Document(blank)
    book = opened(document)
    for name, (sheet, row, column) in places(document, book).items():
        cell = sheet.cell(row, column)
        if cell.data_type != "f":
            number = filled.value(name).number
            assert number is not None
            cell.value = float(number)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@needs_calc
@pytest.mark.office
@pytest.mark.slow
def test_a_blank_workbook_filled_in_by_hand_is_the_same_report_and_its_totals_come_by_themselves(tmp_path):
    filled = sample(RECENT)
    blank = Report(load_format("2021"), Agency(filled.agency.name), filled.year)
    content = filled_in_by_hand(blank, filled)
    formulas = openpyxl.load_workbook(io.BytesIO(content))
    assert any(cell.data_type == "f" for row in formulas["收到和处理政府信息公开申请情况"] for cell in row)
    found = read(resaved(tmp_path, {"filled": content})["filled"])
    assert differing(filled, found.report) == []


@needs_calc
@pytest.mark.office
@pytest.mark.slow
def test_every_sample_comes_back_after_libreoffice_reckoned_and_saved_it(tmp_path):
    contents = {name: forgetful(render_xlsx(Document(sample(name)))) for name in NAMES}
    for name, content in resaved(tmp_path, contents).items():
        assert_same(sample(name), read(content))
