"""Who is where: everybody who asked within three quarters of a minute, at the place where they last were."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from services.presence import GONE_AFTER, TIDIED_EVERY, Presence, Present


class Clock:
    def __init__(self) -> None:
        self.time = datetime(2026, 1, 20, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def pass_by(self, span: timedelta) -> None:
        self.time += span


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def presence(clock: Clock) -> Presence:
    return Presence(clock)


def somebody(name: str, section: str = "cover", writes: bool = True) -> Present:
    return Present(f"id-{name}", name, section, writes)


def test_one_sees_the_others_and_not_oneself(presence: Presence) -> None:
    presence.note("report", somebody("甲"))
    presence.note("report", somebody("乙", "review", writes=False))
    presence.note("another", somebody("丙"))
    assert presence.others("report", "id-甲") == [somebody("乙", "review", writes=False)]
    assert presence.others("report", "id-丙") == [somebody("乙", "review", writes=False), somebody("甲")]


def test_who_moves_is_at_the_new_place_only(presence: Presence) -> None:
    presence.note("report", somebody("甲", "cover"))
    presence.note("report", somebody("甲", "review"))
    assert presence.others("report", "") == [somebody("甲", "review")]


def test_who_does_not_ask_any_more_is_gone(presence: Presence, clock: Clock) -> None:
    presence.note("report", somebody("甲"))
    clock.pass_by(GONE_AFTER - timedelta(seconds=1))
    assert presence.others("report", "") == [somebody("甲")]
    clock.pass_by(timedelta(seconds=1))
    assert presence.others("report", "") == []


def test_nothing_is_kept_of_reports_that_nobody_has_open(presence: Presence, clock: Clock) -> None:
    for number in range(100):
        presence.note(f"report {number}", somebody("甲"))
    clock.pass_by(TIDIED_EVERY)
    presence.note("the last", somebody("乙"))
    assert list(presence._reports) == ["the last"]


def test_many_threads_at_once_lose_nobody(presence: Presence) -> None:
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda n: presence.note("report", somebody(f"{n:03}")), range(200)))
    assert len(presence.others("report", "")) == 200
