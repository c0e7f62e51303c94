"""Pages made of an outline by WeasyPrint: tagged, archival, the same bytes for the same input.

Import this only after `exporters.fonts.use_document_fonts()`: Pango reads its fonts' configuration as it loads.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from weasyprint import HTML, Attachment
from weasyprint.urls import URLFetcher

from exporters.gaps import gaps
from exporters.justify import justify
from exporters.markup import page
from exporters.outline import Outline
from exporters.parting import filled
from exporters.tagging import declare_accessible, finish

# The page holds all it needs, so that a request is an attack or a mistake: it ends the rendering.
NOTHING = URLFetcher(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)


@dataclass(frozen=True)
class Embedded:
    """A file carried inside the PDF."""

    name: str
    description: str
    content: bytes


def typeset(contents: Outline, embedded: tuple[Embedded, ...] = ()) -> bytes:
    """An outline as PDF/A-3a and PDF/UA-1, its files embedded as associated data."""
    day = contents.dated
    made = datetime(day.year, day.month, day.day)  # noqa: DTZ001 -- a day on paper belongs to no time zone
    pages = _laid_out(contents)
    justify(pages)
    declare_accessible(pages.metadata)
    content: bytes = pages.write_pdf(
        finisher=finish,
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


def _laid_out(contents: Outline) -> Any:
    """WeasyPrint's pages. A table is kept whole unless that leaves a page half empty; then it is parted."""
    pages = HTML(string=page(contents, "paper"), url_fetcher=NOTHING).render()
    for gap in gaps(pages):
        parted = filled(contents, gap)
        if parted != contents:
            # What follows moves up, so that a gap seen further on is no longer there to be judged.
            return _laid_out(parted)
    return pages
