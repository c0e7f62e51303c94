"""The report as an Excel workbook to fill in: 说明, 勾稽核对, then the sections in their order, tables with formulas.

Whatever the report says is written as text or number; the only formulas are those that are made here.
"""

from __future__ import annotations

import io
from datetime import datetime, time
from decimal import Decimal

from xlsxwriter import Workbook

from exporters import xlsx_checks, xlsx_guide
from exporters.document import Document
from exporters.outline import outline
from exporters.xlsx_sections import write_sections
from exporters.xlsx_styles import Sheet, Styles, page
from report.report import Report


def render_xlsx(document: Document) -> bytes:
    """The workbook; `exporters.xlsx_values.exact` tells which figures are numbers in it and which are text."""
    contents, report = outline(document), document.report
    content = io.BytesIO()
    book = Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    made = datetime.combine(document.dated, time.min)
    book.set_properties({"title": contents.title, "author": contents.agency, "created": made})
    styles = Styles(book, {})
    guide, checks = book.add_worksheet(xlsx_guide.NAME, Sheet), book.add_worksheet(xlsx_checks.NAME, Sheet)
    page(guide, document.draft)
    page(checks, document.draft, landscape=True)
    spots = xlsx_guide.write_guide(guide, styles, report, contents)
    spots |= write_sections(book, styles, report, contents)
    xlsx_checks.CheckSheet(checks, styles, report, spots, _numbers(report)).write()
    book.close()
    return content.getvalue()


def _numbers(report: Report) -> dict[str, Decimal]:
    """The figures that relations reckon with, facts as `facts.…`."""
    contents = {**report.values, **{f"facts.{name}": value for name, value in report.facts.items()}}
    return {name: value.number for name, value in contents.items() if value.number is not None}
