"""A small county: two bureaus under a government, with people of each role."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher

from services.actor import acting
from services.agencies.tree import NewAgency, make_agency
from services.drafts import save_section
from services.people import passwords
from services.people.accounts import NewAccount, create_account, list_accounts
from services.people.model import CONSOLE, Role, Source
from services.reports import open_draft
from services.workflow.acting import act
from services.workflow.starting import take_in_report
from services.workflow.table import Action
from tests.services.helpers import sample

DESK = Source("10.0.0.7", "Firefox")
WORD = "values.proactive.normative.in_force"


class County:
    """People by a short name, agencies by id, and the steps of a report."""

    def __init__(self, store):
        self.store = store
        self.government = self._agency("示例市人民政府", "government", None)
        self.bureau = self._agency("示例市民政局", "department", self.government)
        self.other = self._agency("示例市司法局", "department", self.government)
        self._account("filler", [(self.bureau, Role.FILLER)])
        self._account("filler2", [(self.bureau, Role.FILLER)])
        self._account("reviewer", [(self.bureau, Role.REVIEWER)])
        self._account("approver", [(self.bureau, Role.APPROVER)])
        self._account("supervisor", [(self.government, Role.SUPERVISOR)])
        self._account("both", [(self.bureau, Role.FILLER), (self.bureau, Role.REVIEWER)])
        self._account("stranger", [(self.other, role) for role in Role])
        self._account("admin", [], administrator=True)
        self.refresh()

    def _agency(self, name, kind, parent):
        return make_agency(self.store, CONSOLE, NewAgency(name, kind, "", parent), DESK)

    def _account(self, login, roles, **more):
        create_account(self.store, CONSOLE, NewAccount(login, f"{login}某", roles=frozenset(roles), **more), DESK)

    def refresh(self):
        """People as they are now, as if each had chosen a password."""
        with self.store.write() as tx:
            tx.connection().exec_driver_sql("UPDATE accounts SET must_change = false")
        for account in list_accounts(self.store):
            setattr(self, account.person.login, account.person)

    def complete(self):
        """The id of a report without faults, filled in by `filler`."""
        return take_in_report(self.store, self.filler, self.bureau, sample("demo"), DESK)

    def do(self, who, action, report_id, reason=""):
        """A step by somebody; the state that it leads to."""
        person = getattr(self, who)
        return act(self.store, person, report_id, Action(action), DESK, reason=reason, unsigned=True, by_proxy=True)

    def go(self, report_id, *steps):
        """Steps as "who action"."""
        for step in steps:
            who, action = step.split()
            self.do(who, action, report_id, "改一改" if action in ("return", "correct") else "")

    def save(self, who, report_id, number, path=WORD):
        """A figure saved by somebody."""
        person = getattr(self, who)
        section = path.split(".")[1]
        revision = open_draft(self.store, report_id).revisions[section]
        value = {"number": str(number), "note": ""}
        with acting(person.actor(DESK)):
            return save_section(self.store, report_id, section, revision, {path: value}, person.name)


FORWARD = ("filler submit", "reviewer pass", "approver approve", "approver publish")


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch):
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def county(store):
    return County(store)
