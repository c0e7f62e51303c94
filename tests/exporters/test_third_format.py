"""A format that no code knows is exported like the mandated ones."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path

import docx
import pytest
from lxml import html

from exporters import EXPORTERS
from exporters.document import Document
from report.layout import grid
from report.loading import load_format_file
from report.narrative import paragraphs
from report.numbers import Value
from report.report import Agency, Report
from tests.exporters import docx_tables, html_tables
from tests.exporters.documents import expected_boxes
from tests.exporters.pdf_pages import page_texts, told_cells

FORMATS = Path(__file__).parents[1] / "bad_formats"


@pytest.fixture(scope="module")
def report() -> Report:
    third = load_format_file(FORMATS / "sound.yaml")
    return Report(
        format=third,
        agency=Agency("某某局"),
        year=2040,
        narrative={"overview": paragraphs("全年平稳。"), "fees": paragraphs("未收费。")},
        values={cell.name: Value(number=Decimal(n)) for n, cell in enumerate(third.cells, 101)},
    )


def test_html_shows_all_its_boxes(report):
    page = html.document_fromstring(EXPORTERS["html"].render(Document(report)).decode())
    tables = [table for section in report.format.sections for table in section.tables]
    assert [html_tables.boxes(table) for table in page.iter("table")] == [
        expected_boxes(grid(table), report) for table in tables
    ]


def test_word_shows_all_its_boxes(report):
    document = docx.Document(io.BytesIO(EXPORTERS["docx"].render(Document(report))))
    tables = [table for section in report.format.sections for table in section.tables]
    assert [docx_tables.boxes(table) for table in document.tables] == [
        expected_boxes(grid(table), report) for table in tables
    ]


def test_pdf_shows_all_its_figures_and_headings(report):
    content = EXPORTERS["pdf"].render(Document(report))
    shown = "".join(page_texts(content))
    assert "某某局2040年政府信息公开工作年度报告" in shown
    assert all(section.heading in shown for section in report.format.sections)
    assert all(str(number) in shown for number in range(101, 101 + len(report.format.cells)))
    assert len([cell for cell in told_cells(content) if cell.headers]) == len(report.format.cells)
