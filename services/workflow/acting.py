"""Doing a step: the rights, the guards, the new state, a version, the history and the log, all in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from checks import check
from report.record import write_report
from report.report import Report
from services import audit
from services.drafts import open_conflicts
from services.errors import ChangeRefused
from services.flowing import note_filler
from services.people.model import NotAllowed, Person, Source
from services.publishing.paper import has_scan
from services.publishing.record import is_signed, note_publication
from services.stored import previous_report, row_to_change, stored_report
from services.versions import add_version, same_as_latest, version_of
from services.workflow.guards import Facts, StepRefused, barred
from services.workflow.rights import Standing, may, receives, require_within, standing
from services.workflow.table import Action, Guard, State, Transition, transition
from storage import Store, queries
from storage import agencies as stored_agencies
from storage import workflow as stored
from storage.models import ReportRow
from storage.store import Transaction

MOST_REASON = 2_000


def act(
    store: Store, person: Person, report_id: str, action: Action, source: Source, *, reason: str = "",
    seen: Mapping[str, int] | None = None, unsigned: bool = False, by_proxy: bool = False,
) -> State:  # fmt: skip
    """Do a step and return where the report stands now.

    `unsigned` publishes without a signature, which somebody chose. `by_proxy` is whether the installation lets an
    approval on paper be recorded (`Publication.record_approval`); who does not say so cannot.
    `seen` are the revisions that the person's page showed: if something changed since, nothing is done.
    ReportNotFound, NotAllowed, StepRefused (with every guard that bars it), ChangeRefused; then nothing is stored.
    """
    if len(reason) > MOST_REASON:
        raise ChangeRefused(f"原因不能超过 {MOST_REASON} 字。")
    with store.write() as tx:
        require_within(tx, person, Action.VIEW, report_id)
        row = row_to_change(tx, report_id)
        flow = stored.flow_to_change(tx, report_id)
        assert flow is not None
        at = standing(tx, flow)
        step = transition(at.state, action)
        if step is None or not may(person, action, at):
            raise NotAllowed(f"这份报告现在“{at.state.label}”，您不能{action.label}。")
        _require_seen(tx, report_id, seen)
        report = stored_report(tx, row)
        facts = _facts(tx, row, flow, person, at, report, reason, unsigned, by_proxy)
        found = barred(step, facts)
        if found:
            raise StepRefused(step, found)
        _take(tx, row, flow, step, facts, report, source, store.now(), unsigned)
        return step.next


def obstacles(
    store: Store, person: Person, report_id: str, action: Action, *, by_proxy: bool = False
) -> dict[Guard, str]:  # fmt: skip
    """What bars a step for the person now, but for the reason that is still to be written; empty: nothing.

    ReportNotFound, NotAllowed if it is not theirs to do at all.
    """
    with store.read() as tx:
        at = require_within(tx, person, action, report_id)
        step, flow = transition(at.state, action), stored.flow(tx, report_id)
        row = queries.report(tx, report_id)
        if step is None or flow is None or row is None:
            return {}
        return barred(
            step, _facts(tx, row, flow, person, at, stored_report(tx, row), "to be written", by_proxy=by_proxy)
        )


def note_opened(store: Store, person: Person, report_id: str, source: Source) -> None:
    """Note that somebody for whom a report waits has looked at it: from now on it cannot be withdrawn."""
    with store.read() as tx:
        at = require_within(tx, person, Action.VIEW, report_id)
    if at.opened or not receives(person, at):
        return
    with store.write() as tx:
        flow = stored.flow_to_change(tx, report_id)
        if flow is not None and flow.opened_at is None and flow.state == at.state and flow.sender_id == at.sender_id:
            flow.opened_at = store.now()
            audit.record(tx, "report.open", f"report:{report_id}", store.now(), actor=person.actor(source))


def _facts(
    tx: Transaction, row: ReportRow, flow: stored.FlowRow, person: Person, at: Standing, report: Report, reason: str,
    unsigned: bool = False, by_proxy: bool = False,
) -> Facts:  # fmt: skip
    agency = stored_agencies.agency(tx, flow.agency_id)
    approved = queries.version(tx, row.id, flow.final_version) if flow.final_version else None
    return Facts(
        person=person, standing=at, findings=check(report, previous_report(tx, row)),
        conflicts=len(open_conflicts(tx, row)), fillers=frozenset(stored.fillers(tx, row.id)),
        self_review=agency is not None and agency.self_review, reason=reason,
        as_approved=approved is not None and approved.content == write_report(report, with_pictures=False),
        scanned=has_scan(tx, row.id, report), by_proxy=by_proxy,
        signed=unsigned or is_signed(tx, row.id, flow.final_version),
    )  # fmt: skip


def _take(
    tx: Transaction, row: ReportRow, flow: stored.FlowRow, step: Transition, facts: Facts, report: Report,
    source: Source, now: datetime, unsigned: bool,
) -> None:  # fmt: skip
    """Change what a step changes; the guards hold."""
    person, version = facts.person, 0
    match step.action:
        case Action.SUBMIT:
            note_filler(tx, row.id, person.account_id)
            flow.self_reviewed = False
        case Action.PASS:
            flow.self_reviewed = person.account_id in facts.fillers
        case Action.APPROVE | Action.RECORD:
            version = flow.final_version = _final_version(tx, row, report, person.name, now)
        case Action.PUBLISH:
            version = flow.published_version = flow.final_version
            flow.correcting = 0
            approved = queries.version(tx, row.id, version)
            assert approved is not None
            note_publication(tx, row.id, version_of(tx, approved), unsigned, _cause(tx, row.id), person.name, now)
        case Action.CORRECT:
            version = flow.correcting = flow.published_version
            stored.drop_fillers(tx, row.id)
    before = flow.state
    flow.state, flow.since, flow.sender_id, flow.opened_at = step.next.value, now, person.account_id, None
    row.state = "final" if step.next in (State.FINAL, State.PUBLISHED) else "draft"
    row.updated_at, row.updated_by = now, person.name
    reason = facts.reason.strip()
    queries.add(
        tx,
        stored.StepRow(
            report_id=row.id, account_id=person.account_id, who=person.name, at=now, action=step.action.value,
            before=before, after=step.next.value, reason=reason, version=version,
        ),
    )  # fmt: skip
    after = {"state": step.next.value, "reason": reason, "version": version, "self_reviewed": flow.self_reviewed}
    audit.record(
        tx, f"report.{step.action.value}", f"report:{row.id}", now, before={"state": before}, after=after,
        actor=person.actor(source),
    )  # fmt: skip


def _cause(tx: Transaction, report_id: str) -> str:
    """Why the version that is published now differs from the one before; empty for the first."""
    reasons = [step.reason for step in stored.steps(tx, report_id) if step.action == Action.CORRECT]
    return reasons[-1] if reasons else ""


def _final_version(tx: Transaction, row: ReportRow, report: Report, who: str, now: datetime) -> int:
    latest = same_as_latest(tx, row, report)
    if latest is not None and latest.final:
        return latest.number
    return add_version(tx, row, report, "final", who, now).number


def _require_seen(tx: Transaction, report_id: str, seen: Mapping[str, int] | None) -> None:
    if seen is None:
        return
    now = {name: part.revision for name, part in queries.sections(tx, report_id).items()}
    if dict(seen) != now:
        raise ChangeRefused("内容刚刚又有改动，没有送出。请刷新页面，看过以后再试。")
