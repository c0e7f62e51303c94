"""Whatever a report says is text: nothing in it is run, fetched or read, and no file is broken by it."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date

import docx
import html5lib
import pytest
from lxml import html
from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError

from exporters import EXPORTERS
from exporters.document import Document
from exporters.typeset import NOTHING
from report.narrative import Block
from report.numbers import Value
from report.report import Agency, ExtraSection
from tests.exporters.documents import RECENT, sample, squeezed
from tests.exporters.pdf_pages import page_texts

PAYLOADS = {
    "script": "<script>alert(1)</script>",
    "end of style": "</style><style>*{display:none}</style>",
    "end of CDATA": "]]><x>",
    "attribute": "\" onload='x' style=\"color:red",
    "template": "{{ 7 * 7 }}{% include '/etc/passwd' %}",
    "comment": "<!-- & &amp; -->",
    "image": "<img src='file:///etc/passwd'>",
    "field": '" INCLUDETEXT "/etc/passwd',
    "CSS": "}@import url(file:///etc/passwd);",
}


def filled_with(text: str, year: int = 2023) -> Document:
    """A report that says `text` wherever it can say anything."""
    blocks = (Block("paragraph", text), Block("heading", text, 1), Block("heading", text, 2))
    report = sample(RECENT)
    sections = [section.id for section in report.format.sections]
    return Document(
        replace(
            report,
            agency=Agency(text),
            title=text,
            introduction=blocks,
            narrative=dict.fromkeys(sections, blocks),
            headings=dict.fromkeys(sections, text),
            extra_sections=(ExtraSection(text, "review", blocks),),
            values={cell.name: Value(text=text, doubt="不是数字") for cell in report.format.cells[::40]},
            issuer=text,
            date=date(year, 1, 18),
        ),
        check_code=text,
    )


@pytest.mark.parametrize("text", PAYLOADS.values(), ids=PAYLOADS)
def test_html_shows_it_as_it_stands(text):
    content = EXPORTERS["html"].render(filled_with(text)).decode()
    html5lib.HTMLParser(strict=True).parse(content)
    page = html.document_fromstring(content)
    assert [data.get("type") for data in page.iter("script", "img", "x")] == ["application/ld+json"]
    assert json.loads(page.findtext("head/script"))["name"] == " ".join(text.split())
    assert len(list(page.iter("style"))) == 1
    assert page.xpath("//main//p")[0].text_content() == " ".join(text.split())
    assert {squeezed(cell.text_content()) for cell in page.xpath("//td[@headers]")} == {squeezed(text), ""}


@pytest.mark.parametrize("text", PAYLOADS.values(), ids=PAYLOADS)
def test_word_shows_it_as_it_stands(text):
    document = docx.Document(io.BytesIO(EXPORTERS["docx"].render(filled_with(text))))
    assert document.paragraphs[1].text == " ".join(text.split())
    assert document.tables[0].cell(2, 1).text == " ".join(text.split())
    assert document.core_properties.author == " ".join(text.split())


@pytest.mark.parametrize("text", [PAYLOADS["script"], PAYLOADS["template"], PAYLOADS["image"]])
def test_pdf_shows_it_as_it_stands(text):
    shown = "".join(page_texts(EXPORTERS["pdf"].render(filled_with(text))))
    assert squeezed(text) in shown


def test_characters_that_no_document_can_hold_are_left_out_of_it():
    document = filled_with("甲\x00乙\x0b丙\ud800丁\uffff戊\u202e己\x85庚")
    assert "甲乙丙丁戊" in EXPORTERS["html"].render(document).decode()
    word = docx.Document(io.BytesIO(EXPORTERS["docx"].render(document)))
    assert word.paragraphs[1].text.startswith("甲乙丙丁戊")


def test_control_characters_break_no_pdf():
    content = EXPORTERS["pdf"].render(filled_with("甲\x00乙\x0b丙丁\uffff戊\u202e己\x85庚"))
    assert "甲乙丙丁戊" in "".join(page_texts(content))


@pytest.mark.parametrize("year", [1900, 1979, 9999])
@pytest.mark.parametrize("name", EXPORTERS)
def test_a_report_of_any_year_can_be_exported(name, year):
    assert EXPORTERS[name].render(filled_with("无", year))


@pytest.mark.parametrize("name", EXPORTERS)
def test_an_address_in_the_text_is_not_visited(name, visits):
    address, asked = visits
    text = f"<link rel=stylesheet href={address}/a.css><img src={address}/b.png>"
    EXPORTERS[name].render(filled_with(text))
    assert asked == []


@pytest.mark.parametrize("name", EXPORTERS)
@pytest.mark.parametrize("tag", ["<img src={}>", "<object data={}>", "<link rel=attachment href={}>"])
def test_a_file_named_in_the_text_is_not_read(name, tag, tmp_path):
    secret = tmp_path / "s.txt"
    secret.write_text("机密内容不得外泄")
    report = replace(sample(RECENT), introduction=(Block("paragraph", tag.format(secret.as_uri())),))
    content = EXPORTERS[name].render(Document(report))
    assert "机密内容不得外泄".encode() not in content
    if name == "pdf":
        assert "机密内容不得外泄" not in "".join(page_texts(content))


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/x.png", "file:///etc/passwd", "data:image/svg+xml,<svg/>"])
def test_the_layout_engine_stops_at_any_address(address):
    with pytest.raises(FatalURLFetchingError):
        HTML(string=f"<img src='{address}'>", url_fetcher=NOTHING).render()
