"""How far the agencies under a 主管 are with a year's reports, those that have not begun too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from services.deadlines import Deadline, deadline_within, today
from services.people.model import Person, Role
from services.workflow.table import State
from storage import Store
from storage import agencies as stored_agencies
from storage import workflow as stored

BEGUN_LAST = (State.PUBLISHED, State.FINAL, State.APPROVAL, State.REVIEW, State.FILLING)


@dataclass(frozen=True)
class Progress:
    """An agency's report of a year; `depth` is its level below the 主管.

    Before it is begun there are no `report_id` and no `state`; `days_left` is None once it was published, also while
    it is `corrected`.
    """

    agency_id: str
    agency_name: str
    depth: int
    report_id: str
    state: State | None
    deadline: Deadline
    days_left: int | None
    corrected: bool = False

    @property
    def late(self) -> bool:
        """Whether the day is past and the report not published."""
        return self.days_left is not None and self.days_left < 0


def year_under_way(store: Store) -> int:
    """The report year that people work on now: last year, as Beijing reckons."""
    return today(store.now()).year - 1


def list_progress(store: Store, person: Person, year: int) -> list[Progress]:
    """A line for each agency at and below those where the person is 主管, in the order of the tree; else nothing."""
    if person.must_change:
        return []
    with store.read() as tx:
        roots = person.agencies(Role.SUPERVISOR)
        live = [row for row in stored_agencies.agencies(tx) if row.closed_at is None]
        inside = stored_agencies.subtree_ids(tx, roots) if roots else set()
        seen = {row.id: row for row in live if row.id in inside}
        reports = {flow.agency_id: flow for flow, row in stored.flows(tx, seen) if row.year == year}
        found = []
        for depth, row in _in_tree(list(seen.values())):
            flow = reports.get(row.id)
            until = deadline_within(tx, row.id, year)
            state = State(flow.state) if flow else None
            published = flow is not None and flow.published_version > 0
            left = None if published else until.days_left(store.now())
            corrected = flow is not None and flow.correcting > 0
            report_id = flow.report_id if flow else ""
            found.append(Progress(row.id, row.name, depth, report_id, state, until, left, corrected))
        return found


def totals(lines: Sequence[Progress]) -> dict[str, int]:
    """How many stand where, by the words for it: those that have not begun first, the published ones last."""
    begun = [line.state for line in lines]
    found = {"未开始": begun.count(None)} | {state.label: begun.count(state) for state in reversed(BEGUN_LAST)}
    return {words: number for words, number in found.items() if number}


def _in_tree(
    rows: list[stored_agencies.AgencyRow],
) -> list[tuple[int, stored_agencies.AgencyRow]]:
    """Every agency with its depth, each below the one it belongs to."""
    known = {row.id for row in rows}
    below: dict[str | None, list[stored_agencies.AgencyRow]] = {}
    for row in rows:
        below.setdefault(row.parent_id if row.parent_id in known else None, []).append(row)

    def walk(parent: str | None, depth: int) -> list[tuple[int, stored_agencies.AgencyRow]]:
        return [line for row in below.get(parent, []) for line in ((depth, row), *walk(row.id, depth + 1))]

    return walk(None, 0)
