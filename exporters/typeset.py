"""Pages made of an outline by WeasyPrint: tagged, archival, the same bytes for the same input.

Import this only after `exporters.fonts.use_document_fonts()`: Pango reads its fonts' configuration as it loads.
"""

from __future__ import annotations

import gc
import re
import threading
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.etree import ElementTree

import pydyf
from cssselect2 import ElementWrapper
from weasyprint import HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from exporters.fetching import OwnPictures
from exporters.fonts import CharactersMissingError
from exporters.gaps import next_parting
from exporters.justify import justify
from exporters.markup import page
from exporters.outline import Outline
from exporters.packing import WholeFonts, pack
from exporters.parting import parted
from exporters.tagging import declare_accessible, finish

# The page holds all it needs, so that a request is an attack or a mistake: it ends the rendering.
NOTHING = URLFetcher(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)

_UNCLOSED = re.compile(r"<((?:meta|col|br|hr|img|link)\b[^<>]*?)/?>")

# One is the rule and two are common; a table of many pages takes one for each.
LAYOUTS = 12

# A layout makes hundreds of thousands of objects that live until its end. At Python's own pace the collector looks
# at them, and at every module loaded so far, again and again: a tenth of the time.
gc.freeze()
gc.set_threshold(100_000, 20, 20)

_kept = threading.local()


def faces() -> FontConfiguration:
    """The thread's faces, found and opened once."""
    if not hasattr(_kept, "faces"):
        _kept.faces = FontConfiguration()
    configuration: FontConfiguration = _kept.faces
    return configuration


@dataclass(frozen=True)
class Embedded:
    """A file carried inside the PDF, and what it is to it: its `Data`, or an `Alternative` (ISO 19005-3, annex E)."""

    name: str
    description: str
    content: bytes
    relationship: str


def typeset(contents: Outline, embedded: tuple[Embedded, ...] = ()) -> bytes:
    """An outline as PDF/A-3a and PDF/UA-1, its files embedded as associated data.

    Raises CharactersMissingError if no face has a character.
    """
    day = contents.dated
    made = datetime(day.year, day.month, day.day)  # noqa: DTZ001 -- a day on paper belongs to no time zone
    pages = _laid_out(contents)
    declare_accessible(pages.metadata)
    content: bytes = pages.write_pdf(
        finisher=_finish,
        pdf_variant="pdf/a-3a",
        attachments=[
            Attachment(
                string=item.content,
                name=item.name,
                description=item.description,
                relationship=item.relationship,
                created=made,
                modified=made,
                url_fetcher=NOTHING,
            )
            for item in embedded
        ],
    )
    return content


def typeset_plain(contents: Outline) -> bytes:
    """The same pages without tags, archival form or files: what the rest costs is measured against it."""
    content: bytes = _laid_out(contents).write_pdf(finisher=_pack)
    return content


def _finish(document: Any, pdf: pydyf.PDF) -> None:
    finish(document, pdf)
    _pack(document, pdf)


def _pack(document: Any, pdf: pydyf.PDF) -> None:
    if missing := {chr(code) for font in document.fonts.values() for code in font.missing}:
        raise CharactersMissingError(missing)
    pack(pdf)


class Paper(HTML):  # type: ignore[misc]  # its base has no types
    """A page of ours, which is XML as well: the parser for XML takes a tenth of the time."""

    def __init__(self, markup: str, fetcher: URLFetcher) -> None:
        self.base_url, self.url_fetcher, self.media_type = None, fetcher, "print"
        root = ElementTree.fromstring(_UNCLOSED.sub(r"<\1/>", markup))
        self.wrapper_element = ElementWrapper.from_html_root(root)
        self.etree_element = self.wrapper_element.etree_element


def _opened(markup: str, fetcher: URLFetcher) -> HTML:
    try:
        return Paper(markup, fetcher)
    except ElementTree.ParseError:
        # Text may hold what HTML can and XML cannot, such as a noncharacter.
        return HTML(string=markup, url_fetcher=fetcher)


def _laid_out(contents: Outline) -> Any:
    """WeasyPrint's pages. A table is parted where it would leave a page half empty or a page would tear it."""
    pictures = OwnPictures(contents.illustrations)
    for _ in range(LAYOUTS):
        pages = _opened(page(contents, "paper"), pictures).render(font_config=faces())
        parting = next_parting(pages, contents)
        if parting is None:
            break
        # What follows moves up, so that places further on are to be judged in the next layout.
        contents = parted(contents, *parting)
    justify(pages)
    pages.fonts = WholeFonts()
    return pages
