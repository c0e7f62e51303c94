"""The file of record: what is written is read back the same, and every key means what its description says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.loading import load_format, load_formats
from report.narrative import Block
from report.numbers import Value
from report.record import dump_report, load_report, read_report, write_report
from report.report import Agency, ExtraSection, Report
from tests.report.files import SAMPLES, VALIDATOR, content, smallest
from tests.report.strategies import consistent_reports, reports

FORMATS = load_formats()
any_report = st.sampled_from(FORMATS).flatmap(reports)


@given(any_report)
def test_a_report_written_and_read_is_the_same_report(report: Report) -> None:
    assert load_report(dump_report(report)) == report


@given(any_report)
def test_the_same_report_is_always_written_as_the_same_bytes(report: Report) -> None:
    written = dump_report(report)
    assert dump_report(load_report(written)) == written


@given(any_report)
def test_every_report_written_agrees_with_the_schema(report: Report) -> None:
    VALIDATOR.validate(write_report(report))


@given(st.sampled_from(FORMATS).flatmap(consistent_reports))
def test_a_complete_report_fills_every_cell(report: Report) -> None:
    assert None not in write_report(report)["values"].values()


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.stem)
def test_a_sample_is_written_back_with_all_that_it_holds(file: Path) -> None:
    report = load_report(file.read_bytes())
    again = load_report(dump_report(report))
    assert again == report
    VALIDATOR.validate(write_report(report))


def test_the_smallest_file_names_an_agency_and_a_year() -> None:
    report = read_report({"agency": {"name": "示例市民政局"}, "year": 2023})
    assert (report.format.id, report.agency, report.year) == ("2021", Agency("示例市民政局"), 2023)


def test_an_agency_may_be_written_as_its_name() -> None:
    assert read_report(smallest(agency="示例市民政局")).agency == Agency("示例市民政局")


@pytest.mark.parametrize(("year", "format_id"), [(2019, "2019"), (2020, "2019"), (2021, "2021"), (2035, "2021")])
def test_the_year_chooses_the_format_where_none_is_named(year: int, format_id: str) -> None:
    assert read_report({"agency": "示例市民政局", "year": year}).format.id == format_id


def test_a_format_named_is_used_though_the_year_asks_for_another() -> None:
    assert read_report(smallest(format="2019", year=2023)).format.id == "2019"


def test_an_absent_value_and_null_are_both_blank_and_zero_is_not() -> None:
    report = read_report(smallest(values={"review.reconsideration.total": None, "applications.new.person": "0"}))
    assert report.value("review.reconsideration.total").is_blank
    assert report.value("applications.carried_in.person").is_blank
    assert report.value("applications.new.person") == Value(Decimal(0))


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("14", Value(Decimal(14))),
        (14, Value(Decimal(14))),
        ("１４", Value(Decimal(14))),
        ("1,234", Value(Decimal(1234))),
        ({"number": "22", "note": "其中修订16件"}, Value(Decimal(22), "其中修订16件")),
        ({"number": "22"}, Value(Decimal(22))),
        ("22（其中修订16件）", Value(Decimal(22), "其中修订16件")),
        ({"text": "2,232,951", "doubt": "无单位"}, Value(text="2,232,951", doubt="无单位")),
        ({"text": "12"}, Value(text="12", doubt="不是数字")),
        ({"text": " "}, Value()),
        ("十四", Value(text="十四", doubt="不是数字")),
        ("/", Value(text="/", doubt="没有数字，如无此项请填0")),
        ({"number": "十四", "note": "估计"}, Value(text="十四（估计）", doubt="不是数字")),
        ({"number": "", "note": "估计"}, Value(text="（估计）", doubt="不是数字")),
        ({"number": "22", "note": " 估计 "}, Value(Decimal(22), "估计")),
        ({"number": "22", "note": "万元"}, Value(text="22（万元）", doubt="单位不符")),
    ],
)
def test_a_value_is_read_as_written(written: object, value: Value) -> None:
    report = read_report(smallest(values={"applications.new.person": written}))
    assert report.value("applications.new.person") == value


@pytest.mark.parametrize(
    ("written", "kept"),
    [(b"2.50", "2.50"), (b"0.1", "0.1"), (b"96171.6", "96171.6"), (b"1e3", "1000"), (b"12345.678901", "12345.678901")],
)
def test_a_json_number_is_read_exactly(written: bytes, kept: str) -> None:
    data = content(smallest(values={"proactive.fees.amount": "x"})).replace(b'"x"', written)
    assert write_report(load_report(data))["values"]["proactive.fees.amount"] == kept


def test_narrative_may_be_plain_text_with_a_paragraph_a_line() -> None:
    report = read_report(smallest(narrative={"other": "无。\n\n 另有一事。"}))
    assert report.blocks("other") == (Block("paragraph", "无。"), Block("paragraph", "另有一事。"))


def test_narrative_may_be_found_under_the_mandated_heading() -> None:
    report = read_report(smallest(narrative={"六、其他需要报告的事项": "无。"}))
    assert report.blocks("other") == (Block("paragraph", "无。"),)


def test_a_file_without_narrative_has_figures_only() -> None:
    assert read_report(smallest()).narrative is None
    assert read_report(smallest(narrative={})).narrative == {}


def test_white_space_within_a_line_is_one_blank() -> None:
    assert read_report(smallest(issuer=" 示例市\n 民政局\t")).issuer == "示例市 民政局"


def test_characters_that_no_document_can_hold_are_left_out() -> None:
    data = smallest(
        title="一\x00二\ud800",
        narrative={"other": "甲\x0b乙\ufffe"},
        values={"applications.new.person": "一\x07件\udfff"},
    )
    report = load_report(content(data))
    assert report.title == "一二"
    assert report.blocks("other") == (Block("paragraph", "甲乙"),)
    assert report.value("applications.new.person").text == "一件"
    assert load_report(dump_report(report)) == report


def test_a_mark_of_byte_order_before_the_text_does_no_harm() -> None:
    assert load_report(b"\xef\xbb\xbf" + content(smallest())) == load_report(content(smallest()))


def test_headings_fees_sections_and_contact_are_kept() -> None:
    report = Report(
        format=load_format("2021"),
        agency=Agency("示例市民政局", "government", "11320800014314799F"),
        year=2023,
        headings={"review": "四、复议和诉讼"},
        extra_sections=(ExtraSection("七、附件", "other", (Block("heading", "（一）表", 1),)),),
        facts={"processing_fees.charged": Value(Decimal("100.00"))},
        date=date(2024, 1, 31),
    )
    data = write_report(report)
    assert data["headings"] == {"review": "四、复议和诉讼"}
    assert data["extra_sections"] == [
        {"heading": "七、附件", "after": "other", "blocks": [{"type": "heading", "level": 1, "text": "（一）表"}]}
    ]
    assert data["processing_fees"] == {"charged": "100.00"}
    assert data["date"] == "2024-01-31"
    assert data["agency"]["kind"] == "government"
    assert read_report(data) == report


def test_a_report_is_not_changed_by_being_written() -> None:
    report = read_report(smallest(values={"applications.new.person": "3"}))
    write_report(report)["values"]["applications.new.person"] = "4"
    assert report == replace(report, values={"applications.new.person": Value(Decimal(3))})
