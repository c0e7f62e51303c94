"""The fragment for a site's CMS looks right on any page, with nothing but styles at each element."""

from __future__ import annotations

import base64
import io
import re
from dataclasses import replace
from itertools import pairwise

import html5lib
import pytest
from lxml import html
from PIL import Image

from exporters.charts import charts
from exporters.document import Document
from exporters.fragment import render_fragment
from report.layout import grid
from report.presentation import Presentation
from tests.exporters.documents import NAMES, RECENT, draft, expected_boxes, final, sample, squeezed
from tests.exporters.html_tables import boxes
from tests.exporters.test_hostile import PAYLOADS, filled_with


def code(document: Document) -> str:
    return render_fragment(document).decode()


def parsed(text: str) -> html.HtmlElement:
    return html.fragment_fromstring(text, create_parent="body")


def charted() -> Document:
    report = replace(sample(RECENT), presentation=Presentation(("outcomes", "applicants", "trend")))
    return Document(report, earlier=(replace(report, year=report.year - 1),))


@pytest.mark.parametrize("name", NAMES)
def test_it_needs_no_style_sheet_no_class_no_script_and_no_address(name: str) -> None:
    text = code(draft(name))
    assert not re.search(r"<style|<script|<link|<svg|<html|<body|class=|url\(|href=| on[a-z]+=", text)
    assert {
        element.get("style") is not None for element in parsed(text).iter("p", "h2", "h3", "table", "th", "td")
    } == {True}


@pytest.mark.parametrize("name", NAMES)
def test_it_is_valid_html_inside_a_page(name: str) -> None:
    page = (
        f"<!DOCTYPE html><html lang=zh-CN><title>页</title><body><article>{code(final(name))}</article></body></html>"
    )
    html5lib.HTMLParser(strict=True).parse(page)
    ids = parsed(code(final(name))).xpath("//@id")
    assert len(ids) == len(set(ids))
    assert all(found.startswith(f"nianbao-{sample(name).year}-") for found in ids)


@pytest.mark.parametrize("name", NAMES)
def test_every_box_of_every_table_is_in_its_place(name: str) -> None:
    layouts = [grid(table) for section in sample(name).format.sections for table in section.tables]
    found = [boxes(table) for table in parsed(code(final(name))).iter("table")]
    assert found == [expected_boxes(layout, sample(name)) for layout in layouts]


@pytest.mark.parametrize("name", NAMES)
def test_figures_know_their_heads_by_id_and_by_scope_alone(name: str) -> None:
    page = parsed(code(final(name)))
    known = set(page.xpath("//th/@id"))
    assert known.issuperset(head for cell in page.xpath("//td/@headers") for head in cell.split())
    assert {head.get("scope") for head in page.iter("th")} <= {"col", "colgroup", "row", "rowgroup"}


@pytest.mark.parametrize("name", NAMES)
def test_headings_begin_below_the_title_of_the_page_and_skip_no_rank(name: str) -> None:
    ranks = [int(heading.tag[1]) for heading in parsed(code(final(name))).xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
    assert ranks[0] == 2
    assert all(1 < later <= earlier + 1 for earlier, later in pairwise(ranks))


@pytest.mark.parametrize("name", NAMES)
def test_every_paragraph_of_the_report_is_in_it(name: str) -> None:
    said = squeezed(parsed(code(final(name))).text_content())
    blocks = [block for section in sample(name).format.sections for block in sample(name).blocks(section.id)]
    assert [block.text for block in blocks if squeezed(block.text) not in said] == []


def test_charts_are_pictures_with_their_values_in_words() -> None:
    pictures = parsed(code(charted())).findall(".//img")
    assert [picture.get("alt") for picture in pictures] == [chart.alternative for chart in charts(charted())[0]]
    data = base64.b64decode(pictures[0].get("src").removeprefix("data:image/png;base64,"))
    with Image.open(io.BytesIO(data)) as drawn:
        assert drawn.width == 1536
        # 17 of 39 are drawn as a long bar: a good part of the picture is of its colour.
        coloured = sum(count for count, colour in drawn.convert("RGB").getcolors(256) if colour[2] > colour[0] + 60)
    assert coloured > 0.05 * drawn.width * drawn.height


def test_the_same_document_gives_the_same_bytes() -> None:
    assert render_fragment(charted()) == render_fragment(charted())


def test_a_draft_says_so_first() -> None:
    assert parsed(code(draft(RECENT)))[0][0].text == "草稿"
    assert "草稿" not in code(final(RECENT))


@pytest.mark.parametrize("text", PAYLOADS.values(), ids=PAYLOADS)
def test_what_strangers_wrote_stands_in_it_as_text(text: str) -> None:
    page = parsed(code(filled_with(text)))
    assert not list(page.iter("script", "img", "style", "iframe", "x"))
    assert not page.xpath("//@*[starts-with(name(), 'on')]")
    assert page.xpath(".//p")[0].text_content() == " ".join(text.split())
    assert {squeezed(cell.text_content()) for cell in page.xpath("//td[@headers]")} == {squeezed(text), ""}
