"""Tokens with which programs act: made by who knows the password, within a scope, until a day, never for ever."""

from __future__ import annotations

import pytest

from services.audit import latest
from services.errors import ChangeRefused
from services.people.accounts import reset_password
from services.people.lockout import TooSoon
from services.people.model import NotAllowed
from services.people.own_password import change_password
from services.people.programs import LONGEST_DAYS, MOST, PREFIX, Scope, end_token, list_tokens, make_token, use_token
from tests.services.people.conftest import DESK, GOOD


def made(store, person, scope=(Scope.READ,), days=30, name="台账", password=GOOD):
    return make_token(store, person, name, scope, days, password, DESK)[1]


def test_a_token_acts_for_its_person_within_its_scope_until_its_day(office, store, clock):
    person = office.sign_up("zhangsan").person
    token = made(store, person)
    program = use_token(store, token)
    assert (program.person, program.token.scope, program.token.name) == (person, {Scope.READ}, "台账")
    assert use_token(store, token + "x") is None
    clock.pass_by(days=30)
    assert use_token(store, token) is None


def test_a_token_is_kept_as_a_hash_and_can_be_told_from_other_texts(office, store):
    token = made(store, office.admin)
    assert token.startswith(PREFIX)
    with store.read() as tx:
        kept = str(list(tx.connection().exec_driver_sql("SELECT * FROM api_tokens")))
        logged = str(list(tx.connection().exec_driver_sql("SELECT entry FROM audit_log")))
    assert token not in kept + logged
    assert token.removeprefix(PREFIX) not in kept + logged


def test_the_log_tells_of_making_and_ending(office, store):
    token_id, _ = make_token(store, office.admin, "台账", [Scope.WRITE, Scope.READ], 9, GOOD, DESK)
    end_token(store, office.admin, office.admin.account_id, token_id, DESK)
    ended, begun = latest(store, 2)
    assert (begun.action, begun.after) == (
        "token.make", {"token": token_id, "name": "台账", "scope": "read write", "days": 9},
    )  # fmt: skip
    assert (ended.action, ended.after) == ("token.end", {"token": token_id})


def test_whoever_does_not_know_the_password_makes_no_token_and_is_slowed(office, store):
    for _ in range(3):
        with pytest.raises(NotAllowed, match="密码不对"):
            made(store, office.admin, password="guess")
    with pytest.raises(TooSoon):
        made(store, office.admin, password="guess")
    assert list_tokens(store, office.admin) == []


def test_a_reset_password_ends_every_token_for_good(office, store):
    person = office.sign_up("zhangsan").person
    token = made(store, person)
    initial = reset_password(store, office.admin, person.account_id, DESK)
    assert (use_token(store, token), list_tokens(store, person)) == (None, [])
    entered = office.sign_in("zhangsan", initial)
    change_password(store, entered.person, initial, GOOD + "。", entered.token, DESK)
    assert use_token(store, token) is None


def test_the_list_says_when_a_token_was_last_used_to_the_minute(office, store, clock):
    token = made(store, office.admin)
    assert list_tokens(store, office.admin)[0].used_at is None
    use_token(store, token)
    first = list_tokens(store, office.admin)[0].used_at
    clock.pass_by(seconds=30)
    use_token(store, token)
    assert list_tokens(store, office.admin)[0].used_at == first
    clock.pass_by(seconds=30)
    use_token(store, token)
    assert list_tokens(store, office.admin)[0].used_at > first


def test_a_token_can_be_ended_by_its_person_and_not_by_another(office, store):
    person, other = office.sign_up("zhangsan").person, office.sign_up("lisi", "李四").person
    token_id, token = make_token(store, person, "台账", [Scope.READ], 30, GOOD, DESK)
    with pytest.raises(NotAllowed):
        end_token(store, other, person.account_id, token_id, DESK)
    end_token(store, other, other.account_id, token_id, DESK)
    assert use_token(store, token) is not None
    end_token(store, person, person.account_id, token_id, DESK)
    assert (use_token(store, token), list_tokens(store, person)) == (None, [])


@pytest.mark.parametrize(("scope", "days"), [([], 1), ([Scope.READ], 0), ([Scope.READ], LONGEST_DAYS + 1)])
def test_a_token_without_scope_or_end_is_refused(office, store, scope, days):
    with pytest.raises(ChangeRefused):
        made(store, office.admin, scope, days)


def test_tokens_are_limited_in_number(office, store):
    for number in range(MOST):
        made(store, office.admin, days=1, name=f"第 {number} 个")
    with pytest.raises(ChangeRefused, match="最多"):
        made(store, office.admin)


def test_two_tokens_of_one_name_are_told_apart_by_nobody(office, store, clock):
    made(store, office.admin, days=1)
    with pytest.raises(ChangeRefused, match="已有用途为“台账”的令牌"):
        made(store, office.admin, name=" 台账 ")
    clock.pass_by(days=1)
    made(store, office.admin)
