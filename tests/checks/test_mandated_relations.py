"""The rules of each format stand for just the relations that the notices ask for, cell by cell.

Written out here a second time, from the notices and not from the format files.
"""

from __future__ import annotations

from collections import Counter

import pytest

from report.format import Relation, Severity
from report.loading import load_format

APPLICANTS = ("person", "business", "research", "welfare", "legal", "other_org")
COLUMNS = (*APPLICANTS, "total")
REFUSED = ("secret", "law", "safety", "third_party", "internal", "process", "case_file", "inquiry")
UNAVAILABLE = ("not_held", "to_be_made", "unclear")
NOT_PROCESSED = ("petition", "repeated", "publication", "excessive", "reissue")
OTHER = {"2019": ("other",), "2021": ("other.not_corrected", "other.not_paid", "other.rest")}
RESULTS = ("upheld", "corrected", "other", "pending")
CASES = ("reconsideration", "litigation_direct", "litigation_after")


def outcomes(format_id: str) -> list[str]:
    return [
        "granted",
        "partial",
        *(f"refused.{row}" for row in REFUSED),
        *(f"unavailable.{row}" for row in UNAVAILABLE),
        *(f"not_processed.{row}" for row in NOT_PROCESSED),
        *OTHER[format_id],
    ]


def sums(relation: Relation) -> tuple[str, str, str]:
    """A relation as text: left cells, comparison, right cells, each side in order of name."""
    sides = [
        " ".join(sorted(f"{'' if t.sign > 0 else '-'}{t.cell}" for t in side.terms))
        for side in (relation.left, relation.right)
    ]
    return sides[0], relation.compare, sides[1]


def side(*cells: str) -> str:
    return " ".join(sorted(cells))


def relations(format_id: str, code: str) -> list[tuple[str, str, str]]:
    return [sums(relation) for relation in load_format(format_id).relations if relation.code == code]


both_formats = pytest.mark.parametrize("format_id", ["2019", "2021"])


@both_formats
def test_a1_balances_requests_in_every_column(format_id: str) -> None:
    assert relations(format_id, "A1") == [
        (side(f"applications.new.{c}", f"applications.carried_in.{c}"), "=",
         side(f"applications.total.{c}", f"applications.carried_out.{c}"))
        for c in COLUMNS
    ]  # fmt: skip


@both_formats
def test_a2_adds_up_the_outcomes_in_every_column(format_id: str) -> None:
    assert relations(format_id, "A2") == [
        (f"applications.total.{c}", "=", side(*(f"applications.{row}.{c}" for row in outcomes(format_id))))
        for c in COLUMNS
    ]


@both_formats
def test_a3_adds_up_the_applicants_in_every_row(format_id: str) -> None:
    rows = ["new", "carried_in", *outcomes(format_id), "total", "carried_out"]
    assert relations(format_id, "A3") == [
        (f"applications.{row}.total", "=", side(*(f"applications.{row}.{c}" for c in APPLICANTS))) for row in rows
    ]


@both_formats
def test_b1_adds_up_the_results_of_each_way_of_redress(format_id: str) -> None:
    assert relations(format_id, "B1") == [
        (f"review.{case}.total", "=", side(*(f"review.{case}.{result}" for result in RESULTS))) for case in CASES
    ]


@both_formats
def test_d1_compares_what_was_carried_in_with_what_last_year_carried_out(format_id: str) -> None:
    assert relations(format_id, "D1") == [
        (f"applications.carried_in.{c}", "=", f"applications.carried_out.{c}@last") for c in COLUMNS
    ]


def test_c1_and_c2_hold_the_stock_of_documents_of_2021() -> None:
    rows = [f"proactive.{row}" for row in ("regulations", "normative")]
    assert relations("2021", "C1") == [
        (f"{row}.in_force", "=", side(f"{row}.in_force@last", f"{row}.issued", f"-{row}.repealed")) for row in rows
    ]
    assert relations("2021", "C2") == [
        (f"{row}.in_force", ">=", side(f"{row}.issued", f"-{row}.repealed")) for row in rows
    ]


def test_c3_and_c4_hold_the_stocks_of_2019() -> None:
    assert relations("2019", "C3") == [
        (f"proactive.{row}.published_total", ">=", f"proactive.{row}.published") for row in ("regulations", "normative")
    ]
    assert relations("2019", "C4") == [
        (f"proactive.{row}.items_last_year", "=",
         side(f"proactive.{row}.items_last_year@last", f"proactive.{row}.items_change@last"))
        for row in ("licensing", "other_services", "penalty", "coercion", "fees")
    ]  # fmt: skip


def test_a7_asks_for_as_many_notices_of_fees_as_requests_ended_unpaid() -> None:
    assert relations("2021", "A7") == [("facts.processing_fees.notices", ">=", "applications.other.not_paid.total")]


def test_a8_asks_that_no_more_is_received_than_was_charged() -> None:
    assert relations("2021", "A8") == [("facts.processing_fees.charged", ">=", "facts.processing_fees.received")]
    (relation,) = (r for r in load_format("2021").relations if r.code == "A8")
    assert (relation.section, relation.table, relation.where) == ("other", "", "政府信息公开信息处理费")


@pytest.mark.parametrize(
    ("format_id", "counts"),
    [
        ("2019", {"A1": 7, "A2": 7, "A3": 23, "B1": 3, "C3": 2, "C4": 5, "D1": 7}),
        ("2021", {"A1": 7, "A2": 7, "A3": 25, "B1": 3, "A7": 1, "A8": 1, "C1": 2, "C2": 2, "D1": 7}),
    ],
)
def test_a_format_has_these_relations_and_no_others(format_id: str, counts: dict[str, int]) -> None:
    assert Counter(relation.code for relation in load_format(format_id).relations) == counts


@both_formats
def test_what_the_form_prints_bars_and_what_is_inferred_warns(format_id: str) -> None:
    severity = {relation.code: relation.severity for relation in load_format(format_id).relations}
    mandatory = {"A1", "A2", "A3", "B1"}
    assert {code for code, s in severity.items() if s is Severity.ERROR} == mandatory
    assert {s for code, s in severity.items() if code not in mandatory} == {Severity.WARNING}


@both_formats
def test_every_relation_says_where_it_comes_from_and_what_to_do(format_id: str) -> None:
    for relation in load_format(format_id).relations:
        assert "国办" in relation.source, relation.id
        assert relation.suggestion.endswith("。"), relation.id
        assert relation.where, relation.id


@both_formats
def test_totals_follow_from_their_parts_and_nothing_else_does(format_id: str) -> None:
    derived = {r.left.terms[0].cell for r in load_format(format_id).relations if r.derives == "left"}
    totals = {c.name for c in load_format(format_id).cells if c.name.endswith(".total") or ".total." in c.name}
    assert derived == totals
