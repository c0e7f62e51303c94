"""Exported pages in a browser: WCAG 2.2 AA by axe-core, wide, zoomed and on a phone; scrolled by keys; printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from exporters.html import render_html
from tests.browser.exports.test_read_aloud import FORMATS, document
from tests.exporters.documents import RECENT

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# A desk, the same at 200 %, and a phone.
SIZES = [(1366, 768), (683, 384), (390, 844)]


@pytest.fixture(params=SIZES, ids=lambda size: str(size[0]))
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    found: tuple[int, int] = request.param
    return found


@pytest.fixture
def page(chromium: Browser, size: tuple[int, int]) -> Iterator[Page]:
    opened = chromium.new_page(viewport={"width": size[0], "height": size[1]})
    opened.said = []
    opened.on("console", lambda message: opened.said.append(message.text))
    yield opened
    opened.close()


@pytest.mark.parametrize("name", FORMATS.values(), ids=FORMATS)
def test_axe_finds_nothing_and_nothing_but_tables_scrolls_sideways(page: Page, name: str) -> None:
    page.set_content(render_html(replace(document(name), draft=True)).decode())
    options = {"runOnly": RULES, "rules": {"target-size": {"enabled": True}}}
    violations = Axe().run(page, options=options).response["violations"]
    assert [(violation["id"], violation["help"]) for violation in violations] == []
    assert page.said == []
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_keys_reach_every_table_and_scroll_the_one_that_is_wider_than_the_screen(page: Page) -> None:
    page.set_content(render_html(document(RECENT)).decode())
    for number in range(3):
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement.getAttribute('aria-label')")
        assert focused == page.locator(".frame").nth(number).get_attribute("aria-label")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        wide = page.evaluate("document.activeElement.scrollWidth > document.activeElement.clientWidth")
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(300)
        assert (page.evaluate("document.activeElement.scrollLeft") > 0) == wide


def test_labels_and_heads_of_a_table_stay_in_sight_on_a_phone(chromium: Browser) -> None:
    page = chromium.new_page(viewport={"width": 390, "height": 844})
    page.set_content(render_html(document(RECENT)).decode())
    frame = page.locator(".frame").nth(1)
    label, head = frame.locator("th.label").last, frame.locator("th.column").last
    frame.evaluate("frame => { frame.scrollTop = 300 }")
    before = label.bounding_box(), head.bounding_box()
    frame.evaluate("frame => { frame.scrollTop = 500; frame.scrollLeft = 120 }")
    after = label.bounding_box(), head.bounding_box()
    assert before[0]
    assert before[1]
    assert after[0]
    assert after[1]
    assert abs(before[0]["x"] - after[0]["x"]) < 1
    assert abs(before[1]["y"] - after[1]["y"]) < 1
    assert before[0]["y"] - after[0]["y"] == pytest.approx(200, abs=1)
    page.close()


def test_paper_shows_every_table_whole_without_the_screens_shadow_and_shades(chromium: Browser) -> None:
    page = chromium.new_page(viewport={"width": 718, "height": 1000})
    page.set_content(render_html(document(RECENT)).decode())
    page.emulate_media(media="print")
    for frame in page.locator(".frame").all():
        inner, outer, overflow = frame.evaluate(
            "frame => [frame.scrollWidth, frame.clientWidth, getComputedStyle(frame).overflowX]"
        )
        assert inner <= outer
        assert overflow == "visible"
    shades = page.locator("th").evaluate_all("heads => heads.map(head => getComputedStyle(head).backgroundColor)")
    assert set(shades) == {"rgba(0, 0, 0, 0)"}
    assert page.evaluate("getComputedStyle(document.querySelector('main')).boxShadow") == "none"
    page.close()
