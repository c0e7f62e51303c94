"""Comments from the keyboard and by mouse: made where one is, seen where they stand, arriving by themselves."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from services.workflow.comments import list_comments
from tests.browser.journeys.test_accessible import violations
from tests.browser.people.conftest import CountyHall, Official

pytestmark = pytest.mark.browser
CELL = "applications.new.person"


def panel(page: Page):  # type: ignore[no-untyped-def]
    return page.get_by_role("region", name="批注", exact=True)


def look(page: Page) -> None:
    """The next look at the news, without waiting for a quarter of a minute."""
    page.wait_for_timeout(2_100)
    page.evaluate("dispatchEvent(new Event('focus'))")


def test_a_reviewer_comments_on_a_cell_by_the_keyboard_and_the_clerk_sees_it_arrive(
    call: Callable[[str], Official], hall: CountyHall
) -> None:
    report_id = hall.county.complete()
    filler, reviewer = call("filler"), call("reviewer")
    filler.edit(report_id, "applications")
    page = reviewer.edit(report_id, "applications")
    reviewer.cell(CELL).focus()
    page.keyboard.press("Control+Alt+m")
    expect(page.get_by_label("批注内容")).to_be_focused()
    page.keyboard.type("请核对台账")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(panel(page).locator(".comment")).to_contain_text("请核对台账")
    expect(page.locator('[data-said="applications"]')).to_have_text("批1 条批注未解决")
    expect(page.locator("td.figure").filter(has=reviewer.cell(CELL)).locator(".comment-mark")).to_have_text("批 1")
    [made] = list_comments(hall.store, hall.county.filler, report_id)
    assert (made.kind, made.place) == ("cell", CELL)

    look(filler.page)
    expect(panel(filler.page).locator(".comment")).to_contain_text("请核对台账")
    expect(filler.page.locator('[data-said="applications"]')).to_have_text("批1 条批注未解决")
    assert violations(filler) == []


def test_an_answer_being_written_stays_when_the_list_comes_anew(
    call: Callable[[str], Official], hall: CountyHall
) -> None:
    report_id = hall.county.complete()
    filler, reviewer = call("filler"), call("reviewer")
    page = reviewer.edit(report_id, "applications")
    page.get_by_label("批注内容").fill("第一条")
    page.get_by_role("button", name="添加批注").click()
    expect(panel(page).locator(".comment")).to_have_count(1)
    clerk = filler.edit(report_id, "applications")
    panel(clerk).locator("summary", has_text="回复").click()
    clerk.get_by_label("回复内容").fill("正在写的回复")
    page.get_by_label("批注内容").fill("第二条")
    page.get_by_role("button", name="添加批注").click()
    expect(panel(page).locator(".comment")).to_have_count(2)
    look(clerk)
    expect(panel(clerk).locator(".comment")).to_have_count(2)
    expect(clerk.get_by_label("回复内容").first).to_have_value("正在写的回复")
    clerk.get_by_role("button", name="回复").first.click()
    expect(panel(clerk).locator(".comment-answer")).to_contain_text("正在写的回复")
    panel(clerk).get_by_role("button", name="标为已解决").first.click()
    expect(panel(clerk).get_by_text("已解决 1", exact=True)).to_be_visible()
    expect(clerk.locator('[data-said="applications"]')).to_have_text("批1 条批注未解决")


def test_a_paragraph_is_commented_on_by_mouse_while_it_is_read(
    call: Callable[[str], Official], hall: CountyHall
) -> None:
    report_id = hall.county.complete()
    hall.county.go(report_id, "filler submit")
    reviewer = call("reviewer")
    page = reviewer.edit(report_id, "problems")
    paragraph = page.locator("#narrative .narrative-text > *").nth(1)
    words = paragraph.inner_text()
    paragraph.click()
    page.get_by_role("button", name="批：批注这里").click()
    expect(page.get_by_label("批注内容")).to_be_focused()
    page.keyboard.type("写得再具体些")
    page.get_by_role("button", name="添加批注").click()
    expect(panel(page).locator(".comment")).to_contain_text("写得再具体些")
    [made] = list_comments(hall.store, hall.county.filler, report_id)
    assert (made.place, made.quote) == ("blocks.1", words)
    page.get_by_role("button", name="批 1：1 条批注未解决").click()
    expect(panel(page).locator(".comment")).to_be_focused()
    assert violations(reviewer) == []


def test_comments_work_without_script(call: Callable[[str], Official], hall: CountyHall) -> None:
    report_id = hall.county.complete()
    reviewer = call("reviewer")
    cookies = reviewer.context.storage_state()
    plain = reviewer.context.browser.new_context(java_script_enabled=False, storage_state=cookies)
    page = plain.new_page()
    page.goto(hall.address(f"/reports/{report_id}/edit/applications"))
    page.get_by_label("批注何处").select_option(f"cell:{CELL}")
    page.get_by_label("批注内容").fill("没有脚本也行")
    page.get_by_role("button", name="添加批注").click()
    expect(panel(page).locator(".comment")).to_contain_text("没有脚本也行")
    page.get_by_role("button", name="标为已解决").click()
    page.locator(".comments-resolved summary").first.click()
    expect(page.locator(".comment")).to_contain_text("reviewer某 已解决")
    plain.close()


def test_work_on_a_comment_outlives_the_session(call: Callable[[str], Official], hall: CountyHall) -> None:
    report_id = hall.county.complete()
    reviewer = call("reviewer")
    page = reviewer.edit(report_id, "applications")
    hall.end_sessions()
    page.get_by_label("批注内容").fill("写了一半")
    page.get_by_role("button", name="添加批注").click()
    expect(page.locator("#signed-out")).to_contain_text("登录已过期")
    expect(page.get_by_label("批注内容")).to_have_value("写了一半")
    with reviewer.context.expect_page() as opened:
        page.get_by_role("link", name="重新登录").click()
    reviewer.sign_in("reviewer", opened.value)
    expect(page.locator("#signed-out")).to_be_hidden(timeout=10_000)
    page.get_by_role("button", name="添加批注").click()
    expect(panel(page).locator(".comment")).to_contain_text("写了一半")
