"""What a browser asks of the server: six connections, a cache that does as the answers say, and modules by modules.

Nothing is painted and no script runs; `bench.load.clerk` sends what the page's scripts send.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from posixpath import dirname, normpath

import aiohttp

CONNECTIONS = 6
# As long as Chromium holds connections that it does not use.
KEPT_OPEN = 300
PATIENCE = 30
_LINKED = re.compile(r'<(?:link rel="(?:stylesheet|icon)"|script type="module")[^>]*?(?:href|src)="([^"]+)"')
_IMPORTED = re.compile(r'^(?:import|export)\b[^;]*?"(\./[^"]+|\.\./[^"]+)"', re.MULTILINE)
_FRAMED = re.compile(r'<iframe[^>]*? src="([^"]+)"')


@dataclass(frozen=True)
class Asked:
    """One request: what kind, when (seconds on the clock of this process), how long, what was sent, what went wrong."""

    kind: str
    desk: int
    at: float
    seconds: float
    method: str
    sent: int
    fault: str


@dataclass(frozen=True)
class Answer:
    """What came back; status 0 if nothing did."""

    status: int
    text: str
    headers: Mapping[str, str]


@dataclass
class Copy:
    """A file in the cache: good until `until`, after that good if the server says so."""

    text: str
    etag: str
    until: float


@dataclass
class Browser:
    """One person's browser. Every request is added to `log`."""

    number: int
    address: str
    session: aiohttp.ClientSession
    log: list[Asked]
    cache: dict[str, Copy] = field(default_factory=dict)

    async def ask(
        self, kind: str, method: str, path: str, *, headers: Mapping[str, str] | None = None, body: bytes | None = None,
        form: Mapping[str, str] | None = None, expected: Iterable[int] = (200, 304),
    ) -> Answer:  # fmt: skip
        """Send a request, follow where it leads, and read all of the answer."""
        start = time.monotonic()
        try:
            async with self.session.request(
                method, self.address + path, headers=headers, data=form if body is None else body
            ) as response:
                content = await response.read()
                answer = Answer(response.status, content.decode("utf-8"), response.headers)
            fault = "" if answer.status in expected else f"status {answer.status}"
        except (aiohttp.ClientError, TimeoutError) as error:
            answer, fault = Answer(0, "", {}), type(error).__name__
        sent = len(body) if body is not None else 0
        self.log.append(Asked(kind, self.number, start, time.monotonic() - start, method, sent, fault))
        return answer

    async def open(self, kind: str, path: str) -> str:
        """Open a page with all that belongs to it; the page's text, empty if it did not come."""
        start = time.monotonic()
        answer = await self.ask(kind, "GET", path, headers={"Accept": "text/html"})
        page = answer.text if answer.status == 200 else ""
        frames = (self.ask("preview document", "GET", found) for found in _FRAMED.findall(page))
        await asyncio.gather(self.furnish(page), *frames)
        self.log.append(Asked(f"{kind}, with its files", self.number, start, time.monotonic() - start, "", 0, ""))
        return page

    async def furnish(self, page: str) -> None:
        """Get the files that a page names, and what they import, each once."""
        known: set[str] = set()

        async def get(path: str) -> None:
            if path in known:
                return
            known.add(path)
            text = await self._file(path)
            await asyncio.gather(*(get(found) for found in _imports(path, text)))

        await asyncio.gather(*(get(path) for path in _linked(page)))

    async def _file(self, path: str) -> str:
        held = self.cache.get(path)
        if held and time.monotonic() < held.until:
            return held.text
        headers = {"If-None-Match": held.etag} if held and held.etag else {}
        answer = await self.ask("static file", "GET", path, headers=headers)
        text = held.text if held and answer.status == 304 else answer.text
        fresh = re.search(r"max-age=(\d+)", answer.headers.get("Cache-Control", ""))
        until = time.monotonic() + int(fresh[1]) if fresh else 0.0
        self.cache[path] = Copy(text, answer.headers.get("ETag", held.etag if held else ""), until)
        return text


def browser(number: int, address: str, own_address: str, log: list[Asked]) -> Browser:
    """A browser on a computer of its own: `own_address` is what the server sees."""
    session = aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(
            limit_per_host=CONNECTIONS, keepalive_timeout=KEPT_OPEN, local_addr=(own_address, 0)
        ),
        cookie_jar=aiohttp.CookieJar(unsafe=True),
        timeout=aiohttp.ClientTimeout(total=PATIENCE),
        headers={"User-Agent": "bench.load", "Accept-Encoding": "gzip, deflate"},
    )
    return Browser(number, address, session, log)


def _linked(page: str) -> list[str]:
    return _LINKED.findall(page)


@lru_cache(maxsize=1000)
def _imports(path: str, text: str) -> tuple[str, ...]:
    """What a module imports, as addresses; nothing for other files."""
    if not path.endswith(".mjs"):
        return ()
    return tuple(dict.fromkeys(normpath(f"{dirname(path)}/{found}") for found in _IMPORTED.findall(text)))
