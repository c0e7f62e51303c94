"""What is printed, and in which order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from exporters.document import Document
from exporters.outline import Signature, outline
from exporters.titles import width
from report.narrative import Block
from report.report import ExtraSection
from tests.exporters.documents import NAMES, RECENT, SEED, TRADITIONAL, draft, final, sample


def headings(document: Document) -> list[str]:
    return [part.heading for part in outline(document).parts]


@pytest.mark.parametrize("name", NAMES)
def test_every_printed_section_and_paragraph_is_there_once_in_order(name):
    report = sample(name)
    contents = outline(final(name))
    printed = [text.text for part in contents.parts for text in (*part.before, *part.after)]
    extra = [block.text for section in report.extra_sections for block in section.blocks]
    told = [" ".join(block.text.split()) for blocks in (report.narrative or {}).values() for block in blocks]
    assert sorted(printed) == sorted(told + extra)
    assert [text.text for text in contents.introduction] == [block.text for block in report.introduction]


def test_headings_are_the_mandated_ones_unless_printed_otherwise():
    assert headings(final(RECENT)) == [section.heading for section in sample(RECENT).format.sections]


def test_a_section_of_the_agencys_own_stands_where_it_was_printed():
    assert headings(final(TRADITIONAL)) == [
        "一、總體情況",
        "二、主動公開政府信息情況",
        "三、收到和處理政府信息公開申請情況",
        "四、政府信息公開申請行政復議、提起行政訴訟的情況",
        "五、市本級人大代表建議和政協委員提案辦理結果情況",
        "六、存在主要問題及改進措施",
    ]


def test_a_section_of_the_agencys_own_without_a_place_comes_last():
    report = replace(sample(RECENT), extra_sections=(ExtraSection("附：名词解释", "", ()),))
    assert headings(Document(report))[-1] == "附：名词解释"


def test_an_empty_section_is_a_bare_heading():
    report = replace(sample(RECENT), narrative={**(sample(RECENT).narrative or {}), "other": ()})
    last = outline(Document(report, draft=True)).parts[-1]
    assert (last.heading, last.before, last.after) == ("六、其他需要报告的事项", (), ())


@pytest.mark.parametrize("narrative", [None, {}])
def test_where_no_text_is_known_every_heading_is_printed(narrative):
    report = replace(sample(RECENT), narrative=narrative)
    assert len(headings(Document(report))) == 6


def test_text_of_a_section_with_a_table_stands_above_it_and_notes_below():
    blocks = (Block("paragraph", "表格如下："), Block("paragraph", "注：数量含上年度结转数量。"))
    report = replace(sample(RECENT), narrative={**(sample(RECENT).narrative or {}), "review": blocks})
    part = next(part for part in outline(Document(report)).parts if part.id == "review")
    assert [text.text for text in part.before] == ["表格如下："]
    assert [text.text for text in part.after] == ["注：数量含上年度结转数量。"]


def test_no_rank_of_headings_is_skipped():
    blocks = (Block("heading", "1.甲", 2), Block("heading", "（一）乙", 1), Block("heading", "1.丙", 2))
    report = replace(sample(RECENT), introduction=blocks, narrative={"overview": blocks})
    contents = outline(Document(report))
    assert [text.rank for text in contents.introduction] == [2, 2, 3]
    assert [text.rank for text in contents.parts[0].before] == [3, 3, 4]


def test_the_date_is_written_as_offices_write_it():
    assert outline(final(RECENT)).signature == Signature("示例市民政局", "2024年1月18日")


def test_without_issuer_and_date_nothing_is_signed():
    assert outline(final("hongze-2023")).signature == Signature("", "")


def test_the_date_starts_two_characters_right_of_the_issuer():
    signature = Signature("示例市样本区人民政府办公室", "2024年1月18日")
    assert signature.issuer_indent == 2
    start_of_issuer = signature.issuer_indent + width(signature.issuer)
    start_of_date = signature.date_indent + width(signature.date)
    assert start_of_issuer - start_of_date == 2


def test_a_date_longer_than_the_issuer_keeps_two_characters_from_the_edge():
    signature = Signature("财政局", "2024年12月18日")
    assert signature.date_indent == 2
    assert signature.issuer_indent + 3 - (2 + width(signature.date)) == 2


def test_files_are_dated_by_the_report_and_never_by_the_clock():
    assert outline(final(RECENT)).dated == date(2024, 1, 18)
    assert outline(final("hongze-2023")).dated == date(2023, 12, 31)


def test_the_mark_of_a_draft_is_no_part_of_the_title():
    assert outline(draft(SEED)).draft
    assert outline(draft(SEED)).title == outline(final(SEED)).title == "洮南市人民政府2019年政府信息公开工作年度报告"


def test_characters_that_no_document_can_hold_are_left_out():
    report = replace(sample(RECENT), issuer="示例\x00市\ud800民\ufffe政\x9f局")
    assert outline(Document(report)).signature.issuer == "示例市民政局"


def test_marks_that_would_turn_a_figure_round_are_left_out():
    report = replace(sample(RECENT), issuer="办结\u202e123\u202c件")
    assert outline(Document(report)).signature.issuer == "办结123件"
