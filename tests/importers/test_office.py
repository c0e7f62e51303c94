"""Word files and workbooks as offices leave them: changes tracked, text hidden, boxes, layout tables, other years."""

from __future__ import annotations

import copy
import dataclasses
import io
from collections.abc import Callable
from decimal import Decimal

import docx
import openpyxl
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.table import Table as WordTable
from docx.table import _Cell

from importers import Imported, read_file
from importers.pdf import _cell_text
from report.layout import Slot, grid
from report.numbers import Value
from report.record import write_report
from report.report import Report
from tests.importers.expected import tally
from tests.importers.test_copies import distinct
from tests.importers.test_files import workbook
from tests.importers.test_layouts import UNIT_LOST
from tests.importers.web import is_figure, text_of

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
Fill = Callable[[_Cell, str, Slot], None]


def plain(cell: _Cell, text: str, slot: Slot) -> None:
    cell.text = text


def fill_table(report: Report, table: WordTable, slots: list[list[Slot]], fill: Fill) -> None:
    for number, row in enumerate(slots):
        for slot in row:
            cell = table.cell(number, slot.column)
            corner = table.cell(number + slot.rowspan - 1, slot.column + slot.colspan - 1)
            fill(cell.merge(corner), text_of(report, slot), slot)


def word_file(report: Report, fill: Fill = plain, into_cell: bool = False) -> Document:
    document = docx.Document()
    document.add_paragraph(report.shown_title)
    place = document.add_table(1, 1).cell(0, 0) if into_cell else document
    for section in report.format.sections:
        place.add_paragraph(section.heading)
        for table in section.tables:
            layout = grid(table)
            drawn = place.add_table(len(layout.rows), layout.width)
            fill_table(report, drawn, [list(row.slots) for row in layout.rows], fill)
        for block in report.blocks(section.id):
            place.add_paragraph(block.text)
    return document


def read(document: Document) -> Imported:
    saved = io.BytesIO()
    document.save(saved)
    return read_file("report.docx", saved.getvalue())


def assert_all_read(found: Imported, report: Report) -> None:
    result = tally(found, write_report(report))
    assert (result.wrong, set(result.flagged) - UNIT_LOST) == ([], set())


def tracked(cell: _Cell, text: str, slot: Slot) -> None:
    cell.text = "" if is_figure(slot) else text
    if is_figure(slot):
        run = "<w:{0} {1} w:id='1' w:author='a'><w:r><w:{2}>{3}</w:{2}></w:r></w:{0}>"
        cell.paragraphs[0]._p.append(parse_xml(run.format("del", W, "delText", "77")))
        cell.paragraphs[0]._p.append(parse_xml(run.format("ins", W, "t", text)))


def with_hidden(cell: _Cell, text: str, slot: Slot) -> None:
    cell.text = text
    if is_figure(slot):
        cell.paragraphs[0]._p.append(parse_xml(f"<w:r {W}><w:rPr><w:vanish/></w:rPr><w:t>8</w:t></w:r>"))


def nested(cell: _Cell, text: str, slot: Slot) -> None:
    if is_figure(slot):
        cell.add_table(1, 1).cell(0, 0).text = text
    else:
        cell.text = text


@pytest.mark.parametrize("fill", [plain, tracked, with_hidden, nested])
def test_a_word_file_is_read_as_it_would_print(fill: Fill) -> None:
    report = distinct("2021")
    assert_all_read(read(word_file(report, fill)), report)


def test_a_table_that_lays_out_the_page_is_opened() -> None:
    report = distinct("2021")
    found = read(word_file(report, into_cell=True))
    assert_all_read(found, report)
    assert found.report.blocks("problems") == report.blocks("problems")


def test_a_row_deleted_with_changes_tracked_is_left_out() -> None:
    report = distinct("2021")
    document = word_file(report)
    row = document.tables[0]._tbl.tr_lst[3]
    deleted = copy.deepcopy(row)
    deleted.get_or_add_trPr().append(parse_xml(f'<w:del {W} w:id="9" w:author="a"/>'))
    for text in deleted.xpath(".//w:t"):
        text.text = text.text.replace("10", "90")
    row.addprevious(deleted)
    assert_all_read(read(document), report)


def test_a_title_in_a_text_box_is_read() -> None:
    report = distinct("2021")
    document = word_file(report)
    title = document.paragraphs[0]
    text, title.text = title.text, ""
    box = f"<w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent>"
    shape = f'<v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox>{box}</v:textbox></v:shape>'
    title._p.append(parse_xml(f"<w:r {W}><w:pict>{shape}</w:pict></w:r>"))
    assert read(document).report.title == report.shown_title


def test_numbers_that_a_heading_style_gives_are_written_out() -> None:
    report = distinct("2021")
    document = word_file(report)
    numbering = document.part.numbering_part.element
    level = '<w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
    numbering.insert(0, parse_xml(f'<w:abstractNum {W} w:abstractNumId="90">{level}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {W} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    style = document.styles["Heading 1"]
    style.element.get_or_add_pPr().append(parse_xml(f'<w:numPr {W}><w:numId w:val="90"/></w:numPr>'))
    for paragraph in document.paragraphs:
        if paragraph.text in {section.heading for section in report.format.sections}:
            paragraph.text, paragraph.style = paragraph.text.partition("、")[2], style
    assert read(document).report.headings == {}


def test_a_hidden_sheet_of_another_year_is_not_read() -> None:
    report = distinct("2021")
    other = {cell: Value(number=(value.number or Decimal(0)) + 5000) for cell, value in report.values.items()}
    book = openpyxl.load_workbook(io.BytesIO(workbook(report, merged=False)))
    last_year = openpyxl.load_workbook(io.BytesIO(workbook(dataclasses.replace(report, values=other), merged=False)))
    sheet = book.create_sheet("上年", 0)
    for row in last_year.active.iter_rows():
        for cell in row:
            sheet[cell.coordinate] = cell.value
    sheet.sheet_state = "hidden"
    book.active = 1
    saved = io.BytesIO()
    book.save(saved)
    assert_all_read(read_file("report.xlsx", saved.getvalue()), report)


def word_at(text: str, x0: float, x1: float, top: float) -> dict[str, object]:
    return {"text": text, "x0": x0, "x1": x1, "top": top, "bottom": top + 11}


def test_a_figure_broken_for_want_of_room_in_a_pdf_cell_is_one_figure() -> None:
    broken = [word_at("18", 234.1, 248.1, 123.4), word_at("9", 234.1, 241.1, 136.2)]
    assert _cell_text(broken, 255.0) == "189"
    assert _cell_text(broken, 300.0) == "18 9"
