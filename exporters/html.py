"""The report as one HTML file for the website: style inside, no script, nothing fetched."""

from __future__ import annotations

from exporters.document import Document
from exporters.markup import page, source_hash, style
from exporters.outline import outline
from exporters.site import site_page


def style_hash(document: Document) -> str:
    """The source expression (`sha256-…`) of the document's own style, for a Content-Security-Policy."""
    return source_hash(style(outline(document), "web"))


def render_html(document: Document) -> bytes:
    """The document as UTF-8 HTML; the same document gives the same bytes."""
    contents = outline(document)
    return page(contents, "web", site_page(document.site, document.report, contents.title, contents.agency)).encode()
