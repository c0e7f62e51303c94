"""Who is to do which role's part of a report (经办人): chosen by who leads, else whoever has the role."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from services.people.model import Person, Role, Source
from services.workflow.rights import require_within
from services.workflow.starting import assign
from services.workflow.table import Action
from storage import Store
from storage import people as stored_people
from storage import workflow as stored

ASSIGNED = (Role.FILLER, Role.REVIEWER, Role.APPROVER)


@dataclass(frozen=True)
class Duty:
    """A role's part of a report: `people` are (account id, name) of who has the role, `chosen` whose it is.

    `chosen` is empty where it is anybody's of them.
    """

    role: Role
    people: tuple[tuple[str, str], ...]
    chosen: str

    @property
    def shown(self) -> str:
        """Whose it is, in words."""
        names = dict(self.people)
        if self.chosen:
            return names.get(self.chosen, "（已不在这个角色）")
        return "、".join(names.values()) or "（还没有人）"


def list_duties(store: Store, person: Person, report_id: str) -> list[Duty]:
    """Each role's part of a report. ReportNotFound."""
    with store.read() as tx:
        at = require_within(tx, person, Action.VIEW, report_id)
        chosen = stored.assignments(tx, [report_id])
        found = []
        for role in ASSIGNED:
            people = []
            for held in stored_people.roles_at(tx, [at.agency_id]):
                account = stored_people.account(tx, held.account_id) if held.role == role.value else None
                if account is not None and account.disabled_at is None:
                    people.append((account.id, account.name))
            people.sort(key=lambda one: (one[1], one[0]))
            found.append(Duty(role, tuple(people), chosen.get((report_id, role.value), "")))
        return found


def assign_all(
    store: Store, by: Person, report_id: str, wanted: Mapping[Role, str], source: Source
) -> int:  # fmt: skip
    """Give each role's part to the account named, or leave it to whoever has the role (empty); how many changed.

    NotAllowed; ChangeRefused if somebody has not the role there.
    """
    before = {duty.role: duty.chosen for duty in list_duties(store, by, report_id)}
    changed = [(role, account_id) for role, account_id in wanted.items() if before.get(role, "") != account_id]
    for role, account_id in changed:
        assign(store, by, report_id, role, account_id or None, source)
    return len(changed)
