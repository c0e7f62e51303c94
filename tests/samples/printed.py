"""Published reports read straight from their sources, with none of the program's own readers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pdfplumber
import pypdfium2

SOURCES = Path(__file__).parents[2] / "samples" / "sources"

FIGURE = re.compile(r"[+-]?\d[\d,]*(\.\d+)?(万元|億元)?")

# How the headings over and after the three tables begin in both scripts and in every wording met.
# Rows of the table of requests are numbered 一、 to 四、 too, hence the character after.
TABLE_HEADINGS = ("二、主", "三、收", "四、政", "五、")
HEADING_END = "情况"


@dataclass(frozen=True)
class Printed:
    """A source in print order: the lines outside its tables, and the figures inside them."""

    lines: tuple[str, ...]
    figures: tuple[str, ...]


def read_text(name: str) -> Printed:
    """A text file: tables stand as one cell a line or as lines of cells divided by `|`."""
    content = (SOURCES / f"{name}.txt").read_text("utf-8")
    lines = [line.strip() for line in content.split("\n") if line.strip()]
    at = [next(i for i, line in enumerate(lines) if line.startswith(h)) for h in TABLE_HEADINGS]
    tables = [line for start, end in pairwise(at) for line in lines[start + 1 : end]]
    cells = [cell.strip() for line in tables for cell in line.split("|")]
    outside = [*lines[: at[0] + 1], lines[at[1]], lines[at[2]], *lines[at[3] :]]
    return Printed(tuple(outside), tuple(cell for cell in cells if FIGURE.fullmatch(cell)))


def read_pdf(name: str) -> Printed:
    """A PDF, as one line without blanks: the gaps in its lines are layout, not characters."""
    file = SOURCES / f"{name}.pdf"
    with pypdfium2.PdfDocument(file) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    text = "".join(re.sub(r"\s", "", re.sub(r"^- \d+ -", "", page)) for page in pages)
    at = [text.index(heading) for heading in TABLE_HEADINGS]
    headings = [text[i : text.index(HEADING_END, i) + len(HEADING_END)] for i in at[:3]]
    with pdfplumber.open(file) as document:
        tables = [table for page in document.pages for table in page.extract_tables()]
    cells = [(cell or "").strip() for table in tables for row in table for cell in row]
    outside = text[: at[0]] + "".join(headings) + text[at[3] :]
    return Printed((outside,), tuple(cell for cell in cells if FIGURE.fullmatch(cell)))
