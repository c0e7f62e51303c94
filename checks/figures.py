"""Each figure by itself: left blank, not a number, not a count, an amount too fine or too large."""

from __future__ import annotations

from collections.abc import Iterator

from checks.findings import Finding
from report.format import Kind, Severity
from report.numbers import Value, plain, shown
from report.report import Report

SOURCE_ZERO = "格式要求逐格填写，没有的填“0”"
FINEST = {"元": 2, "万元": 6}


def _figure(
    code: str,
    kind: str,
    severity: Severity,
    cell: str,
    section: str,
    message: str,
    value: Value,
    **more: str,
) -> Finding:
    return Finding(
        code=code,
        kind=kind,
        severity=severity,
        key=f"{code}:{cell}",
        section=section,
        message=message,
        cells=(cell,),
        covers={cell: shown(value)},
        suggestion=more.get("suggestion", ""),
        source=more.get("source", ""),
    )


def number_fault(value: Value, kind: Kind, unit: str) -> tuple[str, str]:
    """(fault, what to do) of one figure, both empty if it is sound."""
    if value.number is None:
        should = f"应填以{unit}为单位的金额" if kind is Kind.AMOUNT else "应填整数"
        return f"“{value.text}”{value.doubt}", f"请核对原件后改正，{should}。"
    if value.number < 0 and kind is not Kind.SIGNED_COUNT:
        return f"{plain(value.number)} 是负数", "数量和金额不能小于 0，请改正。"
    if kind is not Kind.AMOUNT:
        whole = value.number == value.number.to_integral_value()
        return ("", "") if whole else (f"{plain(value.number)} 不是整数", "件数应为整数，请改正。")
    exponent = value.number.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > FINEST.get(unit, 6):
        return f"{plain(value.number)} {unit}细于一分", "金额最多精确到分，请改正。"
    return "", ""


def figure_findings(report: Report) -> Iterator[Finding]:
    """Findings of kind `blank`, `number` and `unit`, in the order of the form; then those of the facts."""
    for cell in report.format.cells:
        value = report.value(cell.name)
        if value.is_blank:
            yield _figure(
                "blank", "blank", Severity.ERROR, cell.name, cell.section.id,
                f"{cell.title}：未填", value,
                suggestion="请填写；没有的填 0。", source=SOURCE_ZERO,
            )  # fmt: skip
            continue
        fault, remedy = number_fault(value, cell.kind, cell.unit)
        if fault:
            yield _figure(
                "number", "number", Severity.ERROR, cell.name, cell.section.id,
                f"{cell.title}：{fault}", value, suggestion=remedy,
            )  # fmt: skip
        elif value.number is not None and cell.doubtful_above and value.number > cell.doubtful_above:
            yield _figure(
                "unit", "unit", Severity.WARNING, cell.name, cell.section.id,
                f"{cell.title}：{plain(value.number)} {cell.unit}超过 {plain(cell.doubtful_above)} {cell.unit}，"
                "可能是把“元”当成了“万元”", value,
                suggestion=f"请核对单位是否为{cell.unit}；确实无误的，请填写说明。",
            )  # fmt: skip
    for section in report.format.sections:
        for fact in section.facts:
            value = report.facts.get(fact.id, Value())
            fault, remedy = ("", "") if value.is_blank else number_fault(value, fact.kind, fact.unit)
            if fault:
                yield _figure(
                    "number", "number", Severity.ERROR, fact.name, section.id,
                    f"{section.facts_label}·{fact.label}：{fault}", value, suggestion=remedy,
                )  # fmt: skip
