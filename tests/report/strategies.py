"""Reports drawn at random: `reports(fmt)` anything that can be on file, `consistent_reports(fmt)` without a fault.

`consistent_years(fmt)` draws two years' reports that also agree with each other.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from report.format import Cell, Fact, Kind, ReportFormat
from report.narrative import Block
from report.numbers import NOT_A_NUMBER, Value
from report.presentation import WIDE_TABLES, Presentation
from report.report import AGENCY_KINDS, Agency, Contact, Explanation, ExtraSection, Report
from tests.report.equations import complete, solve

MOST = 500

_LETTERS = st.characters(categories=["L", "N", "P", "S"], include_characters="年报件“”（）")
words = st.text(_LETTERS, min_size=1, max_size=12)
lines = st.lists(words, min_size=1, max_size=3).map(" ".join)

_counts = st.integers(0, MOST).map(Decimal)


def amounts(decimals: int) -> st.SearchStrategy[Decimal]:
    """Amounts of money with at most that many decimals, digits kept as written: 20.30 stays 20.30. None is doubtful."""
    return st.builds(lambda n, places: Decimal(n).scaleb(-places), st.integers(0, 10**6), st.integers(0, decimals))


def figure(item: Cell | Fact) -> st.SearchStrategy[Decimal]:
    """A sound figure of a cell or fact."""
    if item.kind is Kind.AMOUNT:
        return amounts(6 if item.unit == "万元" else 2)
    return st.integers(-MOST, MOST).map(Decimal) if item.kind is Kind.SIGNED_COUNT else _counts


_numbers = st.one_of(
    st.integers(-(10**15) + 1, 10**15 - 1).map(Decimal),
    # No zeros at the end: a count has none, so that 1.0 and 1 are one figure and one text.
    st.builds(lambda n, places: Decimal(10 * n + 1).scaleb(-places), st.integers(1, 10**12), st.integers(0, 6)),
)
values = st.one_of(
    st.builds(Value, number=_numbers),
    st.builds(Value, number=_numbers, note=lines.map(lambda line: f"其中{line}")),
    st.builds(Value, text=lines, doubt=st.sampled_from([NOT_A_NUMBER, "无单位"])),
)

_blocks = st.one_of(
    st.builds(Block, st.just("paragraph"), lines),
    st.builds(Block, st.just("heading"), lines, st.sampled_from([1, 2])),
)
blocks = st.lists(_blocks, max_size=4).map(tuple)
_agencies = st.builds(Agency, lines, st.sampled_from(sorted(AGENCY_KINDS)), st.sampled_from(["", "11320800014314799F"]))
_contacts = st.builds(Contact, address=st.just("") | lines, telephone=st.just("") | lines, email=st.just("") | lines)
_dates = st.none() | st.dates(date(1990, 1, 1), date(2199, 12, 31))


def years(fmt: ReportFormat) -> st.SearchStrategy[int]:
    """A year that uses the format."""
    return st.integers(fmt.first_year, fmt.last_year or fmt.first_year + 20)


def sparse(names: list[str], contents: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """{name: content} for some of the names."""
    return st.dictionaries(st.sampled_from(names), contents, max_size=12) if names else st.just({})


def _explanations(fmt: ReportFormat) -> st.SearchStrategy[tuple[Explanation, ...]]:
    one = st.builds(Explanation, words, lines, sparse(list(fmt.cell_index), words))
    return st.lists(one, max_size=2, unique_by=lambda e: e.finding).map(tuple)


def _presentations(fmt: ReportFormat) -> st.SearchStrategy[Presentation]:
    charts = [chart.id for chart in fmt.charts]
    some = st.sets(st.sampled_from(charts)) if charts else st.just(set())
    ordered = some.map(lambda chosen: tuple(chart for chart in charts if chart in chosen))
    days = st.dates(date(1990, 1, 1), date(2199, 12, 31)).map(date.isoformat)
    published = st.one_of(st.just(""), days, days.map(lambda day: f"{day} 09:30"))
    return st.builds(Presentation, ordered, st.sampled_from(list(WIDE_TABLES)), st.just("") | lines, published)


@st.composite
def reports(draw: st.DrawFn, fmt: ReportFormat) -> Report:
    """Any report that can stand in a file of record: blank, unread, annotated and odd figures, any text."""
    sections = [section.id for section in fmt.sections]
    extra = st.builds(ExtraSection, lines, st.sampled_from(["", *sections]), blocks)
    return Report(
        format=fmt,
        agency=draw(_agencies),
        year=draw(years(fmt) | st.integers(1900, 9999)),
        title=draw(st.just("") | lines),
        introduction=draw(blocks),
        narrative=draw(st.none() | sparse(sections, blocks)),
        headings=draw(sparse(sections, lines)),
        extra_sections=tuple(draw(st.lists(extra, max_size=2))),
        values=draw(sparse(list(fmt.cell_index), values)),
        facts=draw(sparse([f.id for s in fmt.sections for f in s.facts], values)),
        issuer=draw(st.just("") | lines),
        date=draw(_dates),
        contact=draw(_contacts),
        explanations=draw(_explanations(fmt)),
        presentation=draw(_presentations(fmt)),
    )


def _chosen(draw: st.DrawFn, fmt: ReportFormat, last_year: bool) -> dict[str, Decimal]:
    """Figures of the cells that may be chosen; most small, as in life."""
    free = [*fmt.cells, *fmt.fact_index.values()]
    free = [item for item in free if item.name not in solve(fmt, last_year).follow]
    counts = draw(st.lists(st.integers(0, MOST), min_size=len(free), max_size=len(free)))
    chosen = {item.name: Decimal(count) for item, count in zip(free, counts, strict=True)}
    return chosen | {item.name: draw(figure(item)) for item in free if item.kind is not Kind.COUNT}


def _whole(fmt: ReportFormat, year: int, agency: str, numbers: dict[str, Decimal]) -> Report:
    """A report of those figures with all text that the format asks for."""
    narrative = {
        s.id: tuple(Block("paragraph", f"{aspect}情况如下。") for aspect in (*s.narrative.aspects, "本年"))
        for s in fmt.sections
        if s.narrative and s.narrative.required
    }
    return Report(
        format=fmt,
        agency=Agency(agency),
        year=year,
        narrative=narrative,
        values={name: Value(number=numbers[name]) for name in fmt.cell_index},
        facts={fact.id: Value(number=numbers[fact.name]) for fact in fmt.fact_index.values()},
    )


@st.composite
def consistent_reports(draw: st.DrawFn, fmt: ReportFormat) -> Report:
    """A complete report in which every relation of this year holds and nothing else is wrong."""
    numbers = complete(fmt, _chosen(draw, fmt, False))
    assert numbers is not None, "this year's relations can always be made to hold"
    return _whole(fmt, draw(years(fmt)), "示例市民政局", numbers)


@st.composite
def consistent_years(draw: st.DrawFn, fmt: ReportFormat) -> tuple[Report, Report]:
    """(last year's report, this year's) of one agency; the relations that point at last year hold as well.

    The years may lie outside those of the format, where it is in force for one year only.
    """
    last = draw(consistent_reports(fmt))
    # A change below zero could leave fewer than no items; the year after has to start from what is left.
    last = replace(
        last, values=last.values | {c.name: Value(Decimal(1)) for c in fmt.cells if c.kind is Kind.SIGNED_COUNT}
    )
    known = {name: value.number for name, value in last.values.items() if value.number is not None}
    numbers = complete(fmt, _chosen(draw, fmt, True), known)
    assert numbers is not None, "the relations with last year can always be made to hold"
    return last, _whole(fmt, last.year + 1, last.agency.name, numbers)
