"""The Word file: official page and faces, real merged boxes, headings to navigate by."""

from __future__ import annotations

import io
import subprocess
import zipfile
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

import docx
import pypdfium2
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm
from lxml import etree

from exporters.document import Document
from exporters.docx import render_docx
from exporters.fonts import FONTS
from exporters.outline import outline
from exporters.pdf import render_pdf
from report.layout import grid
from tests.exporters.documents import (
    NAMES,
    PARTED,
    RECENT,
    SEED,
    draft,
    expected_boxes,
    final,
    sample,
    squeezed,
)
from tests.exporters.docx_tables import boxes

# Children in the order that the schema demands (ECMA-376 part 1, 17.3, 17.4 and 17.6), as far as they are used.
ORDER = {
    "pPr": "pStyle keepNext keepLines widowControl kinsoku overflowPunct snapToGrid spacing ind jc outlineLvl",
    "rPr": "rFonts snapToGrid color spacing kern sz szCs lang",
    "tblPr": "tblW jc tblInd tblBorders tblLayout tblCellMar tblLook tblCaption",
    "tcPr": "tcW gridSpan vMerge vAlign",
    "sectPr": "pgSz pgMar cols docGrid",
}


def opened(document: Document) -> docx.document.Document:
    return docx.Document(io.BytesIO(render_docx(document)))


@pytest.mark.parametrize("name", NAMES)
def test_every_box_of_every_table_is_in_its_place(name):
    report = sample(name)
    tables = [table for section in report.format.sections for table in section.tables]
    assert [boxes(table) for table in opened(final(name)).tables] == [
        expected_boxes(grid(table), report) for table in tables
    ]


@pytest.mark.parametrize("name", NAMES)
def test_every_paragraph_is_there_in_order(name):
    contents = outline(final(name))
    expected = [contents.title, *(text.text for text in contents.introduction)]
    for part in contents.parts:
        expected += [part.heading, *(text.text for text in (*part.before, *part.after))]
    expected += [line for line in (contents.signature.issuer, contents.signature.date) if line]
    printed = [paragraph.text.replace("\n", "") for paragraph in opened(final(name)).paragraphs if paragraph.text]
    assert printed == expected


def test_headings_carry_the_styles_that_word_navigates_by():
    styled = [(p.style.name, p.text) for p in opened(final(RECENT)).paragraphs if p.style.name.startswith("Heading")]
    assert styled[:3] == [
        ("Heading 1", "一、总体情况"),
        ("Heading 2", "（一）主动公开"),
        ("Heading 2", "（二）依申请公开"),
    ]
    assert ("Heading 3", "1.丰富解读形式") in styled


def test_the_page_is_that_of_official_papers():
    section = opened(final(RECENT)).sections[0]
    assert (section.page_width.mm, section.page_height.mm) == pytest.approx((210, 297), abs=0.1)
    margins = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
    assert [round(margin / Mm(1)) for margin in margins] == [37, 26, 35, 28]


def test_pages_are_numbered_at_the_outer_edge():
    document = opened(final(RECENT))
    assert document.settings.odd_and_even_pages_header_footer
    section = document.sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        paragraph = footer.paragraphs[0]._p
        assert paragraph.pPr.find(qn("w:jc")).get(qn("w:val")) == side
        assert paragraph.find(qn("w:fldSimple")).get(qn("w:instr")).strip() == "PAGE"
        assert "".join(node.text for node in paragraph.iter(qn("w:t"))) == "— 1 —"


def test_a_draft_says_so_over_every_page_and_a_final_report_does_not():
    section = opened(draft(RECENT)).sections[0]
    assert [h.paragraphs[0].text for h in (section.header, section.even_page_header)] == ["草稿", "草稿"]
    with zipfile.ZipFile(io.BytesIO(render_docx(final(RECENT)))) as package:
        assert not [name for name in package.namelist() if "草稿" in package.read(name).decode()]


def test_faces_are_the_official_ones():
    styles = opened(final(RECENT)).styles
    faces = {
        name: styles[name].element.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia"))
        for name in ("Title", "Heading 1", "Heading 2")
    }
    assert faces == {"Title": "方正小标宋简体", "Heading 1": "黑体", "Heading 2": "楷体_GB2312"}
    defaults = styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    assert defaults.find(qn("w:rFonts")).get(qn("w:eastAsia")) == "仿宋_GB2312"


def test_heads_are_repeated_and_no_row_is_torn():
    stacked, requests, _ = opened(final(RECENT)).tables
    repeated = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in requests.rows]
    assert repeated == [True] * 3 + [False] * 25
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in requests.rows)
    assert all(row._tr.trPr.find(qn("w:tblHeader")) is None for row in stacked.rows)


