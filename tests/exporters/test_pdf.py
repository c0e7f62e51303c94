"""The PDF: official page, archival, tagged, and nothing lost on the way to paper."""

from __future__ import annotations

import io
import subprocess
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pdfplumber
import pikepdf
import pypdfium2
import pytest

from exporters import EXPORTERS
from exporters.csv import render_csv
from exporters.document import Document
from exporters.fonts import CharactersMissingError
from exporters.outline import outline
from exporters.pdf import render_pdf
from exporters.xlsx import render_xlsx
from report.layout import SlotKind, grid
from report.narrative import Block
from report.numbers import Value
from report.record import dump_report
from tests.exporters.documents import NAMES, PARTED, RECENT, SEED, final, sample, squeezed
from tests.exporters.pdf_pages import draft_pdf, final_pdf, page_texts, running_text, told_cells

POINTS_PER_MM = 72 / 25.4


@pytest.mark.parametrize("name", NAMES)
def test_every_paragraph_is_there_in_order(name):
    shown = running_text(final(name), final_pdf(name))
    contents = outline(final(name))
    at = 0
    for text in contents.introduction:
        assert squeezed(text.text) in shown
    for part in contents.parts:
        for text in (part.heading, *(text.text for text in part.before)):
            at = shown.find(squeezed(text), at)
            assert at >= 0, text
    for line in (contents.title, contents.signature.issuer, contents.signature.date):
        assert squeezed(line) in shown


@pytest.mark.parametrize("name", [SEED, RECENT])
def test_every_box_of_every_table_is_told_in_the_order_of_the_grid(name):
    report = sample(name)
    slots = [slot for section in report.format.sections for table in section.tables for slot in grid(table).slots()]
    assert [(cell.tag, cell.rowspan, cell.colspan) for cell in told_cells(final_pdf(name))] == [
        ("/TD" if slot.kind in (SlotKind.CELL, SlotKind.STUB) else "/TH", slot.rowspan, slot.colspan) for slot in slots
    ]


@pytest.mark.parametrize("name", [SEED, RECENT, PARTED])
def test_every_figure_is_told_with_its_headings(name):
    cells = told_cells(final_pdf(name))
    heads = [cell for cell in cells if cell.tag == "/TH"]
    figures = [cell for cell in cells if cell.headers]
    ids = {head.id for head in heads}
    assert len(ids) == len(heads)
    assert {head.scope for head in heads} == {"/Row", "/Column"}
    assert len(figures) == len(sample(name).format.cells)
    assert ids.issuperset(head for figure in figures for head in figure.headers)


def test_a_draft_says_so_on_every_page_and_a_final_report_on_none():
    assert all("草稿" in text for text in page_texts(draft_pdf(SEED)))
    assert not any("草稿" in text for text in page_texts(final_pdf(SEED)))


def test_every_page_is_numbered_at_its_outer_edge():
    pages = pypdfium2.PdfDocument(final_pdf(RECENT))
    for number, page in enumerate(pages, 1):
        text = page.get_textpage()
        left, *_ = text.get_charbox(text.get_text_range().rindex("—"))
        assert squeezed(text.get_text_bounded()).count(f"—{number}—") == 1
        assert (left > page.get_width() / 2) is (number % 2 == 1)


def test_pages_are_a4():
    for page in pypdfium2.PdfDocument(final_pdf(RECENT)):
        assert page.get_size() == pytest.approx((210 * POINTS_PER_MM, 297 * POINTS_PER_MM), abs=0.1)


def test_bookmarks_follow_the_headings():
    bookmarks = [
        (item.level, item.get_title()) for item in pypdfium2.PdfDocument(final_pdf(RECENT)).get_toc(max_depth=4)
    ]
    assert bookmarks[:2] == [(0, "一、总体情况"), (1, "（一）主动公开")]
    assert (2, "1.丰富解读形式") in bookmarks
    assert len(bookmarks) == 6 + 5 + 2 + 2


def test_the_file_says_what_it_is():
    with pikepdf.open(io.BytesIO(final_pdf(RECENT))) as pdf:
        assert str(pdf.Root.Lang) == "zh-CN"
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == "示例市民政局2023年政府信息公开工作年度报告"
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
            assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"


def test_the_data_are_carried_inside_for_machines():
    document = final(RECENT)
    with pikepdf.open(io.BytesIO(final_pdf(RECENT))) as pdf:
        carried = {
            name: (file.get_file().read_bytes(), str(file.obj.AFRelationship), str(file.obj.EF.F.Subtype))
            for name, file in pdf.attachments.items()
        }
        assert [str(item.UF) for item in pdf.Root.AF] == list(carried)
        assert all("\u4e00" <= str(item.Desc)[0] <= "\u9fff" for item in pdf.Root.AF)
        assert {str(item.EF.F.Params.ModDate) for item in pdf.Root.AF} == {"D:20240118000000Z"}
    assert carried == {
        "report.csv": (render_csv(document), "/Data", "/text/csv"),
        "report.json": (dump_report(sample(RECENT)), "/Data", "/application/json"),
        "report.xlsx": (render_xlsx(document), "/Alternative", f"/{EXPORTERS['xlsx'].media_type}"),
    }


@pytest.mark.parametrize("name", NAMES)
def test_without_pictures_a_file_is_smaller_than_400_kb_with_all_that_it_carries(name):
    assert len(final_pdf(name)) < 400_000


