"""A report that was sent on is read: with all its findings, and without anything that could change it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from services.reports import open_draft
from tests.browser.people.conftest import CountyHall, Official

pytestmark = pytest.mark.browser
CELL = "applications.new.person"


def posts(official: Official) -> list[str]:
    """Every attempt of the page to send something, from now on."""
    found: list[str] = []
    official.page.on("request", lambda request: found.append(request.url) if request.method == "POST" else None)
    return found


def figure(hall: CountyHall, report_id: str, cell: str = CELL) -> str:
    return f"{open_draft(hall.store, report_id).report.value(cell).number:f}"


def test_a_reviewer_walks_through_the_table_and_changes_nothing(
    call: Callable[[str], Official], hall: CountyHall
) -> None:
    report_id = hall.county.complete()
    hall.county.go(report_id, "filler submit")
    reviewer = call("reviewer")
    sent = posts(reviewer)
    page = reviewer.edit(report_id, "applications")
    expect(page.locator("#reading")).to_have_text("待审核：只能查看和批注。")
    expect(page.locator(".save-bar")).to_be_hidden()
    before = figure(hall, report_id)
    reviewer.cell(CELL).focus()
    page.keyboard.type("999")
    page.keyboard.press("Control+V")
    page.keyboard.press("Control+Z")
    page.keyboard.press("Alt+Enter")
    expect(reviewer.cell(CELL)).to_have_value(before)
    expect(page.locator(".strip-head")).to_contain_text("自然人")
    page.keyboard.press("ArrowRight")
    expect(reviewer.cell("applications.new.business")).to_be_focused()
    page.wait_for_timeout(1_500)
    assert sent == []
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.includes('draft')).length") == 0


def test_the_text_is_read_and_takes_no_key(call: Callable[[str], Official], hall: CountyHall) -> None:
    report_id = hall.county.complete()
    hall.county.go(report_id, "filler submit")
    reviewer = call("reviewer")
    page = reviewer.edit(report_id, "overview")
    text = page.get_by_role("textbox", name="一、总体情况")
    expect(text).to_have_attribute("aria-readonly", "true")
    before = text.inner_text()
    text.focus()
    page.keyboard.type("不该进来")
    assert text.inner_text() == before
    expect(page.get_by_role("toolbar")).to_have_count(0)


def test_a_page_that_is_open_when_the_report_is_sent_on_turns_to_reading_and_keeps_what_was_typed(
    call: Callable[[str], Official], hall: CountyHall
) -> None:
    report_id = hall.county.complete()
    filler = call("filler")
    page = filler.edit(report_id, "applications")
    before = figure(hall, report_id)
    hall.county.go(report_id, "filler submit")
    filler.cell(CELL).fill("77")
    expect(page.locator("#reading")).to_contain_text("待审核：只能查看和批注", timeout=10_000)
    expect(page.locator("#reading")).to_contain_text("未能保存的改动仍在本页面和本机浏览器里")
    expect(page.locator(".report-facts .state")).to_have_text("待审核")
    expect(filler.cell(CELL)).to_have_value("77")
    expect(filler.cell(CELL)).to_have_attribute("readonly", "")
    expect(page.get_by_role("toolbar")).to_have_count(0)
    assert figure(hall, report_id) == before

    page.reload()
    expect(page.locator("#recovered")).to_contain_text("能填写时打开本报告，会自动交回")
    hall.county.go(report_id, "reviewer return")
    page.reload()
    expect(page.locator("#recovered")).to_contain_text("已从本机浏览器交回")
    expect(filler.cell(CELL)).to_have_value("77")
    assert figure(hall, report_id) == "77"


def test_text_being_written_turns_to_reading_with_its_words(call: Callable[[str], Official], hall: CountyHall) -> None:
    report_id = hall.county.complete()
    filler = call("filler")
    page = filler.edit(report_id, "problems")
    hall.county.go(report_id, "filler submit")
    page.get_by_role("textbox", name="五、存在的主要问题及改进情况").click()
    page.keyboard.type("正在写的一句")
    expect(page.locator("#reading")).to_be_visible(timeout=10_000)
    text = page.get_by_role("textbox", name="五、存在的主要问题及改进情况")
    expect(text).to_have_attribute("aria-readonly", "true")
    expect(text).to_contain_text("正在写的一句")
