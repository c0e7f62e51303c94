"""A table's layout: every place of the rectangle is covered once, and every cell knows its headings."""

from __future__ import annotations

from collections import Counter
from itertools import groupby

import pytest
from hypothesis import given

from report.format import Table
from report.layout import SlotKind, depth, grid
from report.loading import load_format, load_formats
from tests.report.random_formats import Data, formats, load

MANDATED = [(fmt.id, table) for fmt in load_formats() for section in fmt.sections for table in section.tables]
every_mandated_table = pytest.mark.parametrize(
    "table", [t for _, t in MANDATED], ids=[f"{f}-{t.id}" for f, t in MANDATED]
)


def check_tiles(table: Table) -> None:
    """Rows times width places, each covered by exactly one slot."""
    layout = grid(table)
    covered = Counter(
        (row, column)
        for slot in layout.slots()
        for row in range(slot.row, slot.row + slot.rowspan)
        for column in range(slot.column, slot.column + slot.colspan)
    )
    assert covered == Counter((row, column) for row in range(len(layout.rows)) for column in range(layout.width))


def check_cells(table: Table) -> None:
    """Each cell of the blocks stands once, in their order."""
    named = [
        ".".join((table.id, *row.path, *column.path))
        for block in table.blocks
        for row in (leaf for top in block.rows for leaf in top.leaves())
        for column in (leaf for top in block.columns for leaf in top.leaves())
    ]
    assert [slot.cell for slot in grid(table).slots() if slot.kind is SlotKind.CELL] == named


def check_headers(table: Table) -> None:
    """The ids of slots are unique; those that a cell names are headings above it or left of it, with their labels."""
    layout = grid(table)
    slots = list(layout.slots())
    by_id = {slot.id: slot for slot in slots}
    assert len(by_id) == len(slots)
    for cell in slots:
        if cell.kind is not SlotKind.CELL:
            assert cell.headers == ()
            continue
        heads = [by_id[head] for head in cell.headers]
        assert all(head.scope for head in heads)
        for head in heads:
            above = head.row < cell.row and head.column <= cell.column < head.column + head.colspan
            beside = head.column < cell.column and head.row <= cell.row < head.row + head.rowspan
            assert above or beside


def check_heads_come_first(table: Table) -> None:
    """Within a block, rows of headings stand above rows of cells."""
    for _, rows in groupby(grid(table).rows, key=lambda row: row.block):
        heads = [row.head for row in rows]
        assert heads == sorted(heads, reverse=True)


@every_mandated_table
def test_a_mandated_table_is_tiled_without_gap_or_overlap(table: Table) -> None:
    check_tiles(table)
    check_cells(table)
    check_headers(table)
    check_heads_come_first(table)


@given(formats)
def test_any_table_is_tiled_without_gap_or_overlap(data: Data) -> None:
    for section in load(data).sections:
        for table in section.tables:
            check_tiles(table)
            check_cells(table)
            check_headers(table)
            check_heads_come_first(table)


@given(formats)
def test_the_labels_of_a_cells_headings_are_those_of_its_row_and_column(data: Data) -> None:
    fmt = load(data)
    for section in fmt.sections:
        for table in section.tables:
            by_id = {slot.id: slot.text for slot in grid(table).slots()}
            for slot in grid(table).slots():
                if slot.kind is SlotKind.CELL:
                    cell = fmt.cell(slot.cell)
                    labels = [label for label in (cell.block.caption, *cell.column.labels, *cell.row.labels) if label]
                    assert [by_id[head] for head in slot.headers] == labels


def table_of(format_id: str, table_id: str) -> Table:
    return next(t for f, t in MANDATED if f == format_id and t.id == table_id)


@pytest.mark.parametrize(
    ("format_id", "table_id", "rows", "width", "label_columns", "head_rows"),
    [
        ("2019", "proactive", 18, 4, 1, 2),
        ("2021", "proactive", 14, 4, 1, 2),
        ("2019", "applications", 26, 10, 3, 3),
        ("2021", "applications", 28, 10, 3, 3),
        ("2019", "review", 4, 15, 0, 3),
        ("2021", "review", 4, 15, 0, 3),
    ],
)
def test_a_mandated_table_has_the_size_that_the_notice_prints(
    format_id: str, table_id: str, rows: int, width: int, label_columns: int, head_rows: int
) -> None:
    layout = grid(table_of(format_id, table_id))
    assert (len(layout.rows), layout.width, layout.label_columns, layout.head_rows) == (
        rows, width, label_columns, head_rows,
    )  # fmt: skip


def test_the_table_of_requests_2021_looks_as_printed() -> None:
    """Headings of the first three rows and the first rows of cells, drawn with their spans."""
    drawn = [
        " | ".join(f"{s.text or '#'}({s.rowspan}x{s.colspan})" for s in row.slots)
        for row in grid(table_of("2021", "applications")).rows
    ]
    cells = " | ".join(["#(1x1)"] * 7)
    assert drawn[:8] == [
        "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）(3x3) | 申请人情况(1x7)",
        "自然人(2x1) | 法人或其他组织(1x5) | 总计(2x1)",
        "商业企业(1x1) | 科研机构(1x1) | 社会公益组织(1x1) | 法律服务机构(1x1) | 其他(1x1)",
        f"一、本年新收政府信息公开申请数量(1x3) | {cells}",
        f"二、上年结转政府信息公开申请数量(1x3) | {cells}",
        f"三、本年度办理结果(22x1) | （一）予以公开(1x2) | {cells}",
        f"（二）部分公开（区分处理的，只计这一情形，不计其他情形）(1x2) | {cells}",
        f"（三）不予公开(8x1) | 1.属于国家秘密(1x1) | {cells}",
    ]


def test_a_narrow_block_reaches_as_far_as_the_widest() -> None:
    rows = grid(table_of("2021", "proactive")).rows
    assert [(s.text, s.colspan) for s in rows[5].slots] == [("信息内容", 1), ("本年处理决定数量", 3)]
    assert [(s.cell, s.colspan) for s in rows[6].slots if s.cell] == [("proactive.licensing.decisions", 3)]


def test_of_two_columns_in_a_narrow_block_the_last_takes_what_is_left() -> None:
    rows = grid(table_of("2019", "proactive")).rows
    fees = next(row for row in rows if any(slot.text == "行政事业性收费" for slot in row.slots))
    assert [(slot.column, slot.colspan) for slot in fees.slots] == [(0, 1), (1, 1), (2, 2)]


def test_a_single_row_without_label_has_no_label_columns() -> None:
    review = table_of("2021", "review")
    assert depth(review.blocks[0].rows) == 0
    last = grid(review).rows[-1]
    assert [slot.kind for slot in last.slots] == [SlotKind.CELL] * 15


def test_the_text_over_row_labels_heads_no_cell() -> None:
    layout = grid(table_of("2021", "applications"))
    stub = next(slot for slot in layout.slots() if slot.kind is SlotKind.STUB)
    assert all(stub.id not in slot.headers for slot in layout.slots())


def test_a_layout_is_made_once() -> None:
    table = load_format("2021").section("review").tables[0]
    assert grid(table) is grid(table)
