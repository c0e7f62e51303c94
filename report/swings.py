"""Swings (大幅增减, as a format file writes them) expanded into one for each cell."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import Decimal
from typing import Any

from report.format import Cell, Kind, ReportFormat, Severity, Swing
from report.positions import KeyPath
from report.soundness import Fail, check_fields

SWING_FIELDS = ("row", "column", "now", "last", "change")


def _cell(fmt: ReportFormat, name: str, fail: Fail, path: KeyPath) -> Cell:
    if name not in fmt.cell_index:
        raise fail(f"没有名为“{name}”的单元格", path)
    cell = fmt.cell(name)
    if cell.kind is Kind.SIGNED_COUNT:
        raise fail(f"swings 用于件数和金额，{name} 可正可负，本身就是增减", path)
    return cell


def expand_swings(
    items: list[dict[str, Any]], codes: Collection[str], fmt: ReportFormat, fail: Fail
) -> Iterator[Swing]:
    """Every swing of the file, in its order; `codes` are those of the rules. Faults as `fail(message, path)`."""
    cells: set[str] = set()
    tables = {table.id for section in fmt.sections for table in section.tables}
    for n, item in enumerate(items):
        path: KeyPath = ("swings", n)
        if item["code"] in codes:
            raise fail(f"规则代码“{item['code']}”重复", (*path, "code"))
        if item["table"] not in tables:
            raise fail(f"没有名为“{item['table']}”的表", (*path, "table"))
        check_fields(item["message"], SWING_FIELDS, fail, (*path, "message"))
        units: set[str] = set()
        for i, reference in enumerate(item["cells"]):
            at = (*path, "cells", i)
            cell = _cell(fmt, f"{item['table']}.{reference}", fail, at)
            if cell.name in cells:
                raise fail(f"单元格 {cell.name} 出现了两次", at)
            cells.add(cell.name)
            units.add(cell.unit)
            if len(units) > 1:
                raise fail(f"{cell.name} 的单位与前面各格不同，不能用同一个 number", at)
            yield Swing(
                id=f"{item['code']}:{cell.name}",
                code=item["code"],
                label=item["label"],
                section=cell.section.id,
                cell=cell.name,
                row=cell.row.name,
                column=cell.column.name,
                share=Decimal(item["share"]),
                number=Decimal(item["number"]),
                severity=Severity(item["severity"]),
                message=item["message"],
                suggestion=item["suggestion"],
                source=item["source"],
            )
