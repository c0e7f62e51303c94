"""Totals that follow their parts through a merge: two people who change two parts of one sum do not clash over it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from report.format import Relation, ReportFormat
from report.numbers import plain
from services.merging import Merge
from services.slicing import Content

# A grand total is settled once its own parts, which are totals, are.
PASSES = 3


def _number(content: Mapping[str, Any], path: str) -> Decimal | None:
    """The number stored under a path; None for a blank or text that could not be read."""
    value = content.get(path)
    written = value.get("number") if isinstance(value, dict) else value
    try:
        return None if written is None else Decimal(str(written))
    except InvalidOperation:
        return None


def _sum(content: Mapping[str, Any], relation: Relation) -> Decimal | None:
    parts = relation.right if relation.derives == "left" else relation.left
    numbers = [(_number(content, f"values.{term.cell}"), term.sign) for term in parts.terms]
    if any(number is None for number, _ in numbers):
        return None
    return sum((number * sign for number, sign in numbers if number is not None), Decimal(0))


def _total(relation: Relation) -> str:
    side = relation.left if relation.derives == "left" else relation.right
    return f"values.{side.terms[0].cell}"


def _follows(content: Mapping[str, Any], relation: Relation) -> bool:
    total = _number(content, _total(relation))
    return total is not None and total == _sum(content, relation)


def settle_totals(
    fmt: ReportFormat,
    base: Mapping[str, Any] | None,
    stored: Mapping[str, Any],
    changes: Mapping[str, Any],
    merge: Merge,
) -> Merge:
    """The merge with each total put right that agreed with its parts on both sides.

    A total that somebody typed and that disagrees with its parts is a statement: it stays, or clashes, as it is.
    """
    if base is None or not any(path.startswith("values.") for path in changes):
        return merge
    mine = {**base, **changes}
    typed = {path for path, content in changes.items() if content != base.get(path)}
    rules = [
        relation
        for relation in fmt.relations
        if relation.derives
        and _follows(stored, relation)
        and (_total(relation) not in typed or _follows(mine, relation))
    ]
    content: Content = dict(merge.content)
    settled: set[str] = set()
    for _ in range(PASSES):
        for relation in rules:
            path, total = _total(relation), _sum(content, relation)
            if total is None or total == _number(content, path):
                settled |= {path} if total is not None else set()
                continue
            before = content.get(path)
            number = plain(total)
            content[path] = {**before, "number": number} if isinstance(before, dict) and "note" in before else number
            settled.add(path)
    unseen = dict(merge.unseen) | {p: content[p] for p in settled if content.get(p) != mine.get(p)}
    clashes = [clash for clash in merge.clashes if clash.path not in settled]
    return replace(merge, content=content, unseen=unseen, clashes=clashes)
