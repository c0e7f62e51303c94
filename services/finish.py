"""定稿, and the written 说明 that it may need."""

from __future__ import annotations

from checks import check
from report.format import Severity
from report.loading import load_format
from services.drafts import apply, open_conflicts, seen_at
from services.errors import ChangeRefused, FinishRefused
from services.exports import barring
from services.flowing import require_no_flow
from services.slicing import EXPLANATIONS, read_changes
from services.stored import previous_report, row_to_change, stored_report
from services.versions import Version, add_version, keep_after_pause, same_as_latest, version_of
from storage import Store, queries
from storage.models import ReportRow
from storage.store import Transaction

__all__ = ["FinishRefused", "explain", "finish"]


def finish(store: Store, report_id: str, who: str) -> Version:
    """Freeze the draft as a final version. FinishRefused while a finding bars or a conflict waits.

    A report in 定稿 already gives the version that it has.
    """
    with store.write() as tx:
        row, now = row_to_change(tx, report_id), store.now()
        require_no_flow(tx, row.id)
        report = stored_report(tx, row)
        findings, conflicts = barring(report, previous_report(tx, row)), open_conflicts(tx, row)
        if findings or conflicts:
            raise FinishRefused(findings, len(conflicts))
        row.state, row.updated_at, row.updated_by = "final", now, who
        latest = same_as_latest(tx, row, report)
        if latest is not None and latest.final:
            return version_of(tx, latest)
        return add_version(tx, row, report, "final", who, now)


def explain(
    store: Store, report_id: str, finding_key: str, text: str, who: str, base_revision: int | None = None
) -> None:
    """Store the 说明 of a 核实性 finding, for the contents that it has now; an empty text takes it back.

    `base_revision` is the revision of "explanations" that the person saw; without it the present one counts as seen.
    """
    with store.write() as tx:
        row, now = row_to_change(tx, report_id), store.now()
        covers = _covers(tx, row, finding_key) if text.strip() else None
        change = None if covers is None else {"text": text, "covers": covers}
        wanted = read_changes(load_format(row.format_id), EXPLANATIONS, row.year, {finding_key: change})
        keep_after_pause(tx, row, now)
        seen = base_revision or queries.sections(tx, report_id)[EXPLANATIONS].revision
        apply(tx, row, EXPLANATIONS, seen_at(tx, report_id, EXPLANATIONS, seen), wanted, who, now)


def _covers(tx: Transaction, row: ReportRow, finding_key: str) -> dict[str, str]:
    """The contents that the finding has now."""
    for finding in check(stored_report(tx, row), previous_report(tx, row)):
        if finding.key == finding_key and finding.severity is Severity.WARNING:
            return dict(finding.covers)
    raise ChangeRefused("这个问题已经没有了，或不需要说明，没有保存。请刷新页面。")
