"""Relations that are not plain sums: at least as many, a side that must not be blank, and last year's figures."""

from __future__ import annotations

from decimal import Decimal

import pytest

from checks.relations import State, evaluate
from report.format import Severity
from report.loading import load_format
from tests.checks.reports import of_kind, said, small

IN_FORCE = "proactive.normative.in_force"
ISSUED = "proactive.normative.issued"
REPEALED = "proactive.normative.repealed"
NOT_PAID = "applications.other.not_paid.total"


@pytest.mark.parametrize(("in_force", "sentences"), [
    ("3", ["行政规范性文件：现行有效 3，少于制发 5 − 废止 1 = 4，差 −1"]),
    ("4", []),
    ("40", []),
    (None, []),
])  # fmt: skip
def test_what_is_in_force_is_at_least_what_was_issued_and_not_repealed(
    in_force: str | None, sentences: list[str]
) -> None:
    assert said("relation", small(2023, {IN_FORCE: in_force, ISSUED: "5", REPEALED: "1"})) == sentences


def test_what_was_published_this_year_is_part_of_what_is_published() -> None:
    report = small(2020, {"proactive.normative.published_total": "3", "proactive.normative.published": "5"})
    assert said("relation", report) == ["规范性文件：对外公开总数 3，少于新公开 5，差 −2"]


@pytest.mark.parametrize(("unpaid", "notices", "sentences"), [
    ("2", None, ["信息处理费：发出收费通知 未填，少于逾期未缴费不再处理申请的总计 2"]),
    ("2", "1", ["信息处理费：发出收费通知 1，少于逾期未缴费不再处理申请的总计 2"]),
    ("2", "2", []),
    ("0", None, []),
    (None, None, []),
    (None, "3", []),
])  # fmt: skip
def test_requests_ended_unpaid_ask_for_notices_of_fees_even_where_none_are_reported(
    unpaid: str | None, notices: str | None, sentences: list[str]
) -> None:
    report = small(2023, {NOT_PAID: unpaid}, processing_fees={"notices": notices})
    assert said("relation", report) == sentences


def test_the_gap_is_left_minus_right_and_unknown_while_a_side_is_blank() -> None:
    (finding,) = of_kind("relation", small(2023, {NOT_PAID: "2"}, processing_fees={"notices": "1"}))
    assert finding.gap == -1
    (finding,) = of_kind("relation", small(2023, {NOT_PAID: "2"}))
    assert finding.gap is None
    assert finding.left is not None
    assert finding.left.sum is None


def test_without_last_years_report_nothing_is_held_against_this_one() -> None:
    report = small(2023, {"applications.carried_in.person": "2", IN_FORCE: "9", ISSUED: "1", REPEALED: "0"})
    assert of_kind("relation", report) == []


def test_stocks_follow_from_last_years_report() -> None:
    last = small(2022, {"applications.carried_out.person": "3", IN_FORCE: "7"})
    this = small(2023, {"applications.carried_in.person": "2", IN_FORCE: "9", ISSUED: "1", REPEALED: "0"})
    findings = of_kind("relation", this, last)
    assert [f.message for f in findings] == [
        "行政规范性文件：现行有效 9，上年报告现行有效 7 + 制发 1 − 废止 0 = 8，差 1",
        "自然人：结转 2，上年报告结转下年 3，差 −1",
    ]
    assert {f.severity for f in findings} == {Severity.WARNING}
    assert findings[1].cells == ("applications.carried_in.person", "applications.carried_out.person@last")


def test_years_are_compared_across_formats_where_a_cell_means_the_same() -> None:
    last = small(2020, {"applications.carried_out.person": "3", "proactive.normative.published_total": "7"})
    this = small(2021, {"applications.carried_in.person": "2", IN_FORCE: "9", ISSUED: "1", REPEALED: "0"})
    assert said("relation", this, last) == ["自然人：结转 2，上年报告结转下年 3，差 −1"]


def test_the_number_of_items_follows_from_last_years_number_and_change() -> None:
    last = small(2019, {"proactive.licensing.items_last_year": "20", "proactive.licensing.items_change": "-1"})
    this = small(2020, {"proactive.licensing.items_last_year": "21"})
    assert said("relation", this, last) == [
        "行政许可：上一年项目 21，上年报告上一年项目 20 + 上年报告本年增/减 −1 = 19，差 2"
    ]


def test_a_relation_holds_is_broken_or_incomplete() -> None:
    relation = next(r for r in load_format("2021").relations if r.id == "A1:applications.person:columns")
    new, carried_in, total, carried_out = relation.cells
    holds = {new: Decimal(5), carried_in: Decimal(0), total: Decimal(3), carried_out: Decimal(2)}
    assert evaluate(relation, holds).state is State.HOLDS
    assert evaluate(relation, holds | {total: Decimal(4)}).state is State.BROKEN
    assert evaluate(relation, {new: Decimal(5), total: Decimal(3)}).state is State.INCOMPLETE
    assert evaluate(relation, {}).state is State.INCOMPLETE


def test_sums_are_exact_to_the_last_of_twenty_one_digits() -> None:
    relation = next(r for r in load_format("2021").relations if r.id == "B1:review.reconsideration")
    total, *parts = relation.cells
    exact = {cell: Decimal("333333333333333.333333") for cell in parts} | {total: Decimal("1333333333333333.333332")}
    assert evaluate(relation, exact).state is State.HOLDS
    off = evaluate(relation, exact | {total: Decimal("1333333333333333.333333")})
    assert (off.state, off.gap) == (State.BROKEN, Decimal("0.000001"))