def test_every_face_is_embedded():
    with pikepdf.open(io.BytesIO(final_pdf(SEED))) as pdf:
        fonts = [font for page in pdf.pages for font in page.Resources.Font.values()]
        descriptors = [font.DescendantFonts[0].FontDescriptor for font in fonts]
        assert descriptors
        assert all({"/FontFile2", "/FontFile3"} & set(descriptor.keys()) for descriptor in descriptors)


@pytest.mark.parametrize("name", [SEED, PARTED])
def test_qpdf_finds_no_fault(name, tmp_path):
    (tmp_path / "report.pdf").write_bytes(final_pdf(name))
    subprocess.run(["qpdf", "--check", str(tmp_path / "report.pdf")], check=True, capture_output=True)


def with_text(*texts: str) -> Document:
    blocks = tuple(Block("paragraph", text) for text in texts)
    return Document(replace(sample(PARTED), title="题", introduction=blocks))


def lines_of(content: bytes, page: int) -> list[tuple[float, float, str]]:
    """(baseline, right edge, text) of each line of a page's body text, top first. Points from the lower left."""
    lines: dict[float, list[dict[str, Any]]] = {}
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        for char in pdf.pages[page].chars:
            if round(char["size"]) == 16 and char["text"].strip():
                lines.setdefault(round(char["matrix"][5], 1), []).append(char)
    return [
        (base, max(char["x1"] for char in lines[base]), "".join(char["text"] for char in lines[base]))
        for base in sorted(lines, reverse=True)
    ]


def test_a_line_holds_28_characters_and_a_page_22_lines():
    content = render_pdf(with_text("国" * 26 + "家" * 28 * 50))
    first, second = lines_of(content, 0), lines_of(content, 1)
    assert len(first[0][2]) == 26
    assert len(second) == 22
    assert {len(text) for _, _, text in [*first[1:], *second]} == {28}
    pitches = [above - below for (above, *_), (below, *_) in pairwise(first)]
    assert pitches == [pytest.approx(28.95, abs=0.16)] * len(pitches)


def test_lines_end_at_the_margin_even_where_digits_are_half_as_wide():
    lines = lines_of(render_pdf(with_text("全年公开信息1条、解读2条、" * 12)), 0)
    ends = [right for _, right, text in lines if "公开信息1条" in text]
    margin = (210 - 26) * POINTS_PER_MM
    assert len(ends) > 4
    assert all(end == pytest.approx(margin, abs=1.2) for end in ends[:-1])


def test_no_closing_mark_begins_a_line_and_no_number_is_torn_from_its_unit():
    text = "公开政府信息1234条，其中规范性文件12件、其他1222条；收到申请123件（含结转12件）。" * 8
    for _, _, line in lines_of(render_pdf(with_text(text)), 0):
        assert not line.startswith(("，", "、", "；", "）", "。", "条", "件"))
        assert not line.endswith("（")


def test_a_table_stands_on_one_page_if_no_page_is_left_half_empty_by_it():
    pages = page_texts(final_pdf(RECENT))
    assert len([text for text in pages if "申请人情况" in text]) == 1
    assert not [text for text in pages if "（续）" in text]


def test_a_table_that_is_parted_repeats_its_heads_and_its_label():
    pages = [text for text in page_texts(final_pdf(PARTED)) if "申请人情况" in text]
    assert len(pages) == 2
    assert "三、本年度办理结果（续）" in pages[1]
    assert ("四、结转下年度继续办理" in pages[0], "四、结转下年度继续办理" in pages[1]) == (False, True)


@pytest.mark.parametrize("lines", [8, 9, 10, 11])
def test_issuer_and_date_never_stand_alone_on_a_page(lines):
    report = sample(RECENT)
    text = (Block("paragraph", "本报告" * lines * 9),)
    pages = page_texts(render_pdf(Document(replace(report, narrative={**(report.narrative or {}), "other": text}))))
    assert "本报告" in pages[-1]
    assert "示例市民政局2024年1月18日" in pages[-1]


def test_a_table_longer_than_a_page_is_parted_as_often_as_it_takes():
    report = sample(RECENT)
    long = Value(text="原文如此，数字无法辨认，需要核对", doubt="不是数字")
    content = render_pdf(Document(replace(report, values=dict.fromkeys(report.format.cell_index, long))))
    pages = [text for text in page_texts(content) if "申请人情况" in text]
    assert len(pages) > 2
    assert all("三、本年度办理结果（续）" in text for text in pages[1:-1])
    cells = told_cells(content)
    assert len([cell for cell in cells if cell.headers]) == len(report.format.cells)
    assert {head.id for head in cells if head.tag == "/TH"}.issuperset(head for cell in cells for head in cell.headers)


def test_a_character_that_no_face_has_is_reported_and_never_an_empty_box():
    with pytest.raises(CharactersMissingError, match="所用字体没有“😀”（U\\+1F600）") as raised:
        render_pdf(with_text("全年平稳😀。"))
    assert raised.value.characters == "😀"


def test_rare_characters_of_names_are_printed():
    rare = "㙍𬭎䶮喆堃洮㛃䢺𬍛𫖯𬴊𠅤龑犇淼燚垚昇〇㑇𰻝"
    assert rare in page_texts(render_pdf(with_text(rare)))[0]
