"""What WeasyPrint leaves out of PDF/UA-1: which headings belong to which figure, and the declaration in XMP.

It marks table cells, but writes no scope, and guesses headers without regard to spans. The HTML says both
(`scope` and `headers`, from the grid), so they are copied into the structure tree.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf

from exporters.field import add_signature_field

_SCOPES = {"col": "/Column", "colgroup": "/Column", "row": "/Row", "rowgroup": "/Row"}

# A PDF/A file may use only such XMP properties as it describes (ISO 19005-3, 6.6.2.3).
_PDF_UA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which the file conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""


def declare_accessible(metadata: Any) -> None:
    """Make WeasyPrint's metadata say PDF/UA-1 beside PDF/A."""
    generate = metadata.generate_rdf_metadata

    def generate_both(*args: Any) -> bytes:
        rdf: bytes = generate(*args)
        end = rdf.rindex(b"</rdf:RDF>")
        return rdf[:end] + _PDF_UA + rdf[end:]

    metadata.generate_rdf_metadata = generate_both


def finish(document: Any, pdf: pydyf.PDF) -> None:
    """WeasyPrint's finisher: figures know their headings, embedded files are listed once, signatures have a place."""
    _link_headers(document, pdf)
    add_signature_field(document, pdf)
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))


def _link_headers(document: Any, pdf: pydyf.PDF) -> None:
    """Give every heading cell its scope and an ID, and every other cell the IDs of its headings.

    A heading repeated on a later page gets an ID of its own there; a cell points at the nearest one before it.
    """
    nearest: dict[str, pydyf.String] = {}
    elements: dict[str, pydyf.Dictionary] = {}
    for number, page in enumerate(document.pages):
        for cell in _cells(page._page_box):
            attributes = cell.mark["A"]
            if cell.element.tag == "th":
                attributes["Scope"] = _SCOPES[cell.element.attrib["scope"]]
                name = f"{cell.element.attrib['id']}-{number}"
                cell.mark["ID"] = nearest[cell.element.attrib["id"]] = pydyf.String(name)
                elements[name] = cell.mark
            else:
                names = cell.element.attrib.get("headers", "").split()
                attributes["Headers"] = pydyf.Array([nearest[name] for name in names])
    if elements:
        _index(pdf, elements)


def _cells(box: Any) -> Iterator[Any]:
    """Every box of a table cell that stands in the structure tree, in reading order."""
    if getattr(box, "mark", None) is not None and box.element is not None and box.element.tag in ("td", "th"):
        yield box
    for child in getattr(box, "children", ()):
        yield from _cells(child)


def _index(pdf: pydyf.PDF, elements: dict[str, pydyf.Dictionary]) -> None:
    """The tree by which a reader finds an element by its ID (ISO 32000-1, 14.7.2)."""
    names = pydyf.Array()
    for name in sorted(elements):
        names.extend([pydyf.String(name), elements[name].reference])
    tree = pydyf.Dictionary(
        {"Names": names, "Limits": pydyf.Array([pydyf.String(min(elements)), pydyf.String(max(elements))])}
    )
    pdf.add_object(tree)
    root = pydyf.Dictionary({"Kids": pydyf.Array([tree.reference])})
    pdf.add_object(root)
    structure = next(o for o in pdf.objects if isinstance(o, dict) and o.get("Type") == "/StructTreeRoot")
    structure["IDTree"] = root.reference
