"""What was made of approved versions: files kept by the hash of their bytes, publications, seals, scans."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.models import Base
from storage.store import Transaction


class FileRow(Base):
    """A file of a version, never changed; its bytes lie in the data folder under `sha256`.

    `base` is the hash of the file that was signed, `facts` what the examination gave.
    """

    __tablename__ = "version_files"
    __table_args__ = (Index(None, "report_id", "version"), Index(None, "sha256"))

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[str] = mapped_column(ForeignKey("reports.id"))
    version: Mapped[int]
    kind: Mapped[str]
    sha256: Mapped[str]
    size: Mapped[int]
    base: Mapped[str]
    place: Mapped[str]
    state: Mapped[str]
    signer: Mapped[str]
    signed_at: Mapped[datetime | None]
    level: Mapped[str]
    facts: Mapped[dict[str, Any]]
    who: Mapped[str]
    at: Mapped[datetime]


class PublicationRow(Base):
    """That a version was published, never changed; the next one of the same report supersedes it."""

    __tablename__ = "publications"
    __table_args__ = (Index(None, "report_id"), Index(None, "sha256"), Index(None, "code"))

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[str] = mapped_column(ForeignKey("reports.id"))
    version: Mapped[int]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("version_files.id"))
    sha256: Mapped[str]
    code: Mapped[str]
    signed: Mapped[bool]
    reason: Mapped[str]
    who: Mapped[str]
    at: Mapped[datetime]


class SealRow(Base):
    """The picture of an agency's seal; `owner` is the agency's id, without accounts "name:" and its name."""

    __tablename__ = "seals"

    owner: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str]
    media_type: Mapped[str]
    diameter: Mapped[int]
    who: Mapped[str]
    at: Mapped[datetime]


class ScanRow(Base):
    """A sheet that was signed on paper, scanned and kept with the version that it approves."""

    __tablename__ = "approval_scans"
    __table_args__ = (Index(None, "report_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[str] = mapped_column(ForeignKey("reports.id"))
    version: Mapped[int]
    sha256: Mapped[str]
    size: Mapped[int]
    media_type: Mapped[str]
    approver: Mapped[str]
    day: Mapped[str]
    who: Mapped[str]
    at: Mapped[datetime]


def file(tx: Transaction, report_id: str, file_id: int) -> FileRow | None:
    """A file of just this report."""
    found = tx.get(FileRow, file_id)
    return found if found is not None and found.report_id == report_id else None


def files(tx: Transaction, report_id: str, version: int | None = None) -> list[FileRow]:
    """The files of a report, or of one of its versions, newest first."""
    wanted = select(FileRow).where(FileRow.report_id == report_id)
    if version is not None:
        wanted = wanted.where(FileRow.version == version)
    return list(tx.scalars(wanted.order_by(FileRow.id.desc())))


def publications(tx: Transaction, report_id: str) -> list[PublicationRow]:
    """The publications of a report, oldest first."""
    wanted = select(PublicationRow).where(PublicationRow.report_id == report_id)
    return list(tx.scalars(wanted.order_by(PublicationRow.id)))


def published_as(tx: Transaction, *, sha256: str = "", code: str = "") -> list[PublicationRow]:
    """The publications of just these bytes, or under this check code, oldest first."""
    wanted = PublicationRow.sha256 == sha256 if sha256 else PublicationRow.code == code
    return list(tx.scalars(select(PublicationRow).where(wanted).order_by(PublicationRow.id)))


def seal(tx: Transaction, owner: str) -> SealRow | None:
    """The seal of an agency."""
    return tx.get(SealRow, owner)


def drop_seal(tx: Transaction, owner: str) -> None:
    """Take a seal away."""
    tx.execute(delete(SealRow).where(SealRow.owner == owner))


def scans(tx: Transaction, report_id: str) -> list[ScanRow]:
    """The scans of a report, newest first."""
    return list(tx.scalars(select(ScanRow).where(ScanRow.report_id == report_id).order_by(ScanRow.id.desc())))
