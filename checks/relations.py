"""Relations (勾稽关系) confronted with values: each holds, is broken, or is incomplete (a cell is blank).

`static/relations.mjs` does the same in the browser; `tests/vectors/relations.json` holds both to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from checks.findings import Finding, SideValue, TermValue
from report.format import Relation, Side
from report.numbers import Value, plain, shown
from report.report import Report

MINUS = "−"
MOST_TERMS_IN_FULL = 3


class State(StrEnum):
    """What confronting a relation with values gives."""

    HOLDS = "holds"
    BROKEN = "broken"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True)
class Outcome:
    """A relation's state with both sums; `gap` is left minus right, None while a side is incomplete."""

    relation: Relation
    state: State
    left: Decimal | None
    right: Decimal | None

    @property
    def gap(self) -> Decimal | None:
        return None if self.left is None or self.right is None else self.left - self.right


def _sum(side: Side, numbers: Mapping[str, Decimal]) -> Decimal | None:
    total = Decimal(0)
    for term in side.terms:
        number = numbers.get(term.cell)
        if number is None:
            return None
        total = total + number if term.sign > 0 else total - number
    return total


def evaluate(relation: Relation, numbers: Mapping[str, Decimal]) -> Outcome:
    """Confront one relation with numbers by cell name; a cell that is absent is blank."""
    left, right = _sum(relation.left, numbers), _sum(relation.right, numbers)
    if left is None or right is None:
        missing = relation.blank_left == "broken" and left is None and right is not None and right > 0
        return Outcome(relation, State.BROKEN if missing else State.INCOMPLETE, left, right)
    holds = left == right if relation.compare == "=" else left >= right
    return Outcome(relation, State.HOLDS if holds else State.BROKEN, left, right)


def contents_of(report: Report, previous: Report | None = None) -> dict[str, Value]:
    """What stands in the cells by name, facts as `facts.…`, last year's cells as `…@last`."""
    contents = dict(report.values) | {f"facts.{f}": v for f, v in report.facts.items()}
    if previous is not None:
        contents |= {f"{name}@last": value for name, value in contents_of(previous).items()}
    return contents


def numbers_of(report: Report, previous: Report | None = None) -> dict[str, Decimal]:
    """The figures that relations reckon with, by the names of `contents_of`; blanks and unread text are absent."""
    contents = contents_of(report, previous)
    return {name: value.number for name, value in contents.items() if value.number is not None}


def signed(number: Decimal) -> str:
    """A number in a sentence, with the typographic minus."""
    return plain(number).replace("-", MINUS)


def side_value(side: Side, numbers: Mapping[str, Decimal], total: Decimal | None) -> SideValue:
    """One side as it stood, with the numbers of its terms; `total` is their sum, None while one is blank."""
    terms = tuple(TermValue(t.cell, t.name, t.sign, numbers.get(t.cell)) for t in side.terms)
    return SideValue(side.name, terms, total)


def _joined(terms: list[TermValue]) -> str:
    text = ""
    for term in terms:
        sign = "" if not text and term.sign > 0 else "+ " if term.sign > 0 else f"{MINUS} "
        value = "未填" if term.value is None else signed(term.value)
        text += f"{' ' if text else ''}{sign}{term.name} {value}"
    return text


def side_text(side: SideValue) -> str:
    """One side in words: 「新收 5 + 结转 0 = 5」; a long one by its name and its terms other than zero."""
    total = "未填" if side.sum is None else signed(side.sum)
    if len(side.terms) == 1:
        return _joined(list(side.terms))
    if len(side.terms) <= MOST_TERMS_IN_FULL:
        return f"{_joined(list(side.terms))} = {total}"
    telling = [t for t in side.terms if t.value != 0]
    return f"{side.name} {total}" + (f"（{_joined(telling)}）" if telling else "")


def relation_finding(outcome: Outcome, numbers: Mapping[str, Decimal], contents: Mapping[str, Value]) -> Finding:
    """The finding of a broken relation, in the pattern that its rule gives."""
    relation = outcome.relation
    left = side_value(relation.left, numbers, outcome.left)
    right = side_value(relation.right, numbers, outcome.right)
    gap = outcome.gap
    message = relation.message.format(
        where=relation.where,
        left=side_text(left),
        right=side_text(right),
        gap="" if gap is None else signed(gap),
    )
    return Finding(
        code=relation.code,
        kind="relation",
        severity=relation.severity,
        key=relation.id,
        section=relation.section,
        message=message,
        suggestion=relation.suggestion,
        source=relation.source,
        cells=relation.cells,
        left=left,
        right=right,
        gap=gap,
        covers={cell: shown(contents[cell]) if cell in contents else "" for cell in relation.cells},
    )


def relation_findings(report: Report, previous: Report | None = None) -> Iterator[Finding]:
    """A finding for every relation of the report's format that its figures, and last year's, break."""
    contents = contents_of(report, previous)
    numbers = {name: value.number for name, value in contents.items() if value.number is not None}
    for relation in report.format.relations:
        outcome = evaluate(relation, numbers)
        if outcome.state is State.BROKEN:
            yield relation_finding(outcome, numbers, contents)
