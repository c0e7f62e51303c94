"""One-time codes: enrolled with a proof, right for a minute and a half, never twice."""

from __future__ import annotations

import pyotp
import pytest

from services.people import totp
from services.people.lockout import PAIR, TooSoon
from services.people.model import NotAllowed
from services.people.signing_in import CodeNeeded, SignInRefused
from storage import people as stored
from tests.services.people.conftest import DESK, GOOD, KEY


@pytest.fixture
def phone(office, store, clock):
    """A phone that shows the codes of 张三, put in force at the present step."""
    person = office.sign_up("zhangsan").person
    shown = pyotp.parse_uri(totp.begin(store, KEY, person))
    totp.confirm(store, KEY, person, shown.at(clock.at), DESK)
    clock.pass_by(seconds=60)
    return shown


def test_signing_in_then_needs_a_code(office, phone, clock):
    with pytest.raises(CodeNeeded):
        office.sign_in("zhangsan")
    assert office.sign_in("zhangsan", code=phone.at(clock.at)).person.has_totp


def test_a_code_may_be_typed_with_a_gap(office, phone, clock):
    code = phone.at(clock.at)
    assert office.sign_in("zhangsan", code=f" {code[:3]} {code[3:]} ").person.name == "张三"


def test_a_code_does_not_make_up_for_a_wrong_password(office, phone, clock):
    with pytest.raises(SignInRefused):
        office.sign_in("zhangsan", "wrong", code=phone.at(clock.at))


@pytest.mark.parametrize(("seconds", "right"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_phone_may_be_one_step_early_or_late(office, phone, clock, seconds, right):
    code = phone.at(int(clock.at.timestamp()) + seconds)
    if right:
        assert office.sign_in("zhangsan", code=code).person.name == "张三"
    else:
        with pytest.raises(totp.CodeRefused):
            office.sign_in("zhangsan", code=code)


def test_a_code_and_those_before_it_are_right_only_once(office, phone, clock):
    earlier, code = phone.at(int(clock.at.timestamp()) - 30), phone.at(clock.at)
    office.sign_in("zhangsan", code=code)
    for used in (code, earlier):
        with pytest.raises(totp.CodeRefused):
            office.sign_in("zhangsan", code=used)


@pytest.mark.parametrize("code", ["000000", "12345", "1234567", "１２３４５６", "abcdef", "\x00" * 6])
def test_what_is_no_right_code_is_refused(office, phone, code):
    with pytest.raises(totp.CodeRefused):
        office.sign_in("zhangsan", code=code)


def test_guessing_codes_is_slowed_like_guessing_passwords(office, phone):
    for n in range(PAIR.free):
        with pytest.raises(totp.CodeRefused):
            office.sign_in("zhangsan", code=f"00000{n}")
    with pytest.raises(TooSoon):
        office.sign_in("zhangsan", code="000009")


def test_the_secret_is_not_readable_in_the_database(office, store, phone):
    with store.read() as tx:
        kept = stored.live_account(tx, "zhangsan").totp_secret
    assert kept
    assert phone.secret not in kept


def test_with_another_key_of_the_installation_the_person_is_told_what_to_do(office, store, phone, clock):
    with store.read() as tx, pytest.raises(NotAllowed, match="请系统管理员重置"):
        totp.accept(stored.live_account(tx, "zhangsan"), b"x" * 32, phone.at(clock.at), clock.at)


def test_it_is_not_in_force_before_it_was_confirmed(office, store):
    person = office.sign_up("zhangsan").person
    totp.begin(store, KEY, person)
    assert office.sign_in("zhangsan").person.has_totp is False
    with pytest.raises(totp.CodeRefused):
        totp.confirm(store, KEY, person, "000000", DESK)


def test_one_takes_it_off_with_password_and_code(office, store, phone, clock):
    person = office.sign_in("zhangsan", code=phone.at(clock.at)).person
    clock.pass_by(seconds=60)
    with pytest.raises(NotAllowed, match="密码不对"):
        totp.take_off_own(store, KEY, person, "wrong", phone.at(clock.at), DESK)
    with pytest.raises(totp.CodeRefused):
        totp.take_off_own(store, KEY, person, GOOD, "000000", DESK)
    totp.take_off_own(store, KEY, person, GOOD, phone.at(clock.at), DESK)
    assert not office.sign_in("zhangsan").person.has_totp
