"""A title is broken at sense, into lines that fit the page."""

from __future__ import annotations

import pytest

from exporters.titles import LINE, title_lines, width

REST = "2023年政府信息公开工作年度报告"


def test_the_agency_stands_on_a_line_of_its_own():
    assert title_lines(f"示例市民政局{REST}") == ("示例市民政局", REST)


def test_a_title_without_a_year_is_one_line_if_it_fits():
    assert title_lines("政府信息公开工作年度报告") == ("政府信息公开工作年度报告",)


def test_a_title_that_begins_with_the_year_has_no_empty_line():
    assert title_lines(REST) == (REST,)


def test_blanks_between_name_and_year_are_left_out():
    assert title_lines(f"示例市民政局 {REST}") == ("示例市民政局", REST)


def test_a_long_name_is_broken_after_a_word_that_ends_a_name():
    name = "内蒙古自治区锡林郭勒盟行政公署办公室政务公开与数据管理局"
    lines = title_lines(name + REST)
    assert lines[:-1] == ("内蒙古自治区锡林郭勒盟", "行政公署办公室政务公开与数据管理局")
    assert lines[-1] == REST


@pytest.mark.parametrize("length", [1, 19, 20, 21, 40, 41, 95])
def test_no_line_is_wider_than_the_page(length):
    lines = title_lines("甲" * length + REST)
    assert "".join(lines) == "甲" * length + REST
    assert max(map(width, lines)) <= LINE


def test_digits_and_latin_letters_take_half_a_character():
    assert width("2023年") == 3
