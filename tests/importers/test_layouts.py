"""However a table was flattened, each cell comes out right or flagged, never wrong, and mostly right."""

from __future__ import annotations

import dataclasses
import random
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importers import read_file
from report.format import Kind
from report.loading import load_format
from report.numbers import Value
from report.record import load_report, write_report
from report.report import Report
from tests.importers.expected import SAMPLES, Tally, tally
from tests.importers.layouts import EXPLICIT, LAYOUTS

UNIT_LOST = {"proactive.procurement.amount"}


def sample(name: str) -> Report:
    return load_report((SAMPLES / f"{name}.json").read_bytes())


def read_back(report: Report, layout: str) -> Tally:
    found = read_file("pasted.txt", LAYOUTS[layout](report).encode())
    assert found.report.format.id == report.format.id
    return tally(found, write_report(report))


def filled(format_id: str, seed: int, figures: tuple[int, ...]) -> Report:
    """A report with figures drawn from `figures`; None leaves a cell blank."""
    dice = random.Random(seed)
    base = sample("demo-2023" if format_id == "2021" else "001_6bf957eabb57496e")
    values = {cell.name: Value(number=Decimal(dice.choice(figures))) for cell in load_format(format_id).cells}
    return dataclasses.replace(base, values=values)


def with_blanks(report: Report) -> Report:
    """The same report with every zero left blank."""
    return dataclasses.replace(report, values={c: v for c, v in report.values.items() if v.number})


@pytest.mark.parametrize("layout", sorted(set(LAYOUTS) - {"glued"}))
@pytest.mark.parametrize("name", ["demo-2023", "hongze-2024", "001_6bf957eabb57496e"])
def test_a_full_report_is_read_without_a_gap_from_every_layout(name: str, layout: str) -> None:
    result = read_back(sample(name), layout)
    assert result.wrong == []
    assert set(result.flagged) <= UNIT_LOST


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("format_id", ["2019", "2021"])
def test_no_figure_is_taken_for_another_when_all_differ(format_id: str, layout: str) -> None:
    report = filled(format_id, 7, (0, 0, 1, 2, 3, 12, 45, 105, 2023))
    assert read_back(report, layout).wrong == []
    assert read_back(with_blanks(report), layout).wrong == []


@pytest.mark.parametrize("layout", EXPLICIT)
@pytest.mark.parametrize("format_id", ["2019", "2021"])
def test_where_blanks_leave_a_mark_every_figure_keeps_its_column(format_id: str, layout: str) -> None:
    result = read_back(with_blanks(filled(format_id, 11, (0, 0, 0, 4, 17))), layout)
    assert (result.wrong, set(result.flagged) - UNIT_LOST) == ([], set())


def test_figures_run_together_are_read_only_where_they_are_all_zero() -> None:
    found = read_file("pasted.txt", LAYOUTS["glued"](sample("demo-2023")).encode())
    assert found.report.value("proactive.regulations.issued").number == 0
    assert found.provenance["proactive.regulations.issued"].doubt == "行名与数字连在一起，按每栏一位读取"
    assert found.report.value("proactive.normative.issued").is_blank


@settings(max_examples=40, deadline=None)
@given(
    layout=st.sampled_from(sorted(LAYOUTS)),
    format_id=st.sampled_from(["2019", "2021"]),
    seed=st.integers(0, 10_000),
    blanks=st.booleans(),
    lost=st.sets(st.integers(0, 400), max_size=3),
)
def test_losing_lines_of_a_page_never_moves_a_figure_to_another_cell(
    layout: str, format_id: str, seed: int, blanks: bool, lost: set[int]
) -> None:
    report = filled(format_id, seed, (0, 0, 1, 2, 30, 415, 2023))
    report = with_blanks(report) if blanks else report
    lines = [line for n, line in enumerate(LAYOUTS[layout](report).split("\n")) if n not in lost]
    found = read_file("pasted.txt", "\n".join(lines).encode(), format_id)
    expected = write_report(report)["values"]
    for cell, value in found.report.values.items():
        if value.number is not None and not found.provenance[cell].doubt:
            kind = report.format.cell(cell).kind
            assert kind is Kind.AMOUNT or str(value.number) == expected[cell], cell
