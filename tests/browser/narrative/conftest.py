"""A page with nothing but the editor, served under a strict Content-Security-Policy."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, cast

import pytest
from playwright.sync_api import Browser, Locator, Page

ROOT = Path(__file__).resolve().parents[3]
PAGES = Path(__file__).parent / "page"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class Handler(SimpleHTTPRequestHandler):
    extensions_map = {  # noqa: RUF012 - the base class declares it so
        ".html": "text/html; charset=utf-8",
        ".css": "text/css; charset=utf-8",
        ".mjs": "text/javascript; charset=utf-8",
    }

    def translate_path(self, path: str) -> str:
        name = path.partition("?")[0]
        if name.startswith("/static/"):
            return str(ROOT / name[1:])
        return str(PAGES / (name.removeprefix("/page/").lstrip("/") or "index.html"))

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Say nothing: the test run has its own report."""


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(PAGES)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


Blocks = list[dict[str, Any]]


def paragraph(text: str) -> dict[str, Any]:
    return {"type": "paragraph", "text": text}


def heading(level: int, text: str) -> dict[str, Any]:
    return {"type": "heading", "level": level, "text": text}


class Editor:
    """The page with its editor, driven as a person would."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.text = page.locator("[role=textbox]")
        self.status = page.locator(".narrative-status")
        self.count = page.locator(".narrative-count")

    def mount(self, blocks: Blocks | None = None, **options: object) -> None:
        self.page.evaluate("options => mount(options)", {"blocks": blocks or [], **options})

    @property
    def blocks(self) -> Blocks:
        return cast("Blocks", self.page.evaluate("editor.getBlocks()"))

    @property
    def changes(self) -> list[Blocks]:
        return cast("list[Blocks]", self.page.evaluate("changes"))

    def caret(self, block: int) -> None:
        """Put the caret at the end of a block."""
        self.page.evaluate("index => editor.focus(index)", block)

    def home(self) -> None:
        """Go to the start of the line."""
        # Just after a focus ProseMirror takes a jump to the very start for the browser's, not ours.
        self.page.wait_for_timeout(250)
        self.press("Home")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            # A person's next key comes after the browser has told the page where the caret went.
            self.page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def paste(self, text: str = "", html: str = "") -> None:
        data = {key: value for key, value in (("text/plain", text), ("text/html", html)) if value}
        assert self.page.evaluate("data => transfer('paste', '[role=textbox]', data)", data)

    def button(self, name: str) -> Locator:
        """The button of this accessible name."""
        return self.page.get_by_role("button", name=name, exact=True)


@pytest.fixture
def editor(chromium: Browser, address: str) -> Iterator[Editor]:
    """The page, open in Chromium; whatever the test does, nothing may be blocked, fail or be fetched."""
    context = chromium.new_context(
        viewport={"width": 1366, "height": 768}, permissions=["clipboard-read", "clipboard-write"]
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
    page.goto(address)
    page.wait_for_function("typeof window.mount === 'function'")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    yield Editor(page)
    assert page.evaluate("violations") == []
    assert complaints == []
    assert asked == []
    context.close()
