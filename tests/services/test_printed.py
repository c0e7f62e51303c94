"""A published report is judged as printed: a table of an older format by that format's relations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

from checks import check
from importers import Imported, read_file
from report.numbers import Value
from services.printed import printed_findings

SOURCE = Path(__file__).resolve().parents[2] / "samples" / "sources" / "hongze-2023.pdf"
OTHER = ("applications.other.not_corrected", "applications.other.not_paid", "applications.other.rest")


@cache
def hongze() -> Imported:
    return read_file(SOURCE.name, SOURCE.read_bytes())


def with_other(count: int, total: Callable[[Decimal], Decimal]) -> Imported:
    """The report as if its undivided row （六） printed `count` requests of persons, and its totals as `total` says."""
    imported = hongze()
    values = {cell: v for cell, v in imported.report.values.items() if not cell.startswith(OTHER)}
    for row in ("new", "total"):
        for column in ("person", "total"):
            cell = f"applications.{row}.{column}"
            values[cell] = Value(number=total(values[cell].number or Decimal(0)))
    placed = tuple(
        replace(item, value=str(count))
        if item.cell in {"applications.other.person", "applications.other.total"}
        else item
        for item in imported.not_placed
    )
    return replace(imported, report=replace(imported.report, values=values), not_placed=placed)


def relations(imported: Imported) -> list[str]:
    return [f.message for f in printed_findings(imported) if f.kind == "relation" and f.section == "applications"]


def test_a_table_of_2019_that_adds_up_has_no_finding_though_2021_divides_its_row() -> None:
    imported = with_other(5, lambda total: total + 5)
    assert [f.kind for f in check(imported.report) if f.section == "applications"].count("blank") > 0
    assert relations(imported) == []
    assert not [f for f in printed_findings(imported) if f.kind == "blank"]


def test_a_table_of_2019_that_does_not_add_up_is_found_by_its_own_relations() -> None:
    found = relations(with_other(5, lambda total: total))
    assert any("办理 21，各项办理结果合计 26" in message for message in found)
    assert all("按所印的2019年格式" in message for message in found)


def test_a_report_printed_in_its_own_format_is_judged_as_ever() -> None:
    own = replace(hongze(), tables_format={})
    assert printed_findings(own) == check(own.report)
