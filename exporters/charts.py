"""Charts (图表) that a report asks for: the figures that each draws, or the reason why it cannot be drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from exporters.document import Document
from report.format import Chart, ChartKind, ChartPart
from report.report import Report

MOST_YEARS = 3


@dataclass(frozen=True)
class ChartFigures:
    """What a chart draws. `series` holds a name and one number for each of `categories`.

    A chart of shares has one series whose numbers make up `whole`; a chart of years has one for each of its parts.
    """

    id: str
    title: str
    unit: str
    section: str
    table: str
    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[Decimal, ...]], ...]
    whole: Decimal | None = None

    def shown(self, number: Decimal) -> str:
        """A number as the chart labels it: 「10件（50.0%）」."""
        label = f"{number:f}{self.unit}"
        return f"{label}（{share(number, self.whole)}）" if self.whole else label

    @property
    def alternative(self) -> str:
        """All that the chart says, in words (替代文本)."""
        if self.whole is not None:
            ((_, numbers),) = self.series
            parts = "，".join(f"{c} {self.shown(n)}" for c, n in zip(self.categories, numbers, strict=True))
            return f"{self.title}：{parts}，合计 {self.whole:f}{self.unit}。"
        rows = (
            f"{category}：" + "，".join(f"{name} {self.shown(numbers[n])}" for name, numbers in self.series)
            for n, category in enumerate(self.categories)
        )
        return f"{self.title}：{'；'.join(rows)}。"


@dataclass(frozen=True)
class NotDrawn:
    """A chart that was asked for and is left out; `reason` is a Chinese sentence."""

    id: str
    title: str
    reason: str


class _UnknownError(Exception):
    """A figure that a chart needs and the report does not have; says which, in Chinese."""


def share(number: Decimal, whole: Decimal) -> str:
    """A part of a whole in per cent, one decimal, half rounded up; what is there is never 0.0%."""
    rounded = (100 * number / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{rounded}%" if rounded or not number else "不足0.1%"


def charts(document: Document) -> tuple[tuple[ChartFigures, ...], tuple[NotDrawn, ...]]:
    """The charts that the document's report asks for, in the order of its format, and those that cannot be drawn."""
    report = document.report
    drawn: list[ChartFigures] = []
    left_out: list[NotDrawn] = []
    for chart in report.format.charts:
        if chart.id not in report.presentation.charts:
            continue
        try:
            drawn.append(_figures(chart, report, document.earlier))
        except _UnknownError as unknown:
            left_out.append(NotDrawn(chart.id, chart.title, f"“{chart.title}”不能画：{unknown}。"))
    return tuple(drawn), tuple(left_out)


def _figures(chart: Chart, report: Report, earlier: Sequence[Report]) -> ChartFigures:
    if chart.kind is ChartKind.SHARES:
        return _shares(chart, report)
    years = [report, *_years_before(report, earlier)][:MOST_YEARS][::-1]
    if len(years) == 1:
        raise _UnknownError(f"只有 {report.year} 年度的报告，要有上一年度的报告才能比较")
    series = tuple((part.label, tuple(_sum(part, year) for year in years)) for part in chart.parts)
    return _chart(chart, tuple(f"{year.year}年" for year in years), series)


def _shares(chart: Chart, report: Report) -> ChartFigures:
    numbers = tuple(_sum(part, report) for part in chart.parts)
    whole = _sum(ChartPart("合计", chart.whole), report)
    if sum(numbers) != whole:
        raise _UnknownError(f"各项之和 {sum(numbers):f} 与合计 {whole:f} 不符")
    if not whole:
        raise _UnknownError("合计为 0")
    return _chart(chart, tuple(part.label for part in chart.parts), ((chart.unit, numbers),), whole)


def _chart(
    chart: Chart,
    categories: tuple[str, ...],
    series: tuple[tuple[str, tuple[Decimal, ...]], ...],
    whole: Decimal | None = None,
) -> ChartFigures:
    return ChartFigures(chart.id, chart.title, chart.unit, chart.section, chart.table, categories, series, whole)


def _years_before(report: Report, earlier: Sequence[Report]) -> Iterator[Report]:
    """The reports of the years just before, latest first, as far as no year is missing."""
    by_year = {other.year: other for other in earlier}
    year = report.year - 1
    while year in by_year:
        yield by_year[year]
        year -= 1


def _sum(part: ChartPart, report: Report) -> Decimal:
    """The count that a part adds up."""
    total = Decimal(0)
    for name in part.cells:
        year = f"{report.year} 年度的"
        if name not in report.format.cell_index:
            raise _UnknownError(f"{year}“{report.format.name}”没有“{part.label}”所用的栏目")
        value, title = report.value(name), report.format.cell(name).title
        if value.is_blank:
            raise _UnknownError(f"{year}“{title}”没有填写")
        if value.number is None:
            raise _UnknownError(f"{year}“{title}”读不出数字（{value.doubt}）")
        if value.number < 0 or value.number != value.number.to_integral_value():
            raise _UnknownError(f"{year}“{title}”是 {value.number:f}，不是件数")
        total += value.number
    return total.to_integral_value()
