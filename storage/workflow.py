"""The way of a report: where it stands, the steps it took, who worked on it, and what was said about it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ForeignKey, Index, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.models import Base, ReportRow
from storage.store import Transaction


class FlowRow(Base):
    """Where a report stands. A report without one belongs to no agency's way: it is worked on without accounts.

    `sender_id` is who sent it on last, `opened_at` when a recipient first looked at it since; `correcting` is the
    number of the published version that is being corrected, 0 if none is.
    """

    __tablename__ = "report_flows"
    __table_args__ = (Index(None, "agency_id", "state"),)

    report_id: Mapped[str] = mapped_column(ForeignKey("reports.id"), primary_key=True)
    agency_id: Mapped[str] = mapped_column(ForeignKey("agencies.id"))
    state: Mapped[str]
    since: Mapped[datetime]
    sender_id: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"))
    opened_at: Mapped[datetime | None]
    self_reviewed: Mapped[bool]
    final_version: Mapped[int]
    published_version: Mapped[int]
    correcting: Mapped[int]


class StepRow(Base):
    """One step of a report, never changed. `version` is the version that it made or published, 0 if none."""

    __tablename__ = "report_steps"
    __table_args__ = (Index(None, "report_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[str] = mapped_column(ForeignKey("reports.id"))
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    who: Mapped[str]
    at: Mapped[datetime]
    action: Mapped[str]
    before: Mapped[str]
    after: Mapped[str]
    reason: Mapped[str]
    version: Mapped[int]


class FillerRow(Base):
    """That a person changed the report since it was made, or since its correction began."""

    __tablename__ = "report_fillers"

    report_id: Mapped[str] = mapped_column(ForeignKey("reports.id"), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), primary_key=True)


class AssignmentRow(Base):
    """Who is to do a role's part of a report."""

    __tablename__ = "report_assignments"

    report_id: Mapped[str] = mapped_column(ForeignKey("reports.id"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))


class CommentRow(Base):
    """What somebody said about a place of a report; `parent_id` is what it answers."""

    __tablename__ = "report_comments"
    __table_args__ = (Index(None, "report_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[str] = mapped_column(ForeignKey("reports.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("report_comments.id"))
    kind: Mapped[str]
    section: Mapped[str]
    place: Mapped[str]
    quote: Mapped[str]
    text: Mapped[str]
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    who: Mapped[str]
    at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[str]


def flow(tx: Transaction, report_id: str) -> FlowRow | None:
    """Where a report stands, None if it is worked on without accounts."""
    return tx.get(FlowRow, report_id)


def flow_to_change(tx: Transaction, report_id: str) -> FlowRow | None:
    """The same, held until the transaction ends."""
    return tx.get(FlowRow, report_id, with_for_update=True, populate_existing=True)


def flows(tx: Transaction, agency_ids: Iterable[str]) -> list[tuple[FlowRow, ReportRow]]:
    """The reports of these agencies that are not in the trash, latest year first."""
    wanted = (FlowRow.agency_id.in_(list(agency_ids)), ReportRow.deleted_at.is_(None))
    found = select(FlowRow, ReportRow).join(ReportRow, ReportRow.id == FlowRow.report_id).where(*wanted)
    return [(row[0], row[1]) for row in tx.execute(found.order_by(ReportRow.year.desc(), ReportRow.agency_name))]


def reports_of(tx: Transaction, agency_id: str) -> list[ReportRow]:
    """Every report of an agency, in the trash too, by year."""
    found = select(ReportRow).join(FlowRow, ReportRow.id == FlowRow.report_id).where(FlowRow.agency_id == agency_id)
    return list(tx.scalars(found.order_by(ReportRow.year, ReportRow.id)))


def steps(tx: Transaction, report_id: str) -> list[StepRow]:
    """Every step of a report, oldest first."""
    return list(tx.scalars(select(StepRow).where(StepRow.report_id == report_id).order_by(StepRow.id)))


def fillers(tx: Transaction, report_id: str) -> set[str]:
    """The ids of those who changed the report."""
    return set(tx.scalars(select(FillerRow.account_id).where(FillerRow.report_id == report_id)))


def drop_fillers(tx: Transaction, report_id: str) -> None:
    """Begin anew with who changed the report."""
    tx.execute(delete(FillerRow).where(FillerRow.report_id == report_id))


def assignments(tx: Transaction, report_ids: Iterable[str]) -> dict[tuple[str, str], str]:
    """{(report id, role): account id}."""
    found = select(AssignmentRow).where(AssignmentRow.report_id.in_(list(report_ids)))
    return {(row.report_id, row.role): row.account_id for row in tx.scalars(found)}


def drop_assignment(tx: Transaction, report_id: str, role: str) -> None:
    """Leave a role's part of a report to whoever has the role."""
    tx.execute(delete(AssignmentRow).where(AssignmentRow.report_id == report_id, AssignmentRow.role == role))


def comment(tx: Transaction, comment_id: int) -> CommentRow | None:
    """One comment or answer."""
    return tx.get(CommentRow, comment_id)


def comments(tx: Transaction, report_id: str) -> list[CommentRow]:
    """Every comment and answer, oldest first."""
    return list(tx.scalars(select(CommentRow).where(CommentRow.report_id == report_id).order_by(CommentRow.id)))


def open_comments(tx: Transaction, report_id: str) -> dict[str, int]:
    """{section: comments that nobody resolved}; answers are not counted."""
    wanted = (CommentRow.report_id == report_id, CommentRow.parent_id.is_(None), CommentRow.resolved_at.is_(None))
    found = select(CommentRow.section, func.count()).where(*wanted).group_by(CommentRow.section)
    return {row[0]: row[1] for row in tx.execute(found)}
