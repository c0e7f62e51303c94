"""The text around the figures: each check with what it finds and what it leaves alone."""

from __future__ import annotations

from typing import Any

import pytest

from checks import check
from report.format import Severity
from tests.checks.reports import of_kind, said, small

ASPECTS = "主动公开、依申请公开、政府信息管理、政府信息公开平台建设、监督保障"
SECTIONS = {"overview": f"{ASPECTS}。", "problems": "问题一。", "other": "无。"}


def written(year: int = 2023, **more: Any) -> Any:
    """A report with all mandated text, figures left out."""
    return small(year, narrative=SECTIONS | more.pop("narrative", {}), **more)


def about_text(report: Any) -> list[str]:
    """All that is said of text."""
    return [f.message for f in check(report) if f.kind not in {"blank", "number", "unit", "relation"}]


def test_a_report_with_all_its_text_in_order_has_no_finding_about_text() -> None:
    assert about_text(written()) == []


@pytest.mark.parametrize(("format_id", "year", "sentences"), [
    ("2019", 2023, ["2023 年度的报告不适用“2019年格式（试行）”（国办公开办函〔2019〕60号）"]),
    ("2021", 2020, ["2020 年度的报告不适用“2021年格式”（国办公开办函〔2021〕30号）"]),
    ("2019", 2020, []),
    ("2021", 2021, []),
])  # fmt: skip
def test_the_format_of_another_year_is_named(format_id: str, year: int, sentences: list[str]) -> None:
    report = small(year, format=format_id)
    assert said("format", report) == sentences
    assert all(f.severity is Severity.ERROR for f in of_kind("format", report))


@pytest.mark.parametrize(("section", "heading"), [
    ("overview", "一、总体情况"),
    ("problems", "五、存在的主要问题及改进情况"),
    ("other", "六、其他需要报告的事项"),
])  # fmt: skip
def test_a_mandated_section_that_is_missing_or_empty_bars(section: str, heading: str) -> None:
    rest = {key: text for key, text in SECTIONS.items() if key != section}
    assert said("section", small(2023, narrative=rest)) == [f"缺少部分“{heading}”"]
    only_heading = [{"type": "heading", "level": 1, "text": "（一）小标题"}]
    for empty in ([], " \n", only_heading):
        report = small(2023, narrative=SECTIONS | {section: empty})
        assert said("section", report) == [f"部分“{heading}”没有文字"]
        assert of_kind("section", report)[0].severity is Severity.ERROR


def test_sections_that_are_tables_need_no_text() -> None:
    assert said("section", written()) == []


def test_a_report_of_figures_alone_is_not_blamed_for_missing_text() -> None:
    assert about_text(small(2023)) == []


@pytest.mark.parametrize("title", [
    "示例市民政局2023年政府信息公开工作年度报告",
    "示例市民政局\n2023年政府信息公开工作年度报告",
    "示例市民政局 2023 年政府信息公开工作年度报告",
    None,
])  # fmt: skip
def test_the_mandated_title_is_left_alone_however_it_is_broken(title: str | None) -> None:
    assert said("title", written(title=title)) == []


@pytest.mark.parametrize(("title", "year"), [
    ("示例市民政局2022年政府信息公开工作年度报告", "2022"),
    ("示例市民政局２０２２年政府信息公开工作年度报告", "2022"),
    ("示例市民政局二〇二二年政府信息公开工作年度报告", "2022"),
    ("示例市民政局二○二二年度政府信息公开工作报告", "2022"),
    ("示例市民政局2022年至2024年政府信息公开工作报告", "2022、2024"),
])  # fmt: skip
def test_another_year_in_the_title_bars(title: str, year: str) -> None:
    (finding,) = of_kind("title", written(title=title))
    assert finding.message == f"标题写的是 {year} 年，报告年度是 2023 年"
    assert (finding.severity, finding.section) == (Severity.ERROR, "cover")


def test_another_wording_of_the_title_is_advice() -> None:
    (finding,) = of_kind("title", written(title="示例市民政局2023年度政府信息公开工作报告"))
    assert finding.severity is Severity.ADVICE
    assert finding.message == (
        "标题“示例市民政局2023年度政府信息公开工作报告”与规定的“示例市民政局2023年政府信息公开工作年度报告”不一致"
    )


