"""Sessions end by idleness, by age, and when somebody ends them."""

from __future__ import annotations

import pytest

from services.errors import ChangeRefused
from services.people.model import NotAllowed, Source
from services.people.programs import LONGEST_DAYS, MOST, Scope, end_token, list_tokens, make_token, use_token
from services.people.sessions import end_session, list_sessions, sign_out, use_session
from tests.services.people.conftest import DESK, SETTINGS


def test_a_session_in_use_lasts_for_hours_but_not_for_ever(office, store, clock):
    token = office.sign_up("zhangsan").token
    for _ in range(SETTINGS.session_hours * 2 - 1):
        clock.pass_by(minutes=30)
        assert use_session(store, token, SETTINGS) is not None
    clock.pass_by(minutes=30)
    assert use_session(store, token, SETTINGS) is None


def test_an_idle_session_ends(office, store, clock):
    token = office.sign_up("zhangsan").token
    clock.pass_by(minutes=SETTINGS.idle_minutes - 1)
    assert use_session(store, token, SETTINGS) is not None
    clock.pass_by(minutes=SETTINGS.idle_minutes)
    assert use_session(store, token, SETTINGS) is None


@pytest.mark.parametrize("token", ["", "x", "é" * 5000, "'; DROP TABLE logins; --"])
def test_what_is_no_token_is_nobody(office, store, token):
    assert use_session(store, token, SETTINGS) is None


def test_the_list_shows_where_one_is_signed_in_and_ends_one_of_them(office, store):
    here = office.sign_up("zhangsan")
    there = office.sign_in("zhangsan", source=Source("10.0.0.8", "Edge\r\n  伪造"))
    shown = list_sessions(store, here.person.account_id, here.token, SETTINGS)
    assert {(s.address, s.browser, s.current) for s in shown} >= {
        ("10.0.0.7", "Firefox", True),
        ("10.0.0.8", "Edge 伪造", False),
    }
    (other,) = [s for s in shown if s.address == "10.0.0.8"]
    end_session(store, here.person, here.person.account_id, other.id, DESK)
    assert use_session(store, there.token, SETTINGS) is None
    assert use_session(store, here.token, SETTINGS) is not None


def test_signing_out_ends_the_session_on_the_server(office, store):
    entered = office.sign_up("zhangsan")
    sign_out(store, entered.token, DESK)
    assert use_session(store, entered.token, SETTINGS) is None


def test_only_an_administrator_ends_the_session_of_another(office, store):
    entered, other = office.sign_up("zhangsan"), office.sign_up("lisi", "李四")
    (session,) = [s for s in list_sessions(store, other.person.account_id, other.token, SETTINGS) if s.current]
    with pytest.raises(NotAllowed):
        end_session(store, entered.person, other.person.account_id, session.id, DESK)
    end_session(store, office.admin, other.person.account_id, session.id, DESK)
    assert use_session(store, other.token, SETTINGS) is None


def test_a_program_acts_for_a_person_within_its_scope_and_time(office, store, clock):
    person = office.sign_up("zhangsan").person
    _, token = make_token(store, person, "台账", [Scope.READ], 30, DESK)
    assert use_token(store, token, Scope.READ) == person
    assert use_token(store, token, Scope.WRITE) is None
    assert use_token(store, token + "x", Scope.READ) is None
    clock.pass_by(days=30)
    assert use_token(store, token, Scope.READ) is None


def test_a_token_can_be_ended_by_its_person_and_not_by_another(office, store):
    person, other = office.sign_up("zhangsan").person, office.sign_up("lisi", "李四").person
    token_id, token = make_token(store, person, "台账", [Scope.READ], 30, DESK)
    with pytest.raises(NotAllowed):
        end_token(store, other, person.account_id, token_id, DESK)
    end_token(store, other, other.account_id, token_id, DESK)
    assert use_token(store, token, Scope.READ) is not None
    end_token(store, person, person.account_id, token_id, DESK)
    assert (use_token(store, token, Scope.READ), list_tokens(store, person)) == (None, [])


@pytest.mark.parametrize(("scope", "days"), [([], 1), ([Scope.READ], 0), ([Scope.READ], LONGEST_DAYS + 1)])
def test_a_token_without_scope_or_end_is_refused(office, store, scope, days):
    with pytest.raises(ChangeRefused):
        make_token(store, office.admin, "台账", scope, days, DESK)


def test_tokens_are_limited_in_number(office, store):
    for _ in range(MOST):
        make_token(store, office.admin, "台账", [Scope.READ], 1, DESK)
    with pytest.raises(ChangeRefused, match="最多"):
        make_token(store, office.admin, "台账", [Scope.READ], 1, DESK)
