"""The mandated sums worked out from the names of the cells, without the rules of the formats."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

APPLICANTS = ("person", "business", "research", "welfare", "legal", "other_org")
RECEIVED = ("new", "carried_in")
OUTCOMES = ("granted", "partial", "refused", "unavailable", "not_processed", "other")
RULINGS = ("upheld", "corrected", "other", "pending")
REVIEWS = ("reconsideration", "litigation_direct", "litigation_after")


def broken_sums(values: Mapping[str, str]) -> list[str]:
    """The sums that do not come out: `row …`, `outcomes …`, `balance …` or `review …`."""

    def number(cell: str) -> Decimal:
        return Decimal(values[cell])

    rows = [
        cell.removesuffix(".person").removeprefix("applications.")
        for cell in values
        if cell.startswith("applications.") and cell.endswith(".person")
    ]
    outcomes = [row for row in rows if row.split(".")[0] in OUTCOMES]
    sums = {
        f"row {row}": (
            sum(number(f"applications.{row}.{who}") for who in APPLICANTS),
            number(f"applications.{row}.total"),
        )
        for row in rows
    }
    for who in (*APPLICANTS, "total"):
        handled = number(f"applications.total.{who}")
        sums[f"outcomes {who}"] = (
            sum(number(f"applications.{row}.{who}") for row in outcomes),
            handled,
        )
        sums[f"balance {who}"] = (
            sum(number(f"applications.{row}.{who}") for row in RECEIVED),
            handled + number(f"applications.carried_out.{who}"),
        )
    for review in REVIEWS:
        sums[f"review {review}"] = (
            sum(number(f"review.{review}.{ruling}") for ruling in RULINGS),
            number(f"review.{review}.total"),
        )
    return sorted(name for name, (parts, total) in sums.items() if parts != total)
