"""Charts draw what the tables say, in every file alike, or say why they cannot."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from lxml import html

from exporters.charts import NotDrawn, charts
from exporters.document import Document
from exporters.html import render_html
from exporters.pdf import render_pdf
from report.loading import load_formats
from report.numbers import Value
from report.presentation import Presentation
from report.report import Agency, Report
from tests.exporters.documents import NAMES, RECENT, SEED, final, sample

ALL = Presentation(("outcomes", "applicants", "trend"))


def charted(name: str = RECENT, presentation: Presentation = ALL, **values: Value) -> Document:
    """A document that asks for charts, with figures changed (dots written as `__`) and the year before as it is."""
    report = replace(sample(name), presentation=presentation)
    before = replace(report, year=report.year - 1)
    changed = {cell.replace("__", "."): value for cell, value in values.items()}
    return Document(replace(report, values={**report.values, **changed}), earlier=(before,))


def reasons(document: Document) -> list[str]:
    return [left_out.reason for left_out in charts(document)[1]]


def test_a_report_that_asks_for_none_has_none() -> None:
    assert charts(final(RECENT)) == ((), ())
    assert b"<svg" not in render_html(final(RECENT))


@pytest.mark.parametrize("name", NAMES)
def test_every_chart_of_every_sample_adds_up_what_its_table_says_or_tells_why_not(name: str) -> None:
    drawn, left_out = charts(charted(name))
    assert len(drawn) + len(left_out) == 3
    for chart in drawn:
        declared = next(c for c in sample(name).format.charts if c.id == chart.id)
        sums = [sum((sample(name).value(cell).number or 0) for cell in part.cells) for part in declared.parts]
        latest = [numbers[-1] for _, numbers in chart.series] if chart.whole is None else list(chart.series[0][1])
        assert latest == sums


def test_what_a_chart_shows_stands_in_its_alternative_text() -> None:
    (outcomes, _, trend), _ = charts(charted())
    assert outcomes.alternative == (
        "政府信息公开申请办理结果构成：予以公开 17件（43.6%），部分公开 5件（12.8%），不予公开 4件（10.3%），"
        "无法提供 8件（20.5%），不予处理 3件（7.7%），其他处理 2件（5.1%），合计 39件。"
    )
    assert trend.alternative == (
        "近年政府信息公开申请新收和办理数量：2022年：本年新收 38件，办理结果总计 39件；"
        "2023年：本年新收 38件，办理结果总计 39件。"
    )


CELL = "applications__granted__total"
OUTCOMES = Presentation(("outcomes",))


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (Value(), "2023 年度的“予以公开·总计”没有填写"),
        (Value(text="十七", doubt="不是数字"), "2023 年度的“予以公开·总计”读不出数字（不是数字）"),
        (Value(number=Decimal("-1")), "2023 年度的“予以公开·总计”是 -1，不是件数"),
        (Value(number=Decimal("1.5")), "2023 年度的“予以公开·总计”是 1.5，不是件数"),
        (Value(number=Decimal(18)), "各项之和 40 与合计 39 不符"),
    ],
)
def test_a_figure_that_is_none_leaves_the_chart_out_and_says_which(value: Value, reason: str) -> None:
    document = charted(presentation=OUTCOMES, **{CELL: value})
    title = "政府信息公开申请办理结果构成"
    assert charts(document) == ((), (NotDrawn("outcomes", title, f"“{title}”不能画：{reason}。"),))
    assert b"<svg" not in render_html(document)


def test_nothing_is_drawn_of_a_year_without_requests() -> None:
    report = sample(RECENT)
    zero = {name: Value(number=Decimal(0)) for name in report.values}
    document = Document(replace(report, values=zero, presentation=ALL), earlier=(replace(report, year=2022),))
    assert reasons(document) == [
        "“政府信息公开申请办理结果构成”不能画：合计为 0。",
        "“新收政府信息公开申请的申请人构成”不能画：合计为 0。",
    ]
    assert [chart.id for chart in charts(document)[0]] == ["trend"]


def test_a_single_year_is_no_trend() -> None:
    document = replace(charted(presentation=Presentation(("trend",))), earlier=())
    assert reasons(document) == [
        "“近年政府信息公开申请新收和办理数量”不能画：只有 2023 年度的报告，要有上一年度的报告才能比较。"
    ]


def test_the_trend_shows_up_to_three_years_without_a_gap_across_formats() -> None:
    report = replace(sample(RECENT), presentation=ALL)
    years = {year: replace(sample(SEED), year=year) for year in (2022, 2021, 2020, 2019)}
    trend = charts(Document(report, earlier=tuple(years.values())))[0][2]
    assert trend.categories == ("2021年", "2022年", "2023年")
    gap = charts(Document(report, earlier=(years[2021], years[2020])))
    assert "只有 2023 年度的报告" in gap[1][0].reason


def test_a_part_that_rounds_to_nothing_is_not_said_to_be_nothing() -> None:
    (applicants,), _ = charts(
        charted(
            presentation=Presentation(("applicants",)),
            applications__new__person=Value(number=Decimal(99_994)),
            applications__new__total=Value(number=Decimal(100_000)),
        )
    )
    assert "法律服务机构 1件（不足0.1%）" in applicants.alternative
    assert "科研机构 0件（0.0%）" in applicants.alternative


def test_the_page_draws_it_as_shapes_and_texts_that_a_strict_policy_admits() -> None:
    page = html.document_fromstring(render_html(charted()).decode())
    drawings = page.xpath("//*[local-name()='svg']")
    assert [drawing.get("role") for drawing in drawings] == ["img"] * 3
    assert [drawing.get("aria-label") for drawing in drawings] == [c.alternative for c in charts(charted())[0]]
    assert {element.tag for drawing in drawings for element in drawing.iter()} == {"svg", "g", "path", "rect", "text"}
    assert not page.xpath("//*[local-name()='svg']//@style|//*[local-name()='svg']//@class|//@*[contains(., 'url(')]")


def test_series_differ_in_more_than_colour_and_every_bar_has_its_value() -> None:
    page = html.document_fromstring(render_html(charted(presentation=Presentation(("trend",)))).decode())
    (drawing,) = page.xpath("//*[local-name()='svg']")
    fills = {rect.get("fill") for rect in drawing.iter("rect")}
    assert fills == {"#1f4e8c", "#fff"}
    texts = [text.text for text in drawing.iter("text")]
    assert texts.count("38") == texts.count("39") == 2
    assert "近年政府信息公开申请新收和办理数量（单位：件）" in texts


def test_a_bar_is_as_long_as_its_share() -> None:
    page = html.document_fromstring(render_html(charted(presentation=OUTCOMES)).decode())
    lengths = sorted(float(rect.get("width")) for rect in page.xpath("//*[local-name()='svg']//*[local-name()='rect']"))
    assert [round(length / lengths[-1], 2) for length in lengths] == [
        round(number / 17, 2) for number in sorted((17, 5, 4, 8, 3, 2))
    ]


def test_paper_has_it_as_a_tagged_figure_with_text_in_the_faces_of_the_document() -> None:
    content = render_pdf(charted())
    assert content == render_pdf(charted())
    with pikepdf.open(io.BytesIO(content)) as pdf:
        found = [str(element["/Alt"]) for element in pdf.objects if isinstance(element, pikepdf.Dictionary)
                 and element.get("/S") == "/Figure"]  # fmt: skip
    assert sorted(found) == sorted(chart.alternative for chart in charts(charted())[0])
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content))
    assert "17件（43.6%）" in text


FORM = (Path(__file__).parents[1] / "bad_formats" / "sound.yaml").read_text("utf-8")
DECLARED = """        kind: count
        charts:
          - id: results
            title: 办理结果
            kind: shares
            parts:
              - {label: 予以公开, cells: [granted.person, granted.firm]}
              - {label: 不予公开, cells: [refused.total]}
            whole: [granted.total, refused.total]
          - id: three
            title: 三项历年
            kind: years
            unit: 件
            parts:
              - {label: 新收, cells: [new.total]}
              - {label: 予以公开, cells: [granted.total]}
              - {label: 结转, cells: [rest.total]}
"""


def test_a_format_of_tomorrow_brings_its_own_charts(tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text(FORM.replace("        kind: count\n", DECLARED), "utf-8")
    counts = {"new.total": 9, "granted.person": 2, "granted.firm": 1, "granted.total": 3, "refused.total": 5,
              "rest.total": 1}  # fmt: skip
    report = Report(
        load_formats(tmp_path)[0],
        Agency("示例市民政局"),
        2041,
        values={f"requests.{cell}": Value(number=Decimal(count)) for cell, count in counts.items()},
        presentation=Presentation(("results", "three")),
    )
    document = Document(report, earlier=(replace(report, year=2040),))
    (results, three), left_out = charts(document)
    assert left_out == ()
    assert results.alternative == "办理结果：予以公开 3（37.5%），不予公开 5（62.5%），合计 8。"
    assert three.alternative == (
        "三项历年：2040年：新收 9件，予以公开 3件，结转 1件；2041年：新收 9件，予以公开 3件，结转 1件。"
    )
    page = html.document_fromstring(render_html(document).decode())
    fills = page.xpath("(//*[local-name()='svg'])[2]//*[local-name()='rect']/@fill")
    assert len(set(fills)) == 3
