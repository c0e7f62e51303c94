"""A session that ran out, or a connection that is gone for ten minutes, loses nothing and mixes up nobody."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from services.reports import open_draft
from tests.browser.people.conftest import CountyHall, Official

pytestmark = pytest.mark.browser
CELL = "applications.new.person"


def figure(hall: CountyHall, report_id: str) -> str:
    return f"{open_draft(hall.store, report_id).report.value(CELL).number:f}"


def signed_out_with_work(official: Official, hall: CountyHall, report_id: str) -> Page:
    """The session ends, and then a figure is typed."""
    page = official.edit(report_id, "applications")
    hall.end_sessions()
    official.cell(CELL).fill("81")
    expect(page.locator("#save-state")).to_have_attribute("data-state", "signedOut")
    expect(page.locator("#signed-out")).to_contain_text("登录已过期")
    return page


def test_the_same_person_signs_in_again_and_the_page_goes_on(call: Callable[[str], Official], hall: CountyHall) -> None:
    report_id = hall.county.complete()
    filler = call("filler")
    page = signed_out_with_work(filler, hall, report_id)
    filler.cell("applications.new.business").fill("3")
    window = filler.sign_in_beside(page, "filler")
    expect(window.get_by_role("heading", name="已重新登录")).to_be_visible()
    window.close()
    filler.saved()
    expect(page.locator("#signed-out")).to_be_hidden()
    expect(filler.cell(CELL)).to_have_value("81")
    assert figure(hall, report_id) == "81"
    filler.cell(CELL).fill("82")
    filler.saved()
    assert figure(hall, report_id) == "82"


def test_who_signs_in_in_another_window_meanwhile_saves_on_without_noticing(
    call: Callable[[str], Official], hall: CountyHall
) -> None:
    report_id = hall.county.complete()
    filler = call("filler")
    filler.edit(report_id, "applications")
    window = filler.context.new_page()
    window.goto(hall.address("/sign-in"))
    filler.sign_in("filler", window)
    filler.cell(CELL).fill("83")
    filler.saved()
    assert figure(hall, report_id) == "83"


@pytest.mark.parametrize("other", ["filler2", "stranger"])
def test_another_person_sees_and_hands_in_nothing_of_the_first(
    call: Callable[[str], Official], hall: CountyHall, other: str
) -> None:
    report_id = hall.county.complete()
    before = figure(hall, report_id)
    filler = call("filler")
    page = signed_out_with_work(filler, hall, report_id)
    filler.sign_in_beside(page, other).close()
    if other == "filler2":
        expect(page.locator("#recovered")).to_contain_text("本人登录后打开报告会接着保存", timeout=10_000)
        expect(filler.cell(CELL)).to_have_value(before)
    else:
        expect(page.get_by_role("heading", name="没有这个页面")).to_be_visible(timeout=10_000)
    assert figure(hall, report_id) == before
    page.goto(hall.address("/"))
    page.locator(".masthead-who summary").click()
    page.get_by_role("button", name="退出登录").click()
    filler.sign_in("filler")
    filler.page.goto(hall.address(f"/reports/{report_id}/edit/applications"))
    expect(page.locator("#recovered").get_by_text("已从本机浏览器交回")).to_be_visible()
    assert figure(hall, report_id) == "81"


def test_a_reader_is_asked_to_sign_in_without_the_page_going_away(
    call: Callable[[str], Official], hall: CountyHall
) -> None:
    report_id = hall.county.complete()
    reviewer = call("reviewer")
    page = reviewer.edit(report_id, "overview")
    hall.end_sessions()
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.locator("#signed-out")).to_contain_text("reviewer某")
    expect(page.get_by_role("textbox", name="一、总体情况")).to_be_visible()


def test_ten_minutes_without_connection_lose_nothing(call: Callable[[str], Official], hall: CountyHall) -> None:
    report_id = hall.county.complete()
    filler = call("filler")
    filler.page.clock.install()
    page = filler.edit(report_id, "applications")
    filler.context.set_offline(True)
    for minute in range(10):
        filler.cell(CELL).fill(str(100 + minute))
        page.clock.fast_forward(60_000)
        expect(page.locator("#save-state")).to_have_attribute("data-state", "offline")
    filler.context.set_offline(False)
    page.clock.fast_forward(30_000)
    filler.saved()
    assert figure(hall, report_id) == "109"
