"""The page for the website: whole, self-contained, told to screen readers."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import html5lib
import pytest
from lxml import html

from exporters.document import Document
from exporters.html import render_html, style_hash
from exporters.markup import source_hash
from report.layout import Grid, grid
from report.numbers import Value
from tests.exporters.documents import NAMES, RECENT, SEED, TRADITIONAL, draft, expected_boxes, final, sample
from tests.exporters.html_tables import boxes


def page_of(document: Document) -> html.HtmlElement:
    return html.document_fromstring(render_html(document).decode())


def grids(name: str) -> list[Grid]:
    return [grid(table) for section in sample(name).format.sections for table in section.tables]


def figure(document: Document, cell: str) -> str:
    """The text of the box that holds a cell."""
    for table, layout in zip(page_of(document).iter("table"), grids(RECENT), strict=True):
        cells = [slot.cell for slot in layout.slots() if slot.cell]
        if cell in cells:
            return table.xpath(".//td[@headers]")[cells.index(cell)].text_content()
    raise LookupError(cell)


@pytest.mark.parametrize("name", NAMES)
def test_every_box_of_every_table_is_in_its_place(name):
    tables = list(page_of(final(name)).iter("table"))
    assert [boxes(table) for table in tables] == [expected_boxes(layout, sample(name)) for layout in grids(name)]


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_names_headings_of_its_own_table_and_no_id_stands_twice(name):
    page = page_of(final(name))
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    for table, layout in zip(page.iter("table"), grids(name), strict=True):
        heads = set(table.xpath(".//th/@id"))
        expected = [list(slot.headers) for slot in layout.slots() if slot.cell]
        told = [cell.get("headers").split() for cell in table.iter("td") if cell.get("headers") is not None]
        assert told == expected
        assert heads.issuperset(head for row in told for head in row)


def test_the_heads_of_one_block_are_repeated_on_each_page_and_those_of_stacked_blocks_are_not():
    stacked, requests, _ = page_of(final(RECENT)).iter("table")
    assert stacked.find("thead") is None
    assert len(stacked.findall("tbody")) == 4
    assert len(requests.findall("thead/tr")) == 3


@pytest.mark.parametrize("name", NAMES)
def test_the_page_is_valid_html(name):
    parser = html5lib.HTMLParser(strict=True)
    parser.parse(render_html(final(name)).decode())


@pytest.mark.parametrize("name", NAMES)
def test_headings_come_in_order_and_no_rank_is_skipped(name):
    page = page_of(final(name))
    ranks = [int(heading.tag[1]) for heading in page.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
    assert ranks[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(ranks))
    printed = {part.text_content() for part in page.xpath("//h2")}
    assert {sample(name).heading(section.id) for section in sample(name).format.sections if section.tables} <= printed


def test_wide_tables_scroll_in_a_region_of_their_own_name_that_keys_can_reach():
    regions = [table.getparent() for table in page_of(final(RECENT)).iter("table")]
    assert {(region.get("role"), region.get("tabindex")) for region in regions} == {("region", "0")}
    assert [region.get("aria-label") for region in regions] == [
        "表格：主动公开政府信息情况",
        "表格：收到和处理政府信息公开申请情况",
        "表格：政府信息公开行政复议、行政诉讼情况",
    ]


def test_the_page_says_its_language_and_title():
    page = page_of(final(SEED))
    assert page.get("lang") == "zh-CN"
    assert page.findtext("head/title") == "洮南市人民政府2019年政府信息公开工作年度报告"


@pytest.mark.parametrize("name", [SEED, TRADITIONAL])
def test_the_page_holds_no_script_and_asks_for_nothing(name):
    page = page_of(final(name))
    assert {element.tag for element in page.iter() if isinstance(element.tag, str)} <= {
        *("html", "head", "meta", "title", "style", "script", "body", "main", "section", "div", "span", "p"),
        *("h1", "h2", "h3", "h4", "table", "caption", "colgroup", "col", "thead", "tbody", "tr", "th", "td"),
    }
    assert [data.attrib for data in page.iter("script")] == [{"type": "application/ld+json"}]
    assert not page.xpath("//@src|//@href|//@style|//@*[starts-with(name(), 'on')]")
    assert "url(" not in page.findtext("head/style")
    assert "@import" not in page.findtext("head/style")


def test_the_page_admits_its_own_style_and_nothing_else():
    page = page_of(final(RECENT))
    policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert re.search(r"default-src 'none'; style-src '(sha256-[^']+)';", policy)[1] == style_hash(final(RECENT))
    raw = render_html(final(RECENT)).decode()
    assert source_hash(raw[raw.index("<style>") + 7 : raw.index("</style>")]) == style_hash(final(RECENT))


def test_a_draft_says_so_in_title_and_text_and_a_final_report_does_not():
    assert page_of(draft(RECENT)).findtext("head/title").startswith("草稿：")
    assert page_of(draft(RECENT)).xpath("//p[@class='mark']")[0].text == "草稿"
    assert "草稿" not in render_html(final(RECENT)).decode()


CELL = "proactive.normative.in_force"


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (Value(), ""),
        (Value(number=Decimal(0)), "0"),
        (Value(number=Decimal("22"), note="其中修订16件"), "22（其中修订16件）"),
        (Value(text="2,232,951", doubt="无单位"), "2,232,951"),
    ],
)
def test_a_figure_is_printed_as_it_stands(value, printed):
    report = replace(sample(RECENT), values={**sample(RECENT).values, CELL: value})
    assert figure(Document(report), CELL) == printed


def test_the_check_code_stands_at_the_end_if_there_is_one():
    assert page_of(replace(final(RECENT), check_code="7K2M-9Q")).xpath("//main/p[last()]")[0].text == "校验码：7K2M-9Q"
    assert "校验码" not in page_of(final(RECENT)).text_content()
