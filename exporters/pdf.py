"""The report as PDF in official style (公文版式, GB/T 9704-2012), PDF/A-3a and PDF/UA-1."""

from __future__ import annotations

from dataclasses import replace

from exporters.csv import render_csv
from exporters.document import Document
from exporters.fonts import CharactersMissingError, use_document_fonts
from exporters.json import render_json
from exporters.missing import missing_characters
from exporters.outline import outline
from exporters.xlsx import render_xlsx


def render_pdf(document: Document) -> bytes:
    """The document as PDF, its data carried inside for machines; the same document gives the same bytes.

    Raises FontsMissingError if the faces are not installed, CharactersMissingError if none has a character.
    """
    use_document_fonts()
    contents = outline(document)
    if missing := missing_characters(contents):
        raise CharactersMissingError([item.character for item in missing], [item.where for item in missing])
    # WeasyPrint takes a second to load, which no other command should pay.
    from exporters.typeset import Embedded, typeset

    # The list of embedded files is searched by name, so it has to be in that order.
    carried = (
        Embedded("report.csv", "表格数据（CSV），一行一个数据", render_csv(document), "Data"),
        Embedded("report.json", "年报数据文件（JSON）", render_json(document), "Data"),
        Embedded("report.xlsx", "年报工作簿（Excel），表格带核对公式", render_xlsx(document), "Alternative"),
    )
    # Only the PDF leaves room for a signature, so the outline that all files share knows of none.
    place = replace(contents.signature, field=document.signature)
    return typeset(replace(contents, signature=place), carried)
