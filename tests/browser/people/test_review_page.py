"""The review page while it is open: what others do shows without a reload, and takes nothing away from who writes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from services.workflow.comments import Anchor, add_comment
from tests.browser.journeys.test_accessible import violations
from tests.browser.people.conftest import CountyHall, Official
from tests.services.workflow.conftest import DESK

pytestmark = pytest.mark.browser
CELL = "values.proactive.normative.in_force"


def look(page: Page) -> None:
    """The next look at the news, without waiting for a quarter of a minute."""
    page.wait_for_timeout(2_100)
    page.evaluate("dispatchEvent(new Event('focus'))")


def review(official: Official, report_id: str) -> Page:
    page = official.open(f"/reports/{report_id}/finish")
    page.wait_for_load_state("networkidle")
    return page


def news(page: Page):  # type: ignore[no-untyped-def]
    return page.locator("#review-news")


@pytest.mark.parametrize("login", ["reviewer", "supervisor"])
def test_a_withdrawn_report_shows_at_who_was_to_review_it(
    call: Callable[[str], Official], hall: CountyHall, login: str
) -> None:
    report_id = hall.county.complete()
    hall.county.go(report_id, "filler submit")
    official = call(login)
    page = review(official, report_id)
    # Looking has opened it; this is as if it had been sent on just after.
    with hall.store.write() as tx:
        tx.connection().exec_driver_sql("UPDATE report_flows SET opened_at = NULL")
    expect(page.get_by_role("button", name="退回修改")).to_be_visible()
    hall.county.do("filler", "withdraw", report_id)
    look(page)
    expect(news(page)).to_contain_text("报告状态变了，现在“填报中”。")
    expect(news(page)).to_contain_text("filler某　撤回")
    expect(page.locator(".report-facts .state")).to_have_text("填报中")
    expect(page.get_by_role("button", name="退回修改")).to_have_count(0)
    expect(page.get_by_role("heading", name="流转：填报中")).to_be_visible()
    assert violations(official) == []


def test_a_reason_that_is_being_written_stays_and_its_button_is_out_of_use(
    call: Callable[[str], Official], hall: CountyHall
) -> None:
    report_id = hall.county.complete()
    hall.county.go(report_id, "filler submit")
    official = call("supervisor")
    page = review(official, report_id)
    page.get_by_label("退回修改的原因").fill("第三部分请再核对")
    hall.county.go(report_id, "reviewer return")
    look(page)
    expect(news(page)).to_contain_text("您正在写的内容还在；显示最新内容")
    expect(page.get_by_label("退回修改的原因")).to_have_value("第三部分请再核对")
    expect(page.get_by_role("button", name="退回修改")).to_be_disabled()
    page.get_by_role("link", name="显示最新内容").click()
    expect(page.get_by_role("heading", name="流转：填报中")).to_be_visible()


def test_a_step_that_becomes_possible_shows_and_cannot_be_pressed_by_mistake(
    call: Callable[[str], Official], hall: CountyHall
) -> None:
    report_id = hall.county.complete()
    approver = call("approver")
    page = review(approver, report_id)
    expect(page.get_by_text("现在没有需要您做的。")).to_be_visible()
    hall.county.go(report_id, "filler submit", "reviewer pass")
    look(page)
    button = page.get_by_role("button", name="批准定稿")
    expect(button).to_be_visible()
    expect(button).to_be_disabled()
    expect(button).to_be_enabled()
    button.click()
    expect(page.locator(".report-facts .state")).to_have_text("已定稿")


def test_a_new_comment_shows_and_one_being_written_stays(call: Callable[[str], Official], hall: CountyHall) -> None:
    report_id = hall.county.complete()
    hall.county.go(report_id, "filler submit")
    official = call("reviewer")
    page = review(official, report_id)
    page.get_by_label("批注内容").fill("还没写完的话")
    add_comment(hall.store, hall.county.supervisor, report_id, Anchor("cell", "proactive", CELL[7:]), "请核对", DESK)
    look(page)
    expect(page.locator("#comments .comment")).to_contain_text("请核对")
    expect(page.locator('[data-said="proactive"]')).to_contain_text("1")
    expect(page.get_by_label("批注内容")).to_have_value("还没写完的话")
    page.get_by_role("button", name="添加批注").click()
    expect(page.locator("#comments .comment")).to_have_count(2)


def test_changed_figures_show_with_who_changed_what(call: Callable[[str], Official], hall: CountyHall) -> None:
    report_id = hall.county.complete()
    official = call("supervisor")
    page = review(official, report_id)
    hall.county.save("filler", report_id, 999_999)
    look(page)
    expect(news(page)).to_have_text("filler某刚改动了行政规范性文件·现行有效。")
    hall.county.save("filler", report_id, 3)
    look(page)
    expect(page.locator("#review-live")).to_be_visible()


def test_who_is_at_the_review_is_told_to_others(call: Callable[[str], Official], hall: CountyHall) -> None:
    report_id = hall.county.complete()
    hall.county.go(report_id, "filler submit")
    reviewer, approver = call("reviewer"), call("approver")
    review(reviewer, report_id)
    page = review(approver, report_id)
    expect(page.locator("#presence")).to_have_text("reviewer某正在查看“审核与定稿”")


def test_a_session_that_ran_out_is_said_and_the_page_goes_on_after_it(
    call: Callable[[str], Official], hall: CountyHall
) -> None:
    report_id = hall.county.complete()
    hall.county.go(report_id, "filler submit")
    official = call("reviewer")
    page = review(official, report_id)
    page.get_by_label("退回修改的原因").fill("请核对")
    hall.end_sessions()
    look(page)
    expect(page.locator("#signed-out")).to_contain_text("登录已过期")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="重新登录").click()
    official.sign_in("reviewer", opened.value)
    expect(page.locator("#signed-out")).to_be_hidden(timeout=10_000)
    expect(page.get_by_label("退回修改的原因")).to_have_value("请核对")
    page.get_by_role("button", name="退回修改").click()
    expect(page.locator(".report-facts .state")).to_have_text("填报中")
