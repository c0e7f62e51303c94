"""What is seen of a signature, drawn as a PDF of one page: a seal from its picture, or a box with words."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable

from markupsafe import Markup

from exporters.fonts import CharactersMissingError, use_document_fonts

_MARKUP = '<!DOCTYPE html><html lang="zh-CN"><title>印章</title><style>{}</style>{}'
# A picture that asks to be smoothed is no PDF/A (ISO 19005-3, 6.2.8).
_SHEET = """@page {{ size: {width}mm {height}mm; margin: 0 }}
body {{ margin: 0; font: 9pt/1.4 "Liberation Serif", FandolFang, cwTeXFangSong, "LXGW WenKai", "Noto Serif CJK SC" }}
img {{ display: block; width: {width}mm; height: {height}mm; object-fit: contain; image-rendering: crisp-edges }}
.box {{ box-sizing: border-box; width: {width}mm; height: {height}mm; padding: 1.5mm 2mm; border: .8pt solid #a3261d;
  overflow: hidden; overflow-wrap: anywhere }}
p {{ margin: 0 }}
p:first-child {{ font-family: "Liberation Serif", FandolHei, "Noto Sans CJK SC"; color: #a3261d }}"""

BOX_MM = (75, 20)


def draw_seal(picture: bytes, media_type: str, diameter: float) -> bytes:
    """The picture of a seal as a page of `diameter` millimetres square, its clear parts clear."""
    source = f"data:{media_type};base64,{b64encode(picture).decode()}"
    return _page(Markup('<img alt="" src="{}">').format(source), diameter, diameter)


def draw_box(lines: Iterable[str]) -> bytes:
    """Lines of words, the first as a heading, in a box of `BOX_MM`. CharactersMissingError if no face has one."""
    words = Markup("").join(Markup("<p>{}</p>").format(line) for line in lines)
    return _page(Markup('<div class="box">{}</div>').format(words), *BOX_MM)


def _page(body: Markup, width: float, height: float) -> bytes:
    use_document_fonts()
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    sheet = Markup(_SHEET.format(width=width, height=height))
    markup = Markup(_MARKUP).format(sheet, body)
    # The picture is part of the page; anything else that it asks for ends the drawing.
    fetcher = URLFetcher(allowed_protocols=("data",), allow_redirects=False, fail_on_errors=True)
    pages = HTML(string=str(markup), url_fetcher=fetcher).render()
    content: bytes = pages.write_pdf(pdf_variant="pdf/a-3b")
    if missing := {chr(code) for font in pages.fonts.values() for code in font.missing}:
        raise CharactersMissingError(missing)
    return content
