"""Versions (版本): numbered states of a report that never change; made at pauses, 定稿, import, going back, by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from report.record import read_report, write_report
from report.report import Report
from services.differences import Change, diff_versions
from services.errors import ChangeRefused
from services.flowing import tell
from services.stored import HeldPictures, live_row, put_report, row_to_change, stored_report
from storage import Store, queries
from storage.models import ReportRow, VersionRow
from storage.store import Transaction

__all__ = [
    "REASONS",
    "Change",
    "Version",
    "VersionSummary",
    "diff_versions",
    "get_version",
    "list_versions",
    "make_version",
    "restore_version",
    "version_after_pause",
]

PAUSE = timedelta(minutes=10)
REASONS = {
    "pause": "自动留存",
    "manual": "手动留存",
    "final": "定稿",
    "import": "导入",
    "restore": "恢复",
    "before-restore": "恢复前自动留存",
    "before-import": "并入前自动留存",
    "before-delete": "删除前自动留存",
}


@dataclass(frozen=True)
class VersionSummary:
    """A version without its content. `reason` is a key of `REASONS`; `at` is UTC."""

    number: int
    reason: str
    who: str
    at: datetime
    note: str
    final: bool


@dataclass(frozen=True)
class Version(VersionSummary):
    """A version with the report as it stood."""

    report: Report


def make_version(store: Store, report_id: str, reason: str, who: str, note: str = "") -> Version:
    """Keep the present state as the next version."""
    if reason not in REASONS:
        raise ChangeRefused(f"没有名为“{reason}”的留存原因。")
    with store.write() as tx:
        row = row_to_change(tx, report_id)
        report = stored_report(tx, row)
        return add_version(tx, row, report, reason, who, store.now(), note)


def version_after_pause(store: Store, report_id: str, now: datetime) -> Version | None:
    """Keep what was saved before a pause of ten minutes, unless a version has it already."""
    with store.read() as tx:
        if _news_after_pause(tx, live_row(tx, report_id), now) is None:
            return None
    with store.write() as tx:
        return keep_after_pause(tx, row_to_change(tx, report_id), now)


def list_versions(store: Store, report_id: str) -> list[VersionSummary]:
    """Every version, newest first."""
    with store.read() as tx:
        live_row(tx, report_id)
        return [
            VersionSummary(v.number, v.reason, v.who, v.at, v.note, v.final) for v in queries.versions(tx, report_id)
        ]


def get_version(store: Store, report_id: str, number: int) -> Version | None:
    """One version with its report, None if there is none of that number."""
    with store.read() as tx:
        live_row(tx, report_id)
        found = queries.version(tx, report_id, number)
        return None if found is None else version_of(tx, found)


def restore_version(store: Store, report_id: str, number: int, who: str) -> Version:
    """Go back to a version: the present is kept as a version first, then the old content is the draft and a new one."""
    with store.write() as tx:
        row = row_to_change(tx, report_id)
        found = queries.version(tx, report_id, number)
        if found is None:
            raise ChangeRefused(f"没有第 {number} 版。")
        now = store.now()
        present = stored_report(tx, row)
        if _is_news(tx, row, present):
            add_version(tx, row, present, "before-restore", who, now, f"恢复到第 {number} 版之前的内容")
        wanted = version_of(tx, found).report
        put_report(tx, row, wanted, who, now)
        tell(tx, row.id, "report.restore", who, now, after={"version": number})
        return add_version(tx, row, wanted, "restore", who, now, f"恢复到第 {number} 版")


def add_version(
    tx: Transaction, row: ReportRow, report: Report, reason: str, who: str, now: datetime, note: str = ""
) -> Version:
    """Store a report as the next version; 定稿 is the reason that makes it a final one."""
    latest = queries.latest_version(tx, row.id)
    number = latest.number + 1 if latest else 1
    version = VersionRow(
        report_id=row.id, number=number, reason=reason, who=who, at=now,
        content=write_report(report, with_pictures=False), note=note, final=reason == "final",
    )  # fmt: skip
    queries.add(tx, version)
    return version_of(tx, version)


def keep_after_pause(tx: Transaction, row: ReportRow, now: datetime) -> Version | None:
    """`version_after_pause` within a transaction; called before a save changes what stood there."""
    report = _news_after_pause(tx, row, now)
    return None if report is None else add_version(tx, row, report, "pause", row.updated_by, now)


def same_as_latest(tx: Transaction, row: ReportRow, report: Report) -> VersionRow | None:
    """The newest version, if it has just this content."""
    latest = queries.latest_version(tx, row.id)
    return latest if latest is not None and latest.content == write_report(report, with_pictures=False) else None


def _news_after_pause(tx: Transaction, row: ReportRow, now: datetime) -> Report | None:
    """The draft, if work on it paused and no version has what was saved."""
    if now - row.updated_at < PAUSE:
        return None
    report = stored_report(tx, row)
    return report if _is_news(tx, row, report) else None


def _is_news(tx: Transaction, row: ReportRow, report: Report) -> bool:
    """Whether the newest version has another content; a report that nobody has saved yet is no news."""
    if same_as_latest(tx, row, report) is not None:
        return False
    return any(part.revision > 1 for part in queries.sections(tx, row.id).values())


def version_of(tx: Transaction, row: VersionRow) -> Version:
    """A stored version with its report."""
    report = read_report(row.content, pictures=HeldPictures(tx, row.report_id))
    return Version(row.number, row.reason, row.who, row.at, row.note, row.final, report)
