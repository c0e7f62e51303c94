"""The workbook: tables as mandated, figures to fill in, totals that are formulas where they agree."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from decimal import Decimal

import pytest

from exporters.document import Document
from exporters.outline import outline
from exporters.xlsx import render_xlsx
from exporters.xlsx_sections import plans
from report.loading import load_format
from report.narrative import Block
from report.numbers import Value
from report.report import Agency, Report
from tests.exporters.documents import NAMES, RECENT, SEED, Box, draft, expected_boxes, final, sample
from tests.exporters.test_hostile import PAYLOADS, filled_with
from tests.exporters.test_third_format import report as third_report
from tests.exporters.workbooks import boxes, opened, places, table_sheets

__all__ = ["third_report"]
TOTAL, BROKEN_TOTAL, TERM = "applications.new.total", "applications.total.total", "applications.new.person"


def put(document: Document, **figures: Value) -> Document:
    """The document with other figures; `__` in a name stands for a dot."""
    values = {name.replace("__", "."): value for name, value in figures.items()}
    return replace(document, report=replace(document.report, values={**document.report.values, **values}))


def cell_of(document: Document, name: str, cached: bool = False):
    book = opened(document, cached)
    sheet, row, column = places(document, book)[name]
    return sheet.cell(row, column)


def assert_shows_all_boxes(document: Document) -> None:
    book = opened(document, cached=True)
    planned = [plan.table.grid for plan in plans(outline(document)) if plan.table]
    for grid, (sheet, first) in zip(planned, table_sheets(document, book), strict=True):
        # 12.50 stands as 12.5 with a format that shows both decimals.
        expected = [replace(box, text=_short(box)) for box in expected_boxes(grid, document.report)]
        found = [replace(box, text=_short(box)) for box in boxes(sheet, first, list(grid.slots()))]
        assert found == expected


def _short(box: Box) -> str:
    return box.text.rstrip("0").rstrip(".") if "." in box.text and box.text.replace(".", "").isdigit() else box.text


@pytest.mark.parametrize("name", NAMES)
def test_every_box_of_every_table_stands_in_its_place_with_its_extent(name):
    assert_shows_all_boxes(final(name))


def test_a_format_that_no_code_knows_has_its_sheets_too(third_report):
    assert_shows_all_boxes(Document(third_report))


def test_there_is_one_sheet_a_table_and_the_text_stands_where_it_is_printed():
    assert opened(final(RECENT)).sheetnames == [
        "说明", "勾稽核对", "文字1", "主动公开政府信息情况", "收到和处理政府信息公开申请情况",
        "政府信息公开行政复议、行政诉讼情况", "文字2",
    ]  # fmt: skip


def test_a_total_that_agrees_is_a_formula_with_its_value():
    assert cell_of(final(RECENT), TOTAL).value.startswith("=IF(COUNT(")
    assert cell_of(final(RECENT), TOTAL, cached=True).value == sample(RECENT).value(TOTAL).number


def test_a_total_that_disagrees_is_the_number_as_stated():
    cell = cell_of(put(final(RECENT), applications__new__total=Value(Decimal(9999))), TOTAL)
    assert (cell.value, cell.data_type) == (9999, "n")


def test_a_total_left_blank_beside_figures_stays_blank():
    assert cell_of(put(final(RECENT), applications__new__total=Value()), TOTAL).value is None


def test_a_new_report_has_formulas_for_its_totals_that_show_nothing_yet():
    empty = Document(Report(load_format("2021"), Agency("示例市民政局"), 2025))
    assert cell_of(empty, TOTAL).value.startswith("=IF(COUNT(")
    assert not cell_of(empty, TOTAL, cached=True).value


def test_a_broken_total_is_marked_by_a_formula_in_its_own_cell():
    document = put(final(RECENT), applications__new__total=Value(Decimal(9999)))
    cell = cell_of(document, TOTAL)
    rules = [
        r for area, rs in cell.parent.conditional_formatting._cf_rules.items() if cell.coordinate in area for r in rs
    ]
    assert any(cell.parent.cell(cell.row, 4).coordinate.replace("D", "$D$") in rule.formula[0] for rule in rules)
    assert all("'" not in rule.formula[0] for rule in rules)


@pytest.mark.parametrize(
    ("value", "written", "kind"),
    [
        (Value(Decimal("-12")), -12, "n"),
        (Value(Decimal("999999999999999")), 999999999999999, "n"),
        (Value(Decimal("12345678.901234")), 12345678.901234, "n"),
        (Value(Decimal("123456789012345.123456")), "123456789012345.123456", "s"),
        (Value(Decimal("0.00001")), "0.00001", "s"),
        (Value(Decimal("22"), note="其中修订16件"), "22（其中修订16件）", "s"),
        (Value(text="=1+1", doubt="不是数字"), "=1+1", "s"),
    ],
)
def test_a_figure_is_a_number_where_nothing_is_lost_and_else_text(value, written, kind):
    cell = cell_of(put(final(RECENT), applications__new__person=value), TERM)
    assert (cell.value, cell.data_type) == (written, kind)


def test_figures_may_be_changed_and_labels_may_not():
    book = opened(final(RECENT))
    spots = {(sheet.title, row, column) for sheet, row, column in places(final(RECENT), book).values()}
    for sheet, first in table_sheets(final(RECENT), book):
        assert sheet.protection.sheet
        assert sheet.protection.password is None
        locked = [c for row in sheet.iter_rows(min_row=first + 1) for c in row if c.value is not None]
        assert {((c.parent.title, c.row, c.column) in spots) == c.protection.locked for c in locked} == {False}


def test_each_figure_says_in_chinese_what_is_asked_for():
    book = opened(final(RECENT))
    for name, (sheet, row, column) in places(final(RECENT), book).items():
        cell = sheet.cell(row, column)
        (rule,) = [rule for rule in sheet.data_validations.dataValidation if cell.coordinate in rule.sqref]
        assert rule.prompt.startswith(sample(RECENT).format.cell(name).title[:100])
        assert rule.errorTitle in ("请填整数", "请填金额")
        assert rule.errorStyle == "warning"


def test_a_draft_says_so_on_every_page_and_a_final_report_nowhere():
    assert all("草稿" in sheet.oddHeader.center.text for sheet in opened(draft(RECENT)))
    assert not any(sheet.oddHeader.center.text for sheet in opened(final(RECENT)))


def test_every_sheet_prints_on_a4_one_page_wide():
    for sheet in opened(final(RECENT)):
        assert sheet.page_setup.paperSize == 9
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)


def test_the_file_is_dated_by_the_report():
    book = opened(final(RECENT))
    assert book.properties.created.date() == final(RECENT).dated
    assert (book.properties.title, book.properties.creator) == (
        outline(final(RECENT)).title,
        sample(RECENT).agency.name,
    )
    with zipfile.ZipFile(io.BytesIO(render_xlsx(final(RECENT)))) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize(
    "text", [*PAYLOADS.values(), '=HYPERLINK("http://127.0.0.1:9")', "@SUM(1)", "http://127.0.0.1"]
)
def test_whatever_a_report_says_is_text_and_no_formula(text):
    book = opened(filled_with(text))
    ours = ("=IF(", "=COUNTIF(")
    formulas = [c.value for sheet in book for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    assert formulas
    assert all(formula.startswith(ours) for formula in formulas)
    assert not any(c.hyperlink for sheet in book for row in sheet.iter_rows() for c in row)
    assert book["文字1"].cell(1, 1).value == " ".join(text.split())


def test_a_paragraph_longer_than_a_cell_goes_on_in_the_next():
    long = replace(
        sample(RECENT), narrative={**sample(RECENT).narrative, "other": (Block("paragraph", "字" * 70_000),)}
    )
    texts = [row[0].value or "" for row in opened(Document(long))["文字2"].iter_rows()]
    assert "".join(texts).count("字" * 70_000) == 1


def test_the_seed_with_wrong_totals_keeps_them():
    assert cell_of(final(SEED), BROKEN_TOTAL, cached=True).value == sample(SEED).value(BROKEN_TOTAL).number
