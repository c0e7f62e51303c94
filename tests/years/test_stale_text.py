"""Last year's date left in this year's text is pointed out, and what speaks of last year on purpose is not."""

from __future__ import annotations

import pytest

from checks import check
from report.report import Report
from tests.years.reports import report_of, sample


def stale(now: Report, last: Report | None = None) -> list[str]:
    return [finding.message for finding in check(now, last) if finding.kind == "last-year"]


def text(year: int, *paragraphs: str, **more: object) -> Report:
    return report_of(year, narrative={"overview": list(paragraphs)}, **more)


def test_a_sentence_that_stood_there_last_year_with_the_same_year() -> None:
    last = text(2023, "按照要求，我局2023年共公开信息12条。")
    now = text(2024, "本年开展培训。", "按照要求，我局2023年共公开信息15条。")
    assert stale(now, last) == [
        "“一、总体情况”第 2 段写的还是 2023 年：“按照要求，我局2023年共公开信息15条。”，可能是上年留下的"
    ]


@pytest.mark.parametrize(
    "opening", ["2023年，我局公开信息12条。", "２０２３年度，全局公开信息12条。", "二〇二三年我局公开信息。"]
)
def test_a_sentence_that_opens_with_last_year_as_its_own_period(opening: str) -> None:
    assert len(stale(text(2024, opening))) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "2024年，我局公开信息12条。",
        "2024年，我局公开信息12条，比2023年增长20%。",
        "与2023年相比，公开数量有所增加。",
        "2023年，我局存在的问题已经整改到位。",
        "2023年我局印发的制度继续执行。",
        "公开《示例市2023年政务公开工作要点》落实情况。",
        "2022年，我局开始建设平台。",
    ],
)
def test_what_is_right_or_speaks_of_last_year_on_purpose_is_left_alone(sentence: str) -> None:
    assert stale(text(2024, sentence), text(2023, "我局公开信息12条。")) == []


def test_one_paragraph_is_pointed_out_once() -> None:
    assert len(stale(text(2024, "2023年，我局公开信息。2023年，我局开展培训。"))) == 1


def test_the_whole_year_as_period_is_left_to_the_finding_for_it() -> None:
    introduction = ["2023年，本报告所列数据统计期限自2023年1月1日至2023年12月31日。"]
    now = text(2024, "本年开展培训。", introduction=introduction)
    assert [f.kind for f in check(now) if f.kind in ("period", "last-year")] == ["period"]


def test_a_date_of_the_report_within_its_own_year_was_left_from_last_year() -> None:
    assert stale(text(2024, "本年开展培训。", date="2024-01-15")) == [
        "成文日期 2024-01-15 在 2024 年度结束之前，可能是上年留下的"
    ]
    assert stale(text(2024, "本年开展培训。", date="2025-01-15")) == []


@pytest.mark.parametrize("name", ["hongze-2023", "hongze-2024", "demo-2023", "004_07d58256ca7a15b7"])
def test_published_reports_are_not_accused(name: str) -> None:
    assert stale(sample(name)) == []


def test_last_years_report_handed_in_again_is_found_out() -> None:
    last = sample("hongze-2023")
    again = report_of(2024, narrative={"overview": [block.text for block in last.blocks("overview")]})
    assert len(stale(again, last)) == 3
