"""Last year's published report as the starting point, from the file to the new year's text."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Route, expect

from services.reports import open_draft
from tests.browser.journeys.conftest import Clerk, Office
from tests.browser.journeys.test_accessible import violations

SOURCES = Path(__file__).resolve().parents[3] / "samples" / "sources"


def read(clerk: Clerk, name: str) -> None:
    page = clerk.open("/")
    page.get_by_role("link", name="导入", exact=True).click()
    page.get_by_label("文件（不超过 20 MB）").set_input_files(SOURCES / name)
    page.get_by_role("button", name="读取").click()
    expect(page.locator("html")).to_have_attribute("data-ready", "true")


def test_a_published_pdf_becomes_last_year_and_the_new_year_starts_from_it(clerk: Clerk) -> None:
    read(clerk, "hongze-2023.pdf")
    page = clerk.page
    page.locator('input[data-cell="review.reconsideration.upheld"]').focus()
    expect(page.locator("#origin")).to_contain_text("第4页")
    expect(page.locator('svg.page[data-page="4"] rect.mark')).not_to_have_attribute("width", "0")
    expect(page.get_by_text("行政复议：总计 0，各项结果合计 11")).to_be_visible()
    page.get_by_role("button", name="确认导入").click()
    expect(page.get_by_role("status").first).to_contain_text("已导入")

    clerk.open("/")
    page.get_by_role("link", name="开始编写 2024 年").click()
    page.get_by_role("button", name="新建 2024 年报告").click()
    expect(page.locator("html")).to_have_attribute("data-ready", "true")
    page.locator('[data-tab="applications"]').click()
    expect(page.locator("html")).to_have_attribute("data-ready", "true")
    expect(clerk.cell("applications.carried_in.person")).to_have_value("0")
    expect(clerk.cell("applications.new.person")).to_have_value("")
    expect(page.locator('[id="last-applications.new.person"]')).to_contain_text("21")


def test_a_paragraph_of_last_year_is_taken_over_deliberately_and_counted_as_repeated(
    clerk: Clerk, office: Office
) -> None:
    office.sample("hongze-2023")
    report_id = office.sample("hongze-2024")
    page = clerk.edit(report_id, "problems")
    before = open_draft(office.store, report_id).report.blocks("problems")
    page.get_by_role("button", name="取用上年第 1 段").click()
    clerk.saved()
    after = open_draft(office.store, report_id).report.blocks("problems")
    assert len(after) == len(before) + 1
    assert after[-1] == open_draft(office.store, report_id).previous.blocks("problems")[0]
    expect(page.locator("#repeat-words")).to_contain_text("本部分")
    expect(page.locator("#repeat-sentences")).to_contain_text("仍存在一定差距")


def test_the_pages_of_importing_and_of_two_years_have_no_violation(clerk: Clerk, office: Office) -> None:
    clerk.open("/imports/new")
    assert violations(clerk) == []
    for name in ("hongze-2023.pdf", "003_6f0d1c700e1760a4.txt"):
        read(clerk, name)
        assert violations(clerk) == [], name
    first, second = office.sample("hongze-2023"), office.sample("hongze-2024")
    for path in (f"/reports/{second}/next", f"/compare?a={first}&b={second}"):
        clerk.open(path)
        assert violations(clerk) == [], path


def test_the_mark_waits_for_the_picture_of_its_page(clerk: Clerk) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    clerk.page.route("**/page/4", hold)
    read(clerk, "hongze-2023.pdf")
    page = clerk.page
    with page.expect_request("**/page/4"):
        page.locator('input[data-cell="review.reconsideration.upheld"]').focus()
    mark = page.locator('svg.page[data-page="4"] rect.mark')
    expect(page.locator("#origin")).to_contain_text("第4页")
    expect(mark).to_have_attribute("width", "0")
    held[0].continue_()
    expect(mark).not_to_have_attribute("width", "0")
