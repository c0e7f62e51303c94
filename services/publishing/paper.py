"""Approval on paper: the sheet (审签单) that leaders sign, and its scan kept with the version that it approves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO

from PIL import Image, UnidentifiedImageError

from report.narrative import clean_text
from report.record import write_report
from report.report import Report
from services import audit
from services.actor import Actor
from services.check_codes import check_code
from services.errors import Refusal
from services.publishing.approved import Registry
from services.publishing.files import NoSuchFile
from services.stored import row_to_change, stored_report
from services.versions import add_version, same_as_latest
from storage import Store, queries
from storage import publishing as stored
from storage.blobs import get_blob, put_blob
from storage.store import Transaction

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 60_000_000
MOST_NAME = 40
TYPES = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
TOO_LARGE = "扫描件有 {size} MB，超过 10 MB 的上限，没有保存。请用 200 DPI 左右重新扫描。"
NO_SCAN = "扫描件应为 PDF、JPEG 或 PNG，没有保存。"
DAMAGED = "扫描件已损坏或过大，打不开，没有保存。请重新扫描。"
NO_NAME = "请填写签字人的姓名（不超过 40 字），没有保存。"
NO_DAY = "签字日期应为已经到了的日期，如 2024-01-18，没有保存。"
CHANGED = "打印审签单以后内容又有改动，没有保存扫描件。请重新打印、签字。"
NOTE = "附审签单的版本"


class ScanRefused(Refusal):
    """Nothing was kept."""


@dataclass(frozen=True)
class Sheet:
    """What a sheet says of the report as it stands: `number` is the version that has this content, 0 for none yet."""

    report: Report
    number: int
    code: str


@dataclass(frozen=True)
class Scan:
    """A signed sheet: who signed on which day (ISO), and who kept it when."""

    id: int
    version: int
    sha256: str
    size: int
    media_type: str
    approver: str
    day: str
    who: str
    at: datetime


def sheet(store: Store, report_id: str) -> Sheet:
    """The sheet of a report as it stands. ReportNotFound."""
    with store.read() as tx:
        row = queries.report(tx, report_id)
        assert row is not None
        report = stored_report(tx, row)
        same = same_as_latest(tx, row, report)
        return Sheet(report, same.number if same else 0, check_code(report))


def keep_scan(
    registry: Registry, report_id: str, content: bytes, approver: str, day: str, code: str, actor: Actor
) -> Scan:
    """Keep the scan of a sheet with this check code; what it approves becomes a version if it is none yet.

    ScanRefused says what is wrong with the file, name or day, or that the report was changed since.
    """
    media_type, name = _checked(content), " ".join(clean_text(approver).split())
    if not name or len(name) > MOST_NAME:
        raise ScanRefused(NO_NAME)
    now = registry.store.now()
    signed_on = _day(day, now)
    with registry.store.write() as tx:
        row = row_to_change(tx, report_id)
        report = stored_report(tx, row)
        if check_code(report) != code:
            raise ScanRefused(CHANGED)
        same = same_as_latest(tx, row, report)
        number = same.number if same else add_version(tx, row, report, "manual", actor.name, now, NOTE).number
        digest = put_blob(registry.data_dir, content)
        kept = stored.ScanRow(
            report_id=report_id, version=number, sha256=digest, size=len(content), media_type=media_type,
            approver=name, day=signed_on, who=actor.name, at=now,
        )  # fmt: skip
        queries.add(tx, kept)
        after = {"version": number, "file": digest, "approver": name, "day": signed_on, "code": code}
        audit.record(tx, "report.scan", f"report:{report_id}", now, after=after, actor=actor)
        return _scan(kept)


def list_scans(store: Store, report_id: str) -> list[Scan]:
    """The scans of a report, newest first."""
    with store.read() as tx:
        return [_scan(row) for row in stored.scans(tx, report_id)]


def find_scan(registry: Registry, report_id: str, scan_id: int) -> tuple[Scan, bytes]:
    """A scan of just this report with its bytes. NoSuchFile, StorageError."""
    for scan in list_scans(registry.store, report_id):
        if scan.id == scan_id:
            return scan, get_blob(registry.data_dir, scan.sha256)
    raise NoSuchFile


def has_scan(tx: Transaction, report_id: str, report: Report) -> bool:
    """Whether somebody signed on paper for just this content."""
    content = write_report(report, with_pictures=False)
    versions = (queries.version(tx, report_id, row.version) for row in stored.scans(tx, report_id))
    return any(version is not None and version.content == content for version in versions)


def _checked(content: bytes) -> str:
    """The media type of a scan, by its bytes."""
    if len(content) > MOST_BYTES:
        raise ScanRefused(TOO_LARGE.format(size=len(content) // 2**20))
    if content.startswith(b"%PDF-"):
        return "application/pdf"
    if not content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        raise ScanRefused(NO_SCAN)
    try:
        with Image.open(BytesIO(content), formats=["JPEG", "PNG"]) as picture:
            pixels, kind = picture.width * picture.height, picture.format
            picture.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise ScanRefused(DAMAGED) from error
    if pixels > MOST_PIXELS:
        raise ScanRefused(DAMAGED)
    return "image/jpeg" if kind == "JPEG" else "image/png"


def _day(text: str, now: datetime) -> str:
    try:
        day = date.fromisoformat(text.strip())
    except ValueError as error:
        raise ScanRefused(NO_DAY) from error
    # Wherever the computer is, a day that has begun somewhere is not in the future.
    if (day - now.date()).days > 1 or day.year < 2000:
        raise ScanRefused(NO_DAY)
    return day.isoformat()


def _scan(row: stored.ScanRow) -> Scan:
    return Scan(
        row.id, row.version, row.sha256, row.size, row.media_type, row.approver, row.day, row.who, row.at
    )  # fmt: skip
