"""Agencies (机关): the tree, the names they had, and dates set for them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, UniqueConstraint, select, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.models import Base
from storage.store import Transaction

_LIVE = text("closed_at IS NULL")
_LIVE_WITH_CODE = text("closed_at IS NULL AND credit_code <> ''")


class AgencyRow(Base):
    """One agency under its present name. Once merged or abolished it is closed and stays, with its reports."""

    __tablename__ = "agencies"
    __table_args__ = (
        Index("uq_agencies_live_name", "name", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),
        Index(
            "uq_agencies_live_credit_code",
            "credit_code",
            unique=True,
            sqlite_where=_LIVE_WITH_CODE,
            postgresql_where=_LIVE_WITH_CODE,
        ),
        Index(None, "parent_id"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("agencies.id"))
    name: Mapped[str]
    kind: Mapped[str]
    credit_code: Mapped[str]
    self_review: Mapped[bool]
    made_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    merged_into_id: Mapped[str | None] = mapped_column(ForeignKey("agencies.id"))


class AgencyNameRow(Base):
    """A name that an agency has or had: from `since` on, up to the day before `until`."""

    __tablename__ = "agency_names"
    __table_args__ = (Index(None, "agency_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[str] = mapped_column(ForeignKey("agencies.id"))
    name: Mapped[str]
    since: Mapped[date | None] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)
    reason: Mapped[str]


class AgencyDeadlineRow(Base):
    """A date set by an agency, for itself or for those below it; `year` 0 stands for every year."""

    __tablename__ = "agency_deadlines"
    __table_args__ = (UniqueConstraint("agency_id", "year", "below"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[str] = mapped_column(ForeignKey("agencies.id"))
    year: Mapped[int]
    below: Mapped[bool]
    month: Mapped[int]
    day: Mapped[int]
    reason: Mapped[str]
    set_by: Mapped[str]
    set_at: Mapped[datetime]


def agency(tx: Transaction, agency_id: str) -> AgencyRow | None:
    """An agency, closed or not."""
    return tx.get(AgencyRow, agency_id)


def agencies(tx: Transaction) -> list[AgencyRow]:
    """Every agency, closed ones too, by name."""
    return list(tx.scalars(select(AgencyRow).order_by(AgencyRow.name, AgencyRow.id)))


def live_agency(tx: Transaction, name: str) -> AgencyRow | None:
    """The agency that has this name now."""
    return tx.scalars(select(AgencyRow).where(AgencyRow.name == name, AgencyRow.closed_at.is_(None))).one_or_none()


def live_agency_of_code(tx: Transaction, credit_code: str) -> AgencyRow | None:
    """The agency that has this 统一社会信用代码 now."""
    wanted = (AgencyRow.credit_code == credit_code, AgencyRow.closed_at.is_(None))
    return tx.scalars(select(AgencyRow).where(*wanted)).one_or_none()


def live_children(tx: Transaction, agency_id: str) -> list[AgencyRow]:
    """The agencies directly below one."""
    wanted = (AgencyRow.parent_id == agency_id, AgencyRow.closed_at.is_(None))
    return list(tx.scalars(select(AgencyRow).where(*wanted).order_by(AgencyRow.name)))


def subtree_ids(tx: Transaction, roots: Iterable[str]) -> set[str]:
    """The ids of the agencies named and of all below them."""
    below = select(AgencyRow.id).where(AgencyRow.id.in_(list(roots))).cte("below", recursive=True)
    below = below.union(select(AgencyRow.id).where(AgencyRow.parent_id == below.c.id))
    return set(tx.scalars(select(below.c.id)))


def ancestor_ids(tx: Transaction, agency_id: str) -> list[str]:
    """The agency's id, its parent's, and so on up to the root."""
    path: list[str] = []
    found = tx.get(AgencyRow, agency_id)
    while found is not None and found.id not in path:
        path.append(found.id)
        found = tx.get(AgencyRow, found.parent_id) if found.parent_id else None
    return path


def names(tx: Transaction, agency_id: str) -> list[AgencyNameRow]:
    """Every name of an agency, oldest first."""
    found = select(AgencyNameRow).where(AgencyNameRow.agency_id == agency_id)
    return list(tx.scalars(found.order_by(AgencyNameRow.id)))


def deadlines(tx: Transaction, agency_ids: Iterable[str]) -> list[AgencyDeadlineRow]:
    """The dates that these agencies have set."""
    found = select(AgencyDeadlineRow).where(AgencyDeadlineRow.agency_id.in_(list(agency_ids)))
    return list(tx.scalars(found.order_by(AgencyDeadlineRow.id)))


def deadline(tx: Transaction, agency_id: str, year: int, below: bool) -> AgencyDeadlineRow | None:
    """The date that an agency has set for just this."""
    wanted = (
        AgencyDeadlineRow.agency_id == agency_id,
        AgencyDeadlineRow.year == year,
        AgencyDeadlineRow.below.is_(below),
    )
    return tx.scalars(select(AgencyDeadlineRow).where(*wanted)).one_or_none()
