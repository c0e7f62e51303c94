"""Recovery codes: ten, shown once, each good once, for the day the phone is lost; and an administrator's reset."""

from __future__ import annotations

import pyotp
import pytest

from services.audit import latest
from services.people import recovery, totp
from services.people.accounts import delete_account
from services.people.lockout import PAIR, TooSoon
from services.people.model import NotAllowed
from services.people.recovery import NUMBER, codes_left, is_recovery_code
from services.people.sessions import use_session
from services.people.signing_in import CodeNeeded, SignInRefused
from storage import people as stored
from tests.services.people.conftest import DESK, GOOD, KEY, SETTINGS


class Phone:
    """A phone that shows the codes of 张三, and the paper with the recovery codes."""

    def __init__(self, office, store, clock):
        self.person = office.sign_up("zhangsan").person
        self.clock = clock
        self._shown = pyotp.parse_uri(totp.begin(store, KEY, self.person))
        self.paper = totp.confirm(store, KEY, self.person, self.code(), DESK)
        clock.pass_by(seconds=60)

    def code(self):
        return self._shown.at(self.clock.at)


@pytest.fixture
def phone(office, store, clock):
    return Phone(office, store, clock)


def test_ten_different_codes_are_shown_when_the_phone_is_enrolled(store, phone):
    assert len(set(phone.paper)) == NUMBER == 10
    assert codes_left(store, phone.person.account_id) == NUMBER
    assert all(is_recovery_code(code) for code in phone.paper)
    assert totp.confirm(store, KEY, phone.person, phone.code(), DESK) == ()


def test_each_code_lets_in_once_in_place_of_the_phone(office, store, phone):
    for used, code in enumerate(reversed(phone.paper), 1):
        entered = office.sign_in("zhangsan", code=code)
        assert (entered.person.name, entered.codes_left) == ("张三", NUMBER - used)
        with pytest.raises(totp.CodeRefused):
            office.sign_in("zhangsan", code=code)
    assert codes_left(store, phone.person.account_id) == 0


def test_the_phone_goes_on_working_beside_them(office, phone):
    office.sign_in("zhangsan", code=phone.paper[0])
    entered = office.sign_in("zhangsan", code=phone.code())
    assert entered.codes_left is None


@pytest.mark.parametrize("written", [str.upper, lambda c: c.replace("-", ""), lambda c: f" {c.replace('-', ' ')} "])
def test_however_it_is_written(office, phone, written):
    assert office.sign_in("zhangsan", code=written(phone.paper[0])).codes_left == NUMBER - 1


def test_a_code_does_not_make_up_for_a_wrong_password_and_is_not_used_up_by_one(office, store, phone):
    with pytest.raises(SignInRefused):
        office.sign_in("zhangsan", "wrong", code=phone.paper[0])
    assert codes_left(store, phone.person.account_id) == NUMBER


def test_a_code_of_somebody_else_is_none(office, store, phone):
    other = office.sign_up("lisi", "李四").person
    with store.write() as tx:
        stored.account_to_change(tx, other.account_id).totp_at = store.now()
    with pytest.raises(totp.CodeRefused):
        office.sign_in("lisi", code=phone.paper[0])
    assert codes_left(store, phone.person.account_id) == NUMBER


def test_guessing_codes_is_slowed_like_guessing_passwords(office, phone):
    for _ in range(PAIR.free):
        with pytest.raises(totp.CodeRefused):
            office.sign_in("zhangsan", code="2222-2222-2222")
    with pytest.raises(TooSoon):
        office.sign_in("zhangsan", code=phone.paper[0])


def test_nothing_in_the_database_is_the_code_or_a_plain_hash_of_it(store, phone):
    with store.read() as tx:
        kept = tx.connection().exec_driver_sql("SELECT code_hash FROM recovery_codes").scalars().all()
    plain = [code.replace("-", "") for code in phone.paper]
    hashes = {recovery._hash(KEY, phone.person.account_id, code) for code in plain}
    assert set(kept) == hashes
    assert not set(kept) & {recovery._hash(b"x" * 32, phone.person.account_id, code) for code in plain}


def test_new_codes_take_the_place_of_the_old_ones_shown_the_password(office, store, phone):
    with pytest.raises(NotAllowed, match="密码不对"):
        totp.renew_codes(store, KEY, phone.person, "wrong", DESK)
    fresh = totp.renew_codes(store, KEY, phone.person, GOOD, DESK)
    assert not set(fresh) & set(phone.paper)
    with pytest.raises(totp.CodeRefused):
        office.sign_in("zhangsan", code=phone.paper[0])
    assert office.sign_in("zhangsan", code=fresh[0]).codes_left == NUMBER - 1


def test_without_one_time_codes_there_are_none_to_make(office, store):
    person = office.sign_up("zhangsan").person
    with pytest.raises(NotAllowed, match="没有启用"):
        totp.renew_codes(store, KEY, person, GOOD, DESK)


def test_who_lost_the_phone_takes_it_off_with_a_code_and_enrols_another(office, store, phone):
    totp.take_off_own(store, KEY, phone.person, GOOD, phone.paper[0], DESK)
    assert not office.sign_in("zhangsan").person.has_totp
    assert codes_left(store, phone.person.account_id) == 0
    assert totp.begin(store, KEY, phone.person)


def test_making_and_using_them_is_in_the_log_and_no_code_is(office, store, phone):
    office.sign_in("zhangsan", code=phone.paper[0])
    told = {entry.action: entry for entry in latest(store)}
    assert told["account.recovery.make"].after == {"codes": NUMBER}
    assert told["account.recovery.use"].after == {"left": NUMBER - 1}
    text = str(latest(store))
    assert not any(code in text or code.replace("-", "") in text for code in phone.paper)


def test_an_administrators_reset_ends_sessions_and_asks_to_enrol_again(office, store, phone, clock):
    entered = office.sign_in("zhangsan", code=phone.code())
    totp.reset(store, office.admin, phone.person.account_id, DESK)
    assert use_session(store, entered.token, SETTINGS) is None
    assert latest(store)[0].action == "account.totp.reset"
    assert codes_left(store, phone.person.account_id) == 0
    person = office.sign_in("zhangsan").person
    assert (person.has_totp, person.totp_reset) == (False, True)
    again = pyotp.parse_uri(totp.begin(store, KEY, person))
    totp.confirm(store, KEY, person, again.at(clock.at), DESK)
    clock.pass_by(seconds=60)
    with pytest.raises(CodeNeeded):
        office.sign_in("zhangsan")
    person = office.sign_in("zhangsan", code=again.at(clock.at)).person
    assert (person.has_totp, person.totp_reset) == (True, False)


def test_who_was_reset_may_say_to_do_without(office, store, phone):
    totp.reset(store, office.admin, phone.person.account_id, DESK)
    person = office.sign_in("zhangsan").person
    totp.do_without(store, person, DESK)
    assert not office.sign_in("zhangsan").person.totp_reset
    assert "account.totp.without" in [entry.action for entry in latest(store)]


def test_nobody_resets_but_an_administrator_and_not_their_own(office, store, phone):
    with pytest.raises(NotAllowed):
        totp.reset(store, phone.person, office.admin.account_id, DESK)
    with pytest.raises(NotAllowed, match="我的账号"):
        totp.reset(store, office.admin, office.admin.account_id, DESK)


def test_a_deleted_account_has_none(office, store, phone):
    delete_account(store, office.admin, phone.person.account_id, DESK)
    assert codes_left(store, phone.person.account_id) == 0
