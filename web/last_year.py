"""Last year's text beside this year's: paragraphs to take over, figures marked, and how much is repeated."""

from __future__ import annotations

from typing import Any

from checks.sentences import figures
from checks.similarity import LINE, repetition
from report.narrative import RICH_BLOCKS, Block, Blocks, write_blocks
from report.report import Report
from services.differences import block_lines


def marked(text: str) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is a year or figure to be changed."""
    pieces: list[tuple[str, bool]] = []
    end = 0
    for start, stop in figures(text):
        pieces += [(text[end:start], False), (text[start:stop], True)]
        end = stop
    return [piece for piece in (*pieces, (text[end:], False)) if piece[0]]


def paragraphs_of(blocks: Blocks) -> list[dict[str, Any]]:
    """Last year's blocks for the page: the block itself as JSON, and all that it says in marked pieces."""
    return [
        {"block": data, "pieces": marked(_words(block))}
        for data, block in zip(write_blocks(blocks), blocks, strict=True)
    ]


def _words(block: Block) -> str:
    return "\n".join(block_lines(block)) if block.type in RICH_BLOCKS else block.text


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
        "line": float(LINE * 100),
        "share": float(round(found.share * 100, 1)),
        "section": None if here is None else float(round(here * 100, 1)),
        "sentences": [r.sentence.text for r in found.repeated if r.section == section_id and not r.sentence.is_heading],
    }
