"""Who is at work and from where: what the audit log says of everything that is done.

The pages and the command line say it once for a request or a command (`acting`); what is done meanwhile finds it there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """A person, or the program itself (`account_id` empty). `address` is an IP address, `via` "web", "api" or "cli"."""

    account_id: str = ""
    name: str = ""
    address: str = ""
    via: str = ""


SYSTEM = Actor(name="系统")
_present: ContextVar[Actor] = ContextVar("present_actor", default=SYSTEM)


def present_actor() -> Actor:
    """Who is at work now; `SYSTEM` if nobody said."""
    return _present.get()


@contextmanager
def acting(actor: Actor) -> Iterator[None]:
    """Have everything within the block done by this actor."""
    token = _present.set(actor)
    try:
        yield
    finally:
        _present.reset(token)
