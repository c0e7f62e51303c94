"""Sessions end by idleness, by age, and when somebody ends them."""

from __future__ import annotations

import pytest

from services.people.model import NotAllowed, Source
from services.people.sessions import KEPT, end_session, list_sessions, sign_out, use_session
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


def test_sessions_of_long_ago_are_forgotten_and_later_ones_are_not(office, store, clock):
    def kept():
        with store.read() as tx:
            return tx.connection().exec_driver_sql("SELECT count(*) FROM logins").scalar()

    entered = office.sign_up("zhangsan")
    sign_out(store, entered.token, DESK)
    before = kept()
    clock.pass_by(days=KEPT.days - 1)
    office.sign_in("zhangsan")
    assert kept() == before + 1
    clock.pass_by(days=2)
    office.sign_in("zhangsan")
    assert kept() == 2
