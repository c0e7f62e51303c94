"""The samples say what their sources print: each figure in its cell, each line as it stands."""

from __future__ import annotations

import pytest

from report.loading import load_format
from report.record import load_report, write_report
from tests.samples.arithmetic import broken_sums
from tests.samples.printed import Printed, read_pdf, read_text
from tests.samples.recorded import (
    ANSHAN,
    HONGZE,
    HUAIHUA,
    PUTUO,
    SAMPLES,
    SEEDS,
    TAONAN,
    UNNAMED,
    load,
    recorded_figures,
    recorded_lines,
)

# What the web page around a report left in its text.
DEBRIS = {
    HUAIHUA: {"發布時間:2021-01-25 14:59信息來源:市財政局"},
    PUTUO: {"验证码", "全部评论"},
}


def read(name: str) -> Printed:
    return read_pdf(name) if name in HONGZE else read_text(name)


@pytest.mark.parametrize("name", [*SEEDS, *HONGZE])
def test_every_printed_figure_stands_in_its_cell(name: str) -> None:
    assert recorded_figures(name) == list(read(name).figures)


@pytest.mark.parametrize("name", SEEDS)
def test_every_printed_line_is_kept_letter_for_letter_in_its_order(name: str) -> None:
    printed = [line for line in read(name).lines if line not in DEBRIS.get(name, set())]
    assert list(recorded_lines(load(name))) == printed


@pytest.mark.parametrize("name", HONGZE)
def test_every_printed_character_of_a_pdf_is_kept_in_its_order(name: str) -> None:
    assert ["".join(recorded_lines(load(name)))] == list(read(name).lines)


@pytest.mark.parametrize(
    ("name", "count"),
    [(ANSHAN, 198), (TAONAN, 198), (UNNAMED, 198), (HUAIHUA, 196), (PUTUO, 198)]
    + [(name, 200) for name in (*HONGZE, "demo-2023")],
)
def test_a_sample_holds_no_cell_that_its_format_does_not_have(name: str, count: int) -> None:
    report = load(name)
    assert len(report["values"]) == count
    assert report["values"].keys() <= load_format(report["format"]).cell_index.keys()


@pytest.mark.parametrize("name", [*SEEDS, *HONGZE, "demo-2023"])
def test_reading_and_writing_a_sample_loses_nothing(name: str) -> None:
    record = load(name)
    written = write_report(load_report((SAMPLES / f"{name}.json").read_bytes()))
    written["values"] = {cell: value for cell, value in written["values"].items() if value}
    assert {key: written[key] for key in record} == record


@pytest.mark.parametrize("name", [*SEEDS, *HONGZE])
def test_a_heading_is_recorded_only_where_it_differs_from_the_mandated_one(name: str) -> None:
    report = load(name)
    mandated = load_format(report["format"])
    same = [
        section
        for section, heading in report.get("headings", {}).items()
        if mandated.section(section).heading == heading
    ]
    assert same == []


def test_the_column_that_huaihua_does_not_print_is_blank_not_zero() -> None:
    mandated = {cell.name for cell in load_format("2019").cells}
    assert mandated - load(HUAIHUA)["values"].keys() == {
        "proactive.regulations.published_total",
        "proactive.normative.published_total",
    }


def test_an_amount_without_a_unit_stays_text_in_doubt() -> None:
    amount = load(PUTUO)["values"]["proactive.procurement.amount"]
    assert amount == {"text": "2,232,951", "doubt": "无单位"}


def test_the_section_that_anshan_leaves_out_is_absent() -> None:
    assert set(load(ANSHAN)["narrative"]) == {"overview", "problems"}


def test_the_undivided_row_of_hongze_is_zero_in_each_of_its_three_parts() -> None:
    for name in HONGZE:
        values = load(name)["values"]
        parts = {values[cell] for cell in values if cell.startswith("applications.other.")}
        assert parts == {"0"}


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        (ANSHAN, []),
        (
            TAONAN,
            [
                "balance total",
                "balance welfare",
                "outcomes total",
                "outcomes welfare",
                "row granted",
                "row new",
                "row refused.internal",
                "row total",
            ],
        ),
        (UNNAMED, []),
        (HUAIHUA, []),
        (PUTUO, []),
        ("hongze-2023", ["review litigation_after", "review reconsideration"]),
        ("hongze-2024", []),
        ("demo-2023", []),
    ],
)
def test_the_sums_that_do_not_come_out_are_those_the_agency_printed(name: str, broken: list[str]) -> None:
    assert broken_sums(load(name)["values"]) == broken


def test_hongze_carries_its_stock_of_normative_documents_from_year_to_year() -> None:
    before, after = (load(name)["values"] for name in HONGZE)
    stock, issued, repealed = (
        int(after[f"proactive.normative.{column}"]) for column in ("in_force", "issued", "repealed")
    )
    assert stock == int(before["proactive.normative.in_force"]) + issued - repealed


@pytest.mark.parametrize("name", [TAONAN, *HONGZE, "demo-2023"])
def test_the_contact_on_record_is_the_one_in_the_introduction(name: str) -> None:
    report = load(name)
    introduction = report["introduction"][-1]["text"]
    assert [text for text in report["contact"].values() if text not in introduction] == []


def test_the_demo_is_complete_and_unmistakably_made_up() -> None:
    demo = load("demo-2023")
    headings = [block["text"] for block in demo["narrative"]["overview"] if "level" in block]
    aspects = load_format("2021").section("overview").narrative.aspects
    assert [heading[3:] for heading in headings] == list(aspects)
    assert set(demo["narrative"]) == {"overview", "problems", "other"}
    assert demo["agency"]["name"].startswith("示例市")
    assert demo["contact"]["email"].endswith(".example")


def test_the_demo_tells_the_same_fees_in_figures_and_in_words() -> None:
    demo = load("demo-2023")
    fees = demo["processing_fees"]
    words = demo["narrative"]["other"][0]["text"]
    assert f"收费通知{fees['notices']}件" in words
    assert f"总金额{fees['charged'].removesuffix('.00')}元" in words
    assert f"实际收取{fees['received'].removesuffix('.00')}元" in words
