"""Cell names are a contract with everyone who keeps or reads figures: `contract/cells.csv`, agreed with them.

A cell whose meaning stays keeps its name; this file changes only when a format is added.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from report.format import Cell
from report.loading import load_format, load_formats

CONTRACT = Path(__file__).parent / "contract" / "cells.csv"


def agreed() -> list[dict[str, str]]:
    with CONTRACT.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def as_agreed(cell: Cell) -> dict[str, str]:
    printed = {None: "", True: "yes", False: "no"}[cell.unit_printed]
    return {
        "cell": cell.name,
        "format": cell.format,
        "kind": cell.kind.value,
        "stored_unit": cell.unit,
        "unit_printed": printed,
        "section": cell.section.heading,
        "row": cell.row_label,
        "column": cell.column_label,
    }


@pytest.mark.parametrize("format_id", [fmt.id for fmt in load_formats()])
def test_the_cells_of_a_format_are_those_agreed_in_name_order_kind_unit_and_labels(format_id: str) -> None:
    wanted = [row for row in agreed() if row["format"] == format_id]
    assert [as_agreed(cell) for cell in load_format(format_id).cells] == wanted


def test_the_contract_is_as_large_as_the_two_forms() -> None:
    # Table 2, table 3 (23 or 25 rows of 7) and table 4 (15 figures), counted in the notices.
    assert Counter(row["format"] for row in agreed()) == {"2019": 22 + 23 * 7 + 15, "2021": 10 + 25 * 7 + 15}
