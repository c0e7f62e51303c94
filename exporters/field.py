"""The place of a signature in a PDF: an empty field, tagged and with a blank appearance, over issuer and date.

Made here and not by whoever signs, since a field added later is outside the structure tree, which PDF/UA-1 forbids
(ISO 14289-1, 7.18.1 and 7.18.4), and a visible one without an appearance is no PDF/A (ISO 19005-3, 6.3.3).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf

# What signing looks for: one field of this name.
FIELD_NAME = "signature"
_PLACE = "signature-field"
_LABEL = "电子签名"
_PRINTED_AND_LOCKED = 4 | 128
_SIGNATURES_APPENDED_ONLY = 3


def add_signature_field(document: Any, pdf: pydyf.PDF) -> None:
    """Put the field where the page holds the element for it; nothing where it holds none."""
    for number, page in enumerate(document.pages):
        for box in _boxes(page._page_box):
            if box.element is not None and box.element.attrib.get("id") == _PLACE and box.element_tag == "div":
                _add(pdf, number, _rectangle(page, box))
                return


def _boxes(box: Any) -> Iterator[Any]:
    """Every box of a page; one that is placed absolutely stands behind a placeholder that speaks for it."""
    yield box
    for child in getattr(box, "children", ()):
        yield from _boxes(child)


def _rectangle(page: Any, box: Any) -> list[float]:
    """Left, bottom, right and top in points from the page's lower left corner."""
    scale = 72 / 96
    left, top = box.content_box_x(), box.content_box_y()
    height = page.height
    edges = (left, height - top - box.height, left + box.width, height - top)
    return [round(edge * scale, 3) for edge in edges]


def _add(pdf: pydyf.PDF, number: int, rectangle: list[float]) -> None:
    left, bottom, right, top = rectangle
    blank = pydyf.Stream(
        extra={
            "Type": "/XObject",
            "Subtype": "/Form",
            "BBox": pydyf.Array([0, 0, round(right - left, 3), round(top - bottom, 3)]),
        }
    )
    pdf.add_object(blank)
    page = pdf.page_references[number]
    widget = pydyf.Dictionary(
        {
            "Type": "/Annot",
            "Subtype": "/Widget",
            "FT": "/Sig",
            "T": pydyf.String(FIELD_NAME),
            "TU": pydyf.String(_LABEL),
            "F": _PRINTED_AND_LOCKED,
            "P": page,
            "Rect": pydyf.Array(rectangle),
            "AP": pydyf.Dictionary({"N": blank.reference}),
        }
    )
    pdf.add_object(widget)
    _page(pdf, number).setdefault("Annots", pydyf.Array()).append(widget.reference)
    pdf.catalog["AcroForm"] = pydyf.Dictionary(
        {"Fields": pydyf.Array([widget.reference]), "SigFlags": _SIGNATURES_APPENDED_ONLY}
    )
    _tag(pdf, page, widget)


def _page(pdf: pydyf.PDF, number: int) -> Any:
    """The dictionary of a page, from 0."""
    return [item for item in pdf.objects if isinstance(item, pydyf.Dictionary) and item.get("Type") == "/Page"][number]


def _tag(pdf: pydyf.PDF, page: Any, widget: pydyf.Dictionary) -> None:
    """Tell of the field in the structure tree, last in reading order."""
    dictionaries = [item for item in pdf.objects if isinstance(item, pydyf.Dictionary)]
    root = next(item for item in dictionaries if item.get("Type") == "/StructTreeRoot")
    whole = next(item for item in dictionaries if item.get("S") == "/Document")
    mapping = next(item for item in dictionaries if item.reference == root["ParentTree"])
    place = pydyf.Dictionary({"Type": "/OBJR", "Obj": widget.reference, "Pg": page})
    pdf.add_object(place)
    element = pydyf.Dictionary(
        {
            "Type": "/StructElem",
            "S": "/Form",
            "P": whole.reference,
            "Pg": page,
            "Alt": pydyf.String(_LABEL),
            # Not in an array: pyHanko then takes filling in the field for a change of the structure.
            "K": place.reference,
        }
    )
    pdf.add_object(element)
    whole["K"].append(element.reference)
    # The tree of parents is a flat list of key and value, keys rising.
    widget["StructParent"] = mapping["Nums"][-2] + 1 if mapping["Nums"] else 0
    mapping["Nums"].extend([widget["StructParent"], element.reference])
