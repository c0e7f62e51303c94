"""Narrative cut into sentences, and sentences made comparable: without figures, blanks and punctuation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from report.narrative import Blocks
from report.report import Report

INTRODUCTION = "introduction"
EXTRA = "extra_sections"

_SENTENCE = re.compile(r"[^。！？；!?;\n]+[。！？；!?;\n]*[”’」』）)]*")
_CLAUSE = re.compile(r"[^，、：,:]+")
_NUMBER = re.compile(r"[0-9]+(?:[.,:/%‰-]*[0-9]+)*|[〇○零一二三四五六七八九]{4}(?=年)")
_FIGURE = re.compile(r"[0-9０-９]+(?:[.,．，][0-9０-９]+)*(?:年度?|[%％‰])?|[〇○零一二三四五六七八九]{4}年度?")
_MARKS = re.compile(r"[\W_]+")
# 「（一）主动公开情况。」 before its text in the same paragraph: a customary heading, not prose.
_RUN_IN_HEADING = re.compile(
    r"(?:[（(][一二三四五六七八九十]+[）)]|[一二三四五六七八九十]+、|[0-9]+[.．、])[^，,]{0,18}"
)


@dataclass(frozen=True)
class Sentence:
    """A sentence and where it stands: section id, index of its block from 0, span of characters in the block's text.

    Sections the format does not ask for are `extra_sections.<n>` from 1.
    """

    section: str
    block: int
    start: int
    end: int
    text: str

    def data(self) -> dict[str, str | int]:
        """As JSON, for the pages; spans count characters as Python does."""
        return dict(vars(self))

    @property
    def is_heading(self) -> bool:
        """Whether it only announces, as 「（一）主动公开情况。」 does before its text."""
        return _RUN_IN_HEADING.fullmatch(self.text.rstrip("。：:；; ")) is not None


def split(section: str, blocks: Blocks) -> Iterator[Sentence]:
    """The sentences of paragraphs, in order; headings are left out. Semicolons end a sentence."""
    for n, block in enumerate(blocks):
        if block.type != "paragraph":
            continue
        for match in _SENTENCE.finditer(block.text):
            text = match[0].strip()
            if text:
                start = match.start() + match[0].index(text)
                yield Sentence(section, n, start, start + len(text), text)


def texts(report: Report) -> Iterator[tuple[str, str, Blocks]]:
    """(section id, its name for people, blocks) of all narrative: mandated sections, then the others."""
    for section in report.format.sections:
        yield section.id, section.heading, report.blocks(section.id)
    for n, extra in enumerate(report.extra_sections, 1):
        yield f"{EXTRA}.{n}", extra.heading, extra.blocks


def comparable(text: str) -> str:
    """What of a text is compared: every number becomes 0; white space, punctuation and width do not count."""
    return _MARKS.sub("", _NUMBER.sub("0", unicodedata.normalize("NFKC", text)))


def figures(text: str) -> tuple[tuple[int, int], ...]:
    """Spans (start, end) of the years and figures in a text: what has to be changed when it is taken over."""
    return tuple(match.span() for match in _FIGURE.finditer(text))


def clauses(text: str) -> list[str]:
    """The comparable clauses of a sentence, cut at commas and colons; empty ones are left out."""
    masked = _NUMBER.sub("0", unicodedata.normalize("NFKC", text))
    return [found for part in _CLAUSE.findall(masked) if (found := _MARKS.sub("", part))]
