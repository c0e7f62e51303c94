"""Every finished file is read back as a person sees it, and a difference from its report is told."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pikepdf
import pytest

from exporters import EXPORTERS
from exporters.document import Document
from report.narrative import Block
from report.numbers import Value
from report.report import Report
from services import readback
from services.readback import read_back
from tests.exporters.documents import NAMES, RECENT, TRADITIONAL, sample
from tests.exporters.pdf_pages import draft_pdf, final_pdf

ADDRESS = "https://nianbao.example.gov.cn/verify?code=1234-5678"

PRINTED = ("html", "docx", "xlsx", "pdf")
CELL = "applications.new.person"


def blocks_changed(report: Report, section: str, blocks: tuple[Block, ...]) -> Report:
    return replace(report, narrative={**(report.narrative or {}), section: blocks})


def messages(report: Report, name: str, shown: Report) -> list[str]:
    """What is told when the file of one report shows another."""
    content = (
        final_pdf(RECENT) if name == "pdf" and shown is sample(RECENT) else EXPORTERS[name].render(Document(shown))
    )
    return [finding.message for finding in read_back(Document(report), name, content)]


def test_there_is_a_way_to_read_back_every_kind_of_file():
    assert readback.NAMES.keys() == readback._READINGS.keys() >= EXPORTERS.keys()


@pytest.mark.parametrize("name", [name for name in EXPORTERS if name != "pdf"])
@pytest.mark.parametrize("draft", [True, False], ids=["draft", "final"])
@pytest.mark.parametrize("sample_name", NAMES)
def test_a_file_shows_what_its_report_says(sample_name, draft, name):
    document = Document(sample(sample_name), draft, check_code="1234-5678", check_address=ADDRESS)
    assert read_back(document, name, EXPORTERS[name].render(document)) == []


@pytest.mark.parametrize("sample_name", [RECENT, TRADITIONAL])
def test_so_does_a_pdf_with_a_draft_mark_on_its_pages_or_without(sample_name):
    report = sample(sample_name)
    assert read_back(Document(report), "pdf", final_pdf(sample_name)) == []
    assert read_back(Document(report, draft=True), "pdf", draft_pdf(sample_name)) == []


@pytest.mark.parametrize("name", [*PRINTED, "csv", "json"])
@pytest.mark.parametrize(
    ("stated", "words"),
    [
        (Value(Decimal(33)), "报告为“33”"),
        (Value(), "报告为“（空白）”"),
        (Value(Decimal(32), note="含转办1件"), "32（含转办1件）"),
        (Value(text="三十二", doubt="不是数字"), "三十二"),
    ],
    ids=["figure", "blank", "note", "text"],
)
def test_a_cell_that_shows_something_else_is_told_by_its_name_with_both_contents(name, stated, words):
    shown = sample(RECENT)
    report = replace(shown, values={**shown.values, CELL: stated})
    told = read_back(
        Document(report), name, final_pdf(RECENT) if name == "pdf" else EXPORTERS[name].render(Document(shown))
    )
    assert {cell for finding in told for cell in finding.cells} == {CELL}
    assert all(finding.bars for finding in told)
    if name != "csv":
        assert words in told[0].message
        assert report.format.cell(CELL).title in told[0].message


@pytest.mark.parametrize("name", PRINTED)
def test_a_word_changed_in_a_paragraph_is_told_with_its_surroundings(name):
    report = sample(RECENT)
    blocks = report.blocks("overview")
    changed = blocks_changed(
        report, "overview", (replace(blocks[0], text=blocks[0].text.replace("年", "月", 1)), *blocks[1:])
    )
    (message,) = messages(changed, name, report)
    assert message.startswith("“一、总体情况”第 1 段不同：报告为“2023月")
    assert "里是“2023年" in message


@pytest.mark.parametrize("name", PRINTED)
def test_a_paragraph_that_is_lost_or_too_many_is_told(name):
    report = sample(RECENT)
    blocks = report.blocks("overview")
    longer = blocks_changed(report, "overview", (*blocks, Block("paragraph", "另有一段没有印出来的话。")))
    assert any("另有一段没有印出来的话" in message for message in messages(longer, name, report))
    shorter = blocks_changed(report, "overview", blocks[:-1])
    assert any(blocks[-1].text[:8] in message for message in messages(shorter, name, report))


@pytest.mark.parametrize("name", ["html", "docx", "pdf"])
def test_two_paragraphs_run_into_one_are_told(name):
    shown = blocks_changed(sample(RECENT), "overview", (Block("paragraph", "第一段。第二段。"),))
    report = blocks_changed(shown, "overview", (Block("paragraph", "第一段。"), Block("paragraph", "第二段。")))
    assert messages(report, name, shown)


@pytest.mark.parametrize("name", PRINTED)
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"title": "示例市民政局2023年政府信息公开年度报告"}, "标题"),
        ({"issuer": "示例市民政局办公室"}, "落款"),
        ({"date": date(2024, 1, 19)}, "成文日期"),
        ({"headings": {"problems": "五、存在问题"}}, "五、存在问题"),
    ],
    ids=["title", "issuer", "date", "heading"],
)
def test_title_heading_issuer_and_date_are_held_to_the_report(name, change, words):
    told = messages(replace(sample(RECENT), **change), name, sample(RECENT))
    assert len(told) == 1
    assert words in told[0]


def test_two_rows_of_a_table_that_changed_places_are_told():
    report = sample(RECENT)
    page = EXPORTERS["html"].render(Document(report)).decode()
    first, second = page.index(">1.属于国家秘密<"), page.index(">2.其他法律行政法规禁止公开<")
    swapped = page[:first] + ">2.其他法律行政法规禁止公开<" + page[first + len(">1.属于国家秘密<") : second]
    swapped += ">1.属于国家秘密<" + page[second + len(">2.其他法律行政法规禁止公开<") :]
    assert len(read_back(Document(report), "html", swapped.encode())) == 2


def test_a_table_under_another_heading_is_told():
    report = sample(RECENT)
    page = EXPORTERS["html"].render(Document(report)).decode()
    start, end = (
        page.index('<div class="frame"'),
        page.index("</div>", page.index('<div class="frame"')) + len("</div>"),
    )
    moved = page[:start] + page[end:]
    moved = moved.replace("</main>", page[start:end] + "</main>")
    assert read_back(Document(report), "html", moved.encode())


def test_the_data_embedded_in_a_pdf_is_not_looked_at():
    shown = sample(RECENT)
    report = replace(shown, values={**shown.values, CELL: Value(Decimal(33))})
    with pikepdf.open(io.BytesIO(final_pdf(RECENT))) as file:
        file.attachments["report.json"] = pikepdf.AttachedFileSpec(file, EXPORTERS["json"].render(Document(report)))
        made = io.BytesIO()
        file.save(made)
    (finding,) = read_back(Document(report), "pdf", made.getvalue())
    assert finding.cells == (CELL,)


def test_a_file_that_cannot_be_read_is_told_too():
    (finding,) = read_back(Document(sample(RECENT)), "docx", b"PK\x03\x04 cut short")
    assert finding.message.startswith("导出的 Word 读不出来：")


def test_hundreds_of_differences_are_told_as_fifty_and_a_count():
    report = sample(RECENT)
    shown = replace(report, values={})
    told = read_back(Document(report), "html", EXPORTERS["html"].render(Document(shown)))
    assert len(told) == 51
    assert told[-1].message.startswith("还有 ")
    assert len({finding.key for finding in told}) == 51
