"""Python reads and judges as `tests/vectors/` says; `tests/js/relations.test.mjs` asks the same of the browser."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from checks.relations import evaluate, relation_finding
from report.format import Kind, Relation, Severity, Side, Term
from report.numbers import Value, parse, plain, shown
from report.record import write_value

VECTORS = Path(__file__).resolve().parents[1] / "vectors"
NUMBERS = [
    pytest.param(case, id=f"{group['about']}: {case['typed'][:20]!a} as {case['kind']} {case['unit']}")
    for group in json.loads((VECTORS / "numbers.json").read_text())["groups"]
    for case in group["cases"]
]
RELATIONS = json.loads((VECTORS / "relations.json").read_text())


def test_there_are_enough_vectors() -> None:
    assert len(NUMBERS) >= 80
    assert {case["state"] for case in RELATIONS["cases"]} == {"holds", "broken", "incomplete"}
    assert {case["relation"] for case in RELATIONS["cases"]} == set(RELATIONS["relations"])


@pytest.mark.parametrize("case", NUMBERS)
def test_what_was_typed_is_read_as_the_vector_says(case: dict[str, Any]) -> None:
    value = parse(case["typed"], Kind(case["kind"]), case["unit"])

    assert write_value(value) == case["is"]


@pytest.mark.parametrize("case", NUMBERS)
def test_what_is_shown_reads_back_as_the_same(case: dict[str, Any]) -> None:
    value = parse(case["typed"], Kind(case["kind"]), case["unit"])

    assert parse(shown(value), Kind(case["kind"]), case["unit"]) == value


def _side(data: dict[str, Any]) -> Side:
    return Side(data["name"], tuple(Term(**term) for term in data["terms"]))


def _relation(name: str) -> Relation:
    data = RELATIONS["relations"][name]
    return Relation(
        id=name,
        code="V",
        label=name,
        where=data["where"],
        section="applications",
        table="applications",
        left=_side(data["left"]),
        compare=data["compare"],
        right=_side(data["right"]),
        severity=Severity.ERROR,
        message=data["message"],
        suggestion="",
        source="",
        blank_left=data["blank_left"],
    )


def _plain(number: Decimal | None) -> str | None:
    return None if number is None else plain(number)


@pytest.mark.parametrize("case", RELATIONS["cases"], ids=lambda c: f"{c['relation']} {c['numbers']}")
def test_a_relation_comes_out_as_the_vector_says(case: dict[str, Any]) -> None:
    numbers = {name: Decimal(number) for name, number in case["numbers"].items()}

    outcome = evaluate(_relation(case["relation"]), numbers)
    finding = relation_finding(outcome, numbers, {name: Value(number=n) for name, n in numbers.items()})

    assert outcome.state.value == case["state"]
    assert [_plain(n) for n in (outcome.left, outcome.right, outcome.gap)] == [
        case["left"],
        case["right"],
        case["gap"],
    ]
    assert finding.message == case["message"]
