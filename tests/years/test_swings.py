"""Swings and doubtful units as `tests/vectors/swings.json` has them; `tests/js/swings.test.mjs` asks the browser."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from checks import check
from checks.model import browser_model
from checks.years import swing_findings, unit_findings
from report.format import Kind
from report.loading import load_format, load_formats
from report.report import Report
from tests.years.reports import report_of

VECTORS = json.loads((Path(__file__).parents[1] / "vectors/swings.json").read_text("utf-8"))
NEW = "applications.new.total"


def swings(now: Report, last: Report) -> list[str]:
    return [finding.key for finding in check(now, last) if finding.kind == "swing"]


def test_the_vectors_are_of_the_format_as_it_stands() -> None:
    model = browser_model(load_format(VECTORS["format"]))
    assert [swing for swing in model["swings"] if swing in VECTORS["swings"]] == VECTORS["swings"]
    assert {name: model["cells"][name] for name in VECTORS["cells"]} == VECTORS["cells"]


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["about"])
def test_two_years_figures_come_out_as_the_vectors_say(case: dict[str, Any]) -> None:
    now, last = report_of(2023, case["now"]), report_of(2022, case["last"])

    found = [finding.data() for finding in (*swing_findings(now, last), *unit_findings(now, last))]

    assert found == case["findings"]


def test_the_sentence_names_both_years_figures() -> None:
    (finding,) = swing_findings(report_of(2023, {NEW: "16"}), report_of(2022, {NEW: "5"}))
    assert finding.message == "总计·本年新收 16，上年 5，增 220%"


@pytest.mark.parametrize("changed", ["this year's", "last year's"])
def test_a_reason_given_holds_until_either_years_figure_changes(changed: str) -> None:
    now, last = report_of(2023, {NEW: "16"}), report_of(2022, {NEW: "5"})
    (finding,) = swing_findings(now, last)
    explained = report_of(2023, {NEW: "16"}, explanations={finding.key: "扩大了受理范围"}, covers=finding.covers)
    assert not any(f.bars for f in check(explained, last) if f.kind == "swing")

    if changed == "last year's":
        last = report_of(2022, {NEW: "4"})
    else:
        explained = report_of(2023, {NEW: "17"}, explanations={finding.key: "扩大了受理范围"}, covers=finding.covers)

    assert [f.key for f in check(explained, last) if f.kind == "swing" and f.bars] == [finding.key]


def test_figures_of_another_format_are_compared_where_they_mean_the_same() -> None:
    licensing = "proactive.licensing.decisions"
    now = report_of(2021, {licensing: "100", NEW: "3"}, format_id="2021")
    last = report_of(2020, {licensing: "10", NEW: "3"}, format_id="2019")
    assert swings(now, last) == [f"D5:{licensing}"]


def test_without_last_years_report_there_are_no_swings() -> None:
    assert [f for f in check(report_of(2023, {NEW: "16"})) if f.kind in ("swing", "same")] == []


@pytest.mark.parametrize("fmt", load_formats(), ids=lambda fmt: fmt.id)
def test_every_format_watches_each_of_its_tables_for_over_half_and_over_ten(fmt: Any) -> None:
    watched = {fmt.cell(swing.cell).table.id for swing in fmt.swings}
    assert watched == {table.id for section in fmt.sections for table in section.tables}
    assert {fmt.cell(swing.cell).kind for swing in fmt.swings} <= {Kind.COUNT, Kind.AMOUNT}
    assert {(str(swing.share), str(swing.number)) for swing in fmt.swings} == {("0.5", "10")}


def test_of_money_the_form_of_2021_watches_the_fees_and_that_of_2019_nothing() -> None:
    watched = {fmt.id: [s.cell for s in fmt.swings if fmt.cell(s.cell).kind is Kind.AMOUNT] for fmt in load_formats()}
    assert watched == {"2019": [], "2021": ["proactive.fees.amount"]}
