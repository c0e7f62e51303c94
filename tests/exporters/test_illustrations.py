"""Figures and tables of the text in every kind of file: whole, in place, told to who cannot see them, and harmless."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import docx
import openpyxl
import pdfplumber
import pikepdf
import pytest
from lxml import html
from PIL import Image

from exporters import EXPORTERS
from exporters.document import Document
from exporters.html import render_html
from exporters.illustrations import HIGHEST, WIDEST, Illustration, SimpleTable
from exporters.outline import outline
from importers.illustrations import prepared
from report.narrative import Block
from report.pictures import Picture
from tests.exporters.documents import RECENT, sample, squeezed

EVIL = "\"'><script>alert(1)</script><img src=http://example.com/x onerror=alert(2)>]]>&amp;=1+1"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@cache
def picture(width: int = 1600, height: int = 900, kind: str = "PNG") -> Picture:
    image = Image.new("RGB", (width, height), "white")
    image.paste("navy", (10, 10, width // 2, height // 2))
    if kind == "JPEG":
        image = Image.effect_noise((width, height), 60).convert("RGB")
    file = io.BytesIO()
    image.save(file, kind)
    return prepared(file.getvalue())


DRAWING, PHOTO = picture(), picture(900, 1800, "JPEG")
ROWS = (("内容", "人次", ""), ("《中华人民共和国政府信息公开条例》解读", "120", "甲"), ("写作", "86", ""))
BLOCKS = (
    Block("paragraph", "如图一所示。"),
    Block("figure", "图1 公开数量", picture=DRAWING.id, alt="柱状图：逐年上升"),
    Block("table", "表1 培训", rows=ROWS, head=1),
    Block("paragraph", "其余见图二。"),
    Block("figure", "", picture=PHOTO.id, alt="培训现场"),
    Block("table", "", rows=tuple((f"第{n}项", str(n)) for n in range(60)), head=1),
)


def document(*blocks: Block, draft: bool = False) -> Document:
    report = sample(RECENT)
    narrative = {**(report.narrative or {}), "other": blocks or BLOCKS}
    pictures = {picture.id: picture for picture in (DRAWING, PHOTO)}
    return Document(replace(report, narrative=narrative, pictures=pictures), draft)


@cache
def made(name: str) -> bytes:
    return EXPORTERS[name].render(document())


def page() -> html.HtmlElement:
    return html.fromstring(made("html").decode())


@pytest.mark.parametrize("name", sorted(EXPORTERS))
def test_the_same_document_gives_the_same_bytes(name: str) -> None:
    assert EXPORTERS[name].render(document()) == made(name)


def test_no_figure_is_wider_than_the_text_higher_than_a_page_or_coarser_than_looks_sharp() -> None:
    for shape in (picture(4000, 300), picture(300, 4000), picture(30, 20), DRAWING, PHOTO):
        wide, high = Illustration("", "figure", "", shape).size
        assert wide <= WIDEST
        assert high <= HIGHEST
        assert shape.width / wide * 25.4 >= 149
        assert wide / high == pytest.approx(shape.width / shape.height, rel=0.05)


def test_a_table_keeps_one_row_that_is_no_heading() -> None:
    assert SimpleTable("", "t", (("甲", "乙"),), 1).head == 0
    assert SimpleTable("", "t", (("甲", "乙"), ("丙", "丁")), 2).head == 1


def test_the_page_holds_pictures_captions_and_heads_and_asks_for_nothing() -> None:
    first, second = page().xpath("//figure")
    assert first.xpath("string(figcaption)") == "图1 公开数量"
    assert [image.get("alt") for image in page().xpath("//figure/img")] == ["柱状图：逐年上升", "培训现场"]
    assert all(image.get("src").startswith("data:image/") for image in page().xpath("//img"))
    assert second.xpath("figcaption") == []
    (policy,) = page().xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert "img-src data:" in policy
    assert "default-src 'none'" in policy


def test_a_document_without_figures_admits_no_pictures() -> None:
    assert "img-src" not in render_html(Document(sample(RECENT))).decode()


def test_each_box_of_a_table_names_its_heading_and_a_blank_head_is_none() -> None:
    table = page().xpath("//table[contains(@class, 'simple')]")[0]
    ids = {head.get("id"): head.text for head in table.xpath(".//th")}
    assert sorted(ids.values()) == ["人次", "内容"]
    rows = [[(cell.text or "", ids.get(cell.get("headers"))) for cell in row] for row in table.xpath(".//tbody/tr")]
    assert rows[1] == [("写作", "内容"), ("86", "人次"), ("", None)]
    assert table.get("aria-labelledby") == table.xpath("preceding::p[1]/@id")[0]


def elements(node: Any) -> Iterator[Any]:
    """Every element of a PDF's structure tree, in reading order."""
    yield node
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from elements(kid)


