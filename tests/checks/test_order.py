"""The order of findings: mandatory first, then as the form runs; each with a key of its own."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from checks import check
from report.format import Severity
from report.loading import load_formats
from report.report import Report
from tests.checks.reports import small
from tests.report.strategies import reports

any_report = st.sampled_from(load_formats()).flatmap(reports)
WEIGHT = [Severity.ERROR, Severity.WARNING, Severity.ADVICE]


def place(report: Report, section: str) -> int:
    return ["cover", *(s.id for s in report.format.sections)].index(section)


@given(any_report)
def test_findings_stand_by_severity_and_then_by_section(report: Report) -> None:
    order = [(WEIGHT.index(f.severity), place(report, f.section)) for f in check(report)]
    assert all(earlier <= later for earlier, later in pairwise(order))


@given(any_report)
def test_every_finding_has_a_key_of_its_own_and_a_sentence_in_chinese(report: Report) -> None:
    findings = check(report)
    keys = Counter(f.key for f in findings)
    assert [key for key, count in keys.items() if count > 1] == []
    assert all(any("\u4e00" <= c <= "\u9fff" for c in f.message) for f in findings)
    assert all(f.message and "{" not in f.code for f in findings)


@given(any_report, any_report)
def test_any_two_reports_can_be_compared(report: Report, previous: Report) -> None:
    for finding in check(report, previous):
        cells = {cell.removesuffix("@last") for cell in finding.cells}
        known = {*report.format.cell_index, *report.format.fact_index}
        assert cells <= known | {*previous.format.cell_index}


@given(any_report)
def test_findings_can_be_written_as_json_with_plain_numbers(report: Report) -> None:
    for finding in check(report):
        data = finding.data()
        assert data["severity"] in {"error", "warning", "advice"}
        assert data["gap"] is None or "E" not in data["gap"]


def test_a_report_of_nothing_names_format_text_and_blanks_in_that_order() -> None:
    report = small(2019, format="2021", title="某机关2018年工作报告", narrative={})
    kinds = [finding.kind for finding in check(report)]
    firsts = list(dict.fromkeys(kinds))
    assert firsts == ["format", "title", "section", "blank"]
    assert [finding.section for finding in check(report)][:3] == ["cover", "cover", "overview"]
