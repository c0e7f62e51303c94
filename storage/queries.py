"""What is asked of the tables, inside a transaction of `Store.read` or `Store.write`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Text, cast, delete, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import defer

from storage.faults import StaleWriteError
from storage.models import Base, ConflictRow, ReportRow, RevisionRow, SectionRow, VersionRow
from storage.store import Transaction

REVISIONS_KEPT = 50
REVISIONS_KEPT_FOR = timedelta(days=7)


def report(tx: Transaction, report_id: str) -> ReportRow | None:
    """A report, in the trash or not."""
    return tx.get(ReportRow, report_id)


def report_to_change(tx: Transaction, report_id: str) -> ReportRow | None:
    """A report, held until the transaction ends: whoever else wants to change it waits."""
    return tx.get(ReportRow, report_id, with_for_update=True, populate_existing=True)


def live_report(tx: Transaction, agency_name: str, year: int) -> ReportRow | None:
    """The report of that agency and year that is not in the trash."""
    wanted = (ReportRow.agency_name == agency_name, ReportRow.year == year, ReportRow.deleted_at.is_(None))
    return tx.scalars(select(ReportRow).where(*wanted)).one_or_none()


def reports(tx: Transaction, *, deleted: bool) -> list[ReportRow]:
    """Every report in the trash or out of it, latest year first."""
    trash = ReportRow.deleted_at.is_not(None) if deleted else ReportRow.deleted_at.is_(None)
    order = (ReportRow.year.desc(), ReportRow.agency_name, ReportRow.id)
    return list(tx.scalars(select(ReportRow).where(trash).order_by(*order)))


def add(tx: Transaction, row: Base) -> None:
    """Put a new row in, so that its id is known and rows that point to it can follow."""
    tx.add(row)
    tx.flush()


def sections(tx: Transaction, report_id: str) -> dict[str, SectionRow]:
    """The sections of a draft by name."""
    found = tx.scalars(select(SectionRow).where(SectionRow.report_id == report_id))
    return {row.section: row for row in found}


def contents(tx: Transaction, report_id: str) -> tuple[tuple[str, str], ...]:
    """(section, content as stored) of a draft, unread: what tells one content from another."""
    found = select(SectionRow.section, cast(SectionRow.content, Text)).where(SectionRow.report_id == report_id)
    return tuple((section, content) for section, content in tx.execute(found.order_by(SectionRow.section)))


def revisions_of(tx: Transaction, report_id: str) -> dict[str, int]:
    """{section: revision} of a draft."""
    found = select(SectionRow.section, SectionRow.revision).where(SectionRow.report_id == report_id)
    return dict(tx.execute(found.order_by(SectionRow.section)).all())


def revisions(tx: Transaction) -> dict[str, dict[str, int]]:
    """{report id: {section: revision}} of every report."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for report_id, section, revision in tx.execute(
        select(SectionRow.report_id, SectionRow.section, SectionRow.revision)
    ):
        found[report_id][section] = revision
    return found


def revision(tx: Transaction, report_id: str, section: str, number: int) -> RevisionRow | None:
    """A section as it stood at a revision, None if that is not kept any more."""
    return tx.get(RevisionRow, (report_id, section, number))


def write_section(tx: Transaction, row: SectionRow, content: Mapping[str, Any], who: str, at: datetime) -> int:
    """Store a section over the revision that was read; returns the new revision.

    StaleWriteError if another transaction has stored it since. Old revisions that nobody merges against go.
    """
    number = row.revision + 1
    new = {"revision": number, "content": dict(content)}
    mine = (SectionRow.report_id == row.report_id, SectionRow.section == row.section)
    result = tx.execute(
        update(SectionRow).where(*mine, SectionRow.revision == row.revision).values(new),
        execution_options={"synchronize_session": False},
    )
    assert isinstance(result, CursorResult)
    if result.rowcount != 1:
        raise StaleWriteError("保存的同时内容又被别人改动，没有保存。请再保存一次。")
    tx.refresh(row)
    _keep_revision(tx, row, who, at)
    tx.execute(
        delete(RevisionRow).where(
            RevisionRow.report_id == row.report_id,
            RevisionRow.section == row.section,
            RevisionRow.revision <= number - REVISIONS_KEPT,
            RevisionRow.saved_at < at - REVISIONS_KEPT_FOR,
        )
    )
    return number


def _keep_revision(tx: Transaction, row: SectionRow, who: str, at: datetime) -> None:
    tx.add(
        RevisionRow(
            report_id=row.report_id,
            section=row.section,
            revision=row.revision,
            content=row.content,
            saved_at=at,
            who=who,
        )
    )
    tx.flush()


def add_section(
    tx: Transaction, report_id: str, section: str, content: Mapping[str, Any], who: str, at: datetime
) -> None:
    """Store a section for the first time, as revision 1."""
    row = SectionRow(report_id=report_id, section=section, revision=1, content=dict(content))
    tx.add(row)
    _keep_revision(tx, row, who, at)


def conflict(tx: Transaction, conflict_id: int) -> ConflictRow | None:
    """A conflict, open or not."""
    return tx.get(ConflictRow, conflict_id)


def open_conflicts(tx: Transaction, report_id: str) -> list[ConflictRow]:
    """What waits for a person to choose, oldest first."""
    wanted = (ConflictRow.report_id == report_id, ConflictRow.resolved_at.is_(None))
    return list(tx.scalars(select(ConflictRow).where(*wanted).order_by(ConflictRow.id)))


def versions(tx: Transaction, report_id: str) -> list[VersionRow]:
    """Every version, newest first; their contents are read only when asked for."""
    found = select(VersionRow).where(VersionRow.report_id == report_id).options(defer(VersionRow.content))
    return list(tx.scalars(found.order_by(VersionRow.number.desc())))


def latest_version(tx: Transaction, report_id: str) -> VersionRow | None:
    """The newest version, if there is one."""
    found = select(VersionRow).where(VersionRow.report_id == report_id)
    return tx.scalars(found.order_by(VersionRow.number.desc()).limit(1)).one_or_none()


def version(tx: Transaction, report_id: str, number: int) -> VersionRow | None:
    """One version by its number."""
    wanted = (VersionRow.report_id == report_id, VersionRow.number == number)
    return tx.scalars(select(VersionRow).where(*wanted)).one_or_none()