def test_the_pdf_tells_what_a_picture_shows_and_which_heading_a_box_has() -> None:
    with pikepdf.open(io.BytesIO(made("pdf"))) as pdf:
        tags = list(elements(pdf.Root.StructTreeRoot.K[0]))
        figures = [str(tag["/Alt"]) for tag in tags if tag["/S"] == "/Figure"]
        heads = [tag for tag in tags if tag["/S"] == "/TH"]
        assert figures == ["柱状图：逐年上升", "培训现场"]
        assert all("/Scope" in head["/A"] for head in heads)


def test_on_paper_a_picture_stands_within_the_text_with_its_caption_under_it() -> None:
    with pdfplumber.open(io.BytesIO(made("pdf"))) as pdf:
        shown = [(page, image) for page in pdf.pages for image in page.images]
        assert len(shown) == 2
        for page, image in shown:
            assert image["x0"] >= 28 / 25.4 * 72 - 0.1
            assert image["x1"] <= page.width - 26 / 25.4 * 72 + 0.1
        page, image = shown[0]
        caption = next(word for word in page.extract_words() if "图1" in word["text"])
        assert 0 < caption["top"] - image["bottom"] < 30


def test_on_paper_a_long_table_repeats_its_heads_on_every_page() -> None:
    with pdfplumber.open(io.BytesIO(made("pdf"))) as pdf:
        texts = [squeezed(page.extract_text()) for page in pdf.pages]
    pages = [text for text in texts if "项2" in text or "第59项" in text]
    assert len(pages) >= 2
    assert all("第0项0" in text for text in pages)


def test_a_word_file_holds_each_picture_once_with_its_words_and_marks_heads() -> None:
    file = docx.Document(io.BytesIO(made("docx")))
    names = [name for name in zipfile.ZipFile(io.BytesIO(made("docx"))).namelist() if "/media/" in name]
    assert len(names) == 2
    assert [shape._inline.docPr.get("descr") for shape in file.inline_shapes] == ["柱状图：逐年上升", "培训现场"]
    assert all(shape.width.mm <= WIDEST + 0.1 for shape in file.inline_shapes)
    table = file.tables[-2]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [list(row) for row in ROWS]
    assert [row._tr.trPr.find(f"{W}tblHeader") is not None for row in table.rows] == [True, False, False]
    captions = [p.text for p in file.paragraphs if p.style.name.lower() == "caption"]
    assert captions == ["图1 公开数量", "表1 培训"]


def test_a_workbook_says_figures_in_words_and_tables_row_by_row() -> None:
    book = openpyxl.load_workbook(io.BytesIO(made("xlsx")))
    texts = [str(row[0].value) for sheet in book for row in sheet.iter_rows() if row[0].value]
    assert "〔图〕图1 公开数量（柱状图：逐年上升）" in texts
    start = texts.index("表1 培训")
    assert texts[start + 1 : start + 4] == ["｜".join(row) for row in ROWS]


def test_the_data_file_holds_the_pictures() -> None:
    assert set(json.loads(made("json"))["pictures"]) == {DRAWING.id, PHOTO.id}


def test_a_figure_without_words_is_still_told_of_in_a_draft() -> None:
    bare = document(Block("figure", "", picture=DRAWING.id), draft=True)
    with pikepdf.open(io.BytesIO(EXPORTERS["pdf"].render(bare))) as pdf:
        (tag,) = [tag for tag in elements(pdf.Root.StructTreeRoot.K[0]) if tag["/S"] == "/Figure"]
        assert str(tag["/Alt"]) == "未写替代文字的图片"


@pytest.mark.parametrize("name", sorted(EXPORTERS))
def test_hostile_words_are_words_in_every_file(name: str) -> None:
    hostile = document(
        Block("figure", EVIL, picture=DRAWING.id, alt=EVIL),
        Block("table", EVIL, rows=((EVIL, "甲"), (EVIL, "")), head=1),
    )
    content = EXPORTERS[name].render(hostile)
    if name in ("html", "fragment"):
        root = html.fromstring(content.decode())
        assert root.xpath("//script[not(@type='application/ld+json')] | //@onerror") == []
        assert all(source.startswith("data:image/png;base64,") for source in root.xpath("//@src"))
    if name == "docx":
        assert [shape._inline.docPr.get("descr") for shape in docx.Document(io.BytesIO(content)).inline_shapes] == [
            EVIL
        ]
    assert outline(hostile).illustrations[0].alt == EVIL
