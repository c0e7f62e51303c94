"""Finding entries of the log: by person, agency, report, action and days, a page at a time, told in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.audit import Entry, entry_of
from services.audit_sentences import Detail, Teller, Told
from storage import Store, queries
from storage import agencies as stored_agencies
from storage import audit as stored
from storage import people as stored_people
from storage import workflow as stored_flows
from storage.store import Transaction

SHANGHAI = ZoneInfo("Asia/Shanghai")
PAGE = 50
UNREADABLE = "（这一条被改动过，读不出来，请核验日志）"


@dataclass(frozen=True)
class Wanted:
    """Which entries: by or about a person; about an agency and its reports, or one report; of an action; in days.

    Empty: whatever it is. The days are those of Beijing, the first and the last both included.
    """

    account_id: str = ""
    agency_id: str = ""
    report_id: str = ""
    action: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Found:
    """A page of entries, newest first. `page` counts from 1 up to `pages`; `total` is how many there are in all."""

    lines: tuple[Told, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True)
class Choices:
    """What can be looked for, as (id, name): people who were deleted and agencies that were merged too."""

    people: tuple[tuple[str, str], ...]
    agencies: tuple[tuple[str, str], ...]
    reports: tuple[tuple[str, str], ...]


def search(store: Store, wanted: Wanted, page: int = 1) -> Found:
    """A page of the entries wanted; the last page for one beyond it."""
    with store.read() as tx:
        conditions = conditions_of(tx, wanted)
        total = stored.count(tx, conditions)
        pages = max(1, -(-total // PAGE))
        shown = min(max(page, 1), pages)
        teller = Teller(tx)
        rows = stored.page(tx, conditions, (shown - 1) * PAGE, PAGE)
        return Found(tuple(told_row(teller, row) for row in rows), total, shown, pages)


def told_row(teller: Teller, row: stored.AuditRow) -> Told:
    """An entry in words. One that was tampered with and cannot be read is told as that, with its raw content."""
    try:
        return teller.tell(entry_of(row))
    except (ValueError, KeyError, TypeError):
        entry = Entry(row.number, row.at, row.account_id, "", "", "", row.action, row.subject, None, None)
        return Told(entry, "", UNREADABLE, "", (Detail("原始内容", "", row.entry[:500]),))


def conditions_of(tx: Transaction, wanted: Wanted) -> stored.Conditions:
    """The same for the database."""
    subjects: set[str] | None = None
    if wanted.report_id:
        subjects = {f"report:{wanted.report_id}"}
    if wanted.agency_id:
        reports = stored_flows.reports_of(tx, wanted.agency_id)
        here = {f"agency:{wanted.agency_id}", *(f"report:{row.id}" for row in reports)}
        subjects = here if subjects is None else subjects & here
    after_last = wanted.last + timedelta(days=1) if wanted.last and wanted.last < date.max else None
    return stored.Conditions(
        account_id=wanted.account_id,
        subjects=None if subjects is None else frozenset(subjects),
        action=wanted.action,
        since=_midnight(wanted.first) if wanted.first else None,
        until=_midnight(after_last) if after_last else None,
    )


def choices(store: Store) -> Choices:
    """What can be looked for."""
    with store.read() as tx:
        people = [
            (row.id, f"{row.name}（{row.login}）{'，已删除' if row.deleted_at else ''}")
            for row in stored_people.all_accounts(tx)
        ]
        agencies = [
            (row.id, f"{row.name}{'（已撤并）' if row.closed_at else ''}") for row in stored_agencies.agencies(tx)
        ]
        rows = [row for deleted in (False, True) for row in queries.reports(tx, deleted=deleted)]
        reports = [
            (row.id, f"{row.agency_name} {row.year} 年度{'（回收站）' if row.deleted_at else ''}")
            for row in sorted(rows, key=lambda row: (row.agency_name, -row.year))
        ]
        return Choices(tuple(people), tuple(agencies), tuple(reports))


def _midnight(day: date) -> datetime:
    """The beginning of a day in Beijing, as the database keeps moments."""
    return datetime.combine(day, time(), SHANGHAI).astimezone(UTC)
