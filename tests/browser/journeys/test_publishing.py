"""From 定稿 to a citizen's question: signed with a test certificate and a seal, published, verified, tampered with."""

from __future__ import annotations

import os
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from services.finish import finish
from signing.demo import demo_certificate
from tests.browser.journeys.conftest import Clerk, Office
from tests.signing.files import SEAL

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(clerk: Clerk) -> list[str]:
    result = Axe().run(clerk.page, options={"runOnly": {"type": "tag", "values": TAGS}})
    return [f"{v['id']}: {[n['html'][:120] for n in v['nodes'][:3]]}" for v in result.response["violations"]]


def look(clerk: Clerk, name: str) -> None:
    """A picture of the page where somebody asked for one."""
    if folder := os.environ.get("NIANBAO_PICTURES"):
        clerk.page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def test_a_report_is_signed_published_and_verified(clerk: Clerk, office: Office, tmp_path: Path) -> None:
    demo = demo_certificate("示例市民政局", datetime.now(UTC))
    (tmp_path / "key.p12").write_bytes(demo.key)
    (tmp_path / "seal.svg").write_bytes(SEAL)
    report_id = office.sample("demo-2023")
    finish(office.store, report_id, "张三")

    page = clerk.open(f"/reports/{report_id}/publication")
    page.get_by_label("上传（PNG 或 SVG").set_input_files(tmp_path / "seal.svg")
    page.get_by_role("button", name="保存印章图片").click()
    expect(page.get_by_text("印章图片已保存")).to_be_visible()
    assert violations(clerk) == []
    look(clerk, "sign")

    page.get_by_label("密钥文件（.p12 或 .pfx）").set_input_files(tmp_path / "key.p12")
    page.get_by_label("口令", exact=True).fill(demo.passphrase)
    page.get_by_role("button", name="签章", exact=True).click()
    expect(page.get_by_text("已签章：签名人“测试-示例市民政局”")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("签名用的是测试证书，没有法律效力")).to_be_visible()
    last = page.locator(".sheets img").last
    last.scroll_into_view_if_needed()
    # A picture that comes only when it is looked at counts as complete before it has begun.
    expect(last).not_to_have_js_property("naturalWidth", 0, timeout=30_000)
    assert last.evaluate("image => image.naturalWidth") > 500
    assert violations(clerk) == []
    look(clerk, "signed")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载已签章的 PDF").click()
    signed = tmp_path / "signed.pdf"
    download.value.save_as(signed)

    page.get_by_role("button", name="发布已签章的文件").click()
    expect(page.get_by_text("这一版已经发布")).to_be_visible()
    with page.expect_download(timeout=60_000) as download:
        page.get_by_role("link", name="下载发布包").click()
    download.value.save_as(tmp_path / "bundle.zip")
    with zipfile.ZipFile(tmp_path / "bundle.zip") as bundle:
        assert signed.read_bytes() in [bundle.read(name) for name in bundle.namelist()]
    look(clerk, "published")

    page.get_by_role("link", name="核验年度报告").click()
    ask(clerk, signed)
    expect(page.get_by_text("这是用测试证书签的试验文件")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("签名盖住整个文件，内容完整无缺")).to_be_visible()
    expect(page.get_by_text("现行公布的文件")).to_be_visible()
    expect(page.get_by_text("纸面上的文字和数字与所附的年报数据一致")).to_be_visible()
    assert violations(clerk) == []
    look(clerk, "verified")

    tampered = bytearray(signed.read_bytes())
    tampered[len(tampered) // 3] ^= 1
    (tmp_path / "tampered.pdf").write_bytes(tampered)
    ask(clerk, tmp_path / "tampered.pdf")
    expect(page.get_by_text("这个文件的签名已经失效")).to_be_visible(timeout=60_000)
    look(clerk, "tampered")


def ask(clerk: Clerk, file: Path) -> None:
    clerk.page.get_by_label("PDF 文件").set_input_files(file)
    clerk.page.get_by_role("button", name="核验", exact=True).click()


def test_the_sheet_to_be_signed_is_one_page_of_paper(clerk: Clerk, office: Office, tmp_path: Path) -> None:
    report_id = office.sample("demo-2023")
    finish(office.store, report_id, "张三")
    page = clerk.open(f"/reports/{report_id}/publication/sheet")
    look(clerk, "sheet")
    page.pdf(path=tmp_path / "sheet.pdf", prefer_css_page_size=True)
    content = (tmp_path / "sheet.pdf").read_bytes()
    assert content.count(b"/Type /Page\n") == 1
    assert violations(clerk) == []
