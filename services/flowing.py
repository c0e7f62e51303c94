"""What saving has to do with the way of a report; nothing for a report that is worked on without accounts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from services import audit
from services.actor import Actor, present_actor
from services.errors import ChangeRefused, Refusal
from services.workflow.table import State
from storage import queries
from storage import workflow as stored
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
    if stored.flow(tx, report_id) is None:
        return
    paths = [path for path in {**before, **after} if before.get(path) != after.get(path)]
    actor = present_actor() if present_actor().account_id else Actor(name=who)
    audit.record(
        tx, "report.save", f"report:{report_id}", now, actor=actor,
        before={"section": section, "contents": {path: before.get(path) for path in paths}},
        after={"section": section, "contents": {path: after.get(path) for path in paths}},
    )  # fmt: skip
