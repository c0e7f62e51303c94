"""A figure needs words for who does not see it."""

from __future__ import annotations

from dataclasses import replace

from checks import check
from report.format import Severity
from report.narrative import Block
from report.report import ExtraSection, Report
from tests.checks.reports import sample

PICTURE = "a" * 64


def told(report: Report) -> list[tuple[str, Severity, str]]:
    return [(f.code, f.severity, f.message) for f in check(report) if f.kind == "picture"]


def showing(*blocks: Block) -> Report:
    return replace(sample("demo"), narrative={**(sample("demo").narrative or {}), "other": blocks})


def test_a_figure_without_them_bars() -> None:
    report = showing(Block("paragraph", "如下图："), Block("figure", "图1 培训", picture=PICTURE))
    message = "“六、其他需要报告的事项”第 2 段的图没有替代文字"
    assert told(report) == [("missing-alt", Severity.ERROR, message)]


def test_one_that_says_what_it_shows_is_no_fault_with_or_without_a_caption() -> None:
    assert told(showing(Block("figure", "图1", picture=PICTURE, alt="会场里坐满了人"))) == []
    assert told(showing(Block("figure", "", picture=PICTURE, alt="会场里坐满了人"))) == []


def test_words_that_repeat_the_caption_are_advised_against_and_bar_nothing() -> None:
    ((code, severity, _),) = told(showing(Block("figure", "图1 培训", picture=PICTURE, alt="图1 培训")))
    assert (code, severity) == ("alt-repeats-caption", Severity.ADVICE)


def test_figures_of_the_introduction_and_of_further_sections_are_looked_at() -> None:
    figure = Block("figure", "", picture=PICTURE)
    report = replace(sample("demo"), introduction=(figure,), extra_sections=(ExtraSection("七、附件", "", (figure,)),))
    assert [message for _, _, message in told(report)] == [
        "“引言”第 1 段的图没有替代文字",
        "“七、附件”第 1 段的图没有替代文字",
    ]


def test_what_a_template_left_is_found_in_cells_too() -> None:
    report = showing(Block("table", "表1", rows=(("内容", "人次"), ("条例", "XX")), head=1))
    assert "“六、其他需要报告的事项”第 1 段留有模板占位符“XX”" in [f.message for f in check(report)]
