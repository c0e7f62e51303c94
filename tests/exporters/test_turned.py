"""A wide table, where its agency wants that, on a page of its own turned on its side (GB/T 9704-2012, 7.3.4)."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import cache

import docx
import pypdfium2
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm

from exporters import EXPORTERS
from exporters.document import Document
from exporters.docx import render_docx
from exporters.measures import LARGEST, SMALLEST, measures
from exporters.outline import outline
from exporters.pdf import render_pdf
from report.layout import grid
from report.loading import load_formats
from report.narrative import Block
from tests.exporters.documents import NAMES, RECENT, SEED, TRADITIONAL, sample, squeezed
from tests.exporters.pdf_pages import told_cells

TABLES = [grid(table) for fmt in load_formats() for section in fmt.sections for table in section.tables]
MM = 72 / 25.4


def turned(name: str, **changes) -> Document:
    report = sample(name)
    return Document(replace(report, presentation=replace(report.presentation, wide_tables="rotate"), **changes))


@cache
def turned_pdf(name: str) -> bytes:
    return render_pdf(turned(name))


def pages(content: bytes) -> list[tuple[bool, str]]:
    """Of each page whether it is turned, and its text without white space."""
    return [
        (page.get_width() > page.get_height(), squeezed(page.get_textpage().get_text_bounded()))
        for page in pypdfium2.PdfDocument(content)
    ]


def test_only_tables_that_need_smaller_type_are_turned():
    for name in NAMES:
        for table in outline(turned(name)).tables:
            assert table.turned == (measures(table.grid).size < LARGEST)
        assert not any(table.turned for table in outline(Document(sample(name))).tables)


@pytest.mark.parametrize("laid_out", TABLES, ids=lambda laid_out: laid_out.table.id)
def test_type_is_never_smaller_than_the_smallest_and_as_large_as_on_an_upright_page_or_larger(laid_out):
    assert measures(laid_out, turned=True).size >= SMALLEST


@pytest.mark.parametrize("name", [SEED, TRADITIONAL, RECENT])
def test_each_wide_table_has_a_turned_page_to_itself_with_its_heading(name):
    contents = outline(turned(name))
    wide = [part for part in contents.parts if part.is_turned]
    found = [text for is_turned, text in pages(turned_pdf(name)) if is_turned]
    assert len(found) == len(wide) == 2
    for part, text in zip(wide, found, strict=True):
        assert squeezed(part.heading) in text
        assert not any(squeezed(other.heading) in text for other in contents.parts if other is not part)


@pytest.mark.parametrize("name", [SEED, RECENT])
def test_nothing_is_lost_or_told_otherwise_by_turning(name):
    told = [(cell.tag, cell.rowspan, cell.colspan, cell.scope) for cell in told_cells(turned_pdf(name))]
    upright = [
        (cell.tag, cell.rowspan, cell.colspan, cell.scope) for cell in told_cells(render_pdf(Document(sample(name))))
    ]
    assert told == upright


def test_the_number_stands_where_it_does_on_the_other_pages_of_the_sheet():
    for number, page in enumerate(pypdfium2.PdfDocument(turned_pdf(RECENT)), 1):
        if page.get_width() < page.get_height():
            continue
        text = page.get_textpage()
        dashes = [
            box
            for box in (text.get_charbox(place) for place in range(text.count_chars()))
            if box[2] <= (35 - 7) * MM + 1
        ]
        left, right = min(box[0] for box in dashes), max(box[2] for box in dashes)
        bottom, top = min(box[1] for box in dashes), max(box[3] for box in dashes)
        # Seven millimetres from the text, written downwards; on odd pages at the foot, on even ones at the head.
        assert right == pytest.approx((35 - 7) * MM, abs=5)
        assert right - left < 16 < top - bottom
        if number % 2:
            assert bottom == pytest.approx(26 * MM + 14, abs=2)
        else:
            assert top == pytest.approx((210 - 28) * MM - 14, abs=2)


def test_text_before_a_wide_table_stays_on_upright_pages_with_the_heading():
    report = sample(RECENT)
    narrative = {**(report.narrative or {}), "applications": (Block("paragraph", "本年收到申请。"),)}
    found = pages(render_pdf(turned(RECENT, narrative=narrative)))
    (before,) = [is_turned for is_turned, text in found if "本年收到申请。" in text]
    (table,) = [is_turned for is_turned, text in found if "申请人情况" in text]
    assert (before, table) == (False, True)


def test_a_word_file_turns_the_same_pages():
    document = docx.Document(io.BytesIO(render_docx(turned(RECENT))))
    first, across, last = document.sections
    assert [section.orientation for section in (first, across, last)] == [
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.LANDSCAPE,
        WD_ORIENT.PORTRAIT,
    ]
    margins = (across.top_margin, across.right_margin, across.bottom_margin, across.left_margin)
    assert [round(margin / Mm(1)) for margin in margins] == [28, 37, 26, 35]
    for footer in (across.footer, across.even_page_footer):
        (box,) = footer.tables
        assert box._tbl.find(f".//{qn('w:textDirection')}").get(qn("w:val")) == "tbRl"
        assert box._tbl.find(f".//{qn('w:fldSimple')}").get(qn("w:instr")).strip() == "PAGE"
    assert not first.footer.tables
    assert not last.footer.tables


def test_columns_fill_the_turned_page_exactly():
    _, requests, review = docx.Document(io.BytesIO(render_docx(turned(RECENT)))).tables
    for table in (requests, review):
        assert sum(int(column.get(qn("w:w"))) for column in table._tbl.tblGrid.iterchildren()) == 12756


def test_a_word_file_without_turned_pages_has_no_footers_for_them():
    document = docx.Document(io.BytesIO(render_docx(Document(sample(RECENT)))))
    assert len(document.sections) == 1
    footers = [relation for relation in document.part.rels.values() if relation.reltype.endswith("/footer")]
    assert len(footers) == 2


@pytest.mark.parametrize("name", ["html", "xlsx", "csv"])
def test_files_without_pages_are_what_they_are_without_turning(name):
    assert EXPORTERS[name].render(turned(RECENT)) == EXPORTERS[name].render(Document(sample(RECENT)))
