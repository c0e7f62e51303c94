"""Stray pieces of a table's headings that no row of the table claims: they are not text of the section."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from importers.figures import is_dash
from importers.normal import key
from importers.rows import Row
from report.format import ReportFormat

_SENTENCE = re.compile("[。；;！!？?]")
_APART = re.compile(r"[\s|｜]+")
MIN_CUT = 6


def heading_words(formats: Sequence[ReportFormat]) -> Mapping[str, frozenset[str]]:
    """{section: the comparable words of every heading of its tables, in every format}."""
    found: dict[str, set[str]] = {}
    for fmt in formats:
        for section in fmt.sections:
            words = found.setdefault(section.id, set())
            for block in (block for table in section.tables for block in table.blocks):
                heads = [h for top in (*block.rows, *block.columns) for h in top.walk()]
                words.update(key(text) for text in (block.caption, block.stub, *(h.label for h in heads)) if text)
    return {section: frozenset(word for word in words if word) for section, words in found.items()}


def of_headings(row: Row, words: frozenset[str]) -> bool:
    """Whether a row is nothing but pieces of headings: 结 结 其 尚 of upright ones, 1. where the copy ends."""
    text = row.text
    if not words or _SENTENCE.search(text) or is_dash(text):
        return False
    pieces = [key(piece) for piece in _APART.split(text)]
    return all(_piece_of(piece, words) for piece in pieces)


def _piece_of(piece: str, words: frozenset[str]) -> bool:
    return not piece or any(piece in word or (len(word) >= MIN_CUT and piece.startswith(word)) for word in words)
