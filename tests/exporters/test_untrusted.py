"""Hostile text in every place that a report has, in every kind of file: printed as text, run and fetched by nothing."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pikepdf
import pytest
from lxml import etree, html

from bench.generated import PICTURES
from exporters import EXPORTERS
from exporters.document import Document
from exporters.site import SiteMetadata
from report.narrative import Block
from report.numbers import Value
from services.readback import read_back
from tests.exporters.long_document import two_hundred_pages
from tests.exporters.pdf_pages import page_texts
from tests.exporters.test_hostile import filled_with

ROOT = Path(__file__).resolve().parents[2]
SECRET = "机密内容不得外泄"
# {http} is a server of the test's own and {file} a file with a secret: whatever is fetched or read shows.
PAYLOADS = {
    "markup": "<img src={http}/a.png><iframe src='{file}'></iframe><object data={file}></object>",
    "link": "<link rel=stylesheet href={http}/a.css><link rel=attachment href={file}><base href={http}>",
    "style": "</style><style>@import url({http}/b.css);@font-face{{src:url({file})}}body{{background:url({http}/c)}}",
    "vector": "<svg xmlns='http://a.invalid' onload=alert(1)><script href='{http}/d.js'/><image href='{file}'/></svg>",
    "data address": "data:text/html,<script>alert(1)</script> data:image/svg+xml,<svg onload=alert(1)>",
    "entity": '<!DOCTYPE a [<!ENTITY b SYSTEM "{file}"><!ENTITY % c SYSTEM "{http}/e.dtd">%c;]>&b;',
    "template": "{{{{ config }}}}{{% include '{file}' %}}{{{{ ''.__class__.__mro__[1] }}}}${{7*7}}#{{7*7}}",
    "formula": '=WEBSERVICE("{http}/f")',
    "command formula": "+cmd|' /C calc'!A1",
    "at formula": '@HYPERLINK("{http}/g","点这里")',
    "minus formula": '-IMPORTXML("{http}/h","//a")',
    "field": 'INCLUDEPICTURE "{http}/i.png" \\* MERGEFORMAT',
    "file name": "../../../../etc/passwd\\..\\boot.ini",
    "address": "{http}/j 见 {file} 和 javascript:alert(1)",
    "PDF": ") Tj ET /URI ({http}/k) >> endobj << /S /JavaScript /JS (app.alert(1)) >>",
}
_ADDRESS = re.compile(r"https?:|file:|javascript:", re.IGNORECASE)


def everywhere(text: str, often: bool = True) -> Document:
    """A report that says `text` in every sort of place, in notes, tables and figures too, on a site that says it.

    Not `often`: in one figure and one section only, since long text in narrow boxes takes a PDF many layouts.
    """
    document = filled_with(text)
    report = document.report
    name = next(iter(PICTURES))
    blocks = (
        *report.introduction,
        Block("table", text, rows=((text, "甲"), ("1", text)), head=1),
        Block("figure", text, picture=name, alt=text),
    )
    noted = {cell.name: Value(Decimal(1), note=text) for cell in report.format.cells[20::40]}
    values, sections = {**report.values, **noted}, list(report.narrative or {})
    if not often:
        values, sections = dict(list(values.items())[:1]), sections[:1]
    report = replace(
        report,
        introduction=blocks,
        narrative=dict.fromkeys(sections, blocks),
        values=values,
        pictures={name: PICTURES[name]},
    )
    words = ("name", "domain", "id_code", "column", "column_type", "source", "author", "publisher", "category")
    site = SiteMetadata(**dict.fromkeys(words, text), keywords=(text,), catalogue=True)
    return replace(document, report=report, site=site)


@pytest.mark.parametrize("name", EXPORTERS)
@pytest.mark.parametrize("payload", PAYLOADS)
def test_it_is_printed_letter_for_letter_and_nothing_is_fetched_or_read(payload, name, visits, tmp_path):
    address, asked = visits
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET, encoding="utf-8")
    document = everywhere(PAYLOADS[payload].format(http=address, file=secret.as_uri()), often=name != "pdf")
    content = EXPORTERS[name].render(document)
    assert [finding.message for finding in read_back(document, name, content)] == []
    assert asked == []
    assert SECRET.encode() not in content
    if name == "pdf":
        assert SECRET not in "".join(page_texts(content))


def all_payloads(often: bool = True) -> Document:
    text = " ".join(PAYLOADS.values()).format(http="http://127.0.0.1:9", file="file:///etc/passwd")
    return everywhere(text, often)


@pytest.mark.parametrize("name", ["html", "fragment"])
def test_a_web_page_names_no_address_but_its_own_pictures_and_runs_nothing(name):
    page = html.document_fromstring(EXPORTERS[name].render(all_payloads()).decode())
    named = [
        value
        for element in page.iter()
        for key, value in element.attrib.items()
        if key in {"src", "href", "data", "action"}
    ]
    assert {value.split(";")[0] for value in named} == {"data:image/png"}
    assert [key for element in page.iter() for key in element.attrib if key.startswith("on")] == []
    assert {script.get("type") for script in page.iter("script")} <= {"application/ld+json"}
    styles = "".join(
        [*(element.get("style", "") for element in page.iter()), *(s.text or "" for s in page.iter("style"))]
    )
    assert "url(" not in styles
    assert "@import" not in styles


@pytest.mark.parametrize("name", ["docx", "xlsx"])
def test_an_office_file_has_no_entities_nothing_outside_itself_and_no_fields_but_its_own(name):
    with zipfile.ZipFile(io.BytesIO(EXPORTERS[name].render(all_payloads()))) as package:
        parts = {part: package.read(part) for part in package.namelist() if part.endswith((".xml", ".rels"))}
        assert not [
            part for part in package.namelist() if ".." in part or part.startswith("/") or "vba" in part.lower()
        ]
    for part, content in parts.items():
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
        assert root.getroottree().docinfo.doctype == "", part
        assert [element.get("Target") for element in root.iter() if element.get("TargetMode") == "External"] == [], part
        fields = ["".join(element.itertext()).strip() for element in root.iter("{*}instrText")]
        assert set(fields) <= {"PAGE", "NUMPAGES"}, part


def test_only_formulas_of_the_program_stand_in_a_workbook():
    book = openpyxl.load_workbook(io.BytesIO(EXPORTERS["xlsx"].render(all_payloads())))
    formulas = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert formulas
    assert [
        formula for formula in formulas if _ADDRESS.search(formula) or "cmd" in formula or "WEBSERVICE" in formula
    ] == []
    assert [cell.hyperlink for sheet in book for row in sheet.iter_rows() for cell in row if cell.hyperlink] == []


def test_a_pdf_has_no_action_and_no_link_outside_itself():
    contents = all_payloads(often=False)
    # In one line, not in a narrow box.
    content = EXPORTERS["pdf"].render(replace(contents, report=replace(contents.report, values={}, headings={})))
    forbidden = {"/JavaScript", "/JS", "/Launch", "/URI", "/GoToR", "/SubmitForm", "/ImportData", "/OpenAction", "/AA"}
    with pikepdf.open(io.BytesIO(content)) as file:
        for thing in file.objects:
            if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
                assert set(thing.keys()).isdisjoint(forbidden)
                assert str(thing.get("/S", "")) not in forbidden


@pytest.mark.parametrize("name", ["html", "fragment", "docx", "xlsx", "csv", "json"])
def test_a_narrative_of_two_hundred_pages_is_exported_whole(name):
    document = two_hundred_pages()
    content = EXPORTERS[name].render(document)
    assert read_back(document, name, content) == []


def refusal(seconds: int, memory_mb: int) -> str:
    """What a warm worker says of the long document as a PDF. A fresh one, which has no freed memory to begin with."""
    command = [sys.executable, "-m", "tests.exporters.long_document", str(seconds), str(memory_mb)]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, timeout=120).stdout


def test_as_a_pdf_it_ends_within_its_seconds_with_a_sentence_that_says_what_to_do():
    assert "生成文件超过 2 秒，已停止。内容可能过长，请删减后再试" in refusal(seconds=2, memory_mb=1024)


def test_as_a_pdf_it_ends_within_its_memory_with_a_sentence_that_says_what_to_do():
    assert "内存超过 48 MB，已停止。内容可能过长，请删减后再试" in refusal(seconds=60, memory_mb=48)
