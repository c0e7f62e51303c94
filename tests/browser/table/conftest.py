"""A Chromium with one tab of the editor open, and what it takes to look at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.browser.table.harness import FREE, Figures, page, served, typed

WIDE = {"width": 1366, "height": 768}


class Tab:
    """One tab open in the browser, and the questions that the tests ask of it."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address

    def cell(self, name: str) -> Locator:
        """The input of a cell."""
        return self.page.locator(f'[id="{name}"]')

    def box(self, name: str) -> Locator:
        """The box that carries a cell's marks."""
        return self.page.locator(f'[data-cell="{name}"]:not(input)')

    def text(self, name: str) -> str:
        """What stands in a cell."""
        return self.cell(name).input_value()

    def type(self, name: str, text: str) -> None:
        """Go to a cell and type over what stands in it, key by key, without leaving it."""
        self.cell(name).focus()
        self.page.keyboard.press("Control+a")
        if text:
            self.page.keyboard.type(text)
        else:
            self.page.keyboard.press("Delete")

    def enter(self, name: str, text: str) -> None:
        """Type into a cell and leave it."""
        self.type(name, text)
        self.page.keyboard.press("Tab")

    def focused(self) -> str:
        """The id of what has the focus."""
        return str(self.page.evaluate("document.activeElement.id"))

    def marks(self, name: str) -> set[str]:
        """The marks of a cell."""
        return {c for c in (self.box(name).get_attribute("class") or "").split() if c.startswith("is-")}

    def described(self, name: str) -> str:
        """What a screen reader says of a cell besides its name."""
        script = """id => (document.getElementById(id).getAttribute("aria-describedby") ?? "").split(" ")
          .filter(Boolean).map((one) => document.getElementById(one).textContent).join(" ")"""
        return str(self.page.evaluate(script, name))

    def findings(self, kind: str = "relation") -> list[str]:
        """The sentences that the page has of one kind."""
        script = "kind => live.currentFindings().filter((f) => f.kind === kind).map((f) => f.message)"
        return list(self.page.evaluate(script, kind))

    def told(self) -> dict[str, Any]:
        """Every change told to the page's other parts so far, the last one of each path."""
        return dict(self.page.evaluate("Object.assign({}, ...told.map((one) => one.changes))"))

    def strip(self) -> str:
        return self.page.locator("#equation-strip").inner_text()

    def summary(self) -> str:
        return self.page.locator("#finding-summary").inner_text()

    def count(self, section: str) -> str:
        """The number on a section's tab, without the words for screen readers."""
        text: str = self.page.locator(f'[data-tab="{section}"] .count').text_content() or ""
        return "".join(c for c in text if c.isdigit())

    def report(self) -> str:
        return self.page.locator(".table-report").inner_text()

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def copy(self, text: str, html: str = "") -> None:
        """Put something on the clipboard as another program would."""
        script = """async ({text, html}) => {
          const items = {"text/plain": new Blob([text], {type: "text/plain"})};
          if (html) items["text/html"] = new Blob([html], {type: "text/html"});
          await navigator.clipboard.write([new ClipboardItem(items)]);
        }"""
        elsewhere = self.page.context.new_page()
        elsewhere.goto(urljoin(self.address, FREE))
        elsewhere.evaluate(script, {"text": text, "html": html})
        elsewhere.close()
        self.page.bring_to_front()

    def paste(self, name: str, text: str, html: str = "") -> None:
        """Paste at a cell by the keyboard."""
        self.copy(text, html)
        self.cell(name).focus()
        self.page.keyboard.press("Control+v")


@pytest.fixture(scope="session")
def server() -> Iterator[tuple[str, dict[str, str]]]:
    with served() as running:
        yield running


@pytest.fixture
def open_tab(chromium: Browser, server: tuple[str, dict[str, str]]) -> Iterator[Callable[..., Tab]]:
    """`open_tab(figures, values={…}, size=…, at="#…")`; whatever the console says is a failure of the test."""
    address, pages = server
    complaints: list[str] = []
    contexts = []

    def opened(figures: Figures, values: dict[str, Any] | None = None, size: Any = WIDE, at: str = "") -> Tab:
        shown = figures
        if values:
            kept = {name: value for name, value in figures.values.items() if name not in values}
            shown = replace(figures, values=kept | typed(figures.format, values))
        path = f"/{figures.section}"
        pages[path] = page(shown)
        context = chromium.new_context(viewport=size, permissions=["clipboard-read", "clipboard-write"], locale="zh-CN")
        contexts.append(context)
        tab = context.new_page()
        tab.on("console", lambda message: complaints.append(message.text))
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        tab.goto(address + path + at)
        tab.wait_for_selector("html[data-ready]")
        return Tab(tab, address + path)

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []
