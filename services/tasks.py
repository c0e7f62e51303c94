"""What waits for a person, by deadline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.deadlines import Deadline, deadline_within, today
from services.people.model import Person, Role
from services.workflow.rights import Standing, may, roles_for, standing
from services.workflow.table import Action, State, Transition, steps_from
from storage import Store
from storage import agencies as stored_agencies
from storage import workflow as stored
from storage.store import Transaction

BEGIN = "新建年报"
# The steps that lead on: the others are for who wants to go back.
_FORWARD = (Action.SUBMIT, Action.PASS, Action.APPROVE, Action.PUBLISH)


@dataclass(frozen=True)
class Task:
    """One thing to do. `report_id` is empty where a report is still to be begun; `deadline` None for a correction.

    `days_left` is negative once the deadline is past, None without one.
    """

    what: str
    agency_id: str
    agency_name: str
    year: int
    report_id: str
    state: State | None
    returned: str
    deadline: Deadline | None
    days_left: int | None


def list_tasks(store: Store, person: Person) -> list[Task]:
    """What waits for the person, the nearest deadline first; what was assigned to somebody else does not."""
    with store.read() as tx:
        return tasks_within(tx, person, store)


def tasks_within(tx: Transaction, person: Person, store: Store) -> list[Task]:
    """`list_tasks` within a transaction."""
    if person.must_change:
        return []
    found = [*_reports(tx, person, store), *_beginnings(tx, person, store)]
    last = date.max
    return sorted(found, key=lambda task: (task.deadline.day if task.deadline else last, task.agency_name, task.year))


def _reports(tx: Transaction, person: Person, store: Store) -> list[Task]:
    found: list[Task] = []
    flows = stored.flows(tx, {agency for agency, _ in person.roles})
    assigned = stored.assignments(tx, [flow.report_id for flow, _ in flows])
    for flow, row in flows:
        at = standing(tx, flow)
        step = next((step for step in steps_from(at.state) if step.action in _FORWARD), None)
        if step is None or not _waits(tx, person, flow, at, step, assigned):
            continue
        until = None if flow.correcting else deadline_within(tx, flow.agency_id, row.year)
        found.append(
            Task(
                what=step.action.label, agency_id=flow.agency_id, agency_name=row.agency_name, year=row.year,
                report_id=row.id, state=at.state, returned=_returned(tx, flow), deadline=until,
                days_left=until.days_left(store.now()) if until else None,
            )
        )  # fmt: skip
    return found


def _waits(
    tx: Transaction, person: Person, flow: stored.FlowRow, at: Standing, step: Transition,
    assigned: dict[tuple[str, str], str],
) -> bool:  # fmt: skip
    """Whether the step is this person's to do: allowed, not assigned to another, and not their own work to review."""
    if not may(person, step.action, at):
        return False
    holders = [assigned.get((flow.report_id, role)) for role in roles_for(person, at) & step.roles]
    if all(holder not in (None, person.account_id) for holder in holders):
        return False
    if step.action is Action.PASS and person.account_id in stored.fillers(tx, flow.report_id):
        agency = stored_agencies.agency(tx, flow.agency_id)
        return agency is not None and agency.self_review
    return True


def _returned(tx: Transaction, flow: stored.FlowRow) -> str:
    """Why a report that is being filled in was returned; empty if it was not."""
    steps = stored.steps(tx, flow.report_id) if flow.state == State.FILLING else []
    return steps[-1].reason if steps and steps[-1].action == Action.RETURN else ""


def _beginnings(tx: Transaction, person: Person, store: Store) -> list[Task]:
    """Last year's reports that nobody has begun, where the person fills in."""
    year = today(store.now()).year - 1
    begun = {
        (flow.agency_id, row.year) for flow, row in stored.flows(tx, person.agencies(Role.FILLER))
    }  # fmt: skip
    found: list[Task] = []
    for agency_id in sorted(person.agencies(Role.FILLER)):
        agency = stored_agencies.agency(tx, agency_id)
        if agency is None or agency.closed_at is not None or (agency_id, year) in begun:
            continue
        until = deadline_within(tx, agency_id, year)
        found.append(
            Task(BEGIN, agency_id, agency.name, year, "", None, "", until, until.days_left(store.now()))
        )  # fmt: skip
    return found


def shown(task: Task) -> str:
    """A task as one line: 「示例市民政局 2024 年度：送审，1 月 31 日截止，还有 3 天」."""
    line = f"{task.agency_name} {task.year} 年度：{task.what}"
    if task.deadline is None or task.days_left is None:
        return f"{line}（更正）"
    day = f"{task.deadline.day.month} 月 {task.deadline.day.day} 日截止"
    if task.days_left < 0:
        return f"{line}，{day}，已逾期 {-task.days_left} 天"
    return f"{line}，{day}，{'今天到期' if task.days_left == 0 else f'还有 {task.days_left} 天'}"
