"""A server to be killed, and clients that type into it without a pause, as the page's script sends it."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

from tests.cli.helpers import ROOT

# What a client meets when the server is killed while it asks.
GONE = (OSError, http.client.HTTPException)


class Server:
    """Starts, is killed, and starts again over the same folder."""

    def __init__(self, zygote: subprocess.Popen[str]) -> None:
        self._zygote = zygote
        self.process = 0
        self.address = ""

    def start(self) -> None:
        """Start, and return when it listens."""
        self._zygote.stdin.write("start\n")
        self._zygote.stdin.flush()
        process, port = self._zygote.stdout.readline().split()
        self.process, self.address = int(process), f"http://127.0.0.1:{port}"

    def kill(self) -> None:
        """End it without a word."""
        os.kill(self.process, signal.SIGKILL)


@contextmanager
def served(folder: Path) -> Iterator[Server]:
    """A server that is not started yet."""
    command = [sys.executable, "-m", "tests.cli.killing.zygote", folder, str(os.getpid())]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as zygote:
        yield Server(zygote)
        zygote.kill()


class Client:
    """Somebody signed in, who has one thing to do over and over: `send(n)` for n = 1, 2, 3, …

    What was not acknowledged is sent again as it was, which is what the page does. `done` are the n that were, each
    with what the server answered.
    """

    def __init__(self, server: Server, login: str, password: str) -> None:
        self._server = server
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()))
        self.token = ""
        self.done: list[tuple[int, Any]] = []
        self.waiting = False
        self._sign_in(login, password)

    def ask(self, path: str, data: bytes | None = None, **headers: str) -> str:
        """The text of an answer. AssertionError for one that refuses; GONE if there is none."""
        request = Request(self._server.address + path, data, {name.replace("_", "-"): v for name, v in headers.items()})
        try:
            with self._opener.open(request, timeout=20) as response:
                return str(response.read().decode())
        except HTTPError as refusal:
            raise AssertionError(f"{path}: {refusal.code} {refusal.read().decode()[:500]}") from refusal

    def go_on(self, act: Callable[[Client, int], Any]) -> None:
        """Act until the server is gone."""
        while True:
            n = len(self.done) + 1
            self.waiting = True
            try:
                answer = act(self, n)
            except GONE:
                return
            self.done.append((n, answer))
            self.waiting = False

    def _sign_in(self, login: str, password: str) -> None:
        form = {"csrf_token": self._token_of("/sign-in"), "login": login, "password": password}
        self.ask("/sign-in", urlencode(form).encode())
        self.token = self._token_of("/")

    def _token_of(self, path: str) -> str:
        return re.findall(r'name="csrf-token" content="([^"]+)"', self.ask(path))[0]


def saving(report_id: str, section: str, path: str, content: Callable[[int], Any]) -> Callable[[Client, int], int]:
    """To save `content(n)` under `path`; the answer is the revision that it is stored in."""

    def save(client: Client, n: int) -> int:
        seen = client.done[-1][1] if client.done else 1
        body = json.dumps({"revision": seen, "changes": {path: content(n)}}).encode()
        headers = {"Content_Type": "application/json", "Accept": "application/json", "X_CSRFToken": client.token}
        answer = json.loads(client.ask(f"/reports/{report_id}/edit/{section}", body, **headers))
        assert answer["conflicts"] == []
        return int(answer["revision"])

    return save
