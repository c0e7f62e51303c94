"""What waits for whom, by deadline, and as a calendar file."""

from __future__ import annotations

from datetime import date, timedelta

import icalendar
import pytest

from services.deadlines import set_deadline
from services.ics import calendar
from services.people.accounts import set_roles
from services.people.model import CONSOLE, Role
from services.tasks import BEGIN, list_tasks, shown
from services.workflow.starting import assign
from services.workflow.table import Action
from tests.services.workflow.conftest import DESK, FORWARD


def waits(county, store):
    """{person: what waits for them} of the bureau's report."""
    people = ("filler", "reviewer", "approver", "supervisor", "both", "admin")
    return {who: [task.what for task in list_tasks(store, getattr(county, who))] for who in people}


def test_last_years_report_is_to_be_begun_by_who_fills_in(county, store):
    (task,) = list_tasks(store, county.filler)
    assert (task.what, task.year, task.agency_name, task.report_id) == (BEGIN, 2023, "示例市民政局", "")
    assert (task.deadline.day, task.days_left) == (date(2024, 1, 31), 16)
    assert shown(task) == "示例市民政局 2023 年度：新建年报，1 月 31 日截止，还有 16 天"


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ((), {"filler": ["送审"], "both": ["送审"]}),
        (FORWARD[:1], {"reviewer": ["审核通过"], "both": ["审核通过"]}),
        (FORWARD[:2], {"approver": ["批准定稿"]}),
        (FORWARD[:3], {"approver": ["发布"]}),
        (FORWARD, {}),
    ],
)
def test_in_each_state_it_waits_for_who_can_send_it_on(county, store, steps, expected):
    county.go(county.complete(), *steps)
    assert {who: found for who, found in waits(county, store).items() if found} == expected


def test_ones_own_work_does_not_wait_for_ones_own_review(county, store):
    county.go(county.complete(), "both submit")
    assert waits(county, store)["both"] == []
    assert waits(county, store)["reviewer"] == ["审核通过"]


def test_what_is_assigned_waits_for_that_person_alone(county, store):
    report_id = county.complete()
    assign(store, county.approver, report_id, Role.FILLER, county.filler.account_id, DESK)
    assert waits(county, store)["filler"] == ["送审"]
    assert waits(county, store)["both"] == []


def test_a_returned_report_waits_with_the_reason(county, store):
    report_id = county.complete()
    county.go(report_id, "filler submit")
    county.do("reviewer", Action.RETURN, report_id, "第三部分有误")
    (task,) = list_tasks(store, county.filler)
    assert (task.what, task.returned) == ("送审", "第三部分有误")


def test_a_withdrawn_report_waits_for_its_sender_again(county, store):
    county.go(county.complete(), "filler submit", "filler withdraw")
    assert waits(county, store)["filler"] == ["送审"]


def test_a_correction_waits_without_a_deadline(county, store):
    county.go(county.complete(), *FORWARD, "filler correct")
    (task,) = list_tasks(store, county.filler)
    assert (task.deadline, task.days_left) == (None, None)
    assert shown(task).endswith("送审（更正）")


def test_the_nearest_deadline_comes_first_and_what_is_past_is_told(county, store, clock):
    own = county.filler.account_id
    roles = [(agency, Role.FILLER) for agency in (county.government, county.bureau, county.other)]
    set_roles(store, CONSOLE, own, roles, DESK, administrator=False)
    county.refresh()
    set_deadline(store, CONSOLE, county.other, 1, 10, "提前", DESK)
    lines = [shown(task) for task in list_tasks(store, county.filler)]
    assert lines == [
        "示例市司法局 2023 年度：新建年报，1 月 10 日截止，已逾期 5 天",
        "示例市民政局 2023 年度：新建年报，1 月 31 日截止，还有 16 天",
        "示例市人民政府 2023 年度：新建年报，3 月 31 日截止，还有 76 天",
    ]
    clock.pass_by(days=16)
    assert "今天到期" in shown(list_tasks(store, county.filler)[1])


def test_the_calendar_has_a_whole_day_for_each_deadline(county, store, clock):
    (event,) = icalendar.Calendar.from_ical(calendar(list_tasks(store, county.filler), clock.at)).events
    assert (event.start, event.end) == (date(2024, 1, 31), date(2024, 2, 1))
    assert event["summary"] == "示例市民政局2023年度政府信息公开年报截止"
    assert "《政府信息公开条例》第四十九条" in event["description"]
    assert [alarm["trigger"].dt for alarm in event.walk("VALARM")] == [timedelta(days=-7), timedelta(days=-1)]


def test_an_event_keeps_its_name_when_its_deadline_is_moved(county, store, clock):
    def names():
        book = icalendar.Calendar.from_ical(calendar(list_tasks(store, county.filler), clock.at))
        return [str(event["uid"]) for event in book.events]

    before = names()
    set_deadline(store, CONSOLE, county.bureau, 1, 20, "提前;逗号,\n换行", DESK)
    county.complete()
    assert names() == before


def test_lines_of_a_calendar_are_no_longer_than_calendars_read(county, store, clock):
    set_deadline(store, CONSOLE, county.bureau, 1, 20, "依据" * 200, DESK)
    content = calendar(list_tasks(store, county.filler), clock.at)
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert content.startswith(b"BEGIN:VCALENDAR\r\n")
