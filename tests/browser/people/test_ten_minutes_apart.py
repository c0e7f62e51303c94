"""Cut off for ten minutes while a colleague goes on, and then asked to sign in again: both find their work whole."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from services.reports import open_draft
from tests.browser.people.conftest import CountyHall, Official

pytestmark = pytest.mark.browser
MINE, THEIRS, BOTH = "applications.new.person", "applications.new.business", "applications.new.research"
MINUTE = 60_000
TEXT = "五、存在的主要问题及改进情况"


def text_of(page: Page) -> Locator:
    return page.get_by_role("textbox", name=TEXT)


def add_paragraph(page: Page, words: str) -> None:
    text_of(page).locator("p").last.click()
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    page.keyboard.insert_text(words)


def figure(hall: CountyHall, report_id: str, cell: str) -> str:
    return f"{open_draft(hall.store, report_id).report.value(cell).number:f}"


def state(page: Page) -> Locator:
    return page.locator("#save-state")


class CutOff:
    """The first person, whose two tabs have no connection; the second goes on."""

    def __init__(self, call: Callable[[str], Official], hall: CountyHall) -> None:
        self.hall, self.report_id = hall, hall.county.complete()
        self.first, self.second = call("filler"), call("filler2")
        self.first.page.clock.install()
        self.table = self.first.edit(self.report_id, "applications")
        self.text = self.first.context.new_page()
        self.text.goto(hall.address(f"/reports/{self.report_id}/edit/problems"))
        expect(self.text.locator("html")).to_have_attribute("data-ready", "true")
        self.first.context.set_offline(True)

    def pass_minutes(self, minutes: int) -> None:
        """The first person types each minute, and nothing gets through."""
        for minute in range(minutes):
            self.first.cell(MINE).fill(f"{100 + minute}")
            self.table.clock.fast_forward(MINUTE)
            expect(state(self.table)).to_have_attribute("data-state", "offline")

    def come_back(self) -> None:
        self.first.context.set_offline(False)
        self.table.clock.fast_forward(MINUTE)


@pytest.fixture
def cut_off(call: Callable[[str], Official], hall: CountyHall) -> CutOff:
    """After ten minutes: figures and a paragraph of either person, one cell of both."""
    found = CutOff(call, hall)
    found.first.cell(BOTH).fill("61")
    add_paragraph(found.text, "断网时写的一段。")
    found.second.edit(found.report_id, "applications")
    found.second.cell(THEIRS).fill("33")
    found.second.cell(BOTH).fill("62")
    found.second.saved()
    found.pass_minutes(10)
    expect(state(found.text)).to_have_attribute("data-state", "offline")
    found.second.edit(found.report_id, "problems")
    text_of(found.second.page).focus()
    found.second.page.keyboard.press("Control+Home")
    found.second.page.keyboard.insert_text("同时写的一段。")
    found.second.saved()
    return found


def expect_both(cut_off: CutOff) -> None:
    """Both people's figures and words are stored and on the first person's pages; the cell of both is shown."""
    hall, report_id = cut_off.hall, cut_off.report_id
    for page in (cut_off.table, cut_off.text):
        expect(state(page)).to_have_attribute("data-state", "saved", timeout=10_000)
    stored = [figure(hall, report_id, cell) for cell in (MINE, THEIRS, BOTH)]
    assert stored == ["109", "33", "62"]
    expect(cut_off.first.cell(THEIRS)).to_have_value("33")
    conflicts = cut_off.table.locator("#conflict-list > li")
    expect(conflicts).to_have_count(1)
    expect(conflicts).to_contain_text("61")
    expect(conflicts).to_contain_text("62")
    words = "".join(block.text for block in open_draft(hall.store, report_id).report.blocks("problems"))
    for sentence in ("断网时写的一段。", "同时写的一段。"):
        assert words.count(sentence) == 1
        expect(text_of(cut_off.text)).to_contain_text(sentence)


def test_ten_minutes_apart_the_work_of_two_comes_together(cut_off: CutOff) -> None:
    cut_off.come_back()
    expect_both(cut_off)
    cut_off.table.locator("#conflicts").get_by_role("button", name="改用后来送来的").click()
    expect(cut_off.first.cell(BOTH)).to_have_value("61")
    assert figure(cut_off.hall, cut_off.report_id, BOTH) == "61"


def test_with_the_session_over_too_both_tabs_go_on_after_signing_in_again(cut_off: CutOff) -> None:
    cut_off.hall.end_sessions()
    cut_off.come_back()
    for page in (cut_off.table, cut_off.text):
        expect(state(page)).to_have_attribute("data-state", "signedOut")
    assert figure(cut_off.hall, cut_off.report_id, MINE) != "109"
    cut_off.first.sign_in_beside(cut_off.table, "filler").close()
    cut_off.table.clock.fast_forward(MINUTE)
    expect_both(cut_off)


def test_a_browser_closed_while_cut_off_hands_its_work_in_when_opened_again(cut_off: CutOff) -> None:
    cut_off.table.close()
    cut_off.text.close()
    cut_off.first.context.set_offline(False)
    cut_off.first.page = cut_off.first.context.new_page()
    cut_off.first.page.goto(cut_off.hall.address(f"/reports/{cut_off.report_id}/edit/applications"))
    expect(cut_off.first.page.locator("#recovered")).to_contain_text("已从本机浏览器交回")
    assert figure(cut_off.hall, cut_off.report_id, MINE) == "109"
    words = "".join(block.text for block in open_draft(cut_off.hall.store, cut_off.report_id).report.blocks("problems"))
    assert "断网时写的一段。" in words
    assert "同时写的一段。" in words
