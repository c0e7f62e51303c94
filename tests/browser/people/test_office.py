"""A report goes its whole way between people at browsers, and every page of people and agencies is for everybody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pyotp
import pytest
from flask import url_for
from playwright.sync_api import Page, expect

from services.agencies.changes import merge
from services.workflow.comments import list_comments
from tests.browser.journeys.test_accessible import violations
from tests.browser.people.conftest import PASSWORD, CountyHall, Official
from tests.services.workflow.conftest import DESK

pytestmark = pytest.mark.browser
CELL = "applications.new.person"
TOTAL = "applications.new.total"


def state(page: Page) -> str:
    return page.locator(".report-facts .state").inner_text()


def do(official: Official, report_id: str, step: str, reason: str = "") -> Page:
    """A step on the review page, which is for everybody before and after."""
    page = official.open(f"/reports/{report_id}/finish")
    assert violations(official) == [], step
    if reason:
        page.get_by_label("退回修改的原因").fill(reason)
    page.get_by_role("button", name=step, exact=True).click()
    expect(page.locator(".notice", has_text=f"已{step}")).to_be_visible()
    return page


def test_a_report_is_filled_in_returned_mended_approved_and_published(
    call: Callable[[str], Official], hall: CountyHall
) -> None:
    report_id = hall.county.complete()
    filler, reviewer, approver = call("filler"), call("reviewer"), call("approver")
    filler.edit(report_id, "applications")
    stood = int(filler.cell(CELL).input_value())
    filler.cell(CELL).fill(str(stood))
    assert state(do(filler, report_id, "送审")) == "待审核"

    reviewer.open("/tasks")
    expect(reviewer.page.locator("main")).to_contain_text("示例市民政局")
    page = reviewer.edit(report_id, "applications")
    reviewer.cell(CELL).focus()
    page.keyboard.press("Control+Alt+m")
    page.keyboard.type("台账是多少？")
    page.get_by_role("button", name="添加批注").click()
    expect(page.locator(".comment")).to_contain_text("台账是多少？")
    assert state(do(reviewer, report_id, "退回修改", "第三部分请核对")) == "填报中"

    page = filler.open("/tasks")
    expect(page.locator("main")).to_contain_text("第三部分请核对")
    page = filler.edit(report_id, "applications")
    page.locator("#comments summary", has_text="回复").click()
    page.get_by_label("回复内容").fill("已核对，无误。")
    page.get_by_role("button", name="回复").click()
    expect(page.locator(".comment-answer")).to_contain_text("已核对，无误。")
    page.get_by_role("button", name="标为已解决").click()
    expect(page.locator('[data-said="applications"]')).to_be_empty()
    do(filler, report_id, "送审")

    assert state(do(reviewer, report_id, "审核通过")) == "待批准"
    assert state(do(approver, report_id, "批准定稿")) == "已定稿"
    page = approver.open(f"/reports/{report_id}/publication")
    page.get_by_role("button", name="不签章发布").click()
    expect(page.locator(".notice", has_text="已发布")).to_be_visible()
    page = filler.edit(report_id, "applications")
    assert state(page) == "已发布"
    expect(page.locator("#reading")).to_contain_text("已发布：只能查看。")
    expect(page.locator(".comment")).to_have_count(1)
    assert [c.resolved_by for c in list_comments(hall.store, hall.county.filler, report_id)] == ["filler某"]


def test_people_see_who_else_is_there_and_where(call: Callable[[str], Official], hall: CountyHall) -> None:
    report_id = hall.county.complete()
    filler, reviewer = call("filler"), call("reviewer")
    filler.edit(report_id, "applications")
    expect(filler.page.locator("#presence")).to_be_empty()
    page = reviewer.edit(report_id, "overview")
    expect(page.locator("#presence")).to_have_text("filler某正在填写“三、收到和处理政府信息公开申请情况”")
    expect(page.locator('[data-here="applications"]')).to_contain_text("filler某在此")
    filler.page.wait_for_timeout(2_100)
    filler.page.evaluate("dispatchEvent(new Event('focus'))")
    expect(filler.page.locator("#presence")).to_have_text("reviewer某正在查看“一、总体情况”")
    assert violations(reviewer) == []


@pytest.mark.parametrize("path", ["/sign-in", "/signed-in"])
def test_the_pages_of_signing_in_have_no_violation(
    call: Callable[[str], Official], hall: CountyHall, path: str
) -> None:
    reader = call("reviewer")
    reader.open(path)
    assert violations(reader) == []


def test_no_page_of_an_administrator_has_a_violation(call: Callable[[str], Official], hall: CountyHall) -> None:
    hall.county.complete()
    admin = call("admin")
    with hall.app.test_request_context():
        paths = [
            url_for(name)
            for name in ("tasks.index", "own_account.page", "directory.index", "people.index", "auditing.index")
        ]
        paths += [
            url_for("directory.agency", agency_id=hall.county.bureau),
            url_for("people.account", account_id=hall.county.filler.account_id),
        ]
    for path in paths:
        answer = admin.page.goto(hall.address(path))
        assert answer is not None
        assert answer.status == 200, path
        assert violations(admin) == [], path


def test_an_administrators_pages_have_no_violation_when_they_are_full(
    call: Callable[[str], Official], hall: CountyHall
) -> None:
    county = hall.county
    report_id = county.complete()
    county.save("filler", report_id, 12)
    county.go(report_id, "filler submit", "reviewer return")
    merge(hall.store, county.admin, county.other, county.bureau, date(2025, 3, 1), "机构改革", DESK)
    admin = call("admin")
    for path in (
        f"/audit?report_id={report_id}",
        "/audit?first=2090-01-01",
        "/agencies",
        f"/agencies/{county.bureau}",
        f"/agencies/{county.other}",
        f"/people/{county.filler.account_id}",
    ):
        admin.open(path)
        for summary in admin.page.locator("main summary").all():
            summary.click()
        assert violations(admin) == [], path


def test_a_supervisors_overview_has_no_violation_and_leads_to_the_reports(
    call: Callable[[str], Official], hall: CountyHall
) -> None:
    report_id = hall.county.complete()
    supervisor = call("supervisor")
    page = supervisor.open("/tasks?year=2023")
    page.locator("main summary").click()
    assert violations(supervisor) == []
    page.get_by_role("link", name="示例市民政局").click()
    expect(page).to_have_url(hall.address(f"/reports/{report_id}/finish"))


def test_one_time_codes_are_enrolled_by_keyboard_and_recovery_codes_shown(
    call: Callable[[str], Official], hall: CountyHall
) -> None:
    filler = call("filler")
    page = filler.open("/me")
    page.locator("#codes-password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="点这里打开")).to_be_visible()
    assert violations(filler) == []
    shown = pyotp.parse_uri(str(page.get_by_role("link", name="点这里打开").get_attribute("href")))
    page.get_by_role("textbox", name="动态口令").fill(shown.now())
    page.keyboard.press("Enter")
    expect(page.locator("#new-codes li")).to_have_count(10)
    assert violations(filler) == []
    code = page.locator("#new-codes li").first.inner_text()
    page.get_by_role("link", name="记好了").click()
    expect(page.get_by_text("恢复码还剩 10 个")).to_be_visible()
    assert violations(filler) == []
    page.locator(".masthead-who summary").click()
    page.get_by_role("button", name="退出登录").click()
    page.get_by_label("登录名").fill("filler")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("textbox", name="动态口令")).to_be_visible()
    assert violations(filler) == []
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("textbox", name="动态口令").fill(code.upper())
    page.keyboard.press("Enter")
    expect(page.get_by_text("已用掉一个恢复码，还剩 9 个")).to_be_visible()


@pytest.mark.parametrize("path", ["/tasks?year=2023", "/audit", "/agencies", "/people", "/me"])
def test_no_page_of_people_runs_out_of_a_phone(call: Callable[[str], Official], hall: CountyHall, path: str) -> None:
    hall.county.complete()
    official = call("supervisor" if path.startswith(("/tasks", "/me")) else "admin")
    official.page.set_viewport_size({"width": 390, "height": 844})
    page = official.open(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("tab", ["cover", "overview", "applications", "problems"])
def test_no_page_for_reading_has_a_violation(call: Callable[[str], Official], hall: CountyHall, tab: str) -> None:
    report_id = hall.county.complete()
    hall.county.go(report_id, "filler submit")
    reviewer = call("reviewer")
    reviewer.edit(report_id, tab)
    assert violations(reviewer) == []
