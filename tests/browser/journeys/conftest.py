"""The real server over a data folder of its own, and a clerk at Chromium."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect
from werkzeug.serving import make_server

from app import Settings, create_app
from report.record import load_report
from services.reports import import_report

# Seconds between two looks of the server whether it is to stop.
LOOKS = 0.02
SAMPLES = Path(__file__).resolve().parents[3] / "samples"


class Office:
    """A running installation. `stop` and `start` are the server's; the data stays."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = 0
        self.start()

    def make(self) -> Flask:
        return create_app(Settings(self.folder))

    def start(self) -> None:
        self.app = self.make()
        self.store = self.app.extensions["nianbao"]
        # Unlike waitress, this server can be stopped within a process and started again on the same port.
        self.server = make_server("127.0.0.1", self.port, self.app, threaded=True)
        self.port = self.server.port
        self.thread = threading.Thread(target=self.server.serve_forever, args=[LOOKS], daemon=True)
        self.thread.start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(5)

    def address(self, path: str = "/") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def sample(self, name: str) -> str:
        report = load_report((SAMPLES / f"{name}.json").read_bytes())
        return import_report(self.store, report, "样例")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path / "data")
    yield office
    office.stop()


class Clerk:
    """A person with a browser of their own."""

    def __init__(self, context: BrowserContext, office: Office) -> None:
        self.office = office
        self.context = context
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._hear)

    def _hear(self, message: object) -> None:
        text = f"{message.type}: {message.text}"  # type: ignore[attr-defined]
        # A refused save is meant to be seen in the page; the browser notes it in its console as well.
        if text.startswith("error") and "Failed to load resource" not in text:
            self.complaints.append(text)

    def open(self, path: str) -> Page:
        self.page.goto(self.office.address(path))
        if "/edit/" in path:
            expect(self.page.locator("html")).to_have_attribute("data-ready", "true")
        return self.page

    def edit(self, report_id: str, section: str) -> Page:
        return self.open(f"/reports/{report_id}/edit/{section}")

    def cell(self, name: str):  # type: ignore[no-untyped-def]
        return self.page.locator(f'input[data-cell="{name}"]')

    def saved(self) -> None:
        expect(self.page.locator("#save-state")).to_have_attribute("data-state", "saved", timeout=10_000)


@pytest.fixture
def hire(chromium: Browser, office: Office) -> Iterator[Callable[[], Clerk]]:
    """Call it for each person at work; none of them may meet an error of script."""
    clerks: list[Clerk] = []

    def hired(**options: object) -> Clerk:
        context = chromium.new_context(**{"viewport": {"width": 1366, "height": 768}, **options})  # type: ignore[arg-type]
        clerks.append(Clerk(context, office))
        return clerks[-1]

    yield hired
    for clerk in clerks:
        assert clerk.complaints == []
        clerk.context.close()


@pytest.fixture
def clerk(hire: Callable[[], Clerk]) -> Clerk:
    return hire()
