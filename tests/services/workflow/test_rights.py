"""Who may do what: every role in every state, and nobody where they do not belong."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.errors import ReportNotFound
from services.people.model import NotAllowed, Person, Role
from services.reports import delete_report
from services.workflow.acting import act, note_opened, obstacles
from services.workflow.comments import Anchor, add_comment, answer, list_comments, open_comments, resolve
from services.workflow.guards import GUARDS
from services.workflow.history import list_corrections, list_steps, remark
from services.workflow.rights import Standing, allowed, may, require
from services.workflow.starting import assign
from services.workflow.table import RIGHTS, TRANSITIONS, Action, Guard, State, steps_from, transition
from tests.services.workflow.conftest import DESK

HERE, ABOVE, BESIDE = "here", "above", "beside"
F, R, A, S = Role.FILLER, Role.REVIEWER, Role.APPROVER, Role.SUPERVISOR


def standing(state, **more):
    return Standing("r", HERE, (HERE, ABOVE), (), state, None, False, False, **more)


def person(*roles, **more):
    return Person("p", "p", "某", "", roles=frozenset(roles), **more)


STEPS = {
    (State.FILLING, Action.SUBMIT): {F},
    (State.REVIEW, Action.PASS): {R},
    (State.REVIEW, Action.RETURN): {R, S},
    (State.REVIEW, Action.WITHDRAW): {F},
    (State.APPROVAL, Action.APPROVE): {A},
    (State.APPROVAL, Action.RECORD): {R},
    (State.APPROVAL, Action.RETURN): {A, S},
    (State.APPROVAL, Action.WITHDRAW): {R},
    (State.FINAL, Action.PUBLISH): {A},
    (State.FINAL, Action.RETURN): {A, S},
    (State.FINAL, Action.WITHDRAW): {A},
    (State.PUBLISHED, Action.CORRECT): {F, A},
}
STAYING = {Action.VIEW, Action.EDIT, Action.COMMENT, Action.ASSIGN, Action.DELETE, Action.SIGN, Action.SCAN}


@pytest.mark.parametrize(("state", "action", "role"), list(product(State, sorted(set(Action) - STAYING), Role)))
def test_a_step_is_for_its_roles_in_its_state_and_for_nobody_else(state, action, role):
    expected = role in STEPS.get((state, action), set())
    assert may(person((HERE, role)), action, standing(state)) is expected


@pytest.mark.parametrize(("state", "role"), list(product(State, Role)))
def test_only_who_fills_in_edits_and_only_while_it_is_filled_in(state, role):
    assert may(person((HERE, role)), Action.EDIT, standing(state)) is (state is State.FILLING and role is F)
    assert may(person((HERE, role)), Action.VIEW, standing(state))
    assert may(person((HERE, role)), Action.COMMENT, standing(state)) is (state is not State.PUBLISHED)


@pytest.mark.parametrize(("state", "action", "role"), list(product(State, Action, Role)))
def test_a_role_elsewhere_gives_nothing_here_but_that_of_a_supervisor_above(state, action, role):
    assert not may(person((BESIDE, role)), action, standing(state))
    if role is not S:
        assert not may(person((ABOVE, role)), action, standing(state))
    else:
        assert may(person((ABOVE, S)), action, standing(state)) is may(person((HERE, S)), action, standing(state))


@pytest.mark.parametrize(("state", "action"), list(product(State, Action)))
def test_an_administrator_has_no_business_with_reports_and_nobody_with_an_initial_password_has(state, action):
    assert not may(person(administrator=True), action, standing(state))
    everything = [(HERE, role) for role in Role]
    assert not may(person(*everything, must_change=True), action, standing(state))


def test_what_was_published_is_not_deleted_while_it_is_corrected():
    report = standing(State.FILLING)
    assert may(person((HERE, F)), Action.DELETE, report)
    assert not may(person((HERE, F)), Action.DELETE, replace(report, published=True))


def test_a_supervisor_returns_and_comments_and_never_edits():
    found = {action for state in State for action in allowed(person((ABOVE, S)), standing(state))}
    assert found == {Action.RETURN, Action.COMMENT, Action.VIEW, Action.ASSIGN}


def test_the_table_is_whole():
    assert {guard for step in TRANSITIONS for guard in step.guards} == set(Guard) == set(GUARDS)
    assert {step.action for step in TRANSITIONS} | set(RIGHTS) == set(Action)
    assert len({(step.state, step.action) for step in TRANSITIONS}) == len(TRANSITIONS)
    assert {step.state for step in TRANSITIONS} == {step.next for step in TRANSITIONS} == set(State)
    assert all(Guard.REASON in step.guards for step in TRANSITIONS if step.action in (Action.RETURN, Action.CORRECT))


def test_there_is_one_way_to_publication_and_it_passes_review_and_approval():
    way, state = [], State.FILLING
    while state is not State.PUBLISHED:
        step = steps_from(state)[0]
        way.append(step.action)
        state = step.next
    assert way == [Action.SUBMIT, Action.PASS, Action.APPROVE, Action.PUBLISH]
    assert [step.state for step in TRANSITIONS if step.next is State.PUBLISHED] == [State.FINAL]
    assert [step.state for step in TRANSITIONS if step.next is State.FINAL] == [State.APPROVAL] * 2
    assert {step.action for step in TRANSITIONS if step.next is State.APPROVAL} == {Action.PASS, Action.WITHDRAW}


@given(
    roles=st.frozensets(st.tuples(st.sampled_from([HERE, ABOVE, BESIDE]), st.sampled_from(Role)), max_size=4),
    state=st.sampled_from(State),
    action=st.sampled_from(Action),
)
def test_whoever_may_do_anything_may_see_it_and_more_roles_never_take_a_right_away(roles, state, action):
    report = standing(state)
    if may(person(*roles), action, report):
        assert may(person(*roles), Action.VIEW, report)
        assert may(person(*roles, (HERE, F)), action, report)
    assert (transition(state, action) is None) or action not in RIGHTS


def test_every_service_hides_a_report_from_who_may_not_see_it(county, store):
    report_id = county.complete()
    stranger, nobody = county.stranger, county.admin
    anchor = Anchor("report", "cover")
    comment = add_comment(store, county.filler, report_id, anchor, "看一下", DESK)
    for who in (stranger, nobody):
        for attempt in (
            lambda who=who: require(store, who, Action.VIEW, report_id),
            lambda who=who: act(store, who, report_id, Action.SUBMIT, DESK),
            lambda who=who: obstacles(store, who, report_id, Action.SUBMIT),
            lambda who=who: note_opened(store, who, report_id, DESK),
            lambda who=who: list_steps(store, who, report_id),
            lambda who=who: list_corrections(store, who, report_id),
            lambda who=who: remark(store, who, report_id),
            lambda who=who: list_comments(store, who, report_id),
            lambda who=who: open_comments(store, who, report_id),
            lambda who=who: add_comment(store, who, report_id, anchor, "看一下", DESK),
            lambda who=who: answer(store, who, report_id, comment, "好", DESK),
            lambda who=who: resolve(store, who, report_id, comment, DESK),
        ):
            with pytest.raises(ReportNotFound):
                attempt()
        with pytest.raises(NotAllowed):
            assign(store, who, report_id, Role.FILLER, None, DESK)


def test_a_report_that_is_not_there_is_not_found(county, store):
    with pytest.raises(ReportNotFound):
        require(store, county.filler, Action.VIEW, "none")


def test_the_reviewer_sees_it_but_does_not_edit(county, store):
    with pytest.raises(NotAllowed, match="您不能填写"):
        require(store, county.reviewer, Action.EDIT, county.complete())


def test_a_report_in_the_trash_is_there_only_to_be_brought_back(county, store):
    report_id = county.complete()
    delete_report(store, report_id, "filler某")
    with pytest.raises(ReportNotFound):
        require(store, county.filler, Action.VIEW, report_id)
    with pytest.raises(ReportNotFound):
        act(store, county.filler, report_id, Action.SUBMIT, DESK)
    assert require(store, county.filler, Action.DELETE, report_id, trashed=True).report_id == report_id
    with pytest.raises(ReportNotFound):
        require(store, county.stranger, Action.DELETE, report_id, trashed=True)