def kept_rows(document: Document) -> int:
    """Rows of the table of requests that are kept on the page of the next."""
    rows = opened(document).tables[1]._tbl.iterchildren(qn("w:tr"))
    return sum(row.find(f".//{qn('w:keepNext')}") is not None for row in rows)


def test_a_table_is_kept_on_one_page_unless_that_leaves_another_half_empty():
    assert kept_rows(final(RECENT)) == 27
    assert 3 < kept_rows(final(PARTED)) < 27


def test_columns_fill_the_page_exactly():
    for table in opened(final(RECENT)).tables:
        widths = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid.iterchildren()]
        assert sum(widths) == 8844
        for row in table._tbl.iterchildren(qn("w:tr")):
            assert sum(int(cell.tcPr.find(qn("w:tcW")).get(qn("w:w"))) for cell in row.iterchildren(qn("w:tc"))) == 8844


@pytest.mark.parametrize("name", [SEED, RECENT])
def test_properties_stand_in_the_order_of_the_schema(name):
    with zipfile.ZipFile(io.BytesIO(render_docx(draft(name)))) as package:
        parts = [etree.fromstring(package.read(part)) for part in package.namelist() if part.startswith("word/")]
    for part in parts:
        for element in part.iter():
            kind = etree.QName(element).localname
            if kind in ORDER and len(element):
                order = ORDER[kind].split()
                names = [etree.QName(child).localname for child in element]
                places = [order.index(name) for name in names if not name.endswith("Reference")]
                assert places == sorted(places)


def test_the_file_names_its_title_its_author_and_the_reports_own_date():
    properties = opened(final(RECENT)).core_properties
    assert (properties.title, properties.author) == ("示例市民政局2023年政府信息公开工作年度报告", "示例市民政局")
    assert properties.created == datetime(2024, 1, 18, tzinfo=UTC)


@pytest.mark.office
@pytest.mark.parametrize("name", [SEED, RECENT, PARTED])
def test_libreoffice_shows_every_word_and_number_in_order(name, tmp_path, monkeypatch):
    (tmp_path / "report.docx").write_bytes(render_docx(final(name)))
    monkeypatch.setenv("FONTCONFIG_FILE", str(FONTS / "office.conf"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "report.docx")], check=True, capture_output=True, timeout=180)
    pages = pypdfium2.PdfDocument(tmp_path / "report.pdf")
    shown = squeezed("".join(page.get_textpage().get_text_bounded() for page in pages))
    contents = outline(final(name))
    at = 0
    for part in contents.parts:
        for text in (part.heading, *(text.text for text in (*part.before, *part.after))):
            # A page number may stand within a paragraph that goes on overleaf.
            found = shown.find(squeezed(text)[:12], at)
            assert found >= 0, text
            at = found
    assert squeezed(contents.signature.date) in shown


@pytest.mark.office
@pytest.mark.parametrize(("name", "way"), [(SEED, "fit"), (RECENT, "rotate")])
def test_libreoffice_prints_what_the_pdf_prints_in_the_same_order_and_within_the_page(name, way, tmp_path, monkeypatch):
    report = sample(name)
    document = Document(replace(report, presentation=replace(report.presentation, wide_tables=way)))
    (tmp_path / "report.docx").write_bytes(render_docx(document))
    monkeypatch.setenv("FONTCONFIG_FILE", str(FONTS / "office.conf"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "report.docx")], check=True, capture_output=True, timeout=180)
    theirs, ours = pypdfium2.PdfDocument(tmp_path / "report.pdf"), pypdfium2.PdfDocument(render_pdf(document))
    assert abs(len(theirs) - len(ours)) <= 1
    turned = [[page.get_width() > page.get_height() for page in pages] for pages in (theirs, ours)]
    assert sum(turned[0]) == sum(turned[1]) == (2 if way == "rotate" else 0)
    # A table may break elsewhere, so that its heads are printed once more; nothing else may differ.
    assert not characters(ours) - characters(theirs)
    for line in outline(document).parts:
        assert page_of(line.heading, theirs) == pytest.approx(page_of(line.heading, ours), abs=1)
    for page in theirs:
        text = page.get_textpage()
        for place in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(place)
            assert left >= 0
            assert bottom >= 0
            assert right <= page.get_width()
            assert top <= page.get_height()


def characters(pages: pypdfium2.PdfDocument) -> Counter[str]:
    """How often each character is printed, page numbers left out."""
    texts = (squeezed(page.get_textpage().get_text_bounded()) for page in pages)
    return Counter("".join(text.replace(f"—{number}—", "") for number, text in enumerate(texts, 1)).replace("—", ""))


def page_of(heading: str, pages: pypdfium2.PdfDocument) -> int:
    texts = [squeezed(page.get_textpage().get_text_bounded()) for page in pages]
    return next(number for number, text in enumerate(texts) if squeezed(heading) in text)
