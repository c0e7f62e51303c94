"""What belongs to an agency, for who administers it: its reports under the names of their time, and its people."""

from __future__ import annotations

from dataclasses import dataclass

from services.people.model import Person, Role, require_administrator
from services.workflow.table import State
from storage import Store
from storage import agencies as stored_agencies
from storage import people as stored_people
from storage import workflow as stored


@dataclass(frozen=True)
class AgencyReport:
    """A report of an agency: the name that it was made under, and where it stands."""

    id: str
    name: str
    year: int
    state: State
    deleted: bool


@dataclass(frozen=True)
class Holder:
    """Somebody with a role at an agency, or as 主管 at one above (`above` is its name, else empty)."""

    account_id: str
    name: str
    roles: tuple[Role, ...]
    above: str = ""


@dataclass(frozen=True)
class Overview:
    """The reports of an agency, latest first; who works there; the agencies that were merged into it."""

    reports: tuple[AgencyReport, ...]
    people: tuple[Holder, ...]
    merged: tuple[tuple[str, str], ...]


def overview(store: Store, by: Person, agency_id: str) -> Overview:
    """What belongs to an agency. NotAllowed for who is no administrator."""
    require_administrator(by)
    with store.read() as tx:
        reports = []
        for row in reversed(stored.reports_of(tx, agency_id)):
            flow = stored.flow(tx, row.id)
            assert flow is not None
            deleted = row.deleted_at is not None
            reports.append(AgencyReport(row.id, row.agency_name, row.year, State(flow.state), deleted))
        people: dict[tuple[str, str], list[Role]] = {}
        names: dict[str, str] = {}
        path = stored_agencies.ancestor_ids(tx, agency_id)
        for held in stored_people.roles_at(tx, path):
            here, role = held.agency_id == agency_id, Role(held.role)
            account = stored_people.account(tx, held.account_id)
            agency = stored_agencies.agency(tx, held.agency_id)
            if account is None or agency is None or not (here or role is Role.SUPERVISOR):
                continue
            names[account.id] = account.name
            people.setdefault(("" if here else agency.name, account.id), []).append(role)
        holders = [
            Holder(account_id, names[account_id], tuple(role for role in Role if role in roles), above)
            for (above, account_id), roles in sorted(people.items(), key=lambda item: (item[0][0], names[item[0][1]]))
        ]
        merged = [(row.id, row.name) for row in stored_agencies.agencies(tx) if row.merged_into_id == agency_id]
    return Overview(tuple(reports), tuple(holders), tuple(merged))
