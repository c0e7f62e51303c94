"""The main job, end to end: a new report filled in, barred while wrong, finished and taken away."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from checks import check
from services.reports import open_draft
from tests.browser.journeys.conftest import Clerk, Office

DEMO = json.loads((Path(__file__).resolve().parents[3] / "samples" / "demo-2023.json").read_text("utf-8"))


def shown(value: object) -> str:
    return str(value["number"]) if isinstance(value, dict) else str(value)


def ready(clerk: Clerk) -> None:
    expect(clerk.page.locator("html")).to_have_attribute("data-ready", "true")


def begin(clerk: Clerk) -> str:
    """A new report with its cover filled in; gives its id."""
    page = clerk.open("/")
    page.get_by_role("link", name="新建一份报告").click()
    page.get_by_label("机关全称").fill("示例市民政局")
    page.get_by_label("报告年度").fill("2023")
    page.get_by_role("button", name="新建").click()
    ready(clerk)
    page.get_by_label("落款机关").fill("示例市民政局")
    page.get_by_label("成文日期").fill("2024-01-18")
    clerk.saved()
    return page.url.split("/")[4]


def write(clerk: Clerk, report_id: str, section: str) -> None:
    page = clerk.edit(report_id, section)
    page.get_by_role("textbox", name=page.locator("#narrative").get_attribute("data-label") or "").click()
    for block in DEMO["narrative"][section]:
        page.keyboard.insert_text(block["text"])
        page.keyboard.press("Enter")
    clerk.saved()


def fill(clerk: Clerk, report_id: str, section: str) -> None:
    """Fill in a table but for its totals, which follow by themselves."""
    page = clerk.edit(report_id, section)
    figures = {cell: shown(value) for cell, value in DEMO["values"].items() if cell.startswith(f"{section}.")}
    for cell, value in figures.items():
        if not cell.endswith(".total"):
            clerk.cell(cell).fill(value)
    # The last cell is left, so that it is read.
    page.keyboard.press("Enter")
    clerk.saved()
    for cell, value in figures.items():
        expect(clerk.cell(cell)).to_have_value(value)


def type_into(clerk: Clerk, cell: str, value: str) -> None:
    clerk.cell(cell).fill(value)
    clerk.page.keyboard.press("Enter")
    clerk.saved()


def finish(clerk: Clerk) -> None:
    clerk.page.get_by_role("link", name="审核与定稿").first.click()
    clerk.page.get_by_role("button", name="定稿").click()


def download(clerk: Clerk, label: str) -> bytes:
    with clerk.page.expect_download() as started:
        clerk.page.get_by_role("link", name=label).click()
    assert "草稿" not in started.value.suggested_filename
    return Path(started.value.path()).read_bytes()


def test_a_clerk_fills_in_a_report_and_takes_it_away_in_three_formats(clerk: Clerk) -> None:
    report_id = begin(clerk)
    page = clerk.page
    for section in ("overview", "problems", "other"):
        write(clerk, report_id, section)
    for section in ("proactive", "applications", "review"):
        fill(clerk, report_id, section)
    clerk.edit(report_id, "other")
    for fact, value in DEMO["processing_fees"].items():
        clerk.cell(f"facts.processing_fees.{fact}").fill(shown(value))
    clerk.saved()

    clerk.edit(report_id, "applications")
    type_into(clerk, "applications.granted.person", "999")
    finish(clerk)
    expect(page.get_by_role("alert")).to_contain_text("还不能定稿")
    page.get_by_role("link", name="自然人：新收").first.click()
    ready(clerk)
    type_into(clerk, "applications.granted.person", shown(DEMO["values"]["applications.granted.person"]))
    finish(clerk)
    expect(page.get_by_role("status")).to_contain_text("已定稿")

    page.get_by_role("link", name="预览与导出").first.click()
    expect(page.frame_locator("iframe.preview").get_by_role("heading", name="一、总体情况")).to_be_visible()
    assert download(clerk, "网页").lower().startswith(b"<!doctype html>")
    assert download(clerk, "PDF").startswith(b"%PDF-1.7")
    assert "word/document.xml" in zipfile.ZipFile(io.BytesIO(download(clerk, "Word"))).namelist()


def test_a_broken_balance_is_seen_while_typing_and_the_link_leads_to_the_cell(clerk: Clerk, office: Office) -> None:
    report_id = office.sample("demo-2023")
    page = clerk.edit(report_id, "applications")
    clerk.cell("applications.new.business").fill("50")
    summary = page.locator("#finding-summary")
    expect(summary).to_contain_text("商业企业：新收 50")
    expect(page.locator('[data-tab="applications"] .count')).to_have_class("count error")
    summary.get_by_role("link", name="商业企业：新收 50").click()
    expect(page.locator("input:focus")).to_have_attribute("data-cell", "applications.new.business")


def test_faults_of_a_published_report_are_shown_as_published(clerk: Clerk, office: Office) -> None:
    report_id = office.sample("001_6bf957eabb57496e")
    page = clerk.edit(report_id, "applications")
    expect(page.locator("#finding-summary")).to_contain_text("强制性 8")
    expect(clerk.cell("applications.new.total")).to_have_value("0")


def listed(clerk: Clerk) -> list[str]:
    return clerk.page.locator("#finding-summary li > a:first-child").all_inner_texts()


@pytest.mark.parametrize("tab", ["cover", "applications"])
def test_the_side_panel_has_each_finding_once_in_the_order_of_the_form(clerk: Clerk, office: Office, tab: str) -> None:
    report_id = office.sample("004_07d58256ca7a15b7")
    clerk.edit(report_id, tab)
    draft = open_draft(office.store, report_id)
    found = [finding.message for finding in check(draft.report, draft.previous) if finding.kind != "blank"]
    assert len(found) > 1
    assert listed(clerk) == found
    if tab == "applications":
        clerk.cell("applications.new.person").fill("999")
        clerk.saved()
        draft = open_draft(office.store, report_id)
        found = [finding.message for finding in check(draft.report, draft.previous) if finding.kind != "blank"]
        assert listed(clerk) == found
