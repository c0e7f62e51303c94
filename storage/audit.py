"""The log of what was done (审计日志): rows that are only ever added, each holding the hash of the one before.

The database itself refuses to change or take out a row; the triggers are made by the migration.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Index, func, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.models import Base
from storage.store import Transaction

CHUNK = 1_000


class AuditRow(Base):
    """One entry. `entry` is the canonical JSON that was hashed; the columns beside it repeat some of it."""

    __tablename__ = "audit_log"
    __table_args__ = (Index(None, "subject"), Index(None, "account_id"))

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    account_id: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str]
    entry: Mapped[str]
    previous: Mapped[str]
    hash: Mapped[str]


class AuditHeadRow(Base):
    """The one row that says where the chain ends; who wants to add to the chain holds it meanwhile."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]
    hash: Mapped[str]


@dataclass(frozen=True)
class Conditions:
    """Which entries: by or about a person, about one of these subjects, of an action, from a moment up to another."""

    account_id: str = ""
    subjects: frozenset[str] | None = None
    action: str = ""
    since: datetime | None = None
    until: datetime | None = None

    def clauses(self) -> list[ColumnElement[bool]]:
        """The same for the database."""
        found: list[ColumnElement[bool]] = []
        if self.account_id:
            found.append(or_(AuditRow.account_id == self.account_id, AuditRow.subject == f"account:{self.account_id}"))
        if self.subjects is not None:
            found.append(AuditRow.subject.in_(self.subjects))
        if self.action:
            found.append(AuditRow.action == self.action)
        if self.since is not None:
            found.append(AuditRow.at >= self.since)
        if self.until is not None:
            found.append(AuditRow.at < self.until)
        return found


def head(tx: Transaction) -> AuditHeadRow:
    """Where the chain ends."""
    return tx.get_one(AuditHeadRow, 1)


def head_to_change(tx: Transaction) -> AuditHeadRow:
    """The same, held until the transaction ends."""
    return tx.get_one(AuditHeadRow, 1, with_for_update=True, populate_existing=True)


def entries(tx: Transaction, wanted: Conditions | None = None) -> Iterator[AuditRow]:
    """Every entry, or those wanted, oldest first, a thousand in memory at a time."""
    found = select(AuditRow).where(*(wanted or Conditions()).clauses()).order_by(AuditRow.number)
    yield from tx.scalars(found.execution_options(yield_per=CHUNK))


def count(tx: Transaction, wanted: Conditions) -> int:
    """How many entries there are of those wanted."""
    return tx.scalar(select(func.count()).select_from(AuditRow).where(*wanted.clauses())) or 0


def page(tx: Transaction, wanted: Conditions, skipped: int, most: int) -> list[AuditRow]:
    """The entries wanted, newest first, after so many were skipped."""
    found = select(AuditRow).where(*wanted.clauses()).order_by(AuditRow.number.desc())
    return list(tx.scalars(found.offset(skipped).limit(most)))


def latest(tx: Transaction, most: int, subjects: Iterable[str] | None = None) -> list[AuditRow]:
    """The newest entries, of all or of these subjects, newest first."""
    found = select(AuditRow).order_by(AuditRow.number.desc()).limit(most)
    return list(tx.scalars(found if subjects is None else found.where(AuditRow.subject.in_(list(subjects)))))


def following(tx: Transaction, number: int, most: int) -> list[AuditRow]:
    """The entries after a number, oldest first."""
    return list(tx.scalars(select(AuditRow).where(AuditRow.number > number).order_by(AuditRow.number).limit(most)))
