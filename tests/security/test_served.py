"""The server itself, reached by a socket: ambiguous, endless, slow and odd requests cost it nothing and fool nobody."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
START_SECONDS = 60


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A server with accounts, of its own data, making no documents."""
    folder = tmp_path_factory.mktemp("served")
    (folder / "nianbao.yaml").write_text("work: {with_serve: false}", encoding="utf-8")
    command = [sys.executable, "cli.py", "serve", "--port", "0", "--data", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            found = re.search(r"http://127\.0\.0\.1:(\d+)/", process.stdout.readline())
            assert found is not None
            yield int(found[1])
        finally:
            process.terminate()
            process.wait(timeout=START_SECONDS)


def answers(port: int, sent: bytes, patience: float = 5.0) -> list[int]:
    """The status of every answer to what is sent as it stands, until the server closes or says nothing more."""
    said = b""
    with closing(socket.create_connection(("127.0.0.1", port), timeout=patience)) as line:
        try:
            line.sendall(sent)
            while part := line.recv(65_536):
                said += part
        except (TimeoutError, ConnectionError):
            pass
    return [int(status) for status in re.findall(rb"HTTP/1\.[01] (\d{3})", said)]


HOST = b"Host: 127.0.0.1\r\n"
HIDDEN = b"GET /verify HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n"


@pytest.mark.parametrize("sent", [
    b"POST /sign-in HTTP/1.1\r\n" + HOST + b"Content-Length: 4\r\nTransfer-Encoding: xchunked\r\n\r\n" + HIDDEN,
    b"POST /sign-in HTTP/1.1\r\n" + HOST + b"Content-Length: 1\r\nContent-Length: 60\r\n\r\n" + HIDDEN,
    b"POST /sign-in HTTP/1.1\r\n" + HOST + b"Content-Length: +4\r\n\r\n" + HIDDEN,
    b"POST /sign-in HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n1;\n\nX\r\n0\r\n\r\n" + HIDDEN,
    b"POST /sign-in HTTP/1.1\r\n" + HOST + b"Content-Length : 4\r\n\r\n" + HIDDEN,
    b"GET / HTTP/1.1\r\n" + HOST + b"X: a\nTransfer-Encoding: chunked\r\n\r\n" + HIDDEN,
])  # fmt: skip
def test_no_request_hides_in_another(port: int, sent: bytes) -> None:
    assert 200 not in answers(port, sent)


def test_a_body_in_pieces_ends_where_its_pieces_say(port: int) -> None:
    sent = (
        b"POST /sign-in HTTP/1.1\r\n" + HOST + b"Content-Length: 500\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    ) + HIDDEN
    assert answers(port, sent)[1:] in ([200], [])


@pytest.mark.parametrize("sent", [
    b"TRACE / HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n",
    b"CONNECT 127.0.0.1:22 HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n",
    b"GET http://169.254.169.254/ HTTP/1.1\r\nHost: 169.254.169.254\r\nConnection: close\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1:80@evil.example\r\nConnection: close\r\n\r\n",
])  # fmt: skip
def test_it_is_no_proxy_and_answers_to_no_other_name(port: int, sent: bytes) -> None:
    [status] = answers(port, sent)
    assert 400 <= status < 500


@pytest.mark.parametrize("sent", [
    b"GET /" + b"a" * 300_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n",
    b"GET / HTTP/1.1\r\n" + HOST + b"X: " + b"a" * 300_000 + b"\r\n\r\n",
    b"POST /sign-in HTTP/1.1\r\n" + HOST + b"Content-Length: 99999999999\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
])  # fmt: skip
def test_what_is_too_long_or_no_request_is_refused(port: int, sent: bytes) -> None:
    found = answers(port, sent)
    assert found == [] or all(400 <= status < 500 for status in found)


def test_many_who_send_slowly_hold_up_nobody(port: int) -> None:
    """Headers and bodies that never end occupy no thread: others are answered at once."""
    begun = b"POST /sign-in HTTP/1.1\r\n" + HOST + b"Content-Length: 20000\r\n"
    lines = [socket.create_connection(("127.0.0.1", port), timeout=5) for _ in range(60)]
    try:
        for number, line in enumerate(lines):
            line.sendall(begun if number % 2 else begun + b"\r\nlogin=")
        began = time.monotonic()
        assert answers(port, HIDDEN) == [200]
        assert time.monotonic() - began < 4
    finally:
        for line in lines:
            line.close()


def test_a_name_or_program_says_nothing_in_the_answer(port: int) -> None:
    with closing(socket.create_connection(("127.0.0.1", port), timeout=5)) as line:
        line.sendall(HIDDEN)
        said = line.recv(4_096).decode("latin-1").lower()
    assert "server: nianbao\r\n" in said
    for told in ("waitress", "werkzeug", "python", "flask"):
        assert told not in said.split("\r\n\r\n")[0]
