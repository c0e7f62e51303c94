"""The fragment pasted into a bare page looks right, wide and on a phone, and is copied with one click."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from exporters.fragment import render_fragment
from tests.browser.journeys.conftest import Office
from tests.exporters.documents import RECENT, final

BARE = (
    "<!DOCTYPE html><html lang=zh-CN><meta name=viewport content='width=device-width'><title>页</title>"
    "<body><main><h1>栏目</h1>"
)


@pytest.fixture(params=[1366, 390])
def page(request: pytest.FixtureRequest, chromium: Browser) -> Page:
    opened = chromium.new_page(viewport={"width": request.param, "height": 844})
    opened.set_content(BARE + render_fragment(final(RECENT)).decode())
    yield opened
    opened.close()


def test_the_page_itself_does_not_scroll_sideways_and_its_tables_fill_it(page: Page) -> None:
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    for frame in page.locator("[role=region]").all():
        inner, outer = frame.evaluate("frame => [frame.firstElementChild.offsetWidth, frame.clientWidth]")
        assert inner >= outer


def test_every_box_has_lines_around_it_and_heads_are_shaded(page: Page) -> None:
    boxes = page.locator("td, th").evaluate_all(
        """boxes => boxes.map(box => {
            const style = getComputedStyle(box);
            return [style.borderRightWidth, style.borderBottomWidth, box.tagName === "TH" && style.backgroundColor];
        })"""
    )
    assert {(right, bottom) for right, bottom, _ in boxes} == {("1px", "1px")}
    assert {shade for _, _, shade in boxes if shade} == {"rgb(239, 243, 248)"}


def test_labels_stay_while_a_table_scrolls(page: Page) -> None:
    frame = page.locator("[role=region]").nth(1)
    label = frame.locator("th[scope=row]").last
    before = label.bounding_box()
    scrolled = frame.evaluate("frame => { frame.scrollLeft = 100; return frame.scrollLeft; }")
    after = label.bounding_box()
    assert before
    assert after
    assert abs(before["x"] - after["x"]) <= 1
    assert scrolled == (100 if page.viewport_size and page.viewport_size["width"] == 390 else 0)


def test_axe_finds_nothing(page: Page) -> None:
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    violations = Axe().run(page, options={"runOnly": tags}).response["violations"]
    assert [(violation["id"], violation["help"]) for violation in violations] == []


def test_one_click_copies_it_and_says_so(office: Office, chromium: Browser) -> None:
    report_id = office.sample(RECENT)
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    clerk = context.new_page()
    clerk.goto(office.address(f"/reports/{report_id}/fragment"))
    clerk.get_by_role("button", name="复制").click()
    expect(clerk.get_by_role("status")).to_have_text("✓ 已复制")
    assert clerk.evaluate("navigator.clipboard.readText()") == clerk.locator("#code").input_value()
    violations = Axe().run(clerk).response["violations"]
    assert [(violation["id"], violation["help"]) for violation in violations] == []
    context.close()
