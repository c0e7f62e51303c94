"""Everything of a DOCX but its text: page set-up, styles, page numbers, mark; made once with python-docx.

The text is written into it from templates, ten times faster than cell by cell (docs/performance.md).
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Emu, Mm, Pt, Twips
from lxml import etree

PARTS = Path(__file__).parent.parent / "templates" / "export" / "docx"

# Room along the edge for the number of a page that is turned on its side.
NUMBER = Pt(70)

# Parts of python-docx's own template that a report has no use for.
_NEEDLESS = ("customXml", "numbering", "stylesWithEffects", "webSettings", "thumbnail")


@dataclass(frozen=True)
class Shell:
    """The package's parts by name, without `word/document.xml`, and the XML of the page set-ups.

    `turned` is that of pages turned on their side, empty where there are none.
    """

    parts: dict[str, bytes]
    section: str
    turned: str = ""


@cache
def shell(draft: bool, turned: bool = False) -> Shell:
    """A4 by GB/T 9704-2012 with page numbers at the outer edge, and 草稿 over every page of a draft.

    With `turned` also the set-up of pages that are turned on their side.
    """
    document = docx.Document()
    _drop_needless(document)
    _replace_children(document.styles.element, "styles.xml")
    _replace_children(document.settings.element, "settings.xml")
    _set_fonts(document)
    _set_page(document.sections[0])
    _number_pages(document.sections[0])
    if draft:
        _mark(document.sections[0])
    upright = document.sections[0]._sectPr.xml
    if turned:
        # Page set-up and number of its own; the mark is that of the section before.
        _turn(document.add_section())
    file = io.BytesIO()
    document.save(file)
    with zipfile.ZipFile(file) as package:
        parts = {name: _tidied(package.read(name)) for name in package.namelist()}
    del parts["word/document.xml"], parts["docProps/core.xml"]
    return Shell(parts, upright, document.sections[-1]._sectPr.xml if turned else "")


def _tidied(content: bytes) -> bytes:
    """A part without the namespaces of Word's extensions that python-docx's template declares everywhere."""
    root = etree.fromstring(content)
    root.attrib.pop("{http://schemas.openxmlformats.org/markup-compatibility/2006}Ignorable", None)
    etree.cleanup_namespaces(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)


def _drop_needless(document: Any) -> None:
    for holder in (document.part.package, document.part):
        for key, relation in list(holder.rels.items()):
            if relation.reltype.rsplit("/", 1)[-1] in _NEEDLESS:
                del holder.rels[key]


def _replace_children(element: Any, name: str) -> None:
    """Put the content of one of our files into a part's root element."""
    for child in list(element):
        element.remove(child)
    for child in list(parse_xml((PARTS / name).read_bytes())):
        element.append(child)


def _set_fonts(document: Any) -> None:
    """The official faces and the names they may go by elsewhere."""
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/fontTable"):
            relation.target_part._blob = (PARTS / "fonts.xml").read_bytes()


def _set_page(section: Any) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    # The number's line stands 7 mm under the text; the mark between the paper's edge and the text.
    section.header_distance, section.footer_distance = Mm(20), Twips(1984) - Mm(7) - Pt(14)
    grid = section._sectPr.find(qn("w:docGrid"))
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), "579")


def _number_pages(section: Any) -> None:
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.style = "footer"
        properties = paragraph._p.get_or_add_pPr()
        properties.append(parse_xml(f'<w:ind {nsdecls("w")} w:{side}Chars="100" w:{side}="280"/>'))
        properties.append(parse_xml(f'<w:jc {nsdecls("w")} w:val="{side}"/>'))
        paragraph.add_run("— ")
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), " PAGE ")
        paragraph._p.append(field)
        field.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>1</w:t></w:r>"))
        paragraph.add_run(" —")


def _turn(section: Any) -> None:
    """Turn a section's pages on their side. Its numbers stay where they are on the sheet (GB/T 9704-2012, 7.3.4)."""
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin, section.bottom_margin = Mm(28), Mm(26)
    section.left_margin, section.right_margin = Mm(35), Mm(37)
    left = Emu(Mm(28) - Pt(14))
    for footer, side, top in (
        (section.footer, "right", Mm(210 - 26) - Pt(14) - NUMBER),
        (section.even_page_footer, "left", Mm(28) + Pt(14)),
    ):
        footer.is_linked_to_previous = False
        holder = footer.paragraphs[0]
        holder.style = "footer"
        box = (PARTS / "number.xml").read_text(encoding="utf-8")
        written = box.format(left=left.twips, top=Emu(top).twips, side=side)
        holder._p.addprevious(parse_xml(written))


def _mark(section: Any) -> None:
    for header in (section.header, section.even_page_header):
        header.is_linked_to_previous = False
        header.paragraphs[0].style = "header"
        header.paragraphs[0].add_run("草稿")
