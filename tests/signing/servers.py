"""Time-stamp servers (RFC 3161) on this computer: one that works, and ones that do not."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from asn1crypto import tsp

from tests.signing.authority import NOW, stamping

REPLY = "application/timestamp-reply"


@dataclass
class Serving:
    """A running server: its address, and the requests it got."""

    url: str
    requests: list[tsp.TimeStampReq] = field(default_factory=list)


@contextmanager
def serving(answer: Callable[[BaseHTTPRequestHandler, tsp.TimeStampReq], None]) -> Iterator[Serving]:
    """A server that gives each request to `answer`."""
    requests: list[tsp.TimeStampReq] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            requests.append(request)
            answer(self, request)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield Serving(f"http://127.0.0.1:{server.server_port}/tsa", requests)
    finally:
        server.shutdown()
        server.server_close()


def reply(handler: BaseHTTPRequestHandler, content: bytes, kind: str = REPLY, status: int = 200) -> None:
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(len(content)))
    handler.end_headers()
    handler.wfile.write(content)


def time_server(at: datetime = NOW) -> Any:
    """A server that gives time stamps of `at`."""
    stamper = stamping(at)
    return serving(lambda handler, request: reply(handler, stamper.request_tsa_response(request).dump()))


def hanging_server(seconds: float = 30) -> Any:
    """A server that takes the request and says nothing."""
    return serving(lambda *_: time.sleep(seconds))
