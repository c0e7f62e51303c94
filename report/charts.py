"""Charts (图表, as a table of a format file declares them) expanded into the cells that each part adds up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from report.format import Chart, ChartKind, ChartPart, Kind, ReportFormat, Table
from report.positions import KeyPath
from report.soundness import Fail

# More bars a year cannot be told apart without colour.
MOST_SERIES = 3


def expand_charts(sections: list[dict[str, Any]], fmt: ReportFormat, fail: Fail) -> Iterator[Chart]:
    """Every chart of the file, in its order. Faults as `fail(message, path)`."""
    ids: set[str] = set()
    for i, section in enumerate(sections):
        for j, table in enumerate(section.get("tables", [])):
            for k, item in enumerate(table.get("charts", [])):
                path: KeyPath = ("sections", i, "tables", j, "charts", k)
                if item["id"] in ids:
                    raise fail(f"图表的编号“{item['id']}”重复", (*path, "id"))
                ids.add(item["id"])
                yield _chart(item, fmt, fmt.sections[i].id, fmt.sections[i].tables[j], fail, path)


def _chart(item: dict[str, Any], fmt: ReportFormat, section: str, table: Table, fail: Fail, path: KeyPath) -> Chart:
    kind = ChartKind(item["kind"])
    if (kind is ChartKind.SHARES) != ("whole" in item):
        raise fail("构成图（shares）须有 whole，历年图（years）不能有", path)
    if kind is ChartKind.YEARS and len(item["parts"]) > MOST_SERIES:
        raise fail(f"历年图最多 {MOST_SERIES} 项，才能不靠颜色分清", (*path, "parts"))
    parts = tuple(
        ChartPart(part["label"], _cells(fmt, table, part["cells"], fail, (*path, "parts", n, "cells")))
        for n, part in enumerate(item["parts"])
    )
    drawn = [cell for part in parts for cell in part.cells]
    if kind is ChartKind.SHARES and (twice := [cell for cell in drawn if drawn.count(cell) > 1]):
        raise fail(f"单元格 {twice[0]} 出现了两次", (*path, "parts"))
    whole = _cells(fmt, table, item.get("whole", []), fail, (*path, "whole"))
    return Chart(item["id"], item["title"], kind, section, table.id, parts, whole, item.get("unit", ""))


def _cells(fmt: ReportFormat, table: Table, references: list[str], fail: Fail, path: KeyPath) -> tuple[str, ...]:
    """The cells that references add up, each `<row>.<column>`; a row with rows below it stands for all of them."""
    cells: list[str] = []
    for n, reference in enumerate(references):
        found = [
            cell
            for cell in fmt.cells
            if cell.table is table
            and any(".".join((*row.path, *cell.column.path)) == reference for row in (*cell.row.ancestors, cell.row))
        ]
        if not found:
            raise fail(f"没有名为“{table.id}.{reference}”的单元格", (*path, n))
        if any(cell.kind is not Kind.COUNT for cell in found):
            raise fail(f"图表只用于件数，“{reference}”不是件数", (*path, n))
        cells.extend(cell.name for cell in found)
    if twice := [cell for cell in cells if cells.count(cell) > 1]:
        raise fail(f"单元格 {twice[0]} 出现了两次", path)
    return tuple(cells)
