"""Workbooks of ours, taken apart for tests."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
import python_calamine as calamine
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from exporters.document import Document
from exporters.outline import outline
from exporters.xlsx import render_xlsx
from exporters.xlsx_sections import plans
from report.layout import Slot
from report.report import Report
from tests.exporters.documents import Box, squeezed

CALC = Path("/usr/lib/libreoffice/program/libsclo.so")
# LibreOffice Writer alone opens no workbook.
needs_calc = pytest.mark.skipif(
    not (shutil.which("soffice") and CALC.exists()), reason="LibreOffice Calc is not installed"
)


def opened(document: Document, cached: bool = False) -> Workbook:
    """The workbook with its formulas, or with the values that are kept with them."""
    return openpyxl.load_workbook(io.BytesIO(render_xlsx(document)), data_only=cached)


def table_sheets(document: Document, book: Workbook) -> Iterator[tuple[Worksheet, int]]:
    """Each table's sheet and the row, from 0, in which the table begins."""
    for plan in plans(outline(document)):
        if plan.table:
            sheet = book[plan.name]
            first = next(plan.table.grid.slots())
            texts = [sheet.cell(row, 1).value for row in range(1, sheet.max_row + 1)]
            heads = texts.index(plan.parts[0].heading) + 1 if plan.parts else 0
            yield sheet, next(n for n in range(heads, len(texts)) if texts[n] == (first.text or None))


def places(document: Document, book: Workbook) -> dict[str, tuple[Worksheet, int, int]]:
    """{cell: (sheet, row, column)}, rows and columns from 1."""
    planned = [plan for plan in plans(outline(document)) if plan.table]
    found = {}
    for plan, (sheet, first) in zip(planned, table_sheets(document, book), strict=True):
        assert plan.table is not None
        for slot in plan.table.grid.slots():
            if slot.cell:
                found[slot.cell] = (sheet, first + slot.row + 1, slot.column + 1)
    return found


def boxes(sheet: Worksheet, first: int, slots: list[Slot]) -> list[Box]:
    """What stands at the slots' places, with the extent that the sheet gives it."""
    spans = {(r.min_row, r.min_col): (r.size["rows"], r.size["columns"]) for r in sheet.merged_cells.ranges}
    found = []
    for slot in sorted(slots, key=lambda slot: (slot.row, slot.column)):
        cell = sheet.cell(first + slot.row + 1, slot.column + 1)
        text = "" if cell.value is None else str(cell.value)
        found.append(Box(slot.row, slot.column, *spans.get((cell.row, cell.column), (1, 1)), squeezed(text)))
    return found


def all_values(content: bytes) -> dict[str, list[list[object]]]:
    """Every sheet's values as any program reads them, without blank rows at the end."""
    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    found = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    for rows in found.values():
        while rows and not any(value != "" for value in rows[-1]):
            rows.pop()
    return found


def forgetful(content: bytes) -> bytes:
    """The workbook without the values that are kept with its formulas, so that whoever opens it has to reckon."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name.startswith("xl/worksheets/"):
                text = re.sub(rb"</f><v>[^<]*</v>", b"</f>", text)
                assert b"</f><v>" not in text
            new.writestr(name, text)
    return made.getvalue()


def resaved(folder: Path, contents: dict[str, bytes]) -> dict[str, bytes]:
    """Workbooks opened, reckoned and saved by LibreOffice."""
    for name, content in contents.items():
        (folder / f"{name}.xlsx").write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML"]
    files = [str(folder / f"{name}.xlsx") for name in contents]
    subprocess.run([*command, "--outdir", str(folder / "saved"), *files], check=True, capture_output=True, timeout=300)
    return {name: (folder / "saved" / f"{name}.xlsx").read_bytes() for name in contents}


def differing(report: Report, read: Report) -> list[str]:
    """The cells in which two reports differ."""
    return [cell for cell in report.format.cell_index if report.value(cell) != read.value(cell)]
