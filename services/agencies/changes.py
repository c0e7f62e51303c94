"""What happens to agencies over the years: renamed (更名), merged (合并), abolished (撤销).

A report's cover keeps the name that it was made under, and the report stays with the agency that made it; the names of
an agency are kept with their dates, so last year's report is found under last year's name.
"""

from __future__ import annotations

from datetime import date, datetime

from services import audit
from services.agencies.tree import MOST_NAME, shown, to_change
from services.errors import ChangeRefused
from services.people.model import Person, Source
from services.people.names import read_name
from storage import Store, queries
from storage import agencies as stored
from storage import people as stored_people
from storage.store import Transaction

MOST_REASON = 500


def rename(store: Store, by: Person, agency_id: str, name: str, since: date, reason: str, source: Source) -> None:
    """Give an agency a new name from a day on; the old one stays in its history with that day as its end."""
    with store.write() as tx:
        rename_within(tx, by, agency_id, name, since, reason, store.now(), source)


def rename_within(
    tx: Transaction, by: Person, agency_id: str, name: str, since: date, reason: str, now: datetime, source: Source
) -> None:
    """`rename` within a transaction. ChangeRefused if another agency has that name, or the day is before the last."""
    row = to_change(tx, by, agency_id)
    before, wanted = shown(row), read_name(name, "机关全称", MOST_NAME)
    if wanted == row.name:
        return
    other = stored.live_agency(tx, wanted)
    if other is not None:
        raise ChangeRefused(f"已经有“{wanted}”了。合并机关请用合并。")
    last = stored.names(tx, agency_id)[-1]
    if last.since is not None and since <= last.since:
        raise ChangeRefused(f"“{row.name}”自 {last.since} 起使用，新名称的日期应在这之后。")
    last.until, row.name = since, wanted
    text = _reason(reason)
    queries.add(tx, stored.AgencyNameRow(agency_id=row.id, name=wanted, since=since, until=None, reason=text))
    after = shown(row) | {"since": since.isoformat(), "reason": text}
    audit.record(tx, "agency.rename", f"agency:{row.id}", now, before=before, after=after, actor=by.actor(source))


def merge(store: Store, by: Person, agency_id: str, into_id: str, day: date, reason: str, source: Source) -> None:
    """Close an agency because another goes on with its work: those below it move there, its reports stay as they are.

    Its people lose their roles there; who goes on working at the other is given roles by an administrator.
    """
    with store.write() as tx:
        row, into = to_change(tx, by, agency_id), to_change(tx, by, into_id)
        if into.id in stored.subtree_ids(tx, [row.id]):
            raise ChangeRefused(f"“{into.name}”就是“{row.name}”或在它下面，不能并入。")
        before = shown(row)
        row.merged_into_id = into.id
        for child in stored.live_children(tx, row.id):
            child.parent_id = into.id
        _close(tx, row, day, store.now())
        after = shown(row) | {"into": into.name, "day": day.isoformat(), "reason": _reason(reason)}
        audit.record(
            tx, "agency.merge", f"agency:{row.id}", store.now(), before=before, after=after, actor=by.actor(source)
        )


def abolish(store: Store, by: Person, agency_id: str, day: date, reason: str, source: Source) -> None:
    """Close an agency whose work nobody goes on with. ChangeRefused while there are others below it."""
    with store.write() as tx:
        row = to_change(tx, by, agency_id)
        if stored.live_children(tx, row.id):
            raise ChangeRefused(f"“{row.name}”下面还有机关，请先把它们移到别处。")
        before = shown(row)
        _close(tx, row, day, store.now())
        after = shown(row) | {"day": day.isoformat(), "reason": _reason(reason)}
        audit.record(
            tx, "agency.abolish", f"agency:{row.id}", store.now(), before=before, after=after, actor=by.actor(source)
        )


def name_on(store: Store, agency_id: str, day: date) -> str:
    """What an agency was called on a day; its oldest name before all that is known. ChangeRefused if there is none."""
    with store.read() as tx:
        names = [(row.name, row.since) for row in stored.names(tx, agency_id)]
    if not names:
        raise ChangeRefused("没有这个机关。")
    held = [name for name, since in names if since is None or since <= day]
    return held[-1] if held else names[0][0]


def _close(tx: Transaction, row: stored.AgencyRow, day: date, now: datetime) -> None:
    row.closed_at = now
    stored.names(tx, row.id)[-1].until = day
    for held in stored_people.roles_at(tx, [row.id]):
        tx.delete(held)
    tx.flush()


def _reason(reason: str) -> str:
    found = " ".join(reason.split())
    if not found or len(found) > MOST_REASON:
        raise ChangeRefused(f"请写明依据或原因（不超过 {MOST_REASON} 字）。")
    return found
