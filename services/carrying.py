"""What of last year's report a new one starts with (结转), by the rules of the formats alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from checks.figures import number_fault
from checks.relations import evaluate, side_text, side_value
from report.format import Cell, Relation, ReportFormat
from report.numbers import Value, plain, shown
from report.report import Contact, Report

LAST = "@last"


@dataclass(frozen=True)
class NotCarried:
    """A figure of last year's report that was not carried over: its cell there, title, value as shown, and why not."""

    cell: str
    title: str
    value: str
    reason: str


@dataclass(frozen=True)
class Carried:
    """`filled` cells of the new report; `not_carried` of last year's; `to_count` new cells with no forerunner.

    `taken_over` is {path as for saving: text} of the cover: 落款 and contact, for a report of the same agency.
    """

    filled: Mapping[str, Value]
    not_carried: tuple[NotCarried, ...]
    to_count: tuple[str, ...]
    taken_over: Mapping[str, str]


def carry(previous: Report, fmt: ReportFormat, *, same_agency: bool = True) -> Carried:
    """What a report of format `fmt` for the year after `previous` starts with; nothing is guessed, nothing stored.

    A relation that says `carries` fills its cell where all of last year's cells it names hold a number and the sum
    is one that the cell can hold. Cells are matched by name, so between formats only what means the same goes over.
    """
    filled: dict[str, Value] = {}
    left_out: list[NotCarried] = []
    rules = [relation for relation in fmt.relations if relation.carries]
    for relation in rules:
        found = _carried(relation, previous, fmt)
        if isinstance(found, Decimal):
            filled[relation.left.terms[0].cell] = Value(number=found)
        elif found is not None:
            left_out.append(found)
    left_out += _without_place(previous, fmt)
    return Carried(
        filled=filled,
        not_carried=tuple(left_out),
        to_count=tuple(_without_forerunner(previous.format, fmt, rules)),
        taken_over=_cover(previous) if same_agency else {},
    )


def _last(relation: Relation) -> list[str]:
    """Last year's cells that a rule sums up."""
    return [term.cell.removesuffix(LAST) for term in relation.right.terms]


def _numbers(report: Report) -> dict[str, Decimal]:
    return {f"{name}{LAST}": value.number for name, value in report.values.items() if value.number is not None}


def _sum_in_words(relation: Relation, previous: Report) -> tuple[Decimal | None, str]:
    """What a rule carries from last year's figures, and the sum in words: 「上一年项目 21 + 本年增/减 19 = 40」."""
    numbers = _numbers(previous)
    total = evaluate(relation, numbers).right
    return total, side_text(side_value(relation.right, numbers, total))


def _carried(relation: Relation, previous: Report, fmt: ReportFormat) -> Decimal | NotCarried | None:
    """The figure to carry, or why there is none; None where last year's format has no such cells."""
    cells = _last(relation)
    if any(name not in previous.format.cell_index for name in cells):
        return None
    target = fmt.cell(relation.left.terms[0].cell)
    total, words = _sum_in_words(relation, previous)
    if total is None:
        missing = next(name for name in cells if previous.value(name).number is None)
        value = previous.value(missing)
        why = "没有填写" if value.is_blank else f"读不出数字（{value.doubt}）"
        return _left_out(previous.format.cell(missing), shown(value), f"上年报告的这一格{why}，“{target.title}”请另填")
    fault, _ = number_fault(Value(number=total), target.kind, target.unit)
    if fault:
        return _left_out(previous.format.cell(cells[0]), plain(total), f"{words}，“{target.title}”不能这样填，请核对")
    return total


def _without_place(previous: Report, fmt: ReportFormat) -> Iterator[NotCarried]:
    """What last year's own format would carry on, or calls a state, and the new format has no cell for."""
    told: set[str] = set()
    for relation in previous.format.relations:
        target = relation.left.terms[0].cell
        if not relation.carries or target in fmt.cell_index:
            continue
        cells = _last(relation)
        told.update(cells)
        if all(previous.value(name).is_blank for name in cells):
            continue
        total, words = _sum_in_words(relation, previous)
        value = "、".join(shown(previous.value(name)) or "未填" for name in cells) if total is None else plain(total)
        reason = f"{words}；“{fmt.name}”没有这一栏，不结转"
        yield _left_out(previous.format.cell(target), value, reason)
    for cell in previous.format.cells:
        value_there = previous.value(cell.name)
        if cell.stock and cell.name not in fmt.cell_index and cell.name not in told and not value_there.is_blank:
            reason = f"“{fmt.name}”没有这一栏；名称相近的栏目含义不同，不能代替"
            yield _left_out(cell, shown(value_there), reason)


def _without_forerunner(old: ReportFormat, new: ReportFormat, rules: list[Relation]) -> Iterator[str]:
    """States that the new format asks for and last year's report had no cell of: somebody has to count them."""
    filled = {relation.left.terms[0].cell for relation in rules}
    return (c.name for c in new.cells if c.stock and c.name not in old.cell_index and c.name not in filled)


def _left_out(cell: Cell, value: str, reason: str) -> NotCarried:
    return NotCarried(cell.name, cell.title, value, reason)


def _cover(previous: Report) -> dict[str, str]:
    lines = {"issuer": previous.issuer}
    lines |= {f"contact.{name}": getattr(previous.contact, name) for name in Contact.__dataclass_fields__}
    return {path: text for path, text in lines.items() if text}
