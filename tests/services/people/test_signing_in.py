"""Signing in: who is let in, who is not, and what is told of it."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher

from services.audit import latest, verify
from services.people import passwords
from services.people.accounts import NewAccount, create_account, delete_account, reset_password, set_disabled
from services.people.model import CONSOLE, NotAllowed, Source
from services.people.own_password import change_password
from services.people.passwords import WeakPassword
from services.people.sessions import use_session
from services.people.signing_in import SignInRefused
from storage import people as stored
from tests.services.people.conftest import DESK, GOOD, SETTINGS


def test_the_right_password_begins_a_session_of_the_person(office, store):
    entered = office.sign_up("zhangsan", "张三")
    assert (entered.person.name, entered.person.must_change) == ("张三", False)
    assert use_session(store, entered.token, SETTINGS) == entered.person


def test_a_login_name_is_the_same_in_capitals_and_wide_letters(office):
    office.sign_up("zhangsan")
    assert office.sign_in(" ＺhangSan ").person.login == "zhangsan"


def test_every_sign_in_has_a_token_of_its_own_that_is_not_stored(office, store):
    office.sign_up("zhangsan")
    tokens = {office.sign_in("zhangsan").token for _ in range(3)}
    assert len(tokens) == 3
    with store.read() as tx:
        kept = {row[0] for row in tx.connection().exec_driver_sql("SELECT token_hash FROM logins")}
    assert not tokens & kept


@pytest.mark.parametrize(("login", "password"), [("zhangsan", "wrong"), ("nobody", GOOD), ("", ""), ("zhangsan", "")])
def test_a_wrong_password_and_an_unknown_name_are_refused_in_the_same_words(office, login, password):
    office.sign_up("zhangsan")
    with pytest.raises(SignInRefused) as refused:
        office.sign_in(login, password)
    assert str(refused.value) == str(SignInRefused())


def test_an_unknown_name_costs_one_hashing_like_a_wrong_password(office, monkeypatch):
    office.sign_up("zhangsan")
    verified = []

    class Counting(PasswordHasher):
        def verify(self, stored_hash, password):
            verified.append(stored_hash)
            return super().verify(stored_hash, password)

    monkeypatch.setattr(passwords, "HASHER", Counting(time_cost=1, memory_cost=8, parallelism=1))
    for login in ("zhangsan", "nobody"):
        with pytest.raises(SignInRefused):
            office.sign_in(login, "wrong")
    assert [len(stored_hash) for stored_hash in verified] == [len(verified[0])] * 2


def test_a_hash_of_older_parameters_is_made_anew_at_sign_in(office, store, monkeypatch):
    entered = office.sign_up("zhangsan")
    newer = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    monkeypatch.setattr(passwords, "HASHER", newer)
    office.sign_in("zhangsan")
    with store.read() as tx:
        kept = stored.account(tx, entered.person.account_id).password_hash
    assert not newer.check_needs_rehash(kept)
    assert office.sign_in("zhangsan").person == entered.person


def test_the_log_tells_of_every_attempt_but_not_what_was_typed(office, store):
    office.sign_up("zhangsan")
    with pytest.raises(SignInRefused):
        office.sign_in("my-password-by-mistake", "secret")
    refused = latest(store)[0]
    assert (refused.action, refused.subject, refused.address) == ("session.refused", "account:unknown", DESK.address)
    assert "mistake" not in str(refused)
    assert office.sign_in("zhangsan").person.name == latest(store)[0].name
    assert verify(store) == []


def test_an_initial_password_lets_in_only_to_be_changed(office, store):
    _, initial = create_account(store, office.admin, NewAccount("lisi", "李四"), DESK)
    entered = office.sign_in("lisi", initial)
    assert entered.person.must_change
    assert not change_password(store, entered.person, initial, GOOD, entered.token, DESK).must_change


def test_an_initial_password_left_lying_runs_out(office, store, clock):
    account_id, initial = create_account(store, office.admin, NewAccount("lisi", "李四"), DESK)
    clock.pass_by(days=SETTINGS.initial_password_days)
    with pytest.raises(SignInRefused, match="初始密码过期"):
        office.sign_in("lisi", initial)
    assert office.sign_in("lisi", reset_password(store, office.admin, account_id, DESK)).person.must_change


@pytest.mark.parametrize("take_away", [delete_account, lambda *args: set_disabled(*args[:3], True, args[3])])
def test_nobody_signs_in_or_stays_in_with_an_account_taken_away(office, store, take_away):
    entered = office.sign_up("zhangsan")
    take_away(store, office.admin, entered.person.account_id, DESK)
    assert use_session(store, entered.token, SETTINGS) is None
    with pytest.raises(SignInRefused):
        office.sign_in("zhangsan")


def test_a_disabled_account_can_be_used_again_when_enabled(office, store):
    entered = office.sign_up("zhangsan")
    set_disabled(store, office.admin, entered.person.account_id, True, DESK)
    set_disabled(store, office.admin, entered.person.account_id, False, DESK)
    assert use_session(store, entered.token, SETTINGS) is None
    assert office.sign_in("zhangsan").person == entered.person


def test_a_new_password_ends_the_other_sessions_and_needs_the_old_one(office, store):
    here, there = office.sign_up("zhangsan"), office.sign_in("zhangsan", source=Source("10.0.0.8", "Edge"))
    with pytest.raises(NotAllowed, match="密码不对"):
        change_password(store, here.person, "wrong", "湖边-骑车-橙色-42", here.token, DESK)
    change_password(store, here.person, GOOD, "湖边-骑车-橙色-42", here.token, DESK)
    assert use_session(store, here.token, SETTINGS) is not None
    assert use_session(store, there.token, SETTINGS) is None
    with pytest.raises(SignInRefused):
        office.sign_in("zhangsan", GOOD)


def test_a_weak_new_password_is_refused_before_anything_is_changed(office, store):
    entered = office.sign_up("zhangsan")
    with pytest.raises(WeakPassword):
        change_password(store, entered.person, GOOD, "zhangsan2025", entered.token, DESK)
    assert office.sign_in("zhangsan").person == entered.person


def test_the_command_line_may_administer_before_anybody_does(store):
    account_id, _ = create_account(store, CONSOLE, NewAccount("root", "管理员", administrator=True), DESK)
    assert latest(store)[0].subject == f"account:{account_id}"
    assert latest(store)[0].name == "命令行"
