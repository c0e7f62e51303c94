"""What a new year starts with follows from the formats: nothing is guessed, nothing is lost without a word."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks import check
from checks.relations import State, evaluate, numbers_of
from report.errors import NianbaoError
from report.format import ReportFormat
from report.loading import format_for_year, load_format, load_formats
from report.numbers import Value
from report.presentation import Presentation
from report.report import Agency, Report
from services.errors import ChangeRefused
from services.new_year import carry, new_report
from tests.years.reports import report_of, sample, whole_of

OUT, IN = "applications.carried_out", "applications.carried_in"
COLUMNS = ("person", "business", "research", "welfare", "legal", "other_org", "total")


def filled(previous: Report, year: int | None = None) -> dict[str, str]:
    """The figures carried to the next year, as text."""
    fmt = format_for_year(previous.year + 1 if year is None else year)
    return {cell: str(value.number) for cell, value in carry(previous, fmt).filled.items()}


def test_charts_and_wide_tables_are_as_last_year_but_not_its_place_on_the_website() -> None:
    charts = tuple(chart.id for chart in load_format("2021").charts)
    chosen = Presentation(charts, "rotate", index_number="A1", published="2024-01-31")
    report, _ = new_report(replace(report_of(2023), presentation=chosen))
    assert report.presentation == Presentation(charts, "rotate")


def test_a_chart_that_the_new_format_does_not_offer_is_left_out() -> None:
    chosen = Presentation(("no-such-chart",), "rotate")
    report, _ = new_report(replace(report_of(2020), presentation=chosen))
    assert report.presentation == Presentation((), "rotate")


def test_every_column_of_last_years_carry_over_opens_this_year() -> None:
    last = whole_of(2023, {f"{OUT}.{column}": str(n) for n, column in enumerate(COLUMNS)})
    assert filled(last) == {f"{IN}.{column}": str(n) for n, column in enumerate(COLUMNS)}


def test_a_zero_printed_is_carried_and_a_blank_is_not() -> None:
    last = report_of(2023, {f"{OUT}.person": "0"})
    carried = carry(last, format_for_year(2024))
    assert filled(last) == {f"{IN}.person": "0"}
    assert len(carried.not_carried) == len(COLUMNS) - 1
    assert carried.not_carried[-1].reason == "上年报告的这一格没有填写，“上年结转·总计”请另填"


def test_what_could_not_be_read_is_listed_as_it_stands() -> None:
    last = report_of(2023, {f"{OUT}.total": {"text": "3人?", "doubt": "不是数字"}})
    (left,) = [n for n in carry(last, format_for_year(2024)).not_carried if n.value]
    assert (left.cell, left.title, left.value) == (f"{OUT}.total", "结转下年度·总计", "3人?")
    assert left.reason == "上年报告的这一格读不出数字（不是数字），“上年结转·总计”请另填"


@pytest.mark.parametrize(("number", "told"), [("-2", "−2"), ("1.5", "1.5")])
def test_a_figure_that_the_cell_cannot_hold_is_not_carried(number: str, told: str) -> None:
    carried = carry(whole_of(2023, {f"{OUT}.total": number}), format_for_year(2024))
    assert f"{IN}.total" not in carried.filled
    (left,) = carried.not_carried
    assert left.reason == f"上年报告结转下年 {told}，“上年结转·总计”不能这样填，请核对"


def test_a_note_on_last_years_figure_stays_in_last_years_report() -> None:
    last = whole_of(2023, {})
    last = replace(last, values=last.values | {f"{OUT}.total": Value(Decimal(3), note="含1件延期")})
    assert carry(last, format_for_year(2024)).filled[f"{IN}.total"] == Value(Decimal(3))


def test_in_the_2019_format_the_number_of_items_goes_on_from_last_years_number_and_change() -> None:
    last = whole_of(
        2019,
        {"proactive.licensing.items_last_year": "335", "proactive.licensing.items_change": "-79"},
        format_id="2019",
    )
    assert filled(last)["proactive.licensing.items_last_year"] == "256"


def test_items_that_would_come_out_below_zero_are_left_to_a_person() -> None:
    values = {"proactive.fees.items_last_year": "3", "proactive.fees.items_change": "-5"}
    carried = carry(whole_of(2019, values, format_id="2019"), load_format("2019"))
    assert "proactive.fees.items_last_year" not in carried.filled
    assert [n.value for n in carried.not_carried] == ["-2"]


def test_from_the_2019_format_to_the_2021_one_only_what_means_the_same_goes_over() -> None:
    last = whole_of(2020, {f"{OUT}.total": "4", "proactive.normative.published_total": "31"}, format_id="2019")
    assert set(filled(last)) == {f"{IN}.{column}" for column in COLUMNS}


def test_what_has_no_place_in_the_2021_format_is_listed_with_the_sum_it_would_have_carried() -> None:
    values = {
        "proactive.licensing.items_last_year": "21",
        "proactive.licensing.items_change": "19",
        "proactive.normative.published_total": "31",
    }
    carried = carry(report_of(2020, values, format_id="2019"), load_format("2021"))
    listed = {n.title: (n.value, n.reason) for n in carried.not_carried if not n.cell.startswith("applications.")}
    assert listed == {
        "行政许可·上一年项目": (
            "40",
            "上年报告上一年项目 21 + 上年报告本年增/减 19 = 40；“2021年格式”没有这一栏，不结转",
        ),
        "规范性文件·对外公开总数": ("31", "“2021年格式”没有这一栏；名称相近的栏目含义不同，不能代替"),
    }


def test_the_stock_of_documents_in_force_has_to_be_counted_anew_in_the_first_year_of_the_2021_format() -> None:
    assert carry(report_of(2020, format_id="2019"), load_format("2021")).to_count == (
        "proactive.regulations.in_force",
        "proactive.normative.in_force",
    )
    assert carry(report_of(2022), load_format("2021")).to_count == ()


def test_published_reports_carry_what_they_printed() -> None:
    assert set(filled(sample("hongze-2023")).values()) == {"0"}
    taonan = filled(sample("001_6bf957eabb57496e"))
    assert taonan["proactive.licensing.items_last_year"] == "335"
    assert taonan["proactive.coercion.items_last_year"] == "4"


def test_of_the_two_real_years_carry_over_and_stock_hold_and_only_swings_ask_for_reasons() -> None:
    findings = check(sample("hongze-2024"), sample("hongze-2023"))
    assert [f.message for f in findings if f.severity == "warning"] == [
        "行政许可·处理决定 9487，上年 550，增 1625%",
        "行政强制·处理决定 84，上年 195，减 57%",
        "总计·本年新收 95，上年 21，增 352%",
        "总计·办理结果总计 95，上年 21，增 352%",
    ]


def test_the_cover_is_taken_over_and_no_text() -> None:
    last = sample("hongze-2023")
    report, carried = new_report(replace(last, issuer="洪泽区人民政府办公室"))
    assert (report.agency, report.year, report.format.id) == (last.agency, 2024, "2021")
    assert (report.contact, report.issuer) == (last.contact, "洪泽区人民政府办公室")
    assert carried.taken_over["issuer"] == "洪泽区人民政府办公室"
    assert (report.title, report.introduction, report.extra_sections, report.date) == ("", (), (), None)
    assert report.narrative == {"overview": (), "problems": (), "other": ()}
    assert report.facts == {}


def test_a_renamed_agency_of_the_same_credit_code_keeps_its_contact_and_signs_anew() -> None:
    last = report_of(2023, agency={"name": "旧局", "credit_code": "X"}, contact={"telephone": "1"}, issuer="旧局")
    report, _ = new_report(last, agency=Agency("新局", "department", "X"))
    assert (report.contact.telephone, report.issuer) == ("1", "")


def test_from_another_agencys_report_nothing_of_the_cover_is_taken_over() -> None:
    last = report_of(2023, agency={"name": "甲局", "credit_code": "X"}, contact={"telephone": "1"}, issuer="甲局")
    report, carried = new_report(last, agency=Agency("乙局"))
    assert (report.contact.telephone, report.issuer, report.agency.credit_code) == ("", "", "")
    assert carried.taken_over == {}


@pytest.mark.parametrize("year", [2022, 2023, 2025])
def test_only_the_year_before_can_be_started_from(year: int) -> None:
    with pytest.raises(ChangeRefused, match=f"应从 {year - 1} 年度的报告开始，所选的是 2023 年度的"):
        new_report(report_of(2023), year=year)


def test_a_year_without_a_format_is_refused_in_words() -> None:
    with pytest.raises(NianbaoError, match="没有适用于 2018 年度的"):
        new_report(report_of(2017, format_id="2019"))


figures = st.one_of(
    st.none(),
    st.integers(0, 40).map(str),
    st.integers(-3, 3).map(str),
    st.sampled_from(["约 3", "1.5", "/"]),
)


@st.composite
def last_years(draw: st.DrawFn) -> tuple[Report, ReportFormat]:
    """A report with odd figures where they matter, and the format of the year after, which may be another."""
    fmt = draw(st.sampled_from(load_formats()))
    year = draw(st.integers(fmt.first_year, fmt.last_year or fmt.first_year + 3))
    names = [n for n in fmt.cell_index if any(word in n for word in ("carried", "items", "published", "in_force"))]
    values = {name: draw(figures) for name in names}
    return report_of(year, values, format_id=fmt.id), format_for_year(year + 1)


@given(last_years())
@settings(max_examples=150, deadline=None)
def test_whatever_last_year_was_what_is_carried_holds_and_the_rest_is_accounted_for(
    given_: tuple[Report, ReportFormat],
) -> None:
    previous, fmt = given_
    carried = carry(previous, fmt)
    report = replace(new_report(previous)[0], values=dict(carried.filled))

    numbers = numbers_of(report, previous)
    rules = {r.left.terms[0].cell: r for r in fmt.relations if r.carries}
    assert set(carried.filled) <= set(rules)
    for cell, rule in rules.items():
        sources = {term.cell.removesuffix("@last") for term in rule.right.terms}
        if cell in carried.filled:
            assert evaluate(rule, numbers).state is State.HOLDS
        elif sources <= set(previous.format.cell_index):
            assert sources & {n.cell for n in carried.not_carried}, f"{cell} is neither filled nor accounted for"

    codes = {rule.code for rule in rules.values()}
    faults = [f for f in check(report, previous) if f.kind == "number" or f.code in codes]
    assert not [f.message for f in faults if set(f.cells) & set(carried.filled)]
    listed = {n.cell for n in carried.not_carried}
    for cell in previous.format.cells:
        if cell.stock and cell.name not in fmt.cell_index and not previous.value(cell.name).is_blank:
            assert cell.name in listed
