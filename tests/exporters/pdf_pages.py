"""What a PDF shows and what it tells a screen reader."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pikepdf
import pypdfium2

from exporters.document import Document
from exporters.pdf import render_pdf
from tests.exporters.documents import draft, final, squeezed


@cache
def final_pdf(name: str) -> bytes:
    return render_pdf(final(name))


@cache
def draft_pdf(name: str) -> bytes:
    return render_pdf(draft(name))


def page_texts(content: bytes) -> list[str]:
    """The text of each page without white space."""
    return [squeezed(page.get_textpage().get_text_bounded()) for page in pypdfium2.PdfDocument(content)]


def running_text(document: Document, content: bytes) -> str:
    """All text without white space, marks and page numbers."""
    texts = []
    for number, text in enumerate(page_texts(content), 1):
        bare = text.replace(f"—{number}—", "")
        texts.append(bare.removeprefix("草稿").removesuffix("草稿") if document.draft else bare)
    return "".join(texts)


@dataclass(frozen=True)
class Told:
    """A table's cell as a screen reader is told of it."""

    tag: str
    rowspan: int
    colspan: int
    scope: str
    id: str
    headers: tuple[str, ...]


def told_cells(content: bytes) -> list[Told]:
    """Every cell in the structure tree, in order."""

    def walk(element: Any) -> Iterator[Told]:
        if not isinstance(element, pikepdf.Dictionary) or "/S" not in element:
            return
        if element.S in ("/TD", "/TH") and "/A" in element:
            yield Told(
                str(element.S),
                int(element.A.get("/RowSpan", 1)),
                int(element.A.get("/ColSpan", 1)),
                str(element.A.get("/Scope", "")),
                str(element.get("/ID", "")),
                tuple(str(head) for head in element.A.get("/Headers", [])),
            )
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            yield from walk(kid)

    with pikepdf.open(io.BytesIO(content)) as pdf:
        return [cell for root in pdf.Root.StructTreeRoot.K for cell in walk(root)]
