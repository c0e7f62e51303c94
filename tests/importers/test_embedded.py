"""A PDF that carries data is held against its own pages: what differs is told, and neither side is taken unasked."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from decimal import Decimal
from functools import cache

import pikepdf
import pytest

from commands.checking import FAULTY, check_files
from exporters import EXPORTERS
from exporters.document import Document
from importers import Imported, read_file
from importers.embedded import EMBEDDED
from importers.sandbox import import_safely
from report.narrative import Block
from report.numbers import BLANK, Value
from report.record import dump_report
from report.report import Report
from services.printed import printed_findings
from tests.exporters.documents import RECENT, SEED, sample
from tests.exporters.pdf_pages import draft_pdf, final_pdf, page_texts

CELL = "applications.new.person"
SHOWING = {"Tj", "TJ"}


def with_record(pdf: bytes, report: Report) -> bytes:
    """The PDF with the data of another report attached in place of its own."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        file.attachments["report.json"] = pikepdf.AttachedFileSpec(file, dump_report(report))
        made = io.BytesIO()
        file.save(made)
    return made.getvalue()


def codes_of(font: pikepdf.Dictionary, text: str) -> str:
    """The codes by which a font of a page shows a text, in hexadecimal."""
    pairs = re.findall(r"<([0-9a-f]{4})> <([0-9a-f]{4})>", font.ToUnicode.read_bytes().decode().lower())
    known = {chr(int(shown, 16)): code for code, shown in pairs}
    return "".join(known.get(character, "?") for character in text)


@cache
def with_page_text(old: str, new: str) -> bytes:
    """The sample's PDF with the figure `old`, where it stands alone on the page of the table of requests, as `new`."""
    with pikepdf.open(io.BytesIO(final_pdf(RECENT))) as file:
        for page, text in zip(file.pages, page_texts(final_pdf(RECENT)), strict=True):
            instructions = list(pikepdf.parse_content_stream(page)) if "1.属于国家秘密" in text else []
            font = None
            for n, (operands, operator) in enumerate(instructions):
                if str(operator) == "Tf":
                    font = page.Resources.Font[str(operands[0])]
                elif str(operator) in SHOWING and shown_codes(operands) == codes_of(font, old):
                    shown = pikepdf.String(bytes.fromhex(codes_of(font, new)))
                    instructions[n] = pikepdf.ContentStreamInstruction([pikepdf.Array([shown])], pikepdf.Operator("TJ"))
                    page.Contents = file.make_stream(pikepdf.unparse_content_stream(instructions))
                    made = io.BytesIO()
                    file.save(made)
                    return made.getvalue()
    raise AssertionError(f"no page shows {old} by itself")


def shown_codes(operands: list[pikepdf.Object]) -> str:
    pieces = operands[0] if isinstance(operands[0], pikepdf.Array) else operands
    return "".join(bytes(piece).hex() for piece in pieces if isinstance(piece, pikepdf.String))


def doubts(found: Imported) -> dict[str, str]:
    return {cell: origin.doubt for cell, origin in found.provenance.items() if origin.doubt}


@pytest.mark.parametrize("pdf", [final_pdf, draft_pdf], ids=["final", "draft"])
@pytest.mark.parametrize("name", [RECENT, SEED])
def test_a_pdf_whose_pages_and_data_agree_is_its_data(pdf, name):
    found = read_file("年报.pdf", pdf(name))
    assert found.report == sample(name)
    assert dict(found.doubts) == {}


def test_text_that_looks_like_a_mark_of_the_page_is_text():
    report = sample(RECENT)
    blocks = (Block("paragraph", "草稿"), Block("paragraph", "校验码：0000"))
    report = replace(report, narrative={**report.narrative, "overview": blocks})
    found = read_file("年报.pdf", EXPORTERS["pdf"].render(Document(report)))
    assert found.report == report
    assert dict(found.doubts) == {}


def test_a_figure_changed_on_the_page_leaves_the_cell_blank_with_both_figures():
    found = import_safely("年报.pdf", with_page_text("32", "23"))
    assert doubts(found) == {CELL: "PDF 页面上是“23”，所附数据文件里是“32”，两个都没有采用，请核对后填写"}
    assert found.report.value(CELL) == BLANK
    assert "有 1 处不同" in found.doubts[EMBEDDED]
    page, box = found.provenance[CELL].place
    assert page == 4
    assert box[0] < box[2]


def test_a_figure_changed_in_the_attached_data_leaves_the_cell_blank_with_both_figures():
    stated = sample(RECENT)
    other = replace(stated, values={**stated.values, CELL: Value(Decimal(33), note="含转办1件")})
    found = read_file("年报.pdf", with_record(final_pdf(RECENT), other))
    assert doubts(found) == {CELL: "PDF 页面上是“32”，所附数据文件里是“33（含转办1件）”，两个都没有采用，请核对后填写"}
    assert replace(found.report, values={**found.report.values, CELL: Value(Decimal(32))}) == stated


def test_a_cell_that_the_data_leaves_blank_is_doubtful_if_the_page_prints_a_figure():
    stated = sample(RECENT)
    other = replace(stated, values={cell: value for cell, value in stated.values.items() if cell != CELL})
    found = read_file("年报.pdf", with_record(final_pdf(RECENT), other))
    assert doubts(found)[CELL].startswith("PDF 页面上是“32”，所附数据文件里是“（空白）”")


def test_text_that_differs_is_told_with_both_wordings():
    stated = sample(RECENT)
    blocks = stated.blocks("overview")
    changed = (replace(blocks[0], text=blocks[0].text.replace("2023年", "2022年", 1)), *blocks[1:])
    other = replace(stated, narrative={**stated.narrative, "overview": changed}, issuer="另一局")
    told = read_file("年报.pdf", with_record(final_pdf(RECENT), other)).doubts[EMBEDDED]
    assert "有 2 处不同" in told
    assert "“一、总体情况”第 1 段不同：数据文件里是“2022年" in told
    assert "页面里是“2023年" in told
    assert "“另一局”" in told


def test_data_of_another_report_is_not_taken_at_all():
    found = read_file("年报.pdf", with_record(final_pdf(RECENT), sample(SEED)))
    assert found.report.values == sample(RECENT).values
    assert found.report.title == sample(RECENT).shown_title
    assert "是另一份报告" in found.doubts[EMBEDDED]


def test_check_tells_of_it_and_fails(tmp_path, capsys):
    file = tmp_path / "changed.pdf"
    file.write_bytes(with_page_text("32", "23"))
    assert check_files([file], None, as_json=False) == FAULTY
    shown = capsys.readouterr().out
    assert "PDF 页面与所附的数据文件有 1 处不同" in shown
    assert "页面上是“23”，所附数据文件里是“32”" in shown


def test_check_says_nothing_of_a_pdf_that_agrees_with_itself():
    assert [
        finding for finding in printed_findings(read_file("年报.pdf", final_pdf(RECENT))) if finding.code == "R2"
    ] == []


def test_pages_that_cannot_be_read_are_told_of(monkeypatch):
    from importers import embedded
    from importers.errors import UnreadableError

    def unreadable(*_):
        raise UnreadableError("PDF 文件已损坏，无法读取。")

    monkeypatch.setattr(embedded, "differences", unreadable)
    found = read_file("年报.pdf", EXPORTERS["pdf"].render(Document(sample(RECENT))))
    assert (
        found.doubts[EMBEDDED]
        == "PDF 页面读不出来（PDF 文件已损坏，无法读取），内容取自所附的数据文件，没有与页面核对过。"
    )
