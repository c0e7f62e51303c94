"""The format of 2021 is the blank form in circulation, box for box and letter for letter."""

from __future__ import annotations

import pytest

from report.layout import SlotKind, grid
from report.loading import load_format
from tests.report.blank_form import Box, form_paragraphs, form_tables

FORMAT = load_format("2021")
TABLES = [table for section in FORMAT.sections for table in section.tables]


def test_the_form_has_as_many_tables_as_the_format() -> None:
    assert len(form_tables()) == len(TABLES) == 3


@pytest.mark.parametrize("number", range(3), ids=[table.id for table in TABLES])
def test_every_box_of_the_form_stands_in_our_grid_with_its_span_and_text(number: int) -> None:
    ours = [Box(s.row, s.column, s.rowspan, s.colspan, s.text) for s in grid(TABLES[number]).slots()]
    assert sorted(ours, key=lambda box: (box.row, box.column)) == form_tables()[number]


@pytest.mark.parametrize("number", range(3), ids=[table.id for table in TABLES])
def test_the_empty_boxes_of_the_form_are_our_cells_and_no_others(number: int) -> None:
    cells = {(slot.row, slot.column) for slot in grid(TABLES[number]).slots() if slot.kind is SlotKind.CELL}
    assert cells == {(box.row, box.column) for box in form_tables()[number] if not box.text}


def test_the_headings_and_prompts_of_the_form_are_ours_in_order() -> None:
    title, *lines = form_paragraphs()
    assert title == "政府信息公开工作年度报告格式模板"
    ours = []
    for section in FORMAT.sections:
        ours.append(section.heading)
        if section.narrative:
            # The prompt of the first section is our own words, after the notice; the form says less.
            ours.append("（文字描述）" if section.id == "overview" else section.narrative.prompt)
    assert lines == ours
