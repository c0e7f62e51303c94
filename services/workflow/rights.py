"""Who may do what with which report: the one function that decides it, and what it looks at."""

from __future__ import annotations

from dataclasses import dataclass

from services.errors import ReportNotFound
from services.people.model import NotAllowed, Person, Role
from services.workflow.table import RIGHTS, Action, State, steps_from, transition
from storage import Store, queries
from storage import agencies as stored_agencies
from storage import workflow as stored
from storage.store import Transaction

MOST_MERGERS = 20


@dataclass(frozen=True)
class Standing:
    """Where a report stands, as far as rights go.

    `path` is its agency and those above it, nearest first; `successors` are the agencies that its agency was merged
    into, one after another.
    """

    report_id: str
    agency_id: str
    path: tuple[str, ...]
    successors: tuple[str, ...]
    state: State
    sender_id: str | None
    opened: bool
    published: bool


def may(person: Person, action: Action, report: Standing) -> bool:
    """Whether a person's roles allow an action on a report as it stands. What else bars a step: its guards."""
    if person.must_change:
        return False
    roles = roles_for(person, report)
    step = transition(report.state, action)
    if step is not None:
        return bool(roles & step.roles)
    if action not in RIGHTS:
        return False
    states, allowed = RIGHTS[action]
    if action is Action.VIEW and any(agency in report.successors for agency, _ in person.roles):
        return True
    if action is Action.DELETE and report.published:
        return False
    return report.state in states and bool(roles & allowed)


def roles_for(person: Person, report: Standing) -> frozenset[Role]:
    """The roles that a person has for a report: those at its agency, and 主管 of any agency above."""
    here = {role for agency, role in person.roles if agency == report.agency_id}
    above = {Role.SUPERVISOR} if person.agencies(Role.SUPERVISOR) & set(report.path) else set()
    return frozenset(here | above)


def allowed(person: Person, report: Standing) -> list[Action]:
    """Every action that the person may do now, the steps first."""
    return [action for action in Action if may(person, action, report)]


def receives(person: Person, report: Standing) -> bool:
    """Whether the report waits for somebody like this person: another than the sender, who could act on it."""
    forward = [step for step in steps_from(report.state) if step.action is not Action.WITHDRAW]
    return person.account_id != report.sender_id and any(may(person, step.action, report) for step in forward)


def require(store: Store, person: Person, action: Action, report_id: str, *, trashed: bool = False) -> Standing:
    """Where the report stands, if the person may do this with it; with `trashed`, even one in the trash.

    ReportNotFound where they may not even see it, as if there were none; else NotAllowed.
    """
    with store.read() as tx:
        return require_within(tx, person, action, report_id, trashed=trashed)


def require_within(
    tx: Transaction, person: Person, action: Action, report_id: str, *, trashed: bool = False
) -> Standing:
    """`require` within a transaction."""
    row, flow = queries.report(tx, report_id), stored.flow(tx, report_id)
    if row is None or flow is None or (row.deleted_at is not None and not trashed):
        raise ReportNotFound
    report = standing(tx, flow)
    if not may(person, Action.VIEW, report):
        raise ReportNotFound
    if not may(person, action, report):
        raise NotAllowed(f"这份报告现在“{report.state.label}”，您不能{action.label}。")
    return report


def standing(tx: Transaction, flow: stored.FlowRow) -> Standing:
    """Where a report stands, within a transaction."""
    successors: list[str] = []
    agency = stored_agencies.agency(tx, flow.agency_id)
    while agency is not None and agency.merged_into_id and len(successors) < MOST_MERGERS:
        successors.append(agency.merged_into_id)
        agency = stored_agencies.agency(tx, agency.merged_into_id)
    return Standing(
        report_id=flow.report_id, agency_id=flow.agency_id,
        path=tuple(stored_agencies.ancestor_ids(tx, flow.agency_id)), successors=tuple(successors),
        state=State(flow.state), sender_id=flow.sender_id, opened=flow.opened_at is not None,
        published=flow.published_version > 0,
    )  # fmt: skip
