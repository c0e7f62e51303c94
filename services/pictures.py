"""The pictures that a report's text shows: taken in, kept beside the drafts, found again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from importers.illustrations import prepared_safely
from report.pictures import MAX_ALL_BYTES, MAX_PICTURES, Picture
from services.errors import ChangeRefused
from services.stored import HeldPictures, live_row, previous_row, row_to_change, stored_report
from storage import Store
from storage.models import ReportRow
from storage.pictures import PictureRow, add_picture, drop_unshown_pictures, picture, picture_sizes
from storage.store import Transaction

# With the pictures of earlier drafts and versions: a few times what one report may show.
MOST_KEPT, MOST_BYTES_KEPT = 4 * MAX_PICTURES, 4 * MAX_ALL_BYTES
# A picture just sent may wait in a browser before the text that shows it is saved.
UNSHOWN_KEPT = timedelta(days=7)
MANY = "这份报告的正文已有 {number} 张图片、{size} MB，最多 {most} 张、{most_size} MB，不能再加。请先删去一些图片。"
FULL = "这份报告的图片（连同历次版本里的）已有 {number} 张、{size} MB，不能再加。请少用一些图片。"


def take_picture(store: Store, report_id: str, content: bytes, who: str) -> Picture:
    """Make an uploaded file into a picture of a report; it is shown once a figure of the text names its id.

    UnreadableError if it is no picture or out of measure, ChangeRefused if the report has too many, ReportNotFound.
    """
    with store.read() as tx:
        live_row(tx, report_id)
    made = prepared_safely(content)
    with store.write() as tx:
        row, now = row_to_change(tx, report_id), store.now()
        if picture(tx, row.id, made.id) is None:
            _refuse_too_many(tx, row, made)
            _make_room(tx, row, made, now)
            keep_pictures(tx, row.id, [made], who, now)
    return made


def _refuse_too_many(tx: Transaction, row: ReportRow, made: Picture) -> None:
    """What is shown has to fit a file of record."""
    shown = stored_report(tx, row).pictures.values()
    size = sum(len(other.data) for other in shown)
    if len(shown) >= MAX_PICTURES or size + len(made.data) > MAX_ALL_BYTES:
        limits = {"most": MAX_PICTURES, "most_size": MAX_ALL_BYTES // 2**20}
        raise ChangeRefused(MANY.format(number=len(shown), size=-(-size // 2**20), **limits))


def _make_room(tx: Transaction, row: ReportRow, made: Picture, now: datetime) -> None:
    def full() -> tuple[int, int] | None:
        number, size = picture_sizes(tx, row.id)
        over = number >= MOST_KEPT or size + len(made.data) > MOST_BYTES_KEPT
        return (number, size) if over else None

    if full():
        drop_unshown_pictures(tx, row.id, now - UNSHOWN_KEPT)
    if still := full():
        raise ChangeRefused(FULL.format(number=still[0], size=still[1] // 2**20))


def keep_pictures(tx: Transaction, report_id: str, pictures: Iterable[Picture], who: str, now: datetime) -> None:
    """Store pictures with a report; those it has are left as they are."""
    for found in pictures:
        add_picture(
            tx,
            PictureRow(
                report_id=report_id, id=found.id, media_type=found.media_type, width=found.width,
                height=found.height, size=len(found.data), data=found.data, who=who, at=now,
            ),
        )  # fmt: skip


def take_in_pictures(tx: Transaction, row: ReportRow, pictures: Iterable[Picture], who: str, now: datetime) -> None:
    """Store the pictures that a whole report brings, within a transaction. ChangeRefused if there is no room."""
    for made in pictures:
        if picture(tx, row.id, made.id) is None:
            _make_room(tx, row, made, now)
            keep_pictures(tx, row.id, [made], who, now)


def find_picture(store: Store, report_id: str, picture_id: str) -> Picture | None:
    """A picture that the pages of a report may show: its own, or last year's, whose text stands beside it."""
    with store.read() as tx:
        row = live_row(tx, report_id)
        own = HeldPictures(tx, row.id)
        if picture_id in own:
            return own[picture_id]
        last = previous_row(tx, row)
        return None if last is None else HeldPictures(tx, last.id).get(picture_id)


def take_over_pictures(tx: Transaction, row: ReportRow, changes: Mapping[str, Any], who: str, now: datetime) -> None:
    """Copy to a report the pictures of last year's that its changed text shows."""
    own = HeldPictures(tx, row.id)
    wanted = [name for name in _named(changes) if name not in own]
    last = previous_row(tx, row) if wanted else None
    if last is not None:
        theirs = HeldPictures(tx, last.id)
        keep_pictures(tx, row.id, [theirs[name] for name in wanted if name in theirs], who, now)


def _named(content: Any) -> Iterator[str]:
    """Ids of the pictures that figures in a content name, however deep."""
    waiting = [content]
    while waiting:
        match waiting.pop():
            case {"type": "figure", "picture": str() as name}:
                yield name
            case dict() as parts:
                waiting += parts.values()
            case list() as items:
                waiting += items
