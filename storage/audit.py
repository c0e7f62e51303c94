"""The log of what was done (审计日志): rows that are only ever added, each holding the hash of the one before.

The database itself refuses to change or take out a row; the triggers are made by the migration.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy import Index, select
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


def head(tx: Transaction) -> AuditHeadRow:
    """Where the chain ends."""
    return tx.get_one(AuditHeadRow, 1)


def head_to_change(tx: Transaction) -> AuditHeadRow:
    """The same, held until the transaction ends."""
    return tx.get_one(AuditHeadRow, 1, with_for_update=True, populate_existing=True)


def entries(tx: Transaction) -> Iterator[AuditRow]:
    """Every entry, oldest first, a thousand in memory at a time."""
    yield from tx.scalars(select(AuditRow).order_by(AuditRow.number).execution_options(yield_per=CHUNK))


def latest(tx: Transaction, most: int, subjects: Iterable[str] | None = None) -> list[AuditRow]:
    """The newest entries, of all or of these subjects, newest first."""
    found = select(AuditRow).order_by(AuditRow.number.desc()).limit(most)
    return list(tx.scalars(found if subjects is None else found.where(AuditRow.subject.in_(list(subjects)))))
