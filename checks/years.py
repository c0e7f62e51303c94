"""A report in the light of last year's: figures that jump, amounts in another unit, figures that are all the same.

`static/swings.mjs` says the same of swings and units; `tests/vectors/swings.json` holds both to it. Each finding
covers both years' figures, so that a 说明 re-opens when either changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from math import floor

from checks.findings import Finding, SideValue, TermValue
from checks.relations import signed
from checks.similarity import repetition_findings
from checks.stale_text import stale_findings
from report.format import Cell, Severity
from report.numbers import Value, plain, shown
from report.report import Report

LAST = "@last"
THIS_YEAR, LAST_YEAR = "本年", "上年"


def year_findings(report: Report, previous: Report | None) -> Iterator[Finding]:
    """Findings of kind `swing`, `unit`, `same`, `repetition` and `last-year`; without last year's report the last only.

    Cells are compared by name: what another format calls otherwise means something else and is left alone.
    """
    if previous is not None:
        yield from swing_findings(report, previous)
        yield from unit_findings(report, previous)
        yield from _same_findings(report, previous)
        if report.narrative is not None and previous.narrative is not None:
            yield from repetition_findings(report, previous)
    if report.narrative is not None:
        yield from stale_findings(report, previous)


def swing_findings(report: Report, previous: Report) -> Iterator[Finding]:
    """A finding for every figure that the format names and that changed by more than it allows.

    Where the unit is in doubt the change says nothing, and the doubt is told instead.
    """
    for swing in report.format.swings:
        both = report.value(swing.cell), previous.value(swing.cell)
        now, last = both[0].number, both[1].number
        if now is None or last is None:
            continue
        if _unit_in_doubt(report.format.cell(swing.cell), now, last):
            continue
        change = abs(now - last)
        if change <= swing.number or change <= swing.share * abs(last):
            continue
        message = swing.message.format(
            row=swing.row, column=swing.column, now=signed(now), last=signed(last), change=change_text(now, last)
        )
        yield _of_both_years(
            swing.code, "swing", swing.severity, swing.id, swing.section, swing.cell, both, message,
            swing.suggestion, swing.source,
        )  # fmt: skip


def unit_findings(report: Report, previous: Report) -> Iterator[Finding]:
    """A finding for every amount so many times last year's, or so small a part of it, that its unit is in doubt."""
    for cell in report.format.cells:
        both = report.value(cell.name), previous.value(cell.name)
        now, last = both[0].number, both[1].number
        if now is None or last is None or _is_doubted_already(cell, now) or not _far_apart(cell, now, last):
            continue
        times = _rounded(max(now, last), min(now, last))
        message = (
            f"{cell.title}：{plain(now)} {cell.unit}，上年 {plain(last)} {cell.unit}，相差约 {times} 倍，单位可能有误"
        )
        yield _of_both_years(
            "unit-last", "unit", Severity.WARNING, f"unit-last:{cell.name}", cell.section.id, cell.name, both,
            message, f"请核对两年的单位是否都是{cell.unit}；确实无误的，请填写说明。", "",
        )  # fmt: skip


def change_text(now: Decimal, last: Decimal) -> str:
    """「增 220%」, 「减 57%」; from nothing, the number itself: 「增 50」."""
    word = "增" if now > last else "减"
    if last == 0:
        return f"{word} {plain(abs(now))}"
    return f"{word} {_rounded(abs(now - last) * 100, abs(last))}%"


def _rounded(part: Decimal, whole: Decimal) -> int:
    """The quotient to the nearest whole number, halves up; exact, as in the browser."""
    return floor(Fraction(part) / Fraction(whole) + Fraction(1, 2))


def _is_doubted_already(cell: Cell, now: Decimal) -> bool:
    """The figure by itself asks whether its unit is right; once is enough."""
    return cell.doubtful_above is not None and now > cell.doubtful_above


def _far_apart(cell: Cell, now: Decimal, last: Decimal) -> bool:
    """Whether one year's amount is so many times the other's that their units may differ."""
    if cell.doubtful_ratio is None or now <= 0 or last <= 0:
        return False
    return max(now, last) >= cell.doubtful_ratio * min(now, last)


def _unit_in_doubt(cell: Cell, now: Decimal, last: Decimal) -> bool:
    return _is_doubted_already(cell, now) or _far_apart(cell, now, last)


def _of_both_years(
    code: str, kind: str, severity: Severity, key: str, section: str, cell: str, both: tuple[Value, Value],
    message: str, suggestion: str, source: str,
) -> Finding:  # fmt: skip
    names = ((cell, THIS_YEAR), (cell + LAST, LAST_YEAR))
    sides = [
        SideValue(name, (TermValue(place, name, 1, value.number),), value.number)
        for (place, name), value in zip(names, both, strict=True)
    ]
    now, last = both[0].number, both[1].number
    return Finding(
        code=code, kind=kind, severity=severity, key=key, section=section, message=message, suggestion=suggestion,
        source=source, cells=(cell, cell + LAST), left=sides[0], right=sides[1],
        gap=None if now is None or last is None else now - last,
        covers={cell: shown(both[0]), cell + LAST: shown(both[1])},
    )  # fmt: skip


def _same_findings(report: Report, previous: Report) -> Iterator[Finding]:
    """A warning where every cell says what it said last year; not where all are 0, as in most small agencies."""
    if report.format.id != previous.format.id:
        return
    telling: dict[str, str] = {}
    for cell in report.format.cells:
        now, last = report.value(cell.name), previous.value(cell.name)
        if (now.number, now.text) != (last.number, last.text):
            return
        if now.number:
            telling |= {cell.name: shown(now), cell.name + LAST: shown(last)}
    if telling:
        yield Finding(
            code="D4", kind="same", severity=Severity.WARNING, key="D4:cover", section="cover",
            message=f"各表的 {len(report.format.cells)} 格与上年报告完全相同，其中 {len(telling) // 2} 格不是 0",
            suggestion="请核对是否误用了上年的数字；确实相同的，请填写说明。",
            source=report.format.authority.number, covers=telling,
        )  # fmt: skip
