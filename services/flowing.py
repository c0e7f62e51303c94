"""What saving has to do with the way of a report; nothing for a report that is worked on without accounts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from services import audit
from services.actor import Actor, present_actor
from services.errors import ChangeRefused, Refusal
from services.people.model import NotAllowed, Role
from services.workflow.table import State
from storage import agencies as stored_agencies
from storage import people as stored_people
from storage import queries
from storage import workflow as stored
from storage.models import ReportRow
from storage.store import Transaction


class ReportLocked(Refusal):
    """The report was sent on: nobody changes it until it is returned or withdrawn."""

    def __init__(self, state: State) -> None:
        super().__init__(f"这份报告现在“{state.label}”，不能改动，没有保存。要改请先撤回，或请对方退回修改。")


def require_filling(tx: Transaction, report_id: str) -> None:
    """ReportLocked unless the report is being filled in; who is at work counts as one of those who filled it in."""
    flow = stored.flow(tx, report_id)
    if flow is None:
        return
    if flow.state != State.FILLING:
        raise ReportLocked(State(flow.state))
    note_filler(tx, report_id, present_actor().account_id)


def begin(tx: Transaction, row: ReportRow, now: datetime) -> None:
    """Put a new report on the way of the agency that has its name, for the person at work, if anybody is signed in.

    ChangeRefused where there is no such agency; NotAllowed unless they fill in for it.
    """
    actor = present_actor()
    if not actor.account_id:
        return
    agency_id = _owner(tx, row.agency_name)
    if agency_id is None:
        raise ChangeRefused(f"还没有“{row.agency_name}”这个机关，请核对全称，或请系统管理员添加。")
    roles = stored_people.roles_of(tx, actor.account_id)
    if not any((held.agency_id, held.role) == (agency_id, Role.FILLER) for held in roles):
        raise NotAllowed(f"您在“{row.agency_name}”没有填报的角色。")
    # Found by its agency: after a renaming last year's report has another name.
    for flow, other in stored.flows(tx, [agency_id]):
        if other.year == row.year - 1:
            row.previous_id = flow.report_id
    put_on_way(tx, row, agency_id, State.FILLING, 0, now)
    note_filler(tx, row.id, actor.account_id)
    after = {"agency": agency_id, "name": row.agency_name, "year": row.year}
    audit.record(tx, "report.start", f"report:{row.id}", now, after=after)


def put_on_way(tx: Transaction, row: ReportRow, agency_id: str, state: State, final: int, now: datetime) -> None:
    """Give a report its way; `final` is the number of its version in 定稿, 0 if there is none."""
    flow = stored.FlowRow(
        report_id=row.id, agency_id=agency_id, state=state.value, since=now, sender_id=None, opened_at=None,
        self_reviewed=False, final_version=final, published_version=0, correcting=0,
    )  # fmt: skip
    queries.add(tx, flow)


def require_own_name(tx: Transaction, report_id: str, name: str) -> None:
    """ChangeRefused if a report on its way would take a name that its agency never had: it would be another's."""
    flow = stored.flow(tx, report_id)
    if flow is None:
        return
    names = [row.name for row in stored_agencies.names(tx, flow.agency_id)]
    if name not in names:
        raise ChangeRefused(f"这份报告是“{names[-1]}”的，机关名称不能改成“{name}”。机关改名请系统管理员办理。")


def _owner(tx: Transaction, name: str) -> str | None:
    """The id of the agency that has this name, else of one that had it before it was renamed."""
    live = stored_agencies.live_agency(tx, name)
    if live is not None:
        return live.id
    for agency in stored_agencies.agencies(tx):
        if agency.closed_at is None and any(past.name == name for past in stored_agencies.names(tx, agency.id)):
            return agency.id
    return None


def require_no_flow(tx: Transaction, report_id: str) -> None:
    """ChangeRefused for a report that people review and approve: it is not made final by one alone."""
    if stored.flow(tx, report_id) is not None:
        raise ChangeRefused("这份报告要经审核和批准才能定稿，请用“送审”。")


def note_filler(tx: Transaction, report_id: str, account_id: str) -> None:
    """Note that a person changed the report, within a transaction."""
    if account_id and account_id not in stored.fillers(tx, report_id):
        queries.add(tx, stored.FillerRow(report_id=report_id, account_id=account_id))


def tell_save(
    tx: Transaction, report_id: str, section: str, before: Mapping[str, Any], after: Mapping[str, Any], who: str,
    now: datetime,
) -> None:  # fmt: skip
    """Tell the log what a save changed, path by path."""
    paths = [path for path in {**before, **after} if before.get(path) != after.get(path)]
    tell(
        tx, report_id, "report.save", who, now,
        before={"section": section, "contents": {path: before.get(path) for path in paths}},
        after={"section": section, "contents": {path: after.get(path) for path in paths}},
    )  # fmt: skip


def tell(
    tx: Transaction, report_id: str, action: str, who: str, now: datetime, *, before: Any = None, after: Any = None
) -> None:
    """Tell the log of what was done with a report on its way; `who` is for a program that nobody signed in to."""
    if stored.flow(tx, report_id) is None:
        return
    actor = present_actor() if present_actor().account_id else Actor(name=who)
    audit.record(tx, action, f"report:{report_id}", now, before=before, after=after, actor=actor)
