"""Printed lines of a page joined into the paragraphs they were broken from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from importers.figures import is_dash, is_figure
from importers.model import Box
from importers.normal import numbering

_SENTENCE_END = re.compile("[。！？；：!?;:]$")


@dataclass(frozen=True)
class PrintedLine:
    """One line as printed: its words, page, box and height of type in points."""

    text: str
    page: int
    box: Box
    size: float


def _figures(text: str) -> bool:
    """Whether a line ends in figures standing apart, as rows of a table without rules do."""
    parts = text.split(" ")
    return is_figure(parts[-1]) or is_dash(parts[-1])


def join_paragraphs(lines: Sequence[PrintedLine]) -> Iterator[tuple[str, PrintedLine]]:
    """(text, first line) of each paragraph: a line goes on if the one before is full and it is not indented."""
    if not lines:
        return
    left = min(line.box[0] for line in lines)
    right = max(line.box[2] for line in lines)
    text, first, last = lines[0].text, lines[0], lines[0]
    for line in lines[1:]:
        full = last.box[2] > right - 2.2 * last.size
        indented = line.box[0] > left + 1.2 * line.size
        same = abs(line.size - last.size) < 0.25 * last.size
        apart = line.page == last.page and line.box[1] - last.box[3] > 1.6 * last.size
        new = numbering(line.text)[0] in {"一、", "（一）"} and bool(_SENTENCE_END.search(text))
        if full and not indented and same and not apart and not new and not _figures(text) and not _figures(line.text):
            text += line.text
        else:
            yield text, first
            text, first = line.text, line
        last = line
    yield text, first
