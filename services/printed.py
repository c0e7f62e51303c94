"""A published report checked as printed: each table by the relations of the format that it was printed in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from checks import check
from checks.findings import Finding
from importers import Imported
from importers.embedded import CELL_DIFFERS, EMBEDDED
from report.format import ReportFormat, Section, Severity
from report.loading import load_format
from report.numbers import Value, parse
from report.report import Report

LOOK = "请向发布机关核实，以公开发布的原件为准。"
TABLE_KINDS = frozenset({"relation", "number", "blank", "unit"})


def _as_printed(imported: Imported, fmt: ReportFormat, section: Section) -> Report:
    """The figures of one section in the format they were printed in, those without a place in the report's too."""
    report = imported.report
    names = {cell.name for cell in fmt.cells if cell.section is section}
    values = {name: value for name, value in report.values.items() if name in names}
    for item in imported.not_placed:
        if item.format == fmt.id and item.cell in names:
            cell = fmt.cell(item.cell)
            values[item.cell] = parse(item.value, cell.kind, cell.unit)
    return Report(fmt, report.agency, report.year, values={n: v for n, v in values.items() if _stands(v)})


def _stands(value: Value) -> bool:
    return not value.is_blank


def printed_findings(imported: Imported, previous: Report | None = None) -> list[Finding]:
    """The findings of a published report. A table printed in another format than its year's is judged by its own.

    First comes what the pages of a PDF show otherwise than the data embedded in it.
    """
    report = imported.report
    findings = [*_embedded(imported), *check(report, previous)]
    for section in report.format.sections:
        printed = {imported.tables_format.get(table.id, report.format.id) for table in section.tables}
        others = printed - {report.format.id}
        if len(others) != 1 or len(printed) != 1:
            continue
        fmt = load_format(others.pop())
        if section.id not in {s.id for s in fmt.sections}:
            continue
        judged = check(_as_printed(imported, fmt, fmt.section(section.id)))
        theirs = [f for f in judged if f.section == section.id and f.kind in TABLE_KINDS]
        findings = [f for f in findings if f.section != section.id or f.kind not in TABLE_KINDS] + [
            replace(f, message=f"{f.message}（按所印的{fmt.name}）") if f.kind == "relation" else f for f in theirs
        ]
    return findings


def _embedded(imported: Imported) -> Iterator[Finding]:
    """Where a PDF does not show what the data embedded in it says (页面与所附数据不符)."""
    doubt = imported.doubts.get(EMBEDDED)
    if doubt is None:
        return
    kind = "embedded"
    yield Finding("R2", kind, Severity.ERROR, kind, "cover", doubt, LOOK)
    for cell, origin in imported.provenance.items():
        if origin.doubt and origin.doubt.startswith(CELL_DIFFERS.partition("{")[0]):
            known = imported.report.format.cell(cell)
            message = f"“{known.title}”：{origin.doubt}（{origin.where}）。"
            yield Finding("R2", kind, Severity.ERROR, f"{kind}:{cell}", known.section.id, message, LOOK, cells=(cell,))
