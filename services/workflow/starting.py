"""Reports on their way: begun for an agency, taken over from the time without accounts, listed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from report.report import Agency, Report
from services import audit
from services.actor import acting
from services.blank import blank_report
from services.errors import ChangeRefused, ReportNotFound
from services.flowing import put_on_way
from services.people.model import NotAllowed, Person, Role, Source, require_administrator
from services.reports import add_report
from services.versions import add_version
from services.workflow.rights import Standing, may, require_within, standing
from services.workflow.table import Action, State
from storage import Store, queries
from storage import agencies as stored_agencies
from storage import people as stored_people
from storage import workflow as stored
from storage.models import ReportRow
from storage.store import Transaction


@dataclass(frozen=True)
class FlowSummary:
    """One line of the list of reports that a person may see. `assigned` is {role: account id}."""

    standing: Standing
    agency_name: str
    year: int
    since: datetime
    self_reviewed: bool
    published_version: int
    correcting: int
    open_comments: int
    assigned: Mapping[Role, str]


def start_report(store: Store, person: Person, agency_id: str, year: int, source: Source) -> str:
    """Begin a blank report of an agency under its present name; returns its id. ReportExists, NotAllowed."""
    with store.write() as tx:
        agency = _fillers_agency(tx, person, agency_id)
        report = blank_report(Agency(agency.name, agency.kind, agency.credit_code), year)
        return _begun(tx, person, report, store.now(), source).id


def take_in_report(store: Store, person: Person, agency_id: str, report: Report, source: Source) -> str:
    """Begin with a report as it is, its version 1. ChangeRefused if it names another agency than this ever was."""
    with store.write() as tx:
        _fillers_agency(tx, person, agency_id)
        names = [row.name for row in stored_agencies.names(tx, agency_id)]
        if report.agency.name not in names:
            raise ChangeRefused(f"这份报告是“{report.agency.name}”的，不是“{names[-1]}”的，没有导入。")
        row = _begun(tx, person, report, store.now(), source)
        add_version(tx, row, report, "import", person.name, store.now())
        return row.id


def adopt_reports(store: Store, by: Person, source: Source) -> int:
    """Give every report without a way to the agency of its name, as administrator; returns how many.

    A report in 定稿 is 已定稿. Reports whose name no agency has now, or ever had, stay as they are.
    """
    require_administrator(by)
    adopted = 0
    with store.write() as tx:
        owners: dict[str, str] = {}
        for agency in stored_agencies.agencies(tx):
            for past in stored_agencies.names(tx, agency.id):
                owners.setdefault(past.name, agency.id)
        owners |= {row.name: row.id for row in stored_agencies.agencies(tx) if row.closed_at is None}
        for row in queries.reports(tx, deleted=False):
            if stored.flow(tx, row.id) is None and row.agency_name in owners:
                _adopt(tx, by, row, owners[row.agency_name], store.now(), source)
                adopted += 1
    return adopted


def list_flows(store: Store, person: Person) -> list[FlowSummary]:
    """The reports that a person may see, latest year first."""
    with store.read() as tx:
        roots = {agency for agency, _ in person.roles}
        seen = stored_agencies.subtree_ids(tx, person.agencies(Role.SUPERVISOR)) | roots
        seen |= {row.id for row in stored_agencies.agencies(tx) if row.merged_into_id and row.closed_at is not None}
        found = stored.flows(tx, seen)
        assigned = stored.assignments(tx, [flow.report_id for flow, _ in found])
        lines = [(flow, row, standing(tx, flow)) for flow, row in found]
        return [_summary(tx, flow, row, at, assigned) for flow, row, at in lines if may(person, Action.VIEW, at)]


def flow_summary(store: Store, person: Person, report_id: str) -> FlowSummary:
    """The line of one report. ReportNotFound."""
    with store.read() as tx:
        at = require_within(tx, person, Action.VIEW, report_id)
        flow, row = stored.flow(tx, report_id), queries.report(tx, report_id)
        assert flow is not None
        assert row is not None
        return _summary(tx, flow, row, at, stored.assignments(tx, [report_id]))


def _summary(
    tx: Transaction, flow: stored.FlowRow, row: ReportRow, at: Standing, assigned: Mapping[tuple[str, str], str]
) -> FlowSummary:
    return FlowSummary(
        standing=at, agency_name=row.agency_name, year=row.year, since=flow.since,
        self_reviewed=flow.self_reviewed, published_version=flow.published_version,
        correcting=flow.correcting, open_comments=sum(stored.open_comments(tx, row.id).values()),
        assigned={Role(role): who for (report_id, role), who in assigned.items() if report_id == row.id},
    )  # fmt: skip


def assign(store: Store, by: Person, report_id: str, role: Role, account_id: str | None, source: Source) -> None:
    """Say who is to do a role's part: the report then waits for them and not for others, who still may act.

    None leaves it to whoever has the role. NotAllowed; ChangeRefused if the person has not that role there.
    """
    with store.write() as tx:
        flow = stored.flow_to_change(tx, report_id)
        if flow is None:
            raise ReportNotFound
        if not may(by, Action.ASSIGN, standing(tx, flow)):
            raise NotAllowed
        if account_id is not None:
            held = stored_people.roles_of(tx, account_id)
            if not any((row.agency_id, row.role) == (flow.agency_id, role.value) for row in held):
                raise ChangeRefused(f"这个人在该机关没有“{role.label}”的角色。")
        before = stored.assignments(tx, [report_id]).get((report_id, role.value))
        stored.drop_assignment(tx, report_id, role.value)
        if account_id is not None:
            queries.add(tx, stored.AssignmentRow(report_id=report_id, role=role.value, account_id=account_id))
        audit.record(
            tx, "report.assign", f"report:{report_id}", store.now(), before={role.value: before},
            after={role.value: account_id}, actor=by.actor(source),
        )  # fmt: skip


def _fillers_agency(tx: Transaction, person: Person, agency_id: str) -> stored_agencies.AgencyRow:
    agency = stored_agencies.agency(tx, agency_id)
    if agency is None or agency.closed_at is not None or person.must_change:
        raise NotAllowed
    if (agency_id, Role.FILLER) not in person.roles:
        raise NotAllowed(f"您在“{agency.name}”没有填报的角色。")
    return agency


def _begun(tx: Transaction, person: Person, report: Report, now: datetime, source: Source) -> ReportRow:
    with acting(person.actor(source)):
        return add_report(tx, report, person.name, now)


def _adopt(tx: Transaction, by: Person, row: ReportRow, agency_id: str, now: datetime, source: Source) -> None:
    latest = queries.latest_version(tx, row.id)
    final = latest.number if row.state == "final" and latest is not None and latest.final else 0
    put_on_way(tx, row, agency_id, State.FINAL if final else State.FILLING, final, now)
    after = {"agency": agency_id, "name": row.agency_name, "year": row.year}
    audit.record(tx, "report.adopt", f"report:{row.id}", now, after=after, actor=by.actor(source))
