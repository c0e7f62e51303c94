"""Printed lines to narrative blocks, and the clean-ups that are offered for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from importers.model import Cleaning
from importers.normal import numbering, simplified, squeezed, without_pinyin
from report.narrative import Block, Blocks, clean_text

MAX_SUBHEADING = 40
# Lines copied from a PDF: at least so many, none longer than a printed line is.
MIN_BROKEN = 4
MAX_BROKEN = 60
_INNER_END = re.compile("[。；;：:](?=.)")
_MARKDOWN = re.compile(r"^#{1,6}\s+|\*\*")
_DEBRIS = re.compile(r"关键词\d+|關鍵詞\d+|&nbsp;?|\u200b|\ufeff")
TRADITIONAL = "繁体字转为简体字"
PINYIN = "去掉转换留下的拼音"
PAGE_DEBRIS = "去掉网页残留的文字"


def sub_heading_level(text: str) -> int:
    """1 for a line （一）… that is a heading by itself, 2 for 1.…, 0 for a paragraph."""
    style, _, rest = numbering(text)
    if not rest or len(text) > MAX_SUBHEADING or _INNER_END.search(text) or text.endswith(("：", ":", "；", ";")):
        return 0
    if style == "（一）":
        return 1
    return 2 if style == "1." and not text.endswith(("。", ".")) else 0


def _broken_at(lines: Sequence[str]) -> int:
    """The width at which a text was broken into lines, as text copied from a PDF is; 0 if it was not."""
    widths = sorted(len(squeezed(line)) for line in lines)
    if len(widths) < MIN_BROKEN or widths[-1] > MAX_BROKEN:
        return 0
    full = [width for width in widths if width >= widths[-1] - 4]
    return widths[-1] - 4 if len(full) >= 0.5 * len(widths) else 0


def unbroken(lines: Sequence[str]) -> list[str]:
    """Lines joined into paragraphs where the text was broken at one width; else as they are."""
    width = _broken_at(lines)
    if not width:
        return list(lines)
    joined: list[str] = []
    full = False
    for line in lines:
        text = squeezed(line)
        starts = numbering(text)[0] in {"一、", "（一）"}
        if joined and full and not starts:
            joined[-1] += text
        else:
            joined.append(text)
        full = len(text) >= width and not (starts and sub_heading_level(text))
    return joined


def to_blocks(lines: Iterable[str]) -> Blocks:
    """One block per printed paragraph."""
    blocks = []
    for line in lines:
        text = squeezed(clean_text(_MARKDOWN.sub("", line)))
        if text:
            level = sub_heading_level(text)
            blocks.append(Block("heading", text, level) if level else Block("paragraph", text))
    return tuple(blocks)


def _cleaned(text: str) -> tuple[str, list[str]]:
    reasons = []
    steps = ((PAGE_DEBRIS, lambda t: _DEBRIS.sub("", t)), (TRADITIONAL, simplified), (PINYIN, without_pinyin))
    for reason, step in steps:
        after = step(text)
        if after != text:
            reasons.append(reason)
        text = after
    return text, reasons


def cleanings(section: str, blocks: Sequence[Block]) -> Iterator[Cleaning]:
    """The clean-ups to offer for a section's blocks: script, pinyin residue, debris of the page."""
    for number, block in enumerate(blocks):
        cleaned, reasons = _cleaned(block.text)
        if reasons:
            yield Cleaning(section, number, block.text, cleaned, "、".join(reasons))
