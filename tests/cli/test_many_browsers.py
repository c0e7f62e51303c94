"""`serve` for an office: the browsers of many people hold their connections open, and everybody is answered."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.cli.helpers import ROOT

BROWSERS, OPEN_IN_EACH = 50, 6


@pytest.fixture
def address(tmp_path: Path) -> Iterator[tuple[str, int]]:
    command = [sys.executable, ROOT / "cli.py", "serve", "--port", "0", "--data", tmp_path / "data"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        found = urlsplit(re.findall(r"http://\S+/", process.stdout.readline())[0])
        yield found.hostname, found.port
        process.terminate()
        process.communicate(timeout=20)


def ask(connection: socket.socket) -> bytes:
    """The first line of an answer; the connection stays open."""
    connection.sendall(b"GET /no-such-page HTTP/1.1\r\nHost: localhost\r\n\r\n")
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += connection.recv(65536)
    return answer.split(b"\r\n")[0]


@pytest.mark.slow
def test_fifty_browsers_with_six_connections_each_are_all_answered(address: tuple[str, int]) -> None:
    with ExitStack() as stack:
        for _ in range(BROWSERS * OPEN_IN_EACH):
            connection = stack.enter_context(socket.create_connection(address, timeout=10))
            assert ask(connection).startswith(b"HTTP/1.1 404")
