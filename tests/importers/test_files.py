"""Web pages, Word files, PDFs and spreadsheets made from a known report come back as that report."""

from __future__ import annotations

import csv
import io

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml

from exporters import EXPORTERS
from exporters.document import Document
from importers import Imported, read_file
from importers.assemble import assemble
from importers.pdf import read_pdf
from report.layout import SlotKind, grid
from report.record import load_report, write_report
from report.report import Report
from tests.importers.expected import SAMPLES, SEEDS, tally, truth, words
from tests.importers.layouts import cell_text

NAMES = [*SEEDS, "demo-2023", "hongze-2023", "hongze-2024"]
# The form of 2019 prints no unit for it, so its amount cannot be certain.
UNIT_LOST = {"proactive.procurement.amount"}
NESTED = '<p style="line-height:2"><span><font face="方正仿宋_GBK">{}</font></span><span><o:p></o:p></span></p>'


def sample(name: str) -> Report:
    return load_report((SAMPLES / f"{name}.json").read_bytes())


def assert_same(found: Imported, name: str) -> None:
    result = tally(found, truth(name))
    assert result.wrong == []
    assert set(result.flagged) <= UNIT_LOST


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", ["html", "docx"])
def test_our_own_exports_come_back_word_for_word(name: str, kind: str) -> None:
    exporter = EXPORTERS[kind]
    found = read_file(f"report.{exporter.extension}", exporter.render(Document(sample(name))))
    assert_same(found, name)
    expected, read = words(truth(name)), words(write_report(found.report))
    assert {key: read.get(key) for key in expected if key != "title"} == {
        key: expected[key] for key in expected if key != "title"
    }


@pytest.mark.slow
@pytest.mark.parametrize("name", ["demo-2023", SEEDS[1]])
def test_a_pdf_of_ours_is_read_from_its_data_and_from_its_pages_alike(name: str) -> None:
    content = EXPORTERS["pdf"].render(Document(sample(name)))
    embedded = read_file("report.pdf", content)
    assert embedded.report.values == sample(name).values
    assert {p.where for p in embedded.provenance.values()} == {"PDF 所附的数据文件"}
    assert_same(assemble(read_pdf(content)), name)


def sheet_rows(report: Report) -> list[list[str]]:
    rows = [[report.shown_title]]
    for section in report.format.sections:
        rows.append([section.heading])
        rows.extend([block.text] for block in report.blocks(section.id))
        for table in section.tables:
            layout = grid(table)
            for row in layout.rows:
                cells = [""] * layout.width
                for slot in row.slots:
                    cells[slot.column] = cell_text(report, slot.cell) if slot.kind is SlotKind.CELL else slot.text
                rows.append(cells)
    return rows


def workbook(report: Report, merged: bool) -> bytes:
    book, saved = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    line = 2
    sheet.cell(1, 1, report.shown_title)
    for section in report.format.sections:
        sheet.cell(line, 1, section.heading)
        line += 1
        for row in (row for table in section.tables for row in grid(table).rows):
            for slot in row.slots:
                number = report.value(slot.cell).number if slot.kind is SlotKind.CELL else None
                sheet.cell(line, slot.column + 1, float(number) if number is not None else slot.text or None)
                if merged and slot.rowspan * slot.colspan > 1:
                    sheet.merge_cells(None, line, slot.column + 1, line + slot.rowspan - 1, slot.column + slot.colspan)
            line += 1
    book.save(saved)
    return saved.getvalue()


@pytest.mark.parametrize("merged", [True, False])
@pytest.mark.parametrize("name", ["demo-2023", SEEDS[1]])
def test_a_workbook_is_read_with_cells_merged_or_not(name: str, merged: bool) -> None:
    assert_same(read_file("report.xlsx", workbook(sample(name), merged)), name)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
@pytest.mark.parametrize("name", ["demo-2023", SEEDS[1]])
def test_a_csv_file_is_read_in_the_encodings_excel_writes(name: str, encoding: str) -> None:
    text = io.StringIO()
    csv.writer(text).writerows(sheet_rows(sample(name)))
    found = read_file("report.csv", text.getvalue().encode(encoding))
    assert_same(found, name)
    assert found.report.year == sample(name).year


def page(report: Report) -> str:
    """A page of a content system: layout tables, nested font tags, menus, `&nbsp;` for blanks, things to share."""
    lines = ['<ul><li><a href="/">首页</a></li><li>政府信息公开</li></ul>', "<table><tr><td><h1>"]
    lines += [f"{report.shown_title}</h1><div>发布时间：2024-01-18 来源：办公室 【字体：大 中 小】</div>"]
    lines += [NESTED.format(block.text) for block in report.introduction]
    for section in report.format.sections:
        lines.append(NESTED.format(section.heading))
        for table in section.tables:
            lines.append('<table border="1"><tbody>')
            for row in grid(table).rows:
                cells = (
                    f'<td rowspan="{s.rowspan}" colspan="{s.colspan}">'
                    + NESTED.format((s.text or cell_text(report, s.cell)).replace("属于", "属<br>于") or "&nbsp;")
                    for s in row.slots
                )
                lines.append(f"<tr>{''.join(cells)}</tr>")
            lines.append("</tbody></table>")
        lines += [NESTED.format(block.text) for block in report.blocks(section.id)]
    lines += [f"<p>{report.issuer}</p><p>2024年1月18日</p>", "<div>分享到：微信 微博</div><p>主办：示例市人民政府</p>"]
    return "<html><head><title>年报</title><style>p{}</style></head><body>" + "\n".join(lines) + "</td></tr></table>"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_page_of_a_content_system_is_read_through_its_markup(encoding: str) -> None:
    markup = page(sample("demo-2023")).replace("<head>", f'<head><meta charset="{encoding}">')
    found = read_file("page.html", markup.encode(encoding))
    assert_same(found, "demo-2023")
    expected = words(truth("demo-2023"))
    read = words(write_report(found.report))
    assert read["introduction"] == expected["introduction"]
    assert read["narrative"] == expected["narrative"]
    assert (read["issuer"], read["date"]) == (expected["issuer"], expected["date"])
    assert "首页" in {s.text for s in found.not_understood}


def test_markup_in_a_page_is_text_and_scripts_are_left_out() -> None:
    markup = page(sample("demo-2023")).replace("一、总体情况</font>", "一、总体情况</font><script>alert(1)</script>")
    found = read_file("page.html", markup.encode())
    assert not any("alert" in line for line in found.lines)


def test_automatic_numbers_of_word_headings_are_written_out() -> None:
    document, saved = docx.Document(), io.BytesIO()
    numbering = document.part.numbering_part.element
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    numbering.insert(
        0,
        parse_xml(
            f'<w:abstractNum {space} w:abstractNumId="90"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
            '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
        ),
    )
    numbering.append(parse_xml(f'<w:num {space} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    document.add_paragraph("某局2023年政府信息公开工作年度报告")
    for heading in ("总体情况", "主动公开政府信息情况"):
        paragraph = document.add_paragraph(heading)
        paragraph._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {space}><w:ilvl w:val="0"/><w:numId w:val="90"/></w:numPr>')
        )
        document.add_paragraph("这一部分的文字。")
    document.save(saved)
    found = read_file("numbered.docx", saved.getvalue())
    assert found.report.headings == {}
    assert found.report.blocks("overview")[0].text == "这一部分的文字。"
