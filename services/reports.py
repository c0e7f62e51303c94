"""The reports there are: made, taken in, listed, opened, put into the trash and brought back."""

from __future__ import annotations

import logging
from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from report.record import read_report, write_report
from report.report import Agency, Report
from services import flowing
from services.blank import blank_report
from services.drafts import Draft, open_conflicts
from services.errors import ReportExists, ReportNotFound
from services.pictures import keep_pictures
from services.slicing import slices
from services.stored import completable, live_row, previous_report, previous_row, row_to_change, stored_report
from services.summaries import Counts, counts
from services.versions import PAUSE, add_version, same_as_latest, version_after_pause
from storage import DatabaseFullError, Store, queries
from storage.models import ReportRow
from storage.store import Transaction

__all__ = [
    "DeletedReport",
    "ReportExists",
    "ReportNotFound",
    "ReportSummary",
    "create_report",
    "delete_report",
    "import_report",
    "list_deleted",
    "list_reports",
    "open_draft",
    "restore_report",
]

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ReportSummary:
    """One line of the list. `errors` are 强制性 findings other than blanks, `warnings` 核实性 ones without 说明."""

    id: str
    agency_name: str
    year: int
    format_id: str
    state: str
    errors: int
    warnings: int
    blanks: int
    updated_at: datetime
    updated_by: str


@dataclass(frozen=True)
class DeletedReport:
    """One line of the trash."""

    id: str
    agency_name: str
    year: int
    deleted_at: datetime
    deleted_by: str


def create_report(store: Store, *, agency: Agency, year: int, who: str, format_id: str | None = None) -> str:
    """Make a blank report and return its id. ReportExists (with the id) if the agency has one for that year."""
    report = blank_report(agency, year, format_id)
    with store.write() as tx:
        return add_report(tx, report, who, store.now()).id


def import_report(store: Store, report: Report, who: str, reason: str = "import") -> str:
    """Take in a report as it is, as its version 1, and return its id. ReportExists as above."""
    with store.write() as tx:
        return import_into(tx, report, who, store.now(), reason)


def import_into(tx: Transaction, report: Report, who: str, now: datetime, reason: str = "import") -> str:
    """`import_report` within a transaction."""
    kept = completable(report)
    row = add_report(tx, kept, who, now)
    add_version(tx, row, kept, reason, who, now)
    return row.id


def add_report(tx: Transaction, report: Report, who: str, now: datetime) -> ReportRow:
    """Put a report and its slices in. What does not survive being written and read is found here, not on opening."""
    pictures = report.pictures
    report = read_report(write_report(report, with_pictures=False), pictures=pictures)
    agency = report.agency
    if other := queries.live_report(tx, agency.name, report.year):
        raise ReportExists(agency.name, report.year, other.id)
    row = ReportRow(
        id=uuid4().hex, agency_name=agency.name, agency_kind=agency.kind, credit_code=agency.credit_code,
        year=report.year, format_id=report.format.id, state="draft", created_at=now, updated_at=now, updated_by=who,
        previous_id=None, deleted_at=None, deleted_by="",
    )  # fmt: skip
    queries.add(tx, row)
    keep_pictures(tx, row.id, report.pictures.values(), who, now)
    for section, content in slices(report).items():
        queries.add_section(tx, row.id, section, content, who, now)
    flowing.begin(tx, row, now)
    return row


def list_reports(store: Store, only: Container[str] | None = None) -> list[ReportSummary]:
    """Every report that is not in the trash, latest year first, with the counts of its findings.

    With `only` those of these ids: counting costs more than all the rest.
    """
    with store.read() as tx:
        revisions = queries.revisions(tx)
        rows = queries.reports(tx, deleted=False)
        live = {(row.agency_name, row.year): row for row in rows}
        return [_summary(tx, row, live, revisions) for row in rows if only is None or row.id in only]


def list_deleted(store: Store) -> list[DeletedReport]:
    """The trash, latest year first."""
    with store.read() as tx:
        return [
            DeletedReport(row.id, row.agency_name, row.year, row.deleted_at, row.deleted_by)
            for row in queries.reports(tx, deleted=True)
            if row.deleted_at is not None
        ]


def open_draft(store: Store, report_id: str) -> Draft:
    """A report to work on. ReportNotFound if there is none or it is in the trash."""
    with store.read() as tx:
        row = live_row(tx, report_id)
        draft = Draft(
            report_id=report_id,
            report=stored_report(tx, row),
            revisions=queries.revisions_of(tx, report_id),
            state=row.state,
            previous=previous_report(tx, row),
            updated_at=row.updated_at,
            updated_by=row.updated_by,
            conflicts=open_conflicts(tx, row),
        )
    now = store.now()
    if now - draft.updated_at >= PAUSE:
        try:
            version_after_pause(store, report_id, now)
        except DatabaseFullError as error:
            # Nothing is lost by it: the next save makes the version first. Reading has to go on without room.
            log.warning("version after a pause put off: %s", error)
    return draft


def delete_report(store: Store, report_id: str, who: str) -> None:
    """Put a report into the trash, its present state kept as a version; `restore_report` brings it back."""
    with store.write() as tx:
        row, now = row_to_change(tx, report_id), store.now()
        report = stored_report(tx, row)
        if same_as_latest(tx, row, report) is None:
            add_version(tx, row, report, "before-delete", who, now)
        row.deleted_at, row.deleted_by = now, who
        flowing.tell(tx, row.id, "report.delete", who, now)


def restore_report(store: Store, report_id: str, who: str) -> None:
    """Bring a report back from the trash. ReportExists if its agency has another one for the year by now."""
    with store.write() as tx:
        row = queries.report_to_change(tx, report_id)
        if row is None:
            raise ReportNotFound
        if row.deleted_at is None:
            return
        if other := queries.live_report(tx, row.agency_name, row.year):
            raise ReportExists(row.agency_name, row.year, other.id)
        now = store.now()
        row.deleted_at, row.deleted_by = None, ""
        row.updated_at, row.updated_by = now, who
        flowing.tell(tx, row.id, "report.undelete", who, now)


def _summary(
    tx: Transaction, row: ReportRow, live: Mapping[tuple[str, int], ReportRow], revisions: dict[str, dict[str, int]]
) -> ReportSummary:
    last = previous_row(tx, row, live)
    # A revision of a section never changes, so these name the contents that the counts are of.
    key = [(r.id, *sorted(revisions[r.id].items())) for r in (row, last) if r is not None]
    found: Counts = counts(
        tuple(key), lambda: (stored_report(tx, row), None if last is None else stored_report(tx, last))
    )
    return ReportSummary(
        id=row.id, agency_name=row.agency_name, year=row.year, format_id=row.format_id, state=row.state,
        errors=found.errors, warnings=found.warnings, blanks=found.blanks,
        updated_at=row.updated_at, updated_by=row.updated_by,
    )  # fmt: skip
