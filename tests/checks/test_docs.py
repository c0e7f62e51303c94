"""`docs/checks.md` names every rule there is, as it is."""

from __future__ import annotations

import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from checks import check
from checks.findings import Finding
from report.format import Severity
from report.loading import load_formats
from report.narrative import Block
from report.report import Report
from tests.checks.reports import NAMES, sample, small
from tests.report.strategies import reports
from tools.rules_table import PAGE, replaced

TEXT = PAGE.read_text("utf-8")
# | code | `kind` | severity | ...: the tables of what is no relation.
ROWS = re.findall(r"^\| ([\w-]+) \| (`[\w-]+`|勾稽关系) \| (强制性|核实性|提示) \|", TEXT, re.MULTILINE)
DOCUMENTED = {(code, kind.strip("`"), severity) for code, kind, severity in ROWS}
DOCUMENTED |= {
    (code, "relation", severity)
    for code, severity in re.findall(r"^\| ([A-Z]\d+) \| (强制性|核实性) \| ", TEXT, re.MULTILINE)
}
any_report = st.sampled_from(load_formats()).flatmap(reports)


def undocumented(findings: list[Finding]) -> set[tuple[str, str, str]]:
    return {(f.code, f.kind, f.severity.label) for f in findings} - DOCUMENTED


def test_the_tables_of_relations_are_those_of_the_format_files() -> None:
    assert replaced(TEXT) == TEXT


def test_nothing_is_said_of_a_sample_by_a_rule_that_the_page_does_not_name() -> None:
    for name in NAMES:
        assert undocumented(check(sample(name))) == set()


@given(any_report, any_report)
def test_nothing_is_said_of_any_report_by_a_rule_that_the_page_does_not_name(report: Report, last: Report) -> None:
    assert undocumented(check(report, last)) == set()


def test_every_rule_about_figures_and_text_that_the_page_names_is_one_that_speaks() -> None:
    """A report with a fault of each kind; the rules about two years have tests of their own."""
    faulty = small(
        2018,
        {
            "applications.new.person": "x",
            "proactive.fees.amount": "99999999",
        },
        format="2021",
        title="某机关2017年工作报告",
        narrative={"overview": "长" * 1_001 + "XX", "problems": []},
        introduction="自2017年1月1日至2017年12月31日。",
        headings={"other": "六、其他"},
        extra_sections=[{"heading": "七、附件"}],
    )
    other_title = small(2023, title="某机关工作报告")
    strange_count = replace(
        sample("hongze-2023"), narrative={"overview": (Block("paragraph", "公開申请99999件，公开申请99999件。"),)}
    )
    figures = (Block("figure", "", picture="a" * 64), Block("figure", "图", picture="a" * 64, alt="图"))
    shown = replace(other_title, introduction=figures)
    codes = {finding.code for finding in (*check(faulty), *check(other_title), *check(shown))}
    codes |= {finding.code for finding in check(strange_count) if finding.kind in {"prose", "traditional"}}
    one_year = TEXT.split("## 单个数字")[1].split("## 与上年报告对照")[0]
    assert set(re.findall(r"^\| ([a-z-]+) \|", one_year, re.MULTILINE)) == codes


def test_the_three_severities_are_explained() -> None:
    assert all(f"| {severity.label} |" in TEXT for severity in Severity)
