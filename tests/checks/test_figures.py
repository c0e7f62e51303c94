"""Each figure by itself: left blank, not a number, not a count, too fine, or in a doubtful unit."""

from __future__ import annotations

from typing import Any

import pytest

from checks import check
from report.format import Severity
from report.loading import load_format
from tests.checks.reports import of_kind, said, small

PERSON = "applications.new.person"
FEE = "proactive.fees.amount"
CHANGE = "proactive.licensing.items_change"


def test_every_cell_left_blank_is_named_once_in_the_order_of_the_form() -> None:
    blank = of_kind("blank", small(2023))
    assert [f.cells for f in blank] == [(cell.name,) for cell in load_format("2021").cells]
    assert {f.severity for f in blank} == {Severity.ERROR}
    assert blank[0].message == "规章·制发：未填"


def test_zero_is_not_blank() -> None:
    assert PERSON not in {f.cells[0] for f in of_kind("blank", small(2023, {PERSON: "0"}))}


@pytest.mark.parametrize(
    ("cell", "written", "sentence"),
    [
        (PERSON, "十二", "本年新收·自然人：“十二”不是数字"),
        (PERSON, "12a", "本年新收·自然人：“12a”不是数字"),
        (PERSON, "/", "本年新收·自然人：“/”没有数字，如无此项请填0"),
        (PERSON, "-3", "本年新收·自然人：-3 是负数"),
        (PERSON, "2.5", "本年新收·自然人：2.5 不是整数"),
        (PERSON, "1" + "0" * 30, f"本年新收·自然人：“1{'0' * 30}”数字过大"),
        (PERSON, "3元", "本年新收·自然人：“3元”单位不符"),
        (FEE, "-1", "行政事业性收费·收费金额：-1 是负数"),
        (FEE, "0.0000001", "行政事业性收费·收费金额：“0.0000001”小数超过六位"),
        (FEE, "3件", "行政事业性收费·收费金额：“3件”单位不符"),
        (FEE, {"text": "2,232,951", "doubt": "无单位"}, "行政事业性收费·收费金额：“2,232,951”无单位"),
    ],
)
def test_a_figure_that_cannot_stand_bars_with_the_reason(cell: str, written: Any, sentence: str) -> None:
    (finding,) = of_kind("number", small(2023, {cell: written}))
    assert finding.message == sentence
    assert finding.severity is Severity.ERROR
    assert finding.cells == (cell,)
    assert finding.suggestion


@pytest.mark.parametrize(
    ("year", "cell", "written"),
    [
        (2023, PERSON, "12"),
        (2023, PERSON, "3.0"),
        (2023, PERSON, {"number": "22", "note": "其中修订16件"}),
        (2023, FEE, "203.97586"),
        (2023, FEE, "0.000001"),
        (2020, CHANGE, "-8"),
        (2020, CHANGE, "+79"),
    ],
)
def test_a_sound_figure_is_left_alone(year: int, cell: str, written: Any) -> None:
    assert of_kind("number", small(year, {cell: written})) == []
    assert of_kind("unit", small(year, {cell: written})) == []


def test_fees_for_handling_are_figures_too_but_need_not_be_given() -> None:
    fees = {"notices": "2.5", "charged": "10.001", "received": "-1"}
    assert said("number", small(2023, processing_fees=fees)) == [
        "政府信息公开信息处理费·发出收费通知：2.5 不是整数",
        "政府信息公开信息处理费·收费通知总金额：10.001 元细于一分",
        "政府信息公开信息处理费·实际收取总金额：-1 是负数",
    ]
    assert [f for f in check(small(2023)) if f.cells and f.cells[0].startswith("facts.")] == []


def test_an_amount_of_ten_thousand_million_asks_for_its_unit() -> None:
    (finding,) = of_kind("unit", small(2023, {FEE: "1000000.01"}))
    assert finding.message == ("行政事业性收费·收费金额：1000000.01 万元超过 1000000 万元，可能是把“元”当成了“万元”")
    assert finding.severity is Severity.WARNING
    assert of_kind("unit", small(2023, {FEE: "1000000"})) == []
