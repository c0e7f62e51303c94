"""Between rows and reports: finding them, putting them together, writing them back. Used inside transactions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from report.pictures import Picture
from report.report import Report
from services.assembled import assembled
from services.errors import ReportExists, ReportNotFound
from services.flowing import require_filling, require_own_name
from services.slicing import COVER, Content, assemble, slices
from storage import queries
from storage.models import ReportRow
from storage.pictures import picture, picture_ids
from storage.store import Transaction


class HeldPictures(Mapping[str, Picture]):
    """The stored pictures of a report by id, each read when it is asked for; good for as long as its transaction."""

    def __init__(self, tx: Transaction, report_id: str) -> None:
        self._tx, self._report_id = tx, report_id

    def __getitem__(self, key: str) -> Picture:
        """One picture."""
        row = picture(self._tx, self._report_id, key)
        if row is None:
            raise KeyError(key)
        return Picture(row.media_type, row.width, row.height, row.data)

    def __iter__(self) -> Iterator[str]:
        """Every id."""
        return iter(picture_ids(self._tx, self._report_id))

    def __len__(self) -> int:
        """How many there are, shown or not."""
        return len(picture_ids(self._tx, self._report_id))


def live_row(tx: Transaction, report_id: str) -> ReportRow:
    """The row of a report. ReportNotFound if there is none or it is in the trash."""
    row = queries.report(tx, report_id)
    if row is None or row.deleted_at is not None:
        raise ReportNotFound
    return row


def row_to_change(tx: Transaction, report_id: str) -> ReportRow:
    """The same, held until the transaction ends."""
    row = queries.report_to_change(tx, report_id)
    if row is None or row.deleted_at is not None:
        raise ReportNotFound
    return row


def touch(tx: Transaction, row: ReportRow, who: str, now: datetime) -> None:
    """Note who changed a report and when; a finished one is a draft again. ReportLocked while others review it."""
    require_filling(tx, row.id)
    row.updated_at, row.updated_by, row.state = now, who, "draft"


def stored_report(tx: Transaction, row: ReportRow) -> Report:
    """The draft as a report."""

    def put_together() -> Report:
        parts = {name: part.content for name, part in queries.sections(tx, row.id).items()}
        return assemble(row.format_id, row.year, parts, HeldPictures(tx, row.id))

    return assembled.get((row.format_id, row.year, queries.contents(tx, row.id)), put_together)


def previous_row(
    tx: Transaction, row: ReportRow, live: Mapping[tuple[str, int], ReportRow] | None = None
) -> ReportRow | None:
    """Last year's report: the one named as such, else the same agency's of the year before.

    `live` are all reports that are not in the trash by agency and year, where somebody has them anyway.
    """
    named = queries.report(tx, row.previous_id) if row.previous_id else None
    if named is not None and named.deleted_at is None:
        return named
    if live is not None:
        return live.get((row.agency_name, row.year - 1))
    return queries.live_report(tx, row.agency_name, row.year - 1)


def previous_report(tx: Transaction, row: ReportRow) -> Report | None:
    """Last year's report as it stands, None if there is none."""
    found = previous_row(tx, row)
    return None if found is None else stored_report(tx, found)


def rename(tx: Transaction, row: ReportRow, cover: Content) -> None:
    """Keep the agency by which a report is found as its cover says. ReportExists if another has that name."""
    agency = cover["agency"]
    other = queries.live_report(tx, agency["name"], row.year)
    if other is not None and other.id != row.id:
        raise ReportExists(agency["name"], row.year, other.id)
    if agency["name"] != row.agency_name:
        require_own_name(tx, row.id, agency["name"])
    row.agency_name, row.agency_kind = agency["name"], agency["kind"]
    row.credit_code = agency.get("credit_code", "")


def put_report(tx: Transaction, row: ReportRow, report: Report, who: str, now: datetime) -> None:
    """Make a whole report the draft; sections that it leaves as they are keep their revision."""
    sections = queries.sections(tx, row.id)
    parts = slices(report)
    rename(tx, row, parts[COVER])
    for name, content in parts.items():
        if name not in sections:
            queries.add_section(tx, row.id, name, content, who, now)
        elif sections[name].content != content:
            queries.write_section(tx, sections[name], content, who, now)
    touch(tx, row, who, now)


def completable(report: Report) -> Report:
    """A report as it is kept: where only the figures are known, the mandated text is there to be written."""
    if report.narrative is not None:
        return report
    needed = [s.id for s in report.format.sections if s.narrative and s.narrative.required]
    return replace(report, narrative=dict.fromkeys(needed, ()))
