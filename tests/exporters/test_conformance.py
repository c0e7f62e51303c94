"""What standards and programs ask of the files: ECMA-376 and Word of a DOCX, PDF/UA-1 and PDF/A-3 of a PDF."""

from __future__ import annotations

import io
import subprocess
import zipfile
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import PurePosixPath

import pdfua
import pikepdf
import pytest
from lxml import etree
from openxml_audit import FileFormat, OpenXmlValidator

from exporters.document import Document
from exporters.docx import render_docx
from exporters.pdf import render_pdf
from tests.exporters.documents import NAMES, RECENT, sample
from tests.exporters.pdf_pages import told_cells

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WAYS = ("fit", "rotate")
# It stumbles over colour spaces that are written within the resources, and is left out by the checker itself.
STUMBLES = {"UA-14-001"}


def document(name: str, way: str, draft: bool = False) -> Document:
    report = sample(name)
    return Document(replace(report, presentation=replace(report.presentation, wide_tables=way)), draft)


@cache
def pdf(name: str, way: str) -> bytes:
    return render_pdf(document(name, way))


@cache
def parts(name: str, way: str) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(render_docx(document(name, way)))) as package:
        return {part: package.read(part) for part in package.namelist()}


def body(name: str, way: str) -> etree._Element:
    return etree.fromstring(parts(name, way)["word/document.xml"])


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", NAMES)
def test_a_word_file_is_valid_by_the_schemas_and_the_rules_of_word(name, way, tmp_path):
    (tmp_path / "report.docx").write_bytes(render_docx(document(name, way, draft=name == RECENT)))
    result = OpenXmlValidator(FileFormat.OFFICE_2019).validate(tmp_path / "report.docx")
    assert [(error.part_uri, error.path, error.description) for error in result.errors] == []


def test_the_validator_sees_what_is_wrong(tmp_path):
    with zipfile.ZipFile(tmp_path / "report.docx", "w") as package:
        for part, content in parts(RECENT, "fit").items():
            package.writestr(part, content.replace(b"<w:cantSplit/><w:tblHeader/>", b"<w:tblHeader/><w:sz/>", 1))
    assert not OpenXmlValidator(FileFormat.OFFICE_2019).validate(tmp_path / "report.docx").is_valid


@pytest.mark.parametrize("way", WAYS)
def test_every_relation_of_a_word_file_leads_to_a_part_and_every_part_has_a_type(way):
    package = parts(RECENT, way)
    types = etree.fromstring(package["[Content_Types].xml"])
    extensions = {entry.get("Extension") for entry in types if entry.tag.endswith("Default")}
    named = {entry.get("PartName") for entry in types if entry.tag.endswith("Override")}
    for name, content in package.items():
        assert f"/{name}" in named or name.rsplit(".", 1)[-1] in extensions or name == "[Content_Types].xml"
        if name.endswith(".rels"):
            folder = PurePosixPath(name).parent.parent
            relations = etree.fromstring(content)
            assert len({relation.get("Id") for relation in relations}) == len(relations)
            for relation in relations:
                target = relation.get("Target")
                assert (target.removeprefix("/") if target.startswith("/") else str(folder / target)) in package
    relations = etree.fromstring(package["word/_rels/document.xml.rels"])
    used = {value for node in body(RECENT, way).iter() for key, value in node.attrib.items() if key == f"{R}id"}
    assert used <= {relation.get("Id") for relation in relations}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", NAMES)
def test_every_box_of_a_word_table_ends_with_a_paragraph_and_no_two_tables_touch(name, way):
    found = body(name, way)
    assert all(box[-1].tag == f"{W}p" for box in found.iter(f"{W}tc"))
    for table in found.iter(f"{W}tbl"):
        assert table.getnext().tag != f"{W}tbl"
        widths = [int(column.get(f"{W}w")) for column in table.find(f"{W}tblGrid")]
        for row in table.iter(f"{W}tr"):
            spans = [int(span.get(f"{W}val")) for span in row.iter(f"{W}gridSpan")]
            assert len(row.findall(f"{W}tc")) - len(spans) + sum(spans) == len(widths)


@pytest.mark.parametrize("way", WAYS)
def test_heading_styles_have_the_outline_levels_that_word_navigates_by(way):
    styles = etree.fromstring(parts(RECENT, way)["word/styles.xml"])
    levels = {
        style.get(f"{W}styleId"): style.find(f"{W}pPr/{W}outlineLvl").get(f"{W}val")
        for style in styles.iter(f"{W}style")
        if style.find(f"{W}pPr/{W}outlineLvl") is not None
    }
    assert levels == {"Heading1": "0", "Heading2": "1", "Heading3": "2"}
    known = {style.get(f"{W}styleId") for style in styles.iter(f"{W}style")}
    assert {node.get(f"{W}val") for node in body(RECENT, way).iter(f"{W}pStyle")} <= known


def test_every_section_of_a_word_file_has_22_lines_on_an_upright_page():
    grids = [section.find(f"{W}docGrid") for section in body(RECENT, "rotate").iter(f"{W}sectPr")]
    assert [(grid.get(f"{W}type"), grid.get(f"{W}linePitch")) for grid in grids] == [("lines", "579")] * 3
    assert int((297 - 37 - 35) / 25.4 * 1440 // 579) == 22


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", NAMES)
def test_a_pdf_is_sound_and_a_checker_of_accessibility_finds_nothing(name, way, tmp_path):
    (tmp_path / "report.pdf").write_bytes(pdf(name, way))
    subprocess.run(["qpdf", "--check", str(tmp_path / "report.pdf")], check=True, capture_output=True)
    told = pdfua.validate(str(tmp_path / "report.pdf"))
    assert [(finding.rule_id, finding.message) for finding in told.findings] == []
    assert {skipped.rule_id for skipped in told.skipped} <= STUMBLES


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", NAMES)
def test_a_pdf_has_all_that_an_archive_and_a_screen_reader_ask_for(name, way):
    with pikepdf.open(io.BytesIO(pdf(name, way))) as opened:
        root = opened.Root
        assert "/Encrypt" not in opened.trailer
        assert "/ID" in opened.trailer
        assert (str(root.Lang), bool(root.MarkInfo.Marked)) == ("zh-CN", True)
        assert str(root.OutputIntents[0].S) == "/GTS_PDFA1"
        assert not {"/AA", "/JavaScript"} & set(root.keys())
        assert len(root.Outlines.keys()) > 1
        assert all(str(page.Tabs) == "/S" and "/StructParents" in page for page in opened.pages)
        assert all("/Desc" in file and "/AFRelationship" in file for file in root.AF)
        with opened.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", NAMES)
def test_headings_go_down_one_rank_at_a_time(name, way):
    ranks: list[int] = []

    def walk(element: pikepdf.Object) -> None:
        if isinstance(element, pikepdf.Dictionary) and "/S" in element:
            kind = str(element.S)
            if kind[:2] == "/H" and kind[2:].isdigit():
                ranks.append(int(kind[2:]))
            kids = element.get("/K", [])
            for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
                walk(kid)

    with pikepdf.open(io.BytesIO(pdf(name, way))) as opened:
        for element in opened.Root.StructTreeRoot.K:
            walk(element)
    assert ranks[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(ranks))


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_is_told_with_heads_that_are_there(name):
    cells = told_cells(pdf(name, "rotate"))
    ids = [cell.id for cell in cells if cell.tag == "/TH"]
    assert all(cell.scope in ("/Row", "/Column") for cell in cells if cell.tag == "/TH")
    assert len(set(ids)) == len(ids)
    assert set(ids).issuperset(head for cell in cells for head in cell.headers)
