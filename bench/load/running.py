"""The clerks at work, and the same requests at the same moments sent to the peer."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from os import getloadavg, getpid
from random import Random

from bench.load.browser import Asked, browser
from bench.load.clerk import Clerk
from bench.load.office import Desk
from bench.load.serving import Server, machine, used

ARRIVING = 20.0


@dataclass
class Measured:
    """A run: every request, when all were there, and who took how much of the processor in the time after that."""

    log: list[Asked] = field(default_factory=list)
    full_at: float = 0.0
    ended_at: float = 0.0
    processor: dict[str, float] = field(default_factory=dict)
    load: float = 0.0
    clerks: list[Clerk] = field(default_factory=list)


async def work(server: Server, desks: Sequence[Desk], seconds: float) -> Measured:
    """All clerks arrive within `ARRIVING` seconds, and then work together for `seconds`."""
    measured = Measured()
    loop = asyncio.get_running_loop()
    start = loop.time()
    end = start + ARRIVING + seconds

    async def clerk(number: int, desk: Desk) -> None:
        await asyncio.sleep(ARRIVING * number / len(desks))
        own = browser(number, server.address, desk.address, measured.log)
        async with own.session:
            found = Clerk(desk, own, Random(desk.login))
            measured.clerks.append(found)
            await found.sign_in()
            await found.work(end)

    async with asyncio.TaskGroup() as together:
        for number, desk in enumerate(desks):
            together.create_task(clerk(number, desk))
        await asyncio.sleep(start + ARRIVING - loop.time())
        with _watched(server, measured, loop):
            await asyncio.sleep(end - loop.time())
    return measured


async def repeat(server: Server, desks: Sequence[Desk], first: Measured) -> Measured:
    """The requests of a run again, each at its moment and from its clerk, whatever becomes of the others."""
    measured = Measured()
    loop = asyncio.get_running_loop()
    begun = min(asked.at for asked in first.log)
    start = loop.time()
    browsers = [browser(number, server.address, desk.address, measured.log) for number, desk in enumerate(desks)]

    async def again(asked: Asked) -> None:
        await asyncio.sleep(start + asked.at - begun - loop.time())
        body = b"x" * asked.sent if asked.sent else None
        await browsers[asked.desk].ask(asked.kind, asked.method, "/", body=body)

    async with asyncio.TaskGroup() as together:
        for asked in first.log:
            if asked.method:
                together.create_task(again(asked))
        await asyncio.sleep(start + first.full_at - begun - loop.time())
        with _watched(server, measured, loop):
            await asyncio.sleep(first.ended_at - first.full_at)
    for each in browsers:
        await each.session.close()
    return measured


@contextmanager
def _watched(server: Server, measured: Measured, loop: asyncio.AbstractEventLoop) -> Iterator[None]:
    """Note the time and what everybody takes of the processor within the block, as a share of one core."""

    def now() -> dict[str, float]:
        shares = {
            "server": used(server.process, below=False),
            "workers": used(server.process, below=True),
            "clients": used(getpid(), below=False),
        }
        return shares | {"others": machine() - sum(shares.values())}

    before, measured.full_at = now(), loop.time()
    yield
    measured.ended_at = loop.time()
    span = measured.ended_at - measured.full_at
    measured.processor = {name: (after - before[name]) / span for name, after in now().items()}
    measured.load = getloadavg()[0]
