"""How a report is printed is kept with it, read strictly, and left out where nothing is chosen."""

from __future__ import annotations

from typing import Any

import pytest

from report.errors import ReportError
from report.presentation import Presentation
from report.record import read_report, write_report
from tests.report.files import schema_accepts

REPORT = {"agency": "示例市民政局", "year": 2023}


def read(presentation: Any) -> Presentation:
    return read_report(REPORT | {"presentation": presentation}).presentation


def test_a_report_that_chooses_nothing_has_no_such_key() -> None:
    report = read_report(REPORT)
    assert report.presentation == Presentation()
    assert "presentation" not in write_report(report)


def test_what_is_chosen_comes_back_in_the_order_of_the_format() -> None:
    report = read_report(REPORT | {"presentation": {"charts": ["trend", "outcomes"], "wide_tables": "rotate"}})
    assert report.presentation == Presentation(("outcomes", "trend"), "rotate")
    assert read_report(write_report(report)) == report


@pytest.mark.parametrize("nothing", [None, {}, {"charts": None, "wide_tables": None}, {"charts": []}])
def test_nothing_chosen_may_be_written_in_several_ways(nothing: Any) -> None:
    assert read(nothing) == Presentation()
    assert schema_accepts(REPORT | {"presentation": nothing})


@pytest.mark.parametrize(
    ("presentation", "message"),
    [
        ("outcomes", "presentation：应为对象。"),
        ({"colour": "red"}, "presentation：不认识的键：colour。"),
        ({"charts": "outcomes"}, "presentation.charts：应为图表编号的列表。"),
        ({"charts": [1]}, "presentation.charts：应为图表编号的列表。"),
        (
            {"charts": ["pie"]},
            "presentation.charts：“2021年格式”没有图表pie，可用：outcomes、applicants、trend。",
        ),
        ({"charts": ["trend", "trend"]}, "presentation.charts：同一个图表出现了两次。"),
        ({"wide_tables": "turn"}, "presentation.wide_tables：只能是 fit、rotate，不能是“turn”。"),
        ({"wide_tables": ["fit"]}, "presentation.wide_tables：只能是 fit、rotate，不能是“列表”。"),
    ],
)
def test_what_is_no_choice_is_refused_with_a_sentence(presentation: Any, message: str) -> None:
    with pytest.raises(ReportError) as refusal:
        read(presentation)
    assert refusal.value.problems == [message]


def test_every_chart_of_a_format_adds_up_cells_that_it_has() -> None:
    fmt = read_report(REPORT).format
    (outcomes,) = [chart for chart in fmt.charts if chart.id == "outcomes"]
    (refused,) = [part for part in outcomes.parts if part.label == "不予公开"]
    assert len(refused.cells) == 8
    assert set(refused.cells) <= set(fmt.cell_index)
    assert outcomes.whole == ("applications.total.total",)
