"""Until when, and how many days are left in Beijing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from services.audit import latest
from services.deadlines import LAW, Deadline, clear_deadline, deadline, set_deadline, today
from services.errors import ChangeRefused
from services.people.model import CONSOLE, NotAllowed
from tests.services.workflow.conftest import DESK


def test_by_law_departments_have_until_31_january_and_governments_until_31_march(county, store):
    assert deadline(store, county.bureau, 2024) == Deadline(date(2025, 1, 31), LAW)
    assert deadline(store, county.government, 2024) == Deadline(date(2025, 3, 31), LAW)


def test_a_day_set_for_those_below_holds_for_each_of_them_and_not_for_who_set_it(county, store):
    set_deadline(store, county.supervisor, county.government, 1, 20, "市府办通知", DESK, below=True)
    assert deadline(store, county.bureau, 2024) == Deadline(date(2025, 1, 20), "市府办通知", "示例市人民政府")
    assert deadline(store, county.government, 2024).reason == LAW


def test_the_nearer_and_the_more_particular_day_holds(county, store):
    set_deadline(store, CONSOLE, county.government, 1, 20, "每年", DESK, below=True)
    set_deadline(store, CONSOLE, county.government, 1, 15, "当年", DESK, below=True, year=2024)
    assert deadline(store, county.bureau, 2024).reason == "当年"
    assert deadline(store, county.bureau, 2023).reason == "每年"
    set_deadline(store, CONSOLE, county.bureau, 2, 15, "经批准延期", DESK)
    assert deadline(store, county.bureau, 2024) == Deadline(date(2025, 2, 15), "经批准延期", "示例市民政局")
    clear_deadline(store, CONSOLE, county.bureau, DESK)
    clear_deadline(store, CONSOLE, county.bureau, DESK)
    assert deadline(store, county.bureau, 2024).reason == "当年"


def test_setting_it_again_replaces_it_and_the_log_has_both(county, store):
    set_deadline(store, CONSOLE, county.bureau, 1, 20, "一", DESK)
    set_deadline(store, CONSOLE, county.bureau, 1, 25, "二", DESK)
    entry = latest(store)[0]
    assert (entry.before["day"], entry.after["day"]) == (20, 25)
    assert deadline(store, county.bureau, 2024).day == date(2025, 1, 25)


@pytest.mark.parametrize(
    ("month", "day", "reason"), [(2, 29, "闰年"), (13, 1, "月"), (1, 0, "日"), (1, 20, " "), (1, 20, "字" * 501)]
)
def test_no_such_day_or_no_reason_is_refused(county, store, month, day, reason):
    with pytest.raises(ChangeRefused):
        set_deadline(store, CONSOLE, county.bureau, month, day, reason, DESK)
    assert deadline(store, county.bureau, 2024).reason == LAW


@pytest.mark.parametrize("who", ["filler", "approver", "stranger"])
def test_only_administrators_and_supervisors_set_days(county, store, who):
    with pytest.raises(NotAllowed):
        set_deadline(store, getattr(county, who), county.bureau, 1, 20, "一", DESK)


@pytest.mark.parametrize(
    ("moment", "left"),
    [
        (datetime(2025, 1, 30, 15, 59, tzinfo=UTC), 1),
        (datetime(2025, 1, 30, 16, 0, tzinfo=UTC), 0),
        (datetime(2025, 1, 31, 15, 59, tzinfo=UTC), 0),
        (datetime(2025, 1, 31, 16, 0, tzinfo=UTC), -1),
        (datetime(2025, 1, 31, 23, 0, tzinfo=timezone(timedelta(hours=8))), 0),
    ],
)
def test_days_are_those_of_beijing(moment, left):
    assert Deadline(date(2025, 1, 31), LAW).days_left(moment) == left
    assert today(moment) == date(2025, 1, 31) - timedelta(days=left)
