"""The agencies and people that there are, as the workbook that they come from: taken in again it changes nothing."""

from __future__ import annotations

from report.report import AGENCY_KINDS
from services.agencies.workbook import AGENCIES, PEOPLE, template
from services.people.model import ADMINISTRATOR, Person, Role, require_administrator
from storage import Store
from storage import agencies as stored_agencies
from storage import people as stored_people
from storage.store import Transaction

Rows = list[tuple[str, ...]]


def filled_workbook(store: Store, by: Person) -> bytes:
    """The workbook (XLSX) with a row for each agency, and one for each person at each agency. No password is in it.

    NotAllowed for who is no administrator.
    """
    require_administrator(by)
    with store.read() as tx:
        return template({AGENCIES: _agencies(tx), PEOPLE: _people(tx)})


def _agencies(tx: Transaction) -> Rows:
    live = {row.id: row for row in stored_agencies.agencies(tx) if row.closed_at is None}
    return [
        (row.name, AGENCY_KINDS[row.kind], row.credit_code, live[row.parent_id].name if row.parent_id in live else "")
        for row in live.values()
    ]


def _people(tx: Transaction) -> Rows:
    names = {row.id: row.name for row in stored_agencies.agencies(tx)}
    order = {agency_id: place for place, agency_id in enumerate(names)}
    found: Rows = []
    for account in stored_people.accounts(tx):
        more = (account.unit, account.email)
        held: dict[str, list[str]] = {}
        for role in stored_people.roles_of(tx, account.id):
            held.setdefault(role.agency_id, []).append(Role(role.role).label)
        if account.administrator or not held:
            found.append((account.login, account.name, "", ADMINISTRATOR if account.administrator else "", *more))
        # In the order of the first sheet, so that the same people always make the same workbook.
        for agency_id, roles in sorted(held.items(), key=lambda one: order[one[0]]):
            found.append((account.login, account.name, names[agency_id], "、".join(roles), *more))
    return found
