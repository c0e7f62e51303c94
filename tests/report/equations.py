"""The equalities of a format solved once: which cells may be chosen freely, and how the others follow from them.

Knows no table and no rule by name, so that it serves any format, one of tomorrow included.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from report.format import Kind, Relation, ReportFormat

Row = dict[str, int]


@dataclass(frozen=True)
class Solution:
    """`follow[cell]` is the sum {name: factor} that a cell has to be; names are cells, facts and `…@last`."""

    follow: dict[str, Row]


def _zero_sum(relation: Relation) -> Row:
    row = {term.cell: term.sign for term in relation.left.terms}
    for term in relation.right.terms:
        row[term.cell] = row.get(term.cell, 0) - term.sign
    return row


def _substitute(row: Row, cell: str, by: Row) -> Row:
    factor = row.get(cell, 0)
    if not factor:
        return row
    result = {name: value for name, value in row.items() if name != cell}
    for name, value in by.items():
        result[name] = result.get(name, 0) + factor * value
    return {name: value for name, value in result.items() if value}


def _pivot(row: Row, relation: Relation) -> str:
    """The cell of this year to follow from the others: the one that the rule derives, else the first with factor ±1."""
    derived = relation.left.terms[0].cell if relation.derives == "left" else ""
    candidates = [derived, *relation.cells, *row]
    return next(c for c in candidates if abs(row.get(c, 0)) == 1 and not c.endswith("@last"))


@cache
def solve(fmt: ReportFormat, last_year: bool) -> Solution:
    """All `=` relations of the format solved; those that point at last year only if `last_year`."""
    follow: dict[str, Row] = {}
    # Totals first: a cell that a rule derives is the natural one to follow.
    for relation in sorted(fmt.relations, key=lambda r: not r.derives):
        if relation.compare != "=" or (not last_year and any(cell.endswith("@last") for cell in relation.cells)):
            continue
        row = _zero_sum(relation)
        for cell, by in follow.items():
            row = _substitute(row, cell, by)
        if all(name.endswith("@last") for name in row):
            # Follows from the others, or speaks of last year only, whose own relations hold.
            continue
        pivot = _pivot(row, relation)
        by = {name: -value * row[pivot] for name, value in row.items() if name != pivot}
        follow = {cell: _substitute(other, pivot, by) for cell, other in follow.items()} | {pivot: by}
    return Solution(follow)


@dataclass(frozen=True)
class _Figures:
    """Figures chosen freely, and all others as they follow."""

    free: dict[str, Decimal]
    last: dict[str, Decimal]
    follow: dict[str, Row]

    def value(self, name: str) -> Decimal:
        if name in self.follow:
            return self.sum(self.follow[name])
        return self.last.get(name, Decimal(0)) if name.endswith("@last") else self.free[name]

    def sum(self, row: Row) -> Decimal:
        return sum((self.value(name) * factor for name, factor in row.items()), Decimal(0))

    def raise_to_zero(self, row: Row) -> bool:
        """Makes a negative sum zero through a free cell that enters it with +1 and lowers no other cell."""
        gap = -self.sum(row)
        if gap <= 0:
            return True
        for cell, by in self.follow.items():
            row = _substitute(row, cell, by)
        for name, factor in row.items():
            if factor == 1 and name in self.free and all(by.get(name, 0) >= 0 for by in self.follow.values()):
                self.free[name] += gap
                return True
        return False


def complete(
    fmt: ReportFormat, chosen: dict[str, Decimal], last: dict[str, Decimal] | None = None
) -> dict[str, Decimal] | None:
    """Every cell's and fact's figure, from those chosen freely, such that all relations hold; None if none can do.

    Where a count would come out below zero, or an inequality fails, a free cell that raises it is raised.
    """
    follow = solve(fmt, last is not None).follow
    free = {name: number for name, number in chosen.items() if name not in follow}
    figures = _Figures(free, {f"{name}@last": number for name, number in (last or {}).items()}, follow)
    at_least_zero: list[Row] = [{cell.name: 1} for cell in fmt.cells if cell.kind is not Kind.SIGNED_COUNT]
    at_least_zero += [
        _zero_sum(relation)
        for relation in fmt.relations
        if relation.compare == ">=" and not any(cell.endswith("@last") for cell in relation.cells)
    ]
    if not all(figures.raise_to_zero(row) for row in at_least_zero):
        return None
    return {name: figures.value(name) for name in (*fmt.cell_index, *fmt.fact_index)}
