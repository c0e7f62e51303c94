"""Copies with every cell on a line of its own: bars brought to one shape, `cell |`, and `|` for a blank cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

_LONE = re.compile(r"\s*[|｜]\s*")
_LONE_TAB = re.compile(r"[ \u00a0\u3000]*\t[ \u00a0\u3000]*")
_OPENED = re.compile(r"\s*[|｜](?P<cell>[^|｜\t]*[^|｜\t\s][^|｜\t]*)")
MIN_BARS = 8
Numbered = tuple[int, str]


def _bars_of_tabs(lines: Sequence[Numbered]) -> list[Numbered]:
    """Lines of one tab, which browsers copy between cells that hold paragraphs, as bars; blank lines between go."""
    lone = sum(bool(_LONE_TAB.fullmatch(text)) for _, text in lines)
    if lone < MIN_BARS or any("\t" in text.strip() for _, text in lines):
        return list(lines)
    return [(n, "|" if _LONE_TAB.fullmatch(text) else text) for n, text in lines if text.strip() or "\t" in text]


def _closed_below(lines: Sequence[Numbered]) -> bool:
    """Whether bars stand on the line below the cell that they close."""
    below = [text for (_, text), (_, next_) in pairwise(lines) if _LONE.fullmatch(next_)]
    bare = sum("|" not in text.replace("｜", "|") and bool(text.strip()) for text in below)
    beside = sum("|" in text and not _LONE.fullmatch(text) for _, text in lines)
    return bare >= MIN_BARS and bare > 4 * beside


def _closing(lines: Sequence[Numbered]) -> list[Numbered]:
    """Each bar below a cell joined to it; a bar below a bar is a blank cell."""
    joined: list[Numbered] = []
    for number, text in lines:
        closes = _LONE.fullmatch(text) and joined and joined[-1][1].strip()
        if closes and "|" not in joined[-1][1]:
            joined[-1] = joined[-1][0], f"{joined[-1][1].rstrip()} |"
        else:
            joined.append((number, text))
    return joined


def _opened(lines: Sequence[Numbered]) -> bool:
    """Whether bars stand before the cell that they open."""
    opened = sum(bool(_OPENED.fullmatch(text)) for _, text in lines)
    barred = sum("|" in text and not _LONE.fullmatch(text) for _, text in lines)
    return opened >= MIN_BARS and opened > 0.8 * barred


def _opening(lines: Sequence[Numbered]) -> list[Numbered]:
    """Each bar before a cell set behind it; a bare bar is a blank cell, but for the one that ends a row."""
    turned: list[Numbered] = []
    for i, (number, text) in enumerate(lines):
        cell = _OPENED.fullmatch(text)
        if cell:
            turned.append((number, f"{cell['cell'].strip()} |"))
        elif not _LONE.fullmatch(text):
            turned.append((number, text))
        elif i + 1 < len(lines) and "|" in lines[i + 1][1]:
            turned.append((number, "|"))
    return turned


def one_shape(lines: Sequence[str]) -> list[Numbered]:
    """(number from 1, text) of each line, the bars of cells that stand one a line put behind their cells."""
    numbered = _bars_of_tabs(list(enumerate(lines, 1)))
    if _opened(numbered):
        return _opening(numbered)
    return _closing(numbered) if _closed_below([line for line in numbered if line[1].strip()]) else numbered
