"""What became of a report: its steps, and what each correction changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from services.differences import Change, diff_versions
from services.people.model import Person
from services.stored import live_row, stored_report
from services.versions import version_of
from services.workflow.rights import require_within
from services.workflow.table import Action, State
from storage import Store, queries
from storage import workflow as stored

SELF_REVIEWED = "本机关规模较小，本报告由填报人自行审核。"


@dataclass(frozen=True)
class Step:
    """One step. `version` is the version that it approved, published or set out to correct; 0 if none."""

    action: Action
    before: State
    after: State
    who: str
    at: datetime
    reason: str
    version: int


@dataclass(frozen=True)
class Correction:
    """A correction (更正) of the published version `old`; `new` is 0 and the changes are so far, while it goes on."""

    old: int
    new: int
    who: str
    at: datetime
    reason: str
    changes: tuple[Change, ...]


def list_steps(store: Store, person: Person, report_id: str) -> list[Step]:
    """Every step of a report, oldest first. ReportNotFound."""
    with store.read() as tx:
        require_within(tx, person, Action.VIEW, report_id)
        return [_step(row) for row in stored.steps(tx, report_id)]


def list_corrections(store: Store, person: Person, report_id: str) -> list[Correction]:
    """Every correction, oldest first, with what differs from the version that it corrects. ReportNotFound.

    The versions themselves never change: the old one stays readable.
    """
    found: list[Correction] = []
    with store.read() as tx:
        require_within(tx, person, Action.VIEW, report_id)
        steps = stored.steps(tx, report_id)
        for n, begun in enumerate(steps):
            if begun.action != Action.CORRECT:
                continue
            after = (step.version for step in steps[n + 1 :] if step.action == Action.PUBLISH)
            old, new = queries.version(tx, report_id, begun.version), next(after, 0)
            newer = queries.version(tx, report_id, new) if new else None
            assert old is not None
            now = version_of(tx, newer).report if newer else stored_report(tx, live_row(tx, report_id))
            changes = tuple(diff_versions(version_of(tx, old).report, now))
            found.append(Correction(begun.version, new, begun.who, begun.at, begun.reason, changes))
    return found


def remark(store: Store, person: Person, report_id: str) -> str:
    """What has to be shown on the report about how it was reviewed; empty if nothing. ReportNotFound."""
    with store.read() as tx:
        require_within(tx, person, Action.VIEW, report_id)
        flow = stored.flow(tx, report_id)
        return SELF_REVIEWED if flow is not None and flow.self_reviewed else ""


def _step(row: stored.StepRow) -> Step:
    return Step(
        Action(row.action), State(row.before), State(row.after), row.who, row.at, row.reason, row.version
    )  # fmt: skip
