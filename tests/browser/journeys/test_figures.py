"""A clerk puts a picture and a table into the text, and finds them in the preview and in every download."""

from __future__ import annotations

import base64
import io
import zipfile
from pathlib import Path

import pdfplumber
import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import expect

from services.reports import open_draft
from tests.browser.journeys.conftest import Clerk, Office

pytestmark = pytest.mark.browser


def picture(kind: str = "PNG", size: tuple[int, int] = (1600, 900)) -> bytes:
    image = Image.new("RGB", size, "white")
    image.paste("navy", (100, 100, size[0] // 2, size[1] // 2))
    file = io.BytesIO()
    image.save(file, kind)
    return file.getvalue()


def transfer(clerk: Clerk, event: str, content: bytes, media_type: str, name: str) -> None:
    """A file from the clipboard, or dragged from the desktop, to the text."""
    clerk.page.evaluate(
        """([kind, base64, type, name]) => {
          const data = new DataTransfer();
          data.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name, { type }));
          const target = document.querySelector("#narrative [role=textbox]");
          const { left, top } = target.getBoundingClientRect();
          const options = { bubbles: true, cancelable: true, clientX: left + 60, clientY: top + 30 };
          target.dispatchEvent(kind === "paste"
            ? new ClipboardEvent("paste", { ...options, clipboardData: data })
            : new DragEvent("drop", { ...options, dataTransfer: data }));
        }""",
        [event, base64.b64encode(content).decode(), media_type, name],
    )


def blocks(office: Office, report_id: str) -> list[str]:
    return [block.type for block in open_draft(office.store, report_id).report.blocks("other")]


def test_a_picture_and_a_table_from_the_keyboard_to_the_downloads(clerk: Clerk, office: Office, tmp_path: Path) -> None:
    file = tmp_path / "<b>柱状图.png"
    file.write_bytes(picture())
    report_id = office.sample("demo-2023")
    page = clerk.edit(report_id, "other")
    page.locator("#narrative [role=textbox] p").last.click()
    page.keyboard.press("End")
    with page.expect_file_chooser() as chosen:
        page.get_by_role("button", name="插入图片").click()
    chosen.value.set_files(file)
    expect(page.get_by_label("替代文字（必填）")).to_be_focused(timeout=15_000)
    page.keyboard.type("柱状图：逐年上升")
    page.get_by_label("图题（照印，含序号）").fill("图1 公开数量")
    page.locator("#narrative [role=textbox] > p").last.click()
    page.get_by_role("button", name="插入表格").click()
    for text in ("内容", "时间", "人次", "条例", "3月", "120"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.get_by_label("表题（照印，含序号）").fill("表1 培训")
    clerk.saved()
    assert Axe().run(page).response["violations"] == []

    page.reload()
    shown = page.locator(".narrative-picture")
    expect(shown).to_have_attribute("alt", "柱状图：逐年上升")
    page.wait_for_function("document.querySelector('.narrative-picture').naturalWidth === 1228")
    expect(page.locator(".narrative-cells td").first).to_have_text("条例")

    page = clerk.open(f"/reports/{report_id}/document")
    image = page.get_by_role("img", name="柱状图：逐年上升")
    assert image.evaluate("image => image.naturalWidth") == 1228
    pdf = page.request.get(office.address(f"/reports/{report_id}/export/pdf")).body()
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        assert sum(len(sheet.images) for sheet in opened.pages) == 1
    word = page.request.get(office.address(f"/reports/{report_id}/export/docx")).body()
    assert "word/media/image1.png" in zipfile.ZipFile(io.BytesIO(word)).namelist()


@pytest.mark.parametrize("way", ["paste", "drop"])
def test_a_picture_comes_from_the_clipboard_or_by_dragging(clerk: Clerk, office: Office, way: str) -> None:
    report_id = office.sample("demo-2023")
    page = clerk.edit(report_id, "other")
    page.locator("#narrative [role=textbox] p").last.click()
    transfer(clerk, way, picture("JPEG"), "image/jpeg", "照片.jpg")
    expect(page.locator(".narrative-figure")).to_be_visible(timeout=15_000)
    clerk.saved()
    assert blocks(office, report_id).count("figure") == 1


def test_what_is_no_picture_is_refused_in_words_and_the_text_stays(clerk: Clerk, office: Office) -> None:
    report_id = office.sample("demo-2023")
    before = blocks(office, report_id)
    page = clerk.edit(report_id, "other")
    page.locator("#narrative [role=textbox] p").last.click()
    status = page.locator(".narrative-status")
    transfer(clerk, "paste", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml", "图.svg")
    expect(status).to_have_text("只能插入 PNG、JPEG、WebP 或 GIF 图片；SVG 等其他格式请先另存为 PNG。")
    transfer(clerk, "paste", picture("JPEG")[:-300], "image/jpeg", "照片.jpg")
    expect(status).to_have_text("这张图片不完整或已损坏，打不开。请重新保存或下载后再插入。", timeout=15_000)
    assert page.locator(".narrative-figure").count() == 0
    assert blocks(office, report_id) == before
    clerk.complaints[:] = [said for said in clerk.complaints if "422" not in said]


def test_two_clerks_merge_a_table_and_a_paragraph(hire, office: Office) -> None:  # type: ignore[no-untyped-def]
    report_id = office.sample("demo-2023")
    first, second = hire(), hire()
    page = first.edit(report_id, "other")
    page.locator("#narrative [role=textbox] p").last.click()
    page.get_by_role("button", name="插入表格").click()
    page.keyboard.type("内容")
    first.saved()
    other = second.edit(report_id, "other")
    other.locator("#narrative [role=textbox] > p").first.click()
    other.keyboard.press("End")
    other.keyboard.type("又及。")
    page.locator(".narrative-cells td").first.click()
    page.keyboard.type("条例")
    first.saved()
    second.saved()
    report = open_draft(office.store, report_id).report
    (table,) = [block for block in report.blocks("other") if block.type == "table"]
    assert table.rows[:2] == (("内容", "", ""), ("条例", "", ""))
    assert "又及。" in report.blocks("other")[0].text
