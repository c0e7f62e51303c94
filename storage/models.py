"""The tables. Times are UTC; contents are JSON in the shapes of `services.slicing`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, DateTime, ForeignKey, Index, MetaData, Text, TypeDecorator, UniqueConstraint, text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

# Names for every constraint, so that a later migration can speak of them on any database.
CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, kept in UTC also by databases that know no time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _: Dialect) -> datetime | None:
        """A moment without a zone is a mistake of the program, and refused."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored time needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _: Dialect) -> datetime | None:
        """SQLite gives back no zone: what it holds is UTC."""
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """What all tables share."""

    metadata = MetaData(naming_convention=CONVENTION)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text(),
        datetime: UtcDateTime(),
        Any: JSON(),
        dict[str, Any]: JSON(),
    }


class ReportRow(Base):
    """One report (年度报告); in the trash while `deleted_at` is set. Agency and kind repeat its cover, for search."""

    __tablename__ = "reports"
    __table_args__ = (
        Index(
            "uq_reports_live_agency_year",
            "agency_name",
            "year",
            unique=True,
            sqlite_where=text("deleted_at IS NULL"),
            postgresql_where=text("deleted_at IS NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    agency_name: Mapped[str]
    agency_kind: Mapped[str]
    credit_code: Mapped[str]
    year: Mapped[int]
    format_id: Mapped[str]
    state: Mapped[str]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    updated_by: Mapped[str]
    previous_id: Mapped[str | None] = mapped_column(ForeignKey("reports.id"))
    deleted_at: Mapped[datetime | None]
    deleted_by: Mapped[str]


class SectionRow(Base):
    """A section of the draft as it stands, and how often it was saved."""

    __tablename__ = "sections"

    report_id: Mapped[str] = mapped_column(ForeignKey("reports.id"), primary_key=True)
    section: Mapped[str] = mapped_column(primary_key=True)
    revision: Mapped[int]
    content: Mapped[dict[str, Any]]


class RevisionRow(Base):
    """A section as it stood at a revision: what later saves are merged against."""

    __tablename__ = "revisions"

    report_id: Mapped[str] = mapped_column(ForeignKey("reports.id"), primary_key=True)
    section: Mapped[str] = mapped_column(primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]
    who: Mapped[str]


class ConflictRow(Base):
    """One place that two people changed: `theirs` stands in the draft, `mine` waits for a person to choose.

    `place` is null for a single content; for a list of paragraphs it is
    {"items": the list as stored then, "start", "end": where in it `theirs` stands}.
    """

    __tablename__ = "conflicts"
    __table_args__ = (Index(None, "report_id", "resolved_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[str] = mapped_column(ForeignKey("reports.id"))
    section: Mapped[str]
    path: Mapped[str]
    base: Mapped[Any] = mapped_column(nullable=False)
    mine: Mapped[Any] = mapped_column(nullable=False)
    theirs: Mapped[Any] = mapped_column(nullable=False)
    place: Mapped[Any] = mapped_column(nullable=False)
    who: Mapped[str]
    at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[str]
    choice: Mapped[str]


class VersionRow(Base):
    """A numbered state of a report (版本), never changed; `content` is a file of record."""

    __tablename__ = "versions"
    __table_args__ = (UniqueConstraint("report_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[str] = mapped_column(ForeignKey("reports.id"))
    number: Mapped[int]
    reason: Mapped[str]
    who: Mapped[str]
    at: Mapped[datetime]
    content: Mapped[dict[str, Any]]
    note: Mapped[str]
    final: Mapped[bool]
