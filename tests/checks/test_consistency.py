"""A report whose sums hold has no finding; one figure changed anywhere is found, and the finding names its cell."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks import check
from report.format import ReportFormat
from report.loading import load_formats
from report.numbers import Value
from report.report import Report
from tests.checks.reports import of_kind, sample
from tests.report.strategies import consistent_reports, consistent_years

FORMATS = load_formats()
any_consistent = st.sampled_from(FORMATS).flatmap(consistent_reports)
any_years = st.sampled_from(FORMATS).flatmap(consistent_years)


def equalities(fmt: ReportFormat, cell: str) -> set[str]:
    """The relations of this year that a change of the cell alone must break."""
    return {
        r.id
        for r in fmt.relations
        if cell in r.cells and r.compare == "=" and not any(name.endswith("@last") for name in r.cells)
    }


def with_value(report: Report, cell: str, value: Value) -> Report:
    return replace(report, values=dict(report.values) | {cell: value})


@given(any_consistent)
def test_a_complete_report_whose_sums_hold_has_no_finding(report: Report) -> None:
    assert check(report) == []


@given(any_years)
def test_two_years_that_agree_have_no_finding_of_a_relation(years: tuple[Report, Report]) -> None:
    last, this = years
    assert of_kind("relation", this, last) == []


@given(any_consistent, st.data(), st.integers(-500, 500).filter(bool))
def test_any_one_figure_changed_is_found_in_every_sum_that_names_it(
    report: Report, data: st.DataObject, change: int
) -> None:
    cell = data.draw(st.sampled_from([c.name for c in report.format.cells if equalities(report.format, c.name)]))
    number = report.value(cell).number
    assert number is not None
    findings = of_kind("relation", with_value(report, cell, Value(number + change)))
    assert {f.key for f in findings} >= equalities(report.format, cell)
    assert all(cell in f.cells for f in findings)
    assert all(abs(f.gap or 0) == abs(change) for f in findings if f.key in equalities(report.format, cell))


def test_every_single_figure_that_a_sum_names_is_watched() -> None:
    report = sample("demo-2023")
    assert check(report) == []
    for cell in report.format.cell_index:
        number = report.value(cell).number
        assert number is not None
        findings = of_kind("relation", with_value(report, cell, Value(number + 1)))
        broken = {f.key for f in findings if f.severity == "error"}
        assert broken == equalities(report.format, cell), cell


@given(any_years, st.data())
def test_a_figure_of_last_year_changed_is_found_as_well(years: tuple[Report, Report], data: st.DataObject) -> None:
    last, this = years
    named = sorted(
        {name.removesuffix("@last") for r in this.format.relations for name in r.cells if name.endswith("@last")}
    )
    cell = data.draw(st.sampled_from(named))
    changed = with_value(last, cell, Value((last.value(cell).number or Decimal(0)) + 1))
    findings = of_kind("relation", this, changed)
    assert findings
    assert all(f"{cell}@last" in f.cells for f in findings)


@pytest.mark.parametrize("value", [Value(), Value(text="不详", doubt="不是数字")], ids=["blank", "unread"])
@given(report=any_consistent, data=st.data())
def test_a_sum_with_a_figure_missing_is_not_called_broken(value: Value, report: Report, data: st.DataObject) -> None:
    cell = data.draw(st.sampled_from(list(report.format.cell_index)))
    changed = with_value(report, cell, value)
    kinds = [f.kind for f in check(changed)]
    assert kinds == ["blank" if value.is_blank else "number"]
