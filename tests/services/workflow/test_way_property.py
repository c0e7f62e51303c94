"""Whatever people try, in whatever order, nothing is published past a guard."""

from __future__ import annotations

from argon2 import PasswordHasher
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from report.errors import NianbaoError
from services.audit import verify
from services.exports import barring
from services.flowing import ReportLocked
from services.people import passwords
from services.reports import open_draft
from services.versions import get_version
from services.workflow.acting import note_opened
from services.workflow.history import list_steps
from services.workflow.rights import require
from services.workflow.starting import list_flows
from services.workflow.table import Action, State, transition
from storage import StorageSettings, open_store
from tests.services.helpers import Clock
from tests.services.workflow.conftest import DESK, County

PEOPLE = ("filler", "filler2", "reviewer", "approver", "supervisor", "both", "stranger")
STEPS = [Action.SUBMIT, Action.PASS, Action.APPROVE, Action.PUBLISH, Action.RETURN, Action.WITHDRAW, Action.CORRECT]


class Office(RuleBasedStateMachine):
    """People who do anything with one report."""

    folder = None

    def __init__(self):
        super().__init__()
        before, passwords.HASHER = passwords.HASHER, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        self.store = open_store(StorageSettings(self.folder.mktemp("office")), now=Clock())
        self.county = County(self.store)
        passwords.HASHER = before
        self.report_id = self.county.complete()
        self.fillers = {self.county.filler.account_id}

    @rule(who=st.sampled_from(PEOPLE), action=st.sampled_from(STEPS), reason=st.sampled_from(["", "有误"]))
    def step(self, who, action, reason):
        before, person = self.state(), getattr(self.county, who)
        try:
            after = self.county.do(who, action, self.report_id, reason)
        except NianbaoError:
            assert self.state() is before
            return
        assert after is transition(before, action).next is self.state()
        if action is Action.SUBMIT:
            self.fillers.add(person.account_id)
        if action is Action.PASS:
            assert person.account_id not in self.fillers
        if action in (Action.RETURN, Action.CORRECT):
            assert reason
        if action is Action.CORRECT:
            self.fillers = set()

    @rule(data=st.data())
    def step_that_leads_on(self, data):
        """Else most tries end where they began."""
        forward = {State.FILLING: "filler", State.REVIEW: "reviewer"} | dict.fromkeys(
            (State.APPROVAL, State.FINAL), "approver"
        )
        state = self.state()
        if state in forward:
            self.step(forward[state], STEPS[list(forward).index(state)], "")

    @rule(who=st.sampled_from(["filler", "both"]), number=st.integers(0, 30))
    def save(self, who, number):
        state, before = self.state(), open_draft(self.store, self.report_id).report
        try:
            self.county.save(who, self.report_id, number)
        except ReportLocked:
            assert state is not State.FILLING
            return
        after = open_draft(self.store, self.report_id).report
        if after != before:
            assert state is State.FILLING
            self.fillers.add(getattr(self.county, who).account_id)

    @rule(who=st.sampled_from(["reviewer", "approver"]))
    def open(self, who):
        note_opened(self.store, getattr(self.county, who), self.report_id, DESK)

    @invariant()
    def what_is_published_was_approved_and_has_no_fault(self):
        (line,) = list_flows(self.store, self.county.supervisor)
        if self.state() is not State.PUBLISHED:
            return
        published = get_version(self.store, self.report_id, line.published_version)
        draft = open_draft(self.store, self.report_id)
        assert published.final
        assert published.report == draft.report
        assert barring(draft.report, draft.previous) == []
        assert draft.conflicts == []
        last = {step.action: n for n, step in enumerate(list_steps(self.store, self.county.filler, self.report_id))}
        assert last[Action.SUBMIT] < last[Action.PASS] < last[Action.APPROVE] < last[Action.PUBLISH]

    def state(self):
        return require(self.store, self.county.supervisor, Action.VIEW, self.report_id).state

    def teardown(self):
        assert verify(self.store) == []
        self.store.close()


def test_nothing_is_published_past_a_guard(tmp_path_factory):
    Office.folder = tmp_path_factory
    run_state_machine_as_test(Office, settings=settings(max_examples=12, stateful_step_count=20))
