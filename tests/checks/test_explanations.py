"""A written 说明: it answers a warning while what it covers stays, and re-opens with the first change."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from checks import check
from checks.findings import Finding
from report.numbers import Value
from report.record import dump_report, load_report
from report.report import Explanation, Report
from tests.checks.reports import sample, small

STOCK = {
    "proactive.normative.in_force": "9",
    "proactive.normative.issued": "1",
    "proactive.normative.repealed": "0",
}
LAST = small(2022, {"proactive.normative.in_force": "7"})


def c1(report: Report, last: Report = LAST) -> Finding:
    (finding,) = [f for f in check(report, last) if f.code == "C1"]
    return finding


def explained(report: Report, text: str = "整理时补录一件。") -> Report:
    """The report with a 说明 of its finding C1, as the contents stand."""
    finding = c1(report)
    return replace(report, explanations=(Explanation(finding.key, text, dict(finding.covers)),))


def test_a_warning_without_explanation_bars() -> None:
    assert c1(small(2023, STOCK)).bars


def test_a_warning_explained_no_longer_bars_and_carries_the_words() -> None:
    finding = c1(explained(small(2023, STOCK)))
    assert (finding.explanation, finding.bars) == ("整理时补录一件。", False)


def test_it_covers_the_figures_of_both_years_and_nothing_else() -> None:
    assert dict(c1(small(2023, STOCK)).covers) == {
        "proactive.normative.in_force": "9",
        "proactive.normative.in_force@last": "7",
        "proactive.normative.issued": "1",
        "proactive.normative.repealed": "0",
    }


def test_a_figure_it_covers_changed_opens_it_again() -> None:
    report = explained(small(2023, STOCK))
    changed = replace(report, values=dict(report.values) | {"proactive.normative.issued": Value(Decimal(0))})
    assert c1(changed).bars


def test_a_note_added_to_a_figure_it_covers_opens_it_again() -> None:
    report = explained(small(2023, STOCK))
    noted = Value(Decimal(1), note="其中修订一件")
    assert c1(replace(report, values=dict(report.values) | {"proactive.normative.issued": noted})).bars


def test_last_years_figure_changed_opens_it_again() -> None:
    report = explained(small(2023, STOCK))
    assert c1(report, small(2022, {"proactive.normative.in_force": "6"})).bars


def test_a_figure_it_does_not_cover_may_change() -> None:
    report = explained(small(2023, STOCK))
    changed = replace(report, values=dict(report.values) | {"applications.new.person": Value(Decimal(5))})
    assert not c1(changed).bars


def test_the_figure_put_back_is_explained_again() -> None:
    report = explained(small(2023, STOCK))
    there = replace(report, values=dict(report.values) | {"proactive.normative.issued": Value(Decimal(0))})
    back = replace(there, values=report.values)
    assert not c1(back).bars


def test_an_explanation_survives_the_file_of_record() -> None:
    report = explained(small(2023, STOCK))
    assert not c1(load_report(dump_report(report))).bars


def test_an_explanation_of_no_words_explains_nothing() -> None:
    assert c1(explained(small(2023, STOCK), text="")).bars


def test_what_is_mandatory_cannot_be_explained_away() -> None:
    report = sample("001")
    broken = [f for f in check(report) if f.kind == "relation"]
    report = replace(report, explanations=tuple(Explanation(f.key, "原文如此。", dict(f.covers)) for f in broken))
    assert [f.bars for f in check(report) if f.kind == "relation"] == [True] * 8


def test_advice_never_bars() -> None:
    advice = [f for f in check(sample("000")) if f.severity == "advice"]
    assert advice
    assert not any(f.bars for f in advice)
