"""An address may ask so many times within a span, whatever others do."""

from __future__ import annotations

import pytest

from services import limiter
from services.limiter import Limiter, TooOften


class Clock:
    at = 1000.0

    def __call__(self):
        return self.at


def test_one_too_many_waits_until_the_first_is_forgotten_and_is_not_counted():
    clock = Clock()
    limits = Limiter(2, 60, clock)
    limits.enter("10.0.0.1")
    clock.at += 20
    limits.enter("10.0.0.1")
    for _ in range(3):
        with pytest.raises(TooOften, match="40 秒") as refused:
            limits.enter("10.0.0.1")
        assert refused.value.seconds == 40
    clock.at += 40
    limits.enter("10.0.0.1")


def test_others_are_not_slowed_down_but_an_ipv6_network_is_one():
    limits = Limiter(1, 60, Clock())
    for address in ("10.0.0.1", "10.0.0.2", "2001:db8::1", ""):
        limits.enter(address)
    with pytest.raises(TooOften):
        limits.enter("2001:db8::ffff")


def test_many_addresses_do_not_fill_the_memory(monkeypatch):
    monkeypatch.setattr(limiter, "MOST_ADDRESSES", 3)
    limits = Limiter(1, 60, Clock())
    for number in range(10):
        limits.enter(f"10.0.0.{number}")
    assert len(limits._times) == 3
