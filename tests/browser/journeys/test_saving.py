"""Saving by itself: nothing is lost to a closed browser, a dead server or a second person."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, expect

from services.finish import finish
from services.reports import open_draft
from tests.browser.journeys.conftest import Clerk, Office


def stored(office: Office, report_id: str, cell: str) -> str:
    value = open_draft(office.store, report_id).report.value(cell)
    return "" if value.number is None else f"{value.number:f}"


def test_a_change_is_stored_about_a_second_after_it_is_made(clerk: Clerk, office: Office) -> None:
    report_id = office.sample("demo-2023")
    clerk.edit(report_id, "applications")
    clerk.cell("applications.new.person").fill("41")
    clerk.saved()
    assert stored(office, report_id, "applications.new.person") == "41"


def test_leaving_the_page_at_once_does_not_lose_the_last_key(clerk: Clerk, office: Office) -> None:
    report_id = office.sample("demo-2023")
    page = clerk.edit(report_id, "applications")
    clerk.cell("applications.new.person").fill("42")
    page.locator('[data-tab="review"]').click()
    expect(page.get_by_role("heading", name="四、政府信息公开行政复议、行政诉讼情况")).to_be_visible()
    assert stored(office, report_id, "applications.new.person") == "42"


def test_work_goes_on_while_the_server_is_away_and_is_handed_in_later(clerk: Clerk, office: Office) -> None:
    report_id = office.sample("demo-2023")
    page = clerk.edit(report_id, "applications")
    office.stop()
    clerk.cell("applications.new.person").fill("43")
    expect(page.locator("#save-state")).to_have_attribute("data-state", "offline")
    expect(page.locator("#save-state")).to_contain_text("改动已留在本机浏览器")
    office.start()
    page.evaluate("dispatchEvent(new Event('online'))")
    clerk.saved()
    assert stored(office, report_id, "applications.new.person") == "43"


def test_a_draft_survives_a_closed_tab_with_the_server_away(clerk: Clerk, office: Office) -> None:
    report_id = office.sample("demo-2023")
    clerk.edit(report_id, "applications")
    office.stop()
    clerk.cell("applications.new.person").fill("44")
    expect(clerk.page.locator("#save-state")).to_have_attribute("data-state", "offline")
    clerk.page.close()
    office.start()
    clerk.page = clerk.context.new_page()
    clerk.page.goto(office.address(f"/reports/{report_id}/edit/applications"))
    expect(clerk.page.locator("#recovered")).to_contain_text("已从本机浏览器交回")
    expect(clerk.cell("applications.new.person")).to_have_value("44")
    assert stored(office, report_id, "applications.new.person") == "44"


def call_oneself(clerk: Clerk, before: str, name: str) -> None:
    clerk.open("/")
    clerk.page.get_by_text(before, exact=True).click()
    clerk.page.get_by_label("您的姓名").fill(name)
    clerk.page.get_by_role("button", name="记住").click()


def leave_unsaved(clerk: Clerk, office: Office, report_id: str, value: str) -> None:
    """Type into a cell while the server is away, and close the page."""
    clerk.edit(report_id, "applications")
    office.stop()
    clerk.cell("applications.new.person").fill(value)
    expect(clerk.page.locator("#save-state")).to_have_attribute("data-state", "offline")
    clerk.page.close()
    office.start()
    clerk.page = clerk.context.new_page()


def test_work_kept_in_the_browser_is_not_handed_in_under_another_name(clerk: Clerk, office: Office) -> None:
    report_id = office.sample("demo-2023")
    call_oneself(clerk, "本机用户", "张某")
    before = stored(office, report_id, "applications.new.person")
    leave_unsaved(clerk, office, report_id, "45")
    call_oneself(clerk, "张某", "王某")
    clerk.edit(report_id, "applications")
    expect(clerk.cell("applications.new.person")).to_have_value(before)
    assert stored(office, report_id, "applications.new.person") == before


def test_giving_ones_name_later_does_not_strand_what_was_typed_before(clerk: Clerk, office: Office) -> None:
    report_id = office.sample("demo-2023")
    leave_unsaved(clerk, office, report_id, "46")
    call_oneself(clerk, "本机用户", "张某")
    clerk.page.goto(office.address(f"/reports/{report_id}/edit/review"))
    expect(clerk.page.locator("#recovered")).to_contain_text("三、收到和处理政府信息公开申请情况")
    assert stored(office, report_id, "applications.new.person") == "46"


def test_a_long_text_is_saved_too(clerk: Clerk, office: Office) -> None:
    report_id = office.sample("demo-2023")
    page = clerk.edit(report_id, "problems")
    page.get_by_role("textbox", name="五、存在的主要问题及改进情况").click()
    page.keyboard.insert_text("字" * 30_000)
    clerk.saved()
    text = "".join(block.text for block in open_draft(office.store, report_id).report.blocks("problems"))
    assert text.count("字") >= 30_000


def test_a_colleagues_paragraph_and_section_survive_what_is_typed_meanwhile(
    hire: Callable[[], Clerk], office: Office
) -> None:
    report_id = office.sample("demo-2023")
    first, second = hire(), hire()
    first.edit(report_id, "cover")
    second.edit(report_id, "cover")
    first.page.get_by_role("button", name="增加一个部分").click()
    first.page.get_by_label("标题（照印，含序号）").fill("七、甲加的")
    first.saved()
    second.page.get_by_label("落款机关").fill("乙改的落款")
    second.saved()
    expect(second.page.get_by_label("标题（照印，含序号）")).to_have_value("七、甲加的")
    second.page.get_by_role("button", name="增加一个部分").click()
    second.page.get_by_label("标题（照印，含序号）").last.fill("八、乙加的")
    second.saved()
    report = open_draft(office.store, report_id).report
    assert [section.heading for section in report.extra_sections] == ["七、甲加的", "八、乙加的"]
    assert report.issuer == "乙改的落款"


def test_a_change_to_a_finished_report_says_that_it_is_a_draft_again(clerk: Clerk, office: Office) -> None:
    report_id = office.sample("demo-2023")
    finish(office.store, report_id, "张某")
    page = clerk.edit(report_id, "review")
    expect(page.locator(".report-facts .state")).to_have_text("已定稿")
    clerk.cell("review.reconsideration.upheld").fill("9")
    clerk.saved()
    expect(page.locator(".report-facts .state")).to_have_text("填报中")
    expect(page.locator("#final-notice")).to_contain_text("须重新定稿")


def test_two_people_in_different_cells_see_each_others_work(hire: Callable[[], Clerk], office: Office) -> None:
    report_id = office.sample("demo-2023")
    first, second = hire(), hire()
    first.edit(report_id, "applications")
    second.edit(report_id, "applications")
    first.cell("applications.new.person").fill("51")
    first.saved()
    second.cell("applications.new.business").fill("52")
    second.saved()
    expect(second.cell("applications.new.person")).to_have_value("51")
    assert stored(office, report_id, "applications.new.person") == "51"
    assert stored(office, report_id, "applications.new.business") == "52"


def test_the_same_cell_changed_by_two_is_shown_side_by_side(hire: Callable[[], Clerk], office: Office) -> None:
    report_id = office.sample("demo-2023")
    first, second = hire(), hire()
    first.edit(report_id, "review")
    second.edit(report_id, "review")
    first.cell("review.reconsideration.upheld").fill("61")
    first.saved()
    second.cell("review.reconsideration.upheld").fill("62")
    conflicts = second.page.locator("#conflicts")
    expect(conflicts).to_contain_text("行政复议·结果维持")
    expect(conflicts).to_contain_text("61")
    expect(conflicts).to_contain_text("62")
    conflicts.get_by_role("button", name="改用后来送来的").first.click()
    expect(second.page.locator("html")).to_have_attribute("data-ready", "true")
    assert stored(office, report_id, "review.reconsideration.upheld") == "62"


def type_in(clerk: Clerk, box: Locator, keys: tuple[str, ...], words: str) -> None:
    """Type words where the keys lead to."""
    with clerk.page.expect_response(lambda answer: answer.request.method == "POST" and "/edit/" in answer.url):
        box.focus()
        for key in keys:
            clerk.page.keyboard.press(key)
        clerk.page.keyboard.insert_text(words)


def test_paragraphs_typed_by_two_people_are_both_kept(hire: Callable[[], Clerk], office: Office) -> None:
    report_id = office.sample("demo-2023")
    first, second = hire(), hire()
    boxes = [
        person.edit(report_id, "problems").get_by_role("textbox", name="五、存在的主要问题及改进情况")
        for person in (first, second)
    ]
    type_in(first, boxes[0], ("Control+End", "Enter"), "甲写的一段。")
    type_in(second, boxes[1], ("Control+Home",), "乙写的一段。")
    second.saved()
    text = "".join(block.text for block in open_draft(office.store, report_id).report.blocks("problems"))
    assert "甲写的一段。" in text
    assert "乙写的一段。" in text
