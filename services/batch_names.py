"""Names of files that any system takes: agency, year and title, safe on Windows, none of them twice."""

from __future__ import annotations

import re
import unicodedata

from exporters.document import Document
from report.narrative import one_line

# Of 255 bytes that a name may have on most file systems, with room for a mark, a number and the ending.
MOST_BYTES = 200
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f]+')
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)")
DRAFT = "（草稿）"


def stem(document: Document) -> str:
    """The name of a document's files without the ending; a draft says so."""
    report = document.report
    name = safe(f"{report.agency.name}_{report.year}_{report.shown_title}")
    return name + DRAFT if document.draft else name


def safe(name: str) -> str:
    """A name without what Windows refuses: marks, names of devices, dots and blanks at the ends; cut at a character."""
    # Marks that print nothing could show another name than the file has.
    seen = "".join(c for c in unicodedata.normalize("NFC", name) if unicodedata.category(c) != "Cf")
    plain = _FORBIDDEN.sub("_", one_line(seen)).strip(". ")
    cut = plain.encode("utf-8", "ignore")[:MOST_BYTES].decode("utf-8", "ignore").rstrip(". ")
    return f"_{cut}" if not cut or _DEVICES.match(cut) else cut


def unique(name: str, used: set[str]) -> str:
    """The name, numbered if one that a computer may take for the same is in `used`, to which it is added."""
    number, tried = 1, name
    while tried.casefold() in used:
        number += 1
        tried = f"{name}（{number}）"
    used.add(tried.casefold())
    return tried
