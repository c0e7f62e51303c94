"""Deadlines as a calendar file (.ics, RFC 5545) for the calendar of a telephone or a mail program."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from icalendar import Alarm, Calendar, Event

from report.narrative import clean_text
from services.deadlines import Deadline
from services.tasks import Task, shown

WARNINGS = (timedelta(days=-7), timedelta(days=-1))


def calendar(tasks: Iterable[Task], now: datetime) -> bytes:
    """One whole-day event for each task with a deadline; taken in again, it replaces what it was before."""
    book = Calendar()
    book.add("prodid", "-//nianbao//nianbao//ZH")
    book.add("version", "2.0")
    book.add("method", "PUBLISH")
    book.add("x-wr-calname", "政府信息公开工作年度报告")
    book.add("x-wr-timezone", "Asia/Shanghai")
    for task in tasks:
        if task.deadline is not None:
            book.add_component(_event(task, task.deadline, now))
    return bytes(book.to_ical())


def _event(task: Task, until: Deadline, now: datetime) -> Event:
    event = Event()
    # The same task has the same name for ever, whatever its deadline has become.
    event.add("uid", f"{task.year}-{task.agency_id}@nianbao")
    event.add("dtstamp", now)
    event.add("dtstart", until.day)
    event.add("dtend", until.day + timedelta(days=1))
    event.add("summary", clean_text(f"{task.agency_name}{task.year}年度政府信息公开年报截止"))
    event.add("description", clean_text(f"{shown(task)}\n依据：{until.reason}"))
    event.add("transp", "TRANSPARENT")
    for before in WARNINGS:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", clean_text(shown(task)))
        alarm.add("trigger", before)
        event.add_component(alarm)
    return event
