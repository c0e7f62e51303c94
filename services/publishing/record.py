"""That a version was published: noted once, never changed; the next publication of its report supersedes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest

from services.check_codes import check_code
from services.publishing.files import SIGNED, newest
from services.versions import Version
from storage import Store, queries
from storage import publishing as stored
from storage.store import Transaction


@dataclass(frozen=True)
class Publication:
    """A publication. `file_id` and `sha256` name the PDF, where one was kept; `code` is the check code of its content.

    `superseded_by` is the id of the next one of the same report, 0 if there is none, and `superseded_at` its time.
    """

    id: int
    report_id: str
    version: int
    file_id: int | None
    sha256: str
    code: str
    signed: bool
    reason: str
    who: str
    at: datetime
    superseded_by: int = 0
    superseded_at: datetime | None = None


def is_signed(tx: Transaction, report_id: str, version: int) -> bool:
    """Whether a version has a file that may be published as signed."""
    return newest(tx, report_id, version, *SIGNED) is not None


def note_publication(
    tx: Transaction, report_id: str, version: Version, unsigned: bool, reason: str, who: str, now: datetime
) -> Publication:
    """Note that a version is published: with its newest signed file, or `unsigned` with the plain one if it is kept."""
    kinds = ("plain",) if unsigned else SIGNED
    found = newest(tx, report_id, version.number, *kinds)
    row = stored.PublicationRow(
        report_id=report_id, version=version.number, file_id=found.id if found else None,
        sha256=found.sha256 if found else "", code=check_code(version.report), signed=not unsigned,
        reason=reason, who=who, at=now,
    )  # fmt: skip
    queries.add(tx, row)
    return _publication(row, None)


def list_publications(store: Store, report_id: str) -> list[Publication]:
    """The publications of a report, newest first."""
    with store.read() as tx:
        return publications_within(tx, report_id)[::-1]


def publications_within(tx: Transaction, report_id: str) -> list[Publication]:
    """The publications of a report, oldest first, within a transaction."""
    rows = stored.publications(tx, report_id)
    return [_publication(row, after) for row, after in zip_longest(rows, rows[1:])]


def _publication(row: stored.PublicationRow, after: stored.PublicationRow | None) -> Publication:
    return Publication(
        row.id, row.report_id, row.version, row.file_id, row.sha256, row.code, row.signed, row.reason, row.who, row.at,
        after.id if after else 0, after.at if after else None,
    )  # fmt: skip
