"""Until when a report has to be there: by law, or as an agency has set for itself or for those below it.

《政府信息公开条例》第四十九条: departments by 31 January, the report of a government by 31 March, a year on.
Days are those of Beijing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from services import audit
from services.errors import ChangeRefused
from services.people.model import NotAllowed, Person, Role, Source
from storage import Store, queries
from storage import agencies as stored
from storage.store import Transaction

SHANGHAI = ZoneInfo("Asia/Shanghai")
EVERY_YEAR = 0
# (month, day) by kind of agency; 乡镇街道 hand in with the departments.
BY_LAW: Mapping[str, tuple[int, int]] = {"department": (1, 31), "township": (1, 31), "government": (3, 31)}
LAW = "《政府信息公开条例》第四十九条"
MOST_REASON = 500
# A day of any year, to see whether a day and month exist in all of them.
_COMMON_YEAR = 2023


@dataclass(frozen=True)
class Deadline:
    """The last day, and why; `set_by` names the agency that set it, empty if it is the law's."""

    day: date
    reason: str
    set_by: str = ""

    def days_left(self, now: datetime) -> int:
        """Whole days from today in Beijing to the last day; 0 on the day itself, negative once it is past."""
        return (self.day - today(now)).days


def today(now: datetime) -> date:
    """The day that it is in Beijing."""
    return now.astimezone(SHANGHAI).date()


def deadline(store: Store, agency_id: str, year: int) -> Deadline:
    """Until when an agency's report of a year has to be there. ChangeRefused if there is no such agency."""
    with store.read() as tx:
        return deadline_within(tx, agency_id, year)


@dataclass(frozen=True)
class OwnDeadline:
    """A day that an agency has set for itself, or for those `below` it."""

    year: int
    below: bool
    month: int
    day: int
    reason: str
    set_by: str
    set_at: datetime


def own_deadlines(store: Store, agency_id: str) -> list[OwnDeadline]:
    """What an agency has set, oldest first."""
    with store.read() as tx:
        return [
            OwnDeadline(row.year, row.below, row.month, row.day, row.reason, row.set_by, row.set_at)
            for row in stored.deadlines(tx, [agency_id])
        ]


def deadline_within(tx: Transaction, agency_id: str, year: int) -> Deadline:
    """`deadline` within a transaction: what is set for just this agency, else by the nearest above, else the law."""
    agency = stored.agency(tx, agency_id)
    if agency is None:
        raise ChangeRefused("没有这个机关。")
    path = stored.ancestor_ids(tx, agency_id)
    rows = {(row.agency_id, row.below, row.year): row for row in stored.deadlines(tx, path)}
    for place in path:
        for wanted in (year, EVERY_YEAR):
            row = rows.get((place, place != agency_id, wanted))
            if row is not None:
                setter = stored.agency(tx, row.agency_id)
                return Deadline(date(year + 1, row.month, row.day), row.reason, setter.name if setter else "")
    month, day = BY_LAW[agency.kind]
    return Deadline(date(year + 1, month, day), LAW)


def set_deadline(
    store: Store, by: Person, agency_id: str, month: int, day: int, reason: str, source: Source, *,
    below: bool = False, year: int = EVERY_YEAR,
) -> None:  # fmt: skip
    """Set the day for an agency, or with `below` for all below it, for one report year or every one.

    By administrators and the 主管 of the agency or one above. ChangeRefused for no such day or no reason.
    """
    with store.write() as tx:
        row, before = _held(tx, by, agency_id, year, below)
        try:
            date(_COMMON_YEAR, month, day)
        except ValueError as error:
            raise ChangeRefused(f"没有 {month} 月 {day} 日这一天，或不是每年都有。") from error
        text = " ".join(reason.split())
        if not text or len(text) > MOST_REASON:
            raise ChangeRefused(f"请写明依据或原因（不超过 {MOST_REASON} 字）。")
        now = store.now()
        if row is None:
            row = stored.AgencyDeadlineRow(
                agency_id=agency_id, year=year, below=below, month=month, day=day, reason=text, set_by=by.name,
                set_at=now,
            )  # fmt: skip
            queries.add(tx, row)
        row.month, row.day, row.reason, row.set_by, row.set_at = month, day, text, by.name, now
        after = _shown(row)
        audit.record(tx, "deadline.set", f"agency:{agency_id}", now, before=before, after=after, actor=by.actor(source))


def clear_deadline(
    store: Store, by: Person, agency_id: str, source: Source, *, below: bool = False, year: int = EVERY_YEAR
) -> None:
    """Take back what was set; nothing happens if nothing was."""
    with store.write() as tx:
        row, before = _held(tx, by, agency_id, year, below)
        if row is not None:
            tx.delete(row)
            audit.record(
                tx, "deadline.clear", f"agency:{agency_id}", store.now(), before=before, actor=by.actor(source)
            )


def _held(
    tx: Transaction, by: Person, agency_id: str, year: int, below: bool
) -> tuple[stored.AgencyDeadlineRow | None, dict[str, object] | None]:
    """The row that is there, and how the log shows it. NotAllowed, ChangeRefused."""
    path = stored.ancestor_ids(tx, agency_id)
    if not path:
        raise ChangeRefused("没有这个机关。")
    if by.must_change or not (by.administrator or by.agencies(Role.SUPERVISOR) & set(path)):
        raise NotAllowed("只有系统管理员和主管可以设定期限。")
    row = stored.deadline(tx, agency_id, year, below)
    return row, None if row is None else _shown(row)


def _shown(row: stored.AgencyDeadlineRow) -> dict[str, object]:
    return {"year": row.year, "below": row.below, "month": row.month, "day": row.day, "reason": row.reason}
