"""Whoever guesses is slowed down, and nobody else is."""

from __future__ import annotations

import pytest

from services.people.lockout import ACCOUNT, ADDRESS, PAIR, TooSoon, places
from services.people.model import Source
from services.people.signing_in import SignInRefused
from tests.services.people.conftest import DESK

GUESSER = Source("203.0.113.9", "curl")


def guess(office, clock, times, source=GUESSER, login="zhangsan"):
    """Wrong passwords, each as soon as it may be; returns how many seconds that took."""
    began = clock.at
    for _ in range(times):
        while True:
            try:
                office.sign_in(login, "wrong", source)
            except SignInRefused:
                break
            except TooSoon as wait:
                clock.pass_by(seconds=wait.seconds)
    return (clock.at - began).total_seconds()


def test_a_few_mistakes_cost_nothing(office, clock):
    office.sign_up("zhangsan")
    assert guess(office, clock, PAIR.free) == 0


def test_waits_double_up_to_a_quarter_of_an_hour(office, clock):
    office.sign_up("zhangsan")
    guess(office, clock, PAIR.free)
    waits = [guess(office, clock, 1) for _ in range(12)]
    assert waits[:4] == [2, 4, 8, 16]
    assert waits[-1] == 900


def test_the_right_password_has_to_wait_as_well(office, clock):
    office.sign_up("zhangsan")
    guess(office, clock, PAIR.free + 1)
    with pytest.raises(TooSoon) as wait:
        office.sign_in("zhangsan", source=GUESSER)
    clock.pass_by(seconds=wait.value.seconds)
    assert office.sign_in("zhangsan", source=GUESSER).person.name == "张三"


def test_trying_while_waiting_does_not_lengthen_the_wait(office, clock):
    office.sign_up("zhangsan")
    guess(office, clock, PAIR.free + 5)
    seconds = []
    for _ in range(5):
        with pytest.raises(TooSoon) as wait:
            office.sign_in("zhangsan", "wrong", GUESSER)
        seconds.append(wait.value.seconds)
    assert len(set(seconds)) == 1


def test_guessing_elsewhere_does_not_hold_up_the_person_at_the_usual_desk(office, clock):
    office.sign_up("zhangsan", source=DESK)
    for host in range(1, 60):
        guess(office, clock, 2, Source(f"203.0.113.{host}"))
    with pytest.raises(TooSoon):
        office.sign_in("zhangsan", source=Source("198.51.100.1"))
    assert office.sign_in("zhangsan", source=DESK).person.name == "张三"


def test_guessing_at_the_next_desk_behind_the_same_address_does_not_either(office, clock):
    mark = office.sign_up("zhangsan", source=DESK).device
    guess(office, clock, 10, DESK)
    with pytest.raises(TooSoon):
        office.sign_in("zhangsan", source=DESK)
    assert office.sign_in("zhangsan", source=Source(DESK.address, "Firefox", mark)).person.name == "张三"


def test_a_mark_made_up_by_the_guesser_helps_nothing(office, clock):
    office.sign_up("zhangsan")
    for n in range(PAIR.free):
        guess(office, clock, 1, Source(GUESSER.address, "curl", f"made-up-{n}"))
    with pytest.raises(TooSoon):
        office.sign_in("zhangsan", "wrong", Source(GUESSER.address, "curl", "made-up"))


def test_from_many_places_an_account_is_guessed_at_slowly_but_nobody_waits_more_than_a_minute(office, clock):
    office.sign_up("zhangsan")
    took = [guess(office, clock, 1, Source(f"198.51.{n // 200}.{n % 200 + 1}")) for n in range(ACCOUNT.free + 30)]
    assert took[: ACCOUNT.free] == [0] * ACCOUNT.free
    assert set(took[-10:]) == {60}


def test_one_place_that_tries_many_names_is_slowed(office, clock):
    for n in range(ADDRESS.free):
        guess(office, clock, 1, GUESSER, f"name{n}")
    with pytest.raises(TooSoon):
        office.sign_in("another", "wrong", GUESSER)


def test_unknown_names_wait_like_known_ones(office, clock):
    office.sign_up("zhangsan")
    assert guess(office, clock, 9, login="nobody") == guess(office, clock, 9, Source("203.0.113.10"), "zhangsan")


def test_mistakes_are_forgotten_after_a_sign_in_and_after_a_day(office, clock):
    office.sign_up("zhangsan")
    guess(office, clock, PAIR.free - 1, DESK)
    office.sign_in("zhangsan")
    assert guess(office, clock, PAIR.free, DESK) == 0
    clock.pass_by(days=1)
    assert guess(office, clock, PAIR.free, DESK) == 0


def test_the_addresses_of_one_ipv6_network_are_one_place():
    assert places(Source("2001:db8:1:2::1")) == places(Source("2001:db8:1:2:ffff::9"))
    assert places(Source("2001:db8:1:2::1")) != places(Source("2001:db8:1:3::1"))
    assert places(Source("no address")) == ["address:no address"]
