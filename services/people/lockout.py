"""Slowing down who guesses, without shutting anybody out.

Three things are counted. A person from one place (a browser that they signed in with before, else an address): waits
that double, up to a quarter of an hour. A person from everywhere, and an address for everybody: only after many
failures, never more than a minute, and not for a place from which that person has signed in before. So whoever guesses
at a colleague's password slows down themselves; the colleague, at the usual desk, notices nothing.

An attempt is counted before the password is looked at and taken back when it is right, so guessing at once gains
nothing; waiting attempts are not counted, so trying again does not lengthen the wait.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.addresses import network
from services.errors import Refusal
from services.people.model import Source
from services.people.tokens import token_hash
from storage import people as stored
from storage import queries
from storage.store import Transaction

KEPT = timedelta(days=2)


@dataclass(frozen=True)
class Rule:
    """How many failures are free, how the waits begin and end, and after what quiet all is forgotten."""

    free: int
    first: timedelta
    most: timedelta
    forgotten: timedelta

    def wait(self, failures: int) -> timedelta:
        """How long to wait after so many failures."""
        beyond = failures - self.free
        return timedelta(0) if beyond < 0 else min(self.most, self.first * 2 ** min(beyond, 20))


PAIR = Rule(3, timedelta(seconds=2), timedelta(minutes=15), timedelta(hours=24))
ACCOUNT = Rule(20, timedelta(seconds=5), timedelta(seconds=60), timedelta(hours=1))
ADDRESS = Rule(50, timedelta(seconds=5), timedelta(seconds=60), timedelta(hours=1))


class TooSoon(Refusal):
    """Too many failures: wait so many seconds."""

    def __init__(self, wait: timedelta) -> None:
        self.seconds = max(1, -int(-wait.total_seconds() // 1))
        shown = f"{self.seconds} 秒" if self.seconds < 60 else f"{-(-self.seconds // 60)} 分钟"
        super().__init__(f"登录失败的次数过多，请过 {shown}再试。在平时用过的电脑上登录不受别人的影响。")


def places(source: Source) -> list[str]:
    """The names of a place: of the browser if it has a mark, and of the address (an IPv6 network counts as one)."""
    found = [f"device:{token_hash(source.device)}"] if source.device else []
    return [*found, f"address:{network(source.address)}"]


def enter(tx: Transaction, login: str, account_id: str | None, source: Source, now: datetime) -> list[str]:
    """Count an attempt; returns the keys it is counted under. TooSoon if it has to wait, and then it is not counted."""
    keys = _keys(tx, login, account_id, source)
    waiting = [row.wait_until - now for key in keys if (row := stored.attempts(tx, key)) and row.wait_until > now]
    if waiting:
        raise TooSoon(max(waiting))
    for key, rule in keys.items():
        row = stored.attempts(tx, key)
        if row is None:
            row = stored.AttemptRow(key=key, failures=0, last_at=now, wait_until=now)
            queries.add(tx, row)
        quiet = now - row.last_at >= rule.forgotten
        row.failures = 1 if quiet else row.failures + 1
        row.last_at, row.wait_until = now, now + rule.wait(row.failures)
    stored.drop_attempts_before(tx, now - KEPT)
    return list(keys)


def leave(tx: Transaction, keys: Iterable[str], account_id: str, source: Source, now: datetime) -> None:
    """The attempt was right: take it back, forget this person's failures here, and know the place from now on."""
    for key in keys:
        row = stored.attempts(tx, key)
        if row is not None:
            own = key.startswith("pair:")
            row.failures = 0 if own else max(0, row.failures - 1)
            row.wait_until = now
    for place in places(source):
        known = stored.known_place(tx, account_id, place)
        if known is None:
            queries.add(tx, stored.KnownPlaceRow(account_id=account_id, place=place, last_at=now))
        else:
            known.last_at = now


def _keys(tx: Transaction, login: str, account_id: str | None, source: Source) -> dict[str, Rule]:
    names = places(source)
    known = [name for name in names if account_id and stored.known_place(tx, account_id, name)]
    # What was typed as a login name may be a password: only its hash is kept.
    keys = {f"pair:{_digest(f'{login}|{known[0] if known else names[-1]}')}": PAIR}
    if not known:
        keys |= {f"account:{_digest(login)}": ACCOUNT, f"{names[-1]}": ADDRESS}
    return keys


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
