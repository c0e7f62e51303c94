"""Two people in one report: each sees the other's work without having to save, and is not disturbed by it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from services.reports import open_draft
from tests.browser.journeys.conftest import Clerk, Office

PERSON, BUSINESS = "applications.new.person", "applications.new.business"
Hire = Callable[[], Clerk]


@pytest.fixture
def pair(hire: Hire, office: Office) -> tuple[Clerk, Clerk, str]:
    """王某 and somebody else, both with the table of requests of one report before them."""
    report_id = office.sample("demo-2023")
    first, second = hire(), hire()
    first.open("/")
    first.page.get_by_text("本机用户", exact=True).click()
    first.page.get_by_label("您的姓名").fill("王某")
    first.page.get_by_role("button", name="记住").click()
    first.edit(report_id, "applications")
    second.edit(report_id, "applications")
    return first, second, report_id


def come_back(clerk: Clerk) -> None:
    """Return to the window, as from another program; the page then looks at once for what others have done."""
    clerk.page.evaluate("dispatchEvent(new Event('focus'))")


def notice(clerk: Clerk) -> Locator:
    return clerk.page.locator("#others")


def test_what_another_person_typed_appears_without_saving_anything(pair: tuple[Clerk, Clerk, str]) -> None:
    first, second, _ = pair
    first.cell(PERSON).fill("51")
    first.saved()
    come_back(second)
    expect(second.cell(PERSON)).to_have_value("51")
    expect(notice(second)).to_have_text("王某刚改了「本年新收·自然人」。")
    expect(second.page.locator("#announcer")).to_have_text("王某刚改了「本年新收·自然人」。")


def test_what_was_seen_is_what_the_next_save_starts_from(pair: tuple[Clerk, Clerk, str], office: Office) -> None:
    first, second, report_id = pair
    first.cell(PERSON).fill("51")
    first.saved()
    come_back(second)
    expect(second.cell(PERSON)).to_have_value("51")
    second.cell(PERSON).fill("52")
    second.saved()
    draft = open_draft(office.store, report_id)
    assert draft.report.value(PERSON).number == 52
    assert draft.conflicts == []


def test_the_cell_one_is_at_waits_until_one_leaves_it(pair: tuple[Clerk, Clerk, str]) -> None:
    first, second, _ = pair
    before = second.cell(PERSON).input_value()
    second.cell(PERSON).focus()
    first.cell(PERSON).fill("51")
    first.saved()
    come_back(second)
    expect(notice(second)).to_contain_text("您正在这一处，离开后显示")
    expect(second.cell(PERSON)).to_have_value(before)
    second.cell(BUSINESS).focus()
    expect(second.cell(PERSON)).to_have_value("51")


def test_what_one_types_over_the_others_work_unseen_is_a_conflict(pair: tuple[Clerk, Clerk, str]) -> None:
    first, second, _ = pair
    second.cell(PERSON).focus()
    first.cell(PERSON).fill("51")
    first.saved()
    come_back(second)
    expect(notice(second)).to_contain_text("您正在这一处")
    second.page.keyboard.type("9")
    expect(second.page.locator("#conflicts")).to_contain_text("本年新收·自然人")
    expect(second.page.locator("#conflict-list > li")).to_have_count(1)


def test_figures_of_another_tab_move_the_list_of_findings(pair: tuple[Clerk, Clerk, str]) -> None:
    first, second, report_id = pair
    first.cell("applications.granted.person").fill("999")
    first.saved()
    page = second.edit(report_id, "problems")
    expect(page.locator("#finding-summary")).to_contain_text("办理 1018")
    first.cell("applications.granted.person").fill("998")
    first.saved()
    come_back(second)
    expect(page.locator("#finding-summary")).to_contain_text("办理 1017")
    expect(notice(second)).to_contain_text("予以公开·自然人")


def test_a_paragraph_of_another_person_comes_into_the_text_one_has_open(pair: tuple[Clerk, Clerk, str]) -> None:
    first, second, report_id = pair
    for clerk in (first, second):
        clerk.edit(report_id, "problems")
    first.page.get_by_role("textbox", name="五、存在的主要问题及改进情况").click()
    first.page.keyboard.press("Control+End")
    first.page.keyboard.press("Enter")
    first.page.keyboard.insert_text("王某写的一段。")
    first.saved()
    come_back(second)
    text = second.page.get_by_role("textbox", name="五、存在的主要问题及改进情况")
    expect(text).to_contain_text("王某写的一段。")
    expect(notice(second)).to_contain_text("五、存在的主要问题及改进情况的文字")
