"""Two reports side by side: cells by name, text by sentence, cells that one format has not, apart."""

from __future__ import annotations

import pytest

from report.loading import load_format
from report.report import Report
from services.comparison import Difference, DifferenceKind, compare, differences_text
from tests.years.reports import report_of, sample, whole_of

NEW = "applications.new.total"


def of(kind: str, a: Report, b: Report) -> list[tuple[str, str, str]]:
    return [(d.label, d.before, d.after) for d in compare(a, b) if d.kind == kind]


def text(*paragraphs: object) -> Report:
    return report_of(2023, narrative={"overview": list(paragraphs)})


@pytest.mark.parametrize("name", ["hongze-2023", "001_6bf957eabb57496e", "demo-2023"])
def test_a_report_is_no_different_from_itself(name: str) -> None:
    assert compare(sample(name), sample(name)) == []
    assert differences_text(sample(name), sample(name), []).endswith("两份报告没有不同。")


def test_a_changed_cell_is_told_with_its_title_and_both_figures() -> None:
    (found,) = compare(report_of(2023, {NEW: "5"}), report_of(2023, {NEW: {"number": "7", "note": "含网上2件"}}))
    assert found == Difference(DifferenceKind.FIGURE, f"values.{NEW}", "本年新收·总计", "5", "7（含网上2件）")


def test_the_same_amount_with_other_decimals_is_no_difference() -> None:
    fees = "proactive.fees.amount"
    assert compare(report_of(2023, {fees: "20.30"}), report_of(2023, {fees: "20.3"})) == []


def test_a_blank_is_not_the_same_as_zero() -> None:
    assert of("figure", report_of(2023), report_of(2023, {NEW: "0"})) == [("本年新收·总计", "", "0")]


def test_cells_of_one_format_only_stand_apart_and_each_once() -> None:
    a, b = whole_of(2020, {NEW: "5"}, format_id="2019"), whole_of(2021, {NEW: "7"})
    old, new = load_format("2019").cell_index.keys(), load_format("2021").cell_index.keys()
    paths = {kind: [d.path for d in compare(a, b) if d.kind == kind] for kind in DifferenceKind}
    assert paths[DifferenceKind.FIGURE] == [f"values.{NEW}"]
    assert paths[DifferenceKind.ONLY_FIRST] == [f"values.{name}" for name in old if name not in new]
    assert paths[DifferenceKind.ONLY_SECOND] == [f"values.{name}" for name in new if name not in old]


def test_blank_cells_of_one_format_only_are_left_out() -> None:
    a, b = report_of(2020, format_id="2019"), report_of(2021)
    assert [d.kind for d in compare(a, b)] == [DifferenceKind.COVER]


def test_what_only_the_first_reports_format_tells_of_fees_is_not_lost() -> None:
    a = report_of(2021, processing_fees={"notices": "2"})
    b = report_of(2020, format_id="2019")
    assert of("only_first", a, b) == [("政府信息公开信息处理费·发出收费通知", "2", "")]
    assert of("only_second", b, a) == [("政府信息公开信息处理费·发出收费通知", "", "2")]


def test_a_rewritten_sentence_stands_beside_the_one_it_was() -> None:
    a = text("公开信息12条。开展培训两次。")
    b = text("公开信息15条。开展培训两次。")
    assert of("sentence", a, b) == [("总体情况·第 1 段", "公开信息12条。", "公开信息15条。")]


def test_sentences_taken_out_and_put_in_stand_alone() -> None:
    a = text("公开信息12条。", "旧的平台已经停用。")
    b = text("公开信息12条。", "我们组织了多场群众开放日活动。")
    assert of("sentence", a, b) == [
        ("总体情况·第 2 段", "旧的平台已经停用。", ""),
        ("总体情况·第 2 段", "", "我们组织了多场群众开放日活动。"),
    ]


def test_paragraphs_joined_or_split_are_no_difference_of_sentences() -> None:
    assert of("sentence", text("公开信息。", "开展培训。"), text("公开信息。开展培训。")) == []


def test_a_sub_heading_made_a_paragraph_is_a_difference() -> None:
    heading = {"type": "heading", "level": 1, "text": "（一）主动公开"}
    assert of("sentence", text(heading), text("（一）主动公开")) == [
        ("总体情况·第 1 段", "〔小标题〕（一）主动公开", "（一）主动公开")
    ]


def test_additional_sections_and_introduction_are_compared() -> None:
    extra = {"heading": "七、附件", "after": "", "blocks": ["见附件。"]}
    a, b = report_of(2023, introduction=["旧引言。"]), report_of(2023, extra_sections=[extra])
    assert of("sentence", a, b) == [("引言·第 1 段", "旧引言。", ""), ("附加部分“七、附件”·第 1 段", "", "见附件。")]
    assert of("cover", a, b) == [("附加部分“七、附件”·标题", "", "七、附件")]


def test_two_real_years_differ_in_what_was_printed() -> None:
    a, b = sample("hongze-2023"), sample("hongze-2024")
    assert ("行政规范性文件·现行有效", "5", "8") in of("figure", a, b)
    assert len(of("figure", a, b)) == 30
    assert of("only_first", a, b) == of("only_second", a, b) == []
    shown = differences_text(a, b, compare(a, b))
    assert "数字（30 处）" in shown
    assert "  报告年度：2023 → 2024" in shown


def test_turned_round_both_sides_change_places() -> None:
    a, b = sample("hongze-2023"), sample("hongze-2024")
    forth, back = of("figure", a, b), of("figure", b, a)
    assert [(label, after, before) for label, before, after in forth] == back


def test_as_json_a_difference_is_plain_text_throughout() -> None:
    (found,) = compare(report_of(2023, {NEW: "5"}), report_of(2023))
    assert found.data() == {
        "kind": "figure", "path": f"values.{NEW}", "label": "本年新收·总计", "before": "5", "after": "",
    }  # fmt: skip
