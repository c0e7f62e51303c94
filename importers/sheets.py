"""Spreadsheets and CSV: every sheet one grid. Read by calamine, which runs no formula and follows no link."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date

import python_calamine as calamine

from importers.archives import open_archive
from importers.errors import UnreadableError
from importers.grids import Spanned, build_grid
from importers.model import Grid, Source
from importers.text import decode

MAX_ROWS = 3_000
MAX_COLUMNS = 200
MAX_SHEETS = 30
TOO_LONG = "表格有 {count} 行，超过 {most} 行的上限，不像一份年度报告。"
TOO_WIDE = "表格有 {count} 列，超过 {most} 列的上限，不像一份年度报告。"
DAMAGED = "表格文件已损坏或设有密码，无法读取。"
NOT_CSV = "不是有效的 CSV 文件：{fault}。"
Corner = tuple[int, int]


def shown(value: object) -> str:
    """A cell's value as a reader of the sheet sees it: 14, not 14.0."""
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _limited(rows: int, columns: int) -> None:
    if rows > MAX_ROWS:
        raise UnreadableError(TOO_LONG.format(count=rows, most=MAX_ROWS))
    if columns > MAX_COLUMNS:
        raise UnreadableError(TOO_WIDE.format(count=columns, most=MAX_COLUMNS))


def _spanned(values: Sequence[Sequence[object]], merged: Sequence[tuple[Corner, Corner]]) -> list[list[Spanned]]:
    spans = {top: (bottom[0] - top[0] + 1, bottom[1] - top[1] + 1) for top, bottom in merged}
    inner = {
        (r, c)
        for (top, left), (bottom, right) in merged
        for r in range(top, min(bottom, MAX_ROWS) + 1)
        for c in range(left, min(right, MAX_COLUMNS) + 1)
        if (r, c) != (top, left)
    }
    return [
        [(shown(value), *spans.get((r, c), (1, 1))) for c, value in enumerate(row) if (r, c) not in inner]
        for r, row in enumerate(values)
    ]


def _grid(values: Sequence[Sequence[object]], merged: Sequence[tuple[Corner, Corner]], name: str) -> Grid:
    grid = build_grid(_spanned(values, merged), name)
    filled = tuple(row for row in grid.rows if any(cell.text.strip() for cell in row))
    return Grid(filled, name)


def _visible(book: calamine.CalamineWorkbook) -> list[str]:
    """The names of the sheets that a reader of the file sees: a hidden one often holds another year."""
    return [sheet.name for sheet in book.sheets_metadata if sheet.visible == calamine.SheetVisibleEnum.Visible]


def read_sheets(content: bytes) -> Source:
    """An .xlsx, .xls or .ods file as one grid a sheet. UnreadableError if it is damaged, protected or far too large."""
    if content.startswith(b"PK"):
        open_archive(content).close()
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        grids = []
        for name in _visible(book)[:MAX_SHEETS]:
            sheet = book.get_sheet_by_name(name)
            _limited(sheet.total_height, sheet.total_width)
            merged = [((a[0], a[1]), (b[0], b[1])) for a, b in sheet.merged_cell_ranges or []]
            grids.append(_grid(sheet.to_python(skip_empty_area=False), merged, f"工作表“{name}”"))
    except (calamine.CalamineError, ValueError, OSError) as error:
        raise UnreadableError(DAMAGED) from error
    return Source(tuple(grid for grid in grids if grid.rows))


def read_csv(content: bytes) -> Source:
    """A CSV file, divided by commas, semicolons or tabs, as one grid."""
    text = decode(content)
    _limited(text.count("\n"), 0)
    mark = max(",;\t", key=text.count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=mark))
    except csv.Error as error:
        raise UnreadableError(NOT_CSV.format(fault=error)) from error
    _limited(len(rows), max((len(row) for row in rows), default=0))
    return Source((_grid(rows, [], "表"),))
