"""Pages made of HTML by WeasyPrint: tagged, archival, the same bytes for the same input.

Import this only after `exporters.fonts.use_document_fonts()`: Pango reads its fonts' configuration as it loads.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from weasyprint import HTML, Attachment
from weasyprint.urls import URLFetcher

from exporters.justify import justify
from exporters.tagging import declare_accessible, link_headers

# The page holds all it needs, so that a request is an attack or a mistake: it ends the rendering.
NOTHING = URLFetcher(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)


@dataclass(frozen=True)
class Embedded:
    """A file carried inside the PDF."""

    name: str
    description: str
    content: bytes


def typeset(page: str, dated: date, embedded: tuple[Embedded, ...] = ()) -> bytes:
    """A page of HTML as PDF/A-3a and PDF/UA-1, its files embedded as associated data.

    Raises FatalURLFetchingError if the page asks for anything outside itself.
    """
    made = datetime(dated.year, dated.month, dated.day)  # noqa: DTZ001 -- a day on paper belongs to no time zone
    pages = HTML(string=page, url_fetcher=NOTHING).render()
    justify(pages)
    declare_accessible(pages.metadata)
    content: bytes = pages.write_pdf(
        finisher=link_headers,
        pdf_variant="pdf/a-3a",
        attachments=[
            Attachment(
                string=item.content,
                name=item.name,
                description=item.description,
                relationship="Data",
                created=made,
                modified=made,
                url_fetcher=NOTHING,
            )
            for item in embedded
        ],
    )
    return content
