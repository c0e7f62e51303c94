"""The report as PDF in official style (公文版式, GB/T 9704-2012), PDF/A-3a and PDF/UA-1."""

from __future__ import annotations

from dataclasses import replace

from exporters.document import Document
from exporters.fonts import use_document_fonts
from exporters.outline import outline
from report.record import dump_report


def render_pdf(document: Document) -> bytes:
    """The document as PDF with the file of record embedded; the same document gives the same bytes.

    Raises FontsMissingError if the faces are not installed, CharactersMissingError if none has a character.
    """
    use_document_fonts()
    # WeasyPrint takes a second to load, which no other command should pay.
    from exporters.typeset import Embedded, typeset

    record = Embedded("report.json", "年报数据文件", dump_report(document.report))
    contents = outline(document)
    place = replace(contents.signature, field=document.signature)
    return typeset(replace(contents, signature=place), (record,))