def test_a_heading_reworded_is_advice_and_one_with_stray_blanks_is_not() -> None:
    assert said("heading", written(headings={"problems": "五、存在问题"})) == [
        "标题“五、存在问题”与规定的“五、存在的主要问题及改进情况”不一致"
    ]
    assert said("heading", written(headings={"problems": "五、存在的主要问题 及改进情 况"})) == []


def test_a_section_that_the_format_does_not_ask_for_is_advice_where_it_stands() -> None:
    extra = [{"heading": "七、建议提案办理情况", "after": "other", "blocks": ["共 3 件。"]}]
    (finding,) = of_kind("heading", written(extra_sections=extra))
    assert finding.message == "“七、建议提案办理情况”不在规定的部分之内"
    assert finding.section == "other"
    (finding,) = of_kind("heading", written(extra_sections=[{"heading": "附：名录"}]))
    assert finding.section == "cover"


def test_the_five_aspects_of_the_overview_are_looked_for() -> None:
    assert said("aspect", written(narrative={"overview": "本年主动公开信息 3 条，依申请公开 2 件。"})) == [
        "“一、总体情况”没有写到：政府信息管理、政府信息公开平台建设、监督保障"
    ]
    assert said("aspect", written()) == []


def test_the_trial_format_asks_for_no_aspects_and_no_length() -> None:
    report = written(2020, narrative={"overview": "长" * 2_000})
    assert said("aspect", report) == []
    assert said("length", report) == []


def test_an_overview_past_a_thousand_characters_is_advised_to_be_shorter() -> None:
    fill = 1_000 - len(f"{ASPECTS}。")
    at_most = written(narrative={"overview": f"{ASPECTS}。{'实' * fill}"})
    one_more = written(narrative={"overview": f"{ASPECTS}。{'实' * (fill + 1)}"})
    assert said("length", at_most) == []
    assert said("length", one_more) == ["“一、总体情况”有 1001 字，原则上不超过 1000 字"]


@pytest.mark.parametrize(("text", "left"), [
    ("全年公开信息XX条。", "模板占位符“XX”"),
    ("全年公开信息××条。", "模板占位符“××”"),
    ("（文字描述）", "格式的提示语“（文字描述）”"),
    ("(文字描述，收取信息处理费情况在此处报告。)", "格式的提示语“(文字描述，收取信息处理费情况在此处报告。)”"),
    ("全年公开信息  条。", "没有填数字的空格“息  条”"),
    ("收到申请____件。", "没有填数字的空格“请____件”"),
])  # fmt: skip
def test_what_a_template_left_behind_is_pointed_at(text: str, left: str) -> None:
    assert said("residue", written(narrative={"other": ["无。", text]})) == [
        f"“六、其他需要报告的事项”第 2 段留有{left}"
    ]


@pytest.mark.parametrize(
    "text", ["全年公开信息 12 条。", "X光机采购公告1份。", "3×4米公示栏。", "以文字描述为主。", "第 三 条规定。"]
)
def test_text_that_only_looks_like_a_template_is_left_alone(text: str) -> None:
    assert said("residue", written(narrative={"other": text})) == []


@pytest.mark.parametrize(("text", "period"), [
    ("统计期限自2022年1月1日至2022年12月31日。", "2022年1月1日至2022年12月31日"),
    ("统计期限自2022年1月1日起至12月31日。", "2022年1月1日起至12月31日"),
    ("统计期限自2023年1月1日至2022年12月31日。", "2023年1月1日至2022年12月31日"),
    ("统计期限自２０２２年１月１日至１２月３１日。", "2022年1月1日至12月31日"),
])  # fmt: skip
def test_a_period_of_another_year_is_advice(text: str, period: str) -> None:
    assert said("period", written(introduction=text)) == [f"“引言”第 1 段的统计期限“{period}”不在 2023 年"]


def test_the_period_of_the_year_is_left_alone() -> None:
    assert said("period", written(introduction="统计期限自2023年1月1日至2023年12月31日。")) == []
    assert said("period", written(introduction="条例自2019年5月15日起施行。")) == []
