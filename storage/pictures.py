"""Pictures (图片) of reports, kept apart from the text that shows them, so that drafts and versions stay small."""

from __future__ import annotations

import json
from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.models import Base, ConflictRow, RevisionRow, SectionRow, VersionRow
from storage.store import Transaction


class PictureRow(Base):
    """A picture of a report by the hash of its bytes; never changed, and there as long as anything may show it."""

    __tablename__ = "pictures"

    report_id: Mapped[str] = mapped_column(ForeignKey("reports.id"), primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    media_type: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    size: Mapped[int]
    data: Mapped[bytes] = mapped_column(LargeBinary)
    who: Mapped[str]
    at: Mapped[datetime]


def picture(tx: Transaction, report_id: str, picture_id: str) -> PictureRow | None:
    """One picture of a report."""
    return tx.get(PictureRow, (report_id, picture_id))


def add_picture(tx: Transaction, row: PictureRow) -> None:
    """Put a picture in, unless the report has it."""
    if picture(tx, row.report_id, row.id) is None:
        tx.add(row)
        tx.flush()


def picture_ids(tx: Transaction, report_id: str) -> list[str]:
    """Ids of all pictures of a report."""
    return list(tx.scalars(select(PictureRow.id).where(PictureRow.report_id == report_id).order_by(PictureRow.id)))


def picture_sizes(tx: Transaction, report_id: str) -> tuple[int, int]:
    """How many pictures a report has, in drafts and versions of all times, and their bytes together."""
    wanted = select(func.count(), func.coalesce(func.sum(PictureRow.size), 0))
    number, size = tx.execute(wanted.where(PictureRow.report_id == report_id)).one()
    return int(number), int(size)


def drop_unshown_pictures(tx: Transaction, report_id: str, before: datetime) -> None:
    """Delete what came before a moment and stands in no draft, revision, conflict or version of the report."""
    wanted = select(PictureRow.id).where(PictureRow.report_id == report_id, PictureRow.at < before)
    waiting = set(tx.scalars(wanted))
    contents = (
        (SectionRow, SectionRow.content),
        (RevisionRow, RevisionRow.content),
        (VersionRow, VersionRow.content),
        (ConflictRow, ConflictRow.mine),
        (ConflictRow, ConflictRow.theirs),
        (ConflictRow, ConflictRow.place),
    )
    for table, content in contents:
        for found in tx.scalars(select(content).where(table.report_id == report_id)):
            text = json.dumps(found)
            waiting = {name for name in waiting if name not in text}
    if waiting:
        tx.execute(delete(PictureRow).where(PictureRow.report_id == report_id, PictureRow.id.in_(waiting)))
