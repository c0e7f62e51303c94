"""A 主管 sees how far each agency below is with a year's reports, the ones that have not begun too."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from services.agencies.changes import abolish
from services.deadlines import set_deadline
from services.people.model import CONSOLE, Role
from services.progress import list_progress, totals, year_under_way
from services.workflow.table import State
from tests.services.workflow.conftest import DESK, FORWARD


def lines(county, store, year=2023):
    return {line.agency_name: line for line in list_progress(store, county.supervisor, year)}


def test_every_agency_at_and_below_has_its_line_in_the_order_of_the_tree(county, store):
    found = list_progress(store, county.supervisor, 2023)
    assert [(line.agency_name, line.depth) for line in found] == [
        ("示例市人民政府", 0), ("示例市司法局", 1), ("示例市民政局", 1),
    ]  # fmt: skip
    assert {line.state for line in found} == {None}
    assert totals(found) == {"未开始": 3}


@pytest.mark.parametrize(("steps", "state"), [(n, state) for n, state in enumerate(State)])
def test_where_a_report_stands_shows(county, store, steps, state):
    report_id = county.complete()
    county.go(report_id, *FORWARD[:steps])
    line = lines(county, store)["示例市民政局"]
    assert (line.report_id, line.state) == (report_id, state)
    assert totals(list(lines(county, store).values())) == {"未开始": 2, state.label: 1}
    assert line.days_left == (None if state is State.PUBLISHED else 16)


def test_a_year_has_its_own_reports(county, store):
    county.complete()
    assert lines(county, store, 2022)["示例市民政局"].state is None


def test_late_is_what_is_not_published_when_the_day_is_past(county, store, clock):
    report_id = county.complete()
    set_deadline(store, county.supervisor, county.government, 1, 20, "市府办通知", DESK, below=True)
    assert lines(county, store)["示例市民政局"].deadline.day == date(2024, 1, 20)
    clock.pass_by(days=6)
    assert lines(county, store)["示例市民政局"].late
    county.go(report_id, *FORWARD)
    assert not lines(county, store)["示例市民政局"].late
    assert lines(county, store)["示例市司法局"].late
    assert not lines(county, store)["示例市人民政府"].late


def test_a_published_report_that_is_corrected_is_not_late(county, store, clock):
    county.go(county.complete(), *FORWARD, "filler correct")
    clock.pass_by(days=60)
    line = lines(county, store)["示例市民政局"]
    assert (line.state, line.corrected, line.days_left, line.late) == (State.FILLING, True, None, False)


def test_an_agency_that_is_no_more_has_no_line(county, store):
    abolish(store, CONSOLE, county.other, date(2024, 1, 2), "机构改革", DESK)
    assert "示例市司法局" not in lines(county, store)


@pytest.mark.parametrize("who", ["filler", "reviewer", "approver", "admin"])
def test_who_is_no_supervisor_sees_none(county, store, who):
    assert list_progress(store, getattr(county, who), 2023) == []


def test_with_an_initial_password_nobody_sees_any(county, store):
    assert list_progress(store, replace(county.supervisor, must_change=True), 2023) == []


def test_a_supervisor_of_one_bureau_sees_that_alone(county, store):
    person = replace(county.supervisor, roles=frozenset({(county.bureau, Role.SUPERVISOR)}))
    assert [line.agency_name for line in list_progress(store, person, 2023)] == ["示例市民政局"]


def test_the_year_under_way_is_last_year(store):
    assert year_under_way(store) == 2023
