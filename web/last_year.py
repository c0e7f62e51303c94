"""Last year's text beside this year's: paragraphs to take over, figures marked, and how much is repeated."""

from __future__ import annotations

import re
from typing import Any

from checks.similarity import repetition
from report.narrative import Blocks, write_blocks
from report.report import Report

# What has to be looked at when a sentence is taken over: years, dates, counts, amounts and shares.
_FIGURE = re.compile(r"\d[\d,.]*(?:\s*(?:年|月|日|件|项|条|次|个|份|人|万元|亿元|元|%|％))*")


def marked(text: str) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is a figure or date to be changed."""
    pieces: list[tuple[str, bool]] = []
    end = 0
    for match in _FIGURE.finditer(text):
        if match.start() > end:
            pieces.append((text[end : match.start()], False))
        pieces.append((match[0], True))
        end = match.end()
    if end < len(text):
        pieces.append((text[end:], False))
    return pieces


def paragraphs_of(blocks: Blocks) -> list[dict[str, Any]]:
    """Last year's blocks for the page: the block itself as JSON, and its text in marked pieces."""
    return [
        {"block": data, "pieces": marked(block.text)} for data, block in zip(write_blocks(blocks), blocks, strict=True)
    ]


def repeated(report: Report, previous: Report | None, section_id: str) -> dict[str, Any] | None:
    """Per cent of the narrative that repeats last year's, of all and of the section, and the section's sentences.

    None without last year's report or without text to compare.
    """
    if previous is None:
        return None
    found = repetition(report, previous)
    if not found.characters:
        return None
    here = found.by_section.get(section_id)
    return {
        "share": float(round(found.share * 100, 1)),
        "section": None if here is None else float(round(here * 100, 1)),
        "sentences": [r.sentence.text for r in found.repeated if r.section == section_id and not r.sentence.is_heading],
    }
