"""Tables fit the page in readable type, whatever format they belong to."""

from __future__ import annotations

from pathlib import Path

import pytest

from exporters.measures import LARGEST, PAGE_WIDTH, SMALLEST, measures
from report.format import Block, Header, Table
from report.layout import SlotKind, grid
from report.loading import load_format_file, load_formats

SOUND = load_format_file(Path(__file__).parents[1] / "bad_formats" / "sound.yaml")
TABLES = [table for fmt in (*load_formats(), SOUND) for section in fmt.sections for table in section.tables]


@pytest.mark.parametrize("table", TABLES, ids=[f"{n}-{table.id}" for n, table in enumerate(TABLES)])
def test_columns_fill_the_page_in_type_no_smaller_than_xiaowu(table):
    layout = measures(grid(table))
    assert len(layout.columns) == grid(table).width
    assert sum(layout.shares) == pytest.approx(100, abs=0.1)
    assert SMALLEST <= layout.size <= LARGEST
    assert layout.width * layout.size <= PAGE_WIDTH


@pytest.mark.parametrize("table", TABLES, ids=[f"{n}-{table.id}" for n, table in enumerate(TABLES)])
def test_folding_a_heading_changes_no_character_of_it(table):
    layout = measures(grid(table))
    for slot in grid(table).slots():
        assert "".join(layout.lines(slot)) == slot.text


def requests_table() -> Table:
    return next(t for s in load_formats()[-1].sections for t in s.tables if t.id == "applications")


def test_a_label_that_spans_a_row_for_each_of_its_characters_stands_upright():
    layout = measures(grid(requests_table()))
    upright = [slot.text for slot in grid(requests_table()).slots() if layout.is_upright(slot)]
    assert upright == ["三、本年度办理结果"]


def test_column_headings_fold_into_lines_of_equal_length():
    layout = measures(grid(requests_table()))
    lines = {slot.text: layout.lines(slot) for slot in grid(requests_table()).slots() if slot.kind is SlotKind.COLUMN}
    assert lines["商业企业"] == ("商业", "企业")
    assert lines["法律服务机构"] == ("法律服", "务机构")
    assert lines["自然人"] == ("自然人",)


def test_the_number_of_a_group_stands_on_a_line_of_its_own():
    layout = measures(grid(requests_table()))
    slot = next(slot for slot in grid(requests_table()).slots() if slot.text == "（三）不予公开")
    assert layout.lines(slot) == ("（三）", "不予公开")


def test_a_narrow_screen_leaves_figures_as_wide_as_they_were():
    layout = measures(grid(requests_table()))
    narrow = layout.narrow()
    assert narrow.columns[layout.labels :] == layout.columns[layout.labels :]
    assert sum(narrow.columns[: layout.labels]) < sum(layout.columns[: layout.labels])


def test_a_table_of_thirty_columns_keeps_the_smallest_type():
    columns = tuple(Header(f"第{n}项情况", id=f"c{n}") for n in range(30))
    table = Table("wide", "宽表", (Block(columns, (Header("合计", id="sum"),)),))
    assert measures(grid(table)).size == SMALLEST
