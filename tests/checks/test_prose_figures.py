"""A count in the text that no cell and no sum of its table explains is told; any other is let be."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from checks import check
from report.narrative import paragraphs
from report.numbers import BLANK
from report.report import Report
from tests.checks.reports import of_kind, sample

# 2023 of hongze: 95 applications are what 2024's table counts.
REPORT = sample("hongze-2024")
TABLE = "收到和处理政府信息公开申请情况"


def with_text(text: str, report: Report = REPORT) -> Report:
    return replace(report, narrative={**(report.narrative or {}), "overview": paragraphs(text)})


def told(text: str, previous: Report | None = None, report: Report = REPORT) -> list[str]:
    """The counts that are told, as written."""
    return [f.message.split("“")[2].split("”")[0] for f in of_kind("prose", with_text(text, report), previous)]


def total(name: str, report: Report = REPORT) -> str:
    value: Any = report.value(f"applications.{name}.total")
    return str(value.number)


def test_a_published_report_whose_text_and_table_differ_is_told() -> None:
    assert [f.message for f in check(REPORT) if f.kind == "prose"] == [
        f"“一、总体情况”第 3 段写的“17件”，在表“{TABLE}”中找不到相同的数或合计"
    ]


@pytest.mark.parametrize("count", [total("new"), total("total")])
def test_a_count_that_stands_in_the_table_is_let_be(count: str) -> None:
    assert told(f"全年收到政府信息公开申请{count}件。") == []


@pytest.mark.parametrize("written", ["99999件", "99,999 件", "９９９９９件"])
def test_a_count_is_read_however_it_is_written(written: str) -> None:
    assert told(f"全年收到政府信息公开申请{written}。") == [written.replace("９", "9").replace(" ", "")]


def test_counts_that_make_up_one_of_the_table_are_explained_by_it() -> None:
    whole = int(total("new"))
    parts = (whole - 1, 1)
    text = f"全年收到政府信息公开申请{whole}件，其中网络{parts[0]}件、信函{parts[1]}件。"
    assert told(text) == []
    assert told(text.replace(f"网络{parts[0]}件", "网络99998件")) == ["99998件"]


@pytest.mark.parametrize("text", [
    "全年公文办理99999件。",
    "全年主动公开信息99999件。",
    "全年主动公开信息99999件，依申请公开工作有序。",
    "政府信息公开申请比较平稳，主动公开信息99999件。",
    "政府信息公开申请答复及时。全年办理提案99999件。",
    "政府信息公开申请较多，增加99999件。",
    "收到政府信息公开申请99999人次。",
])  # fmt: skip
def test_counts_of_other_matters_are_let_be(text: str) -> None:
    assert told(text) == []


def test_a_sentence_that_looks_back_is_held_against_both_years_and_let_be_without_the_other() -> None:
    previous = sample("hongze-2023")
    text = "上年收到政府信息公开申请{}件。"
    assert told(text.format(99999)) == []
    assert told(text.format(99999), previous) == ["99999件"]
    assert told(text.format(total("new", previous)), previous) == []


def test_reviews_and_suits_may_be_told_together() -> None:
    names = [f"review.{name}.total" for name in ("reconsideration", "litigation_direct", "litigation_after")]
    values: list[Any] = [REPORT.value(name) for name in names]
    together = sum(value.number for value in values)
    assert told(f"行政复议、行政诉讼案件共{together}件。") == []
    assert told("行政复议、行政诉讼案件共99999件。") == ["99999件"]


def test_nothing_is_told_while_the_table_has_a_blank() -> None:
    blank = replace(REPORT, values={**REPORT.values, "applications.new.person": BLANK})
    assert told("全年收到政府信息公开申请99999件。", report=blank) == []


def test_a_count_is_told_once_however_often_a_sentence_has_it() -> None:
    assert told("收到政府信息公开申请99999件，办结99999件。") == ["99999件"]
