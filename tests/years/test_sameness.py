"""All figures as last year (D4), and an amount in another unit than last year's."""

from __future__ import annotations

from checks import check
from report.report import Report
from tests.years.reports import report_of, sample, whole_of

ONE = {"applications.new.person": "1", "applications.new.total": "1"}
FEES = "proactive.fees.amount"


def found(kind: str, now: Report, last: Report) -> list[str]:
    return [finding.key for finding in check(now, last) if finding.kind == kind]


def test_the_same_figure_in_every_cell_is_a_warning_that_says_how_many() -> None:
    (finding,) = [f for f in check(whole_of(2023, ONE), whole_of(2022, ONE)) if f.code == "D4"]
    cells = len(whole_of(2023, ONE).format.cells)
    assert finding.severity == "warning"
    assert finding.message == f"各表的 {cells} 格与上年报告完全相同，其中 2 格不是 0"
    assert set(finding.covers) == {*ONE, *(f"{cell}@last" for cell in ONE)}


def test_nothing_but_zeros_both_years_is_no_warning() -> None:
    assert found("same", whole_of(2023, {}), whole_of(2022, {})) == []


def test_one_other_figure_is_enough() -> None:
    assert found("same", whole_of(2023, ONE), whole_of(2022, ONE | {"applications.granted.person": "1"})) == []


def test_a_cell_still_blank_is_not_the_same_as_last_years_zero() -> None:
    cells = whole_of(2023, ONE).format.cell_index
    unfinished = report_of(2023, dict.fromkeys(list(cells)[1:], "0") | ONE)
    assert found("same", unfinished, whole_of(2022, ONE)) == []


def test_the_same_amount_with_other_decimals_is_the_same() -> None:
    assert found("same", whole_of(2023, {FEES: "20.3"}), whole_of(2022, {FEES: "20.30"})) == ["D4:cover"]


def test_reports_of_two_formats_are_never_the_same() -> None:
    last = whole_of(2020, {"applications.new.person": "1"}, format_id="2019")
    assert found("same", whole_of(2021, {"applications.new.person": "1"}), last) == []


def test_two_real_years_are_not_the_same() -> None:
    assert found("same", sample("hongze-2024"), sample("hongze-2023")) == []
    assert found("same", sample("hongze-2024"), sample("hongze-2024")) == ["D4:cover"]


def test_yuan_for_ten_thousands_of_yuan_shows_against_last_year() -> None:
    now, last = report_of(2023, {FEES: "754500"}), report_of(2022, {FEES: "75.45"})
    (finding,) = [f for f in check(now, last) if f.kind == "unit"]
    assert finding.message == ("行政事业性收费·收费金额：754500 万元，上年 75.45 万元，相差约 10000 倍，单位可能有误")
    assert (finding.severity, finding.covers) == ("warning", {FEES: "754500", f"{FEES}@last": "75.45"})


def test_the_unit_of_one_figure_is_doubted_once() -> None:
    now, last = report_of(2023, {FEES: "77302800"}), report_of(2022, {FEES: "7730.28"})
    assert found("unit", now, last) == [f"unit:{FEES}"]


def test_a_real_amount_that_fell_a_little_is_left_alone() -> None:
    assert found("unit", sample("hongze-2024"), sample("hongze-2023")) == []
