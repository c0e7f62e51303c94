"""A table is parted between groups of rows, and its pieces still say everything."""

from __future__ import annotations

import pytest

from exporters.measures import measures
from exporters.parting import part, parting_rows
from report.layout import Slot, SlotKind, grid
from report.loading import load_formats

TABLE = next(t for s in load_formats()[-1].sections for t in s.tables if t.id == "applications")
WHOLE = grid(TABLE)
ROWS = parting_rows(WHOLE, measures(WHOLE))


def first_labels(rows: tuple[int, ...]) -> list[str]:
    return [next(slot.text for slot in WHOLE.rows[row].slots if slot.kind is SlotKind.ROW) for row in rows]


def heads_of(slot: Slot, texts: dict[str, str]) -> list[str]:
    return [texts[header].removesuffix("（续）") for header in slot.headers]


def test_a_table_is_parted_between_groups_and_never_within_one():
    assert first_labels(ROWS) == [
        "二、上年结转政府信息公开申请数量",
        "三、本年度办理结果",
        "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
        "（三）不予公开",
        "（四）无法提供",
        "（五）不予处理",
        "（六）其他处理",
        "（七）总计",
        "四、结转下年度继续办理",
    ]


def test_a_table_of_stacked_blocks_is_never_parted():
    stacked = grid(next(t for s in load_formats()[-1].sections for t in s.tables if t.id == "proactive"))
    assert parting_rows(stacked, measures(stacked)) == ()


@pytest.mark.parametrize("row", ROWS)
def test_every_box_of_a_parted_table_is_covered_once(row):
    parted = part(WHOLE, row)
    covered = [
        (slot.row + down, slot.column + right)
        for slot in parted.slots()
        for down in range(slot.rowspan)
        for right in range(slot.colspan)
    ]
    assert sorted(covered) == [(r, c) for r in range(len(WHOLE.rows)) for c in range(WHOLE.width)]


@pytest.mark.parametrize("row", ROWS)
def test_no_box_reaches_over_the_place_of_parting(row):
    assert not [slot for slot in part(WHOLE, row).slots() if slot.row < row < slot.row + slot.rowspan]


@pytest.mark.parametrize("row", ROWS)
def test_figures_keep_their_names_and_headings(row):
    parted = part(WHOLE, row)
    before = {slot.id: slot.text for slot in WHOLE.slots()}
    after = {slot.id: slot.text for slot in parted.slots()}
    told = [(slot.cell, heads_of(slot, after)) for slot in parted.slots() if slot.cell]
    assert told == [(slot.cell, heads_of(slot, before)) for slot in WHOLE.slots() if slot.cell]


def test_a_label_that_spans_the_parting_is_repeated_as_continued():
    parted = part(WHOLE, ROWS[4])
    assert [slot.text for slot in parted.slots() if slot.text.startswith("三、")] == [
        "三、本年度办理结果",
        "三、本年度办理结果（续）",
    ]


def test_the_second_part_is_a_block_of_its_own():
    blocks = [row.block for row in part(WHOLE, ROWS[4]).rows]
    assert blocks == sorted(blocks)
    assert set(blocks) == {0, 1}
