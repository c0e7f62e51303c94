"""Files made in the background as people see it: pages that wait, download by themselves, and tell how far they are."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from app import create_app as create_real
from services import rendering_work
from services.rendering_apart import RenderingFailedError
from tests.browser.journeys import conftest
from tests.browser.journeys.conftest import Clerk, Office

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class QueuedOffice(Office):
    """An installation whose workers work when the test says so."""

    def work_off(self, pieces: int = 1000) -> None:
        queue = self.app.extensions["nianbao_rendering"].shop.queue
        for _ in range(pieces):
            task = queue.dequeue()
            if task is None:
                return
            queue.execute(task)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[QueuedOffice]:
    def queued(settings):  # type: ignore[no-untyped-def]
        return create_real(conftest.Settings(settings.data_dir, queued=True))

    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "nianbao.yaml").write_text("work: {ahead: false}", encoding="utf-8")
    monkeypatch.setattr(conftest, "create_app", queued)
    made = QueuedOffice(folder)
    yield made
    made.stop()


def violations(clerk: Clerk) -> list[str]:
    result = Axe().run(clerk.page, options={"runOnly": {"type": "tag", "values": TAGS}})
    return [f"{v['id']}: {[n['html'][:120] for n in v['nodes'][:3]]}" for v in result.response["violations"]]


def test_a_click_shows_a_page_that_waits_and_then_downloads(clerk: Clerk, office: QueuedOffice) -> None:
    report_id = office.sample("demo-2023")
    page = clerk.open(f"/reports/{report_id}/preview")
    page.get_by_role("link", name="Word", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("正在生成：Word")
    expect(page.get_by_role("status").last).to_contain_text("完成后自动下载")
    assert violations(clerk) == []
    with page.expect_download() as download:
        office.work_off()
    assert download.value.suggested_filename == "示例市民政局2023年政府信息公开工作年度报告（草稿）.docx"
    assert zipfile.is_zipfile(download.value.path())
    expect(page.get_by_role("heading", level=1)).to_have_text("已生成")
    assert violations(clerk) == []
    with page.expect_download():
        page.get_by_role("link", name="没有自动下载的，请点这里").click()
    page.get_by_role("link", name="返回").click()
    expect(page).to_have_url(office.address(f"/reports/{report_id}/preview"))


def test_why_it_could_not_be_made_is_said_where_one_waits(
    clerk: Clerk, office: QueuedOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> bytes:
        raise RenderingFailedError("生成文件超过 60 秒，已停止。", ("封面",))

    monkeypatch.setattr(rendering_work, "make", refuse)
    page = clerk.open(f"/reports/{office.sample('demo-2023')}/export/pdf")
    office.work_off()
    expect(page.get_by_role("heading", level=1)).to_have_text("没有生成")
    expect(page.locator("#making")).to_have_text("生成文件超过 60 秒，已停止。")
    expect(page.get_by_role("listitem").filter(has_text="封面")).to_be_visible()
    assert violations(clerk) == []
    page.get_by_role("link", name="再试一次").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("正在生成：PDF")


def test_without_script_the_page_asks_again_by_itself(hire: Callable[..., Clerk], office: QueuedOffice) -> None:
    clerk = hire(java_script_enabled=False)
    page = clerk.page
    page.goto(office.address(f"/reports/{office.sample('demo-2023')}/export/csv"))
    with page.expect_download(timeout=30_000) as download:
        office.work_off()
    assert download.value.suggested_filename.endswith(".csv")


def test_many_reports_at_once(clerk: Clerk, office: QueuedOffice) -> None:
    for name in ("demo-2023", "hongze-2023", "hongze-2024"):
        office.sample(name)
    page = clerk.open("/")
    for year in ("2023 年", "2024 年"):
        page.get_by_role("checkbox", name=f"导出时选择 淮安市洪泽区人民政府 {year}").check()
    for kind in ("PDF", "网页", "Word"):
        page.get_by_role("checkbox", name=kind, exact=True).uncheck()
    page.get_by_role("checkbox", name="表格数据 CSV").check()
    page.get_by_role("button", name="导出", exact=True).click()
    expect(page.get_by_role("progressbar")).to_have_attribute("value", "0")
    assert violations(clerk) == []
    office.work_off(pieces=2)
    expect(page.locator("#batch-words")).to_have_text("1 / 2 份")
    expect(page.locator("#batch-items tr").first).to_have_attribute("data-state", "done")
    page.get_by_role("button", name="停止").click()
    office.work_off()
    expect(page.get_by_role("heading", name="已停止")).to_be_visible()
    assert violations(clerk) == []
    page.get_by_role("button", name="继续").click()
    expect(page.get_by_role("heading", name="正在生成")).to_be_visible()
    office.work_off()
    with page.expect_download() as download:
        page.get_by_role("link", name="下载 ZIP").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        assert sorted(name.split("_")[1] for name in archive.namelist() if "_" in name) == ["2023", "2024"]
    assert violations(clerk) == []
    page.get_by_role("link", name="全部导出记录").click()
    expect(page.get_by_role("row").nth(1)).to_contain_text("已完成")
    assert violations(clerk) == []


def test_on_a_phone_the_pages_do_not_scroll_sideways(hire: Callable[..., Clerk], office: QueuedOffice) -> None:
    clerk = hire(viewport={"width": 390, "height": 844})
    report_id = office.sample("demo-2023")
    page = clerk.open("/")
    page.select_option("#set-which", "all")
    page.get_by_role("button", name="导出", exact=True).click()
    page.wait_for_url("**/sets/*")
    for path in (None, "/", "/sets", f"/reports/{report_id}/export/xlsx"):
        if path:
            clerk.open(path)
        # A page that waits for files loads itself anew, and there is none for a moment.
        page.wait_for_function("document.documentElement?.scrollWidth <= document.documentElement?.clientWidth")
