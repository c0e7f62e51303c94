"""从上年报告开始: a new report that starts with what the law carries over from last year's."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from report.loading import format_for_year
from report.presentation import Presentation
from report.record import read_report, write_report
from report.report import Agency, Contact, Report
from services.blank import blank_report
from services.carrying import Carried, NotCarried, carry
from services.errors import ChangeRefused
from services.reports import add_report, import_into
from services.stored import completable, live_row, stored_report
from storage import Store, queries
from storage.models import ReportRow
from storage.store import Transaction

__all__ = ["Carried", "NotCarried", "carry", "new_report", "start_from", "start_from_stored"]


def new_report(previous: Report, *, agency: Agency | None = None, year: int | None = None) -> tuple[Report, Carried]:
    """The report that `start_from` stores, and what it took over; for showing both before anything is stored.

    Agency and year are last year's and the next if left out. Text is never taken over: it stands beside the new one.
    Charts and wide tables are as last year's agency chose.
    ChangeRefused if `previous` is not of the year before; NianbaoError if no format is for the year.
    """
    wanted = agency or previous.agency
    year = previous.year + 1 if year is None else year
    if previous.year != year - 1:
        raise ChangeRefused(f"{year} 年度的报告应从 {year - 1} 年度的报告开始，所选的是 {previous.year} 年度的。")
    same = _is_same(wanted, previous.agency)
    if same and not wanted.credit_code:
        wanted = replace(wanted, credit_code=previous.agency.credit_code)
    carried = carry(previous, format_for_year(year), same_agency=same)
    if wanted.name != previous.agency.name:
        # A renamed agency signs with its new name, and writes it itself.
        carried = replace(carried, taken_over={p: text for p, text in carried.taken_over.items() if p != "issuer"})
    contact = {p.removeprefix("contact."): t for p, t in carried.taken_over.items() if p.startswith("contact.")}
    report = replace(
        blank_report(wanted, year),
        values=dict(carried.filled),
        issuer=carried.taken_over.get("issuer", ""),
        contact=Contact(**contact),
    )
    return replace(report, presentation=_looks_of(previous, report)) if same else report, carried


def _looks_of(previous: Report, report: Report) -> Presentation:
    """How last year's was printed, as far as the new format knows; not its place and day on the website."""
    offered = {chart.id for chart in report.format.charts}
    charts = tuple(chart for chart in previous.presentation.charts if chart in offered)
    return Presentation(charts, previous.presentation.wide_tables)


def start_from(
    store: Store, previous: Report, *, agency: Agency | None = None, year: int | None = None, who: str
) -> tuple[str, Carried]:
    """Store a new report that starts from `previous`, a stored or an imported one; gives its id and what went over.

    An imported report is stored too, as last year's, so that the years can be checked against each other.
    ReportExists if the agency has a report for the year; ChangeRefused if last year's is stored with other contents,
    or as for `new_report`. Then nothing is stored.
    """
    report, carried = new_report(previous, agency=agency, year=year)
    with store.write() as tx:
        now = store.now()
        row = add_report(tx, report, who, now)
        row.previous_id = _last_year_row(tx, previous, who, now)
        return row.id, carried


def start_from_stored(
    store: Store, previous_id: str, *, agency: Agency | None = None, year: int | None = None, who: str
) -> tuple[str, Carried]:
    """`start_from` a stored report as it stands at that moment. ReportNotFound if there is none of that id."""
    with store.write() as tx:
        previous = stored_report(tx, live_row(tx, previous_id))
        report, carried = new_report(previous, agency=agency, year=year)
        row: ReportRow = add_report(tx, report, who, store.now())
        row.previous_id = previous_id
        return row.id, carried


def _is_same(one: Agency, other: Agency) -> bool:
    return one.name == other.name or (bool(one.credit_code) and one.credit_code == other.credit_code)


def _last_year_row(tx: Transaction, previous: Report, who: str, now: datetime) -> str:
    """The id of last year's report, which is stored if it was not."""
    stored = queries.live_report(tx, previous.agency.name, previous.year)
    if stored is None:
        return import_into(tx, previous, who, now)
    # Compared as it would be stored: a report of figures only is given the text that it lacks.
    if stored_report(tx, stored) != read_report(write_report(completable(previous))):
        raise ChangeRefused(
            f"“{previous.agency.name}”{previous.year} 年度的报告已经有了，内容与所选的不同；请从已有的那一份开始。"
        )
    return stored.id
