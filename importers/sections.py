"""The mandated parts of a report found by their headings, however these are worded or numbered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from importers.normal import common, core, key, numbering
from importers.rows import Row
from importers.tables import all_forms
from importers.tokens import label_cores
from report.format import ReportFormat, Section

MAX_HEADING = 45
LIKE = 0.8
_SENTENCE = re.compile("[。；;！？?!]|[，,].*[，,]")
_ENUMERATED = re.compile("[：:]$")
_MARKDOWN = re.compile(r"^[#*\s]+|[*\s]+$")
# Headings of 总体情况 that share too few characters with the mandated one.
_OVERVIEW = frozenset(
    {"总体概述", "总体概况", "基本情况", "概述", "工作总体情况", "总体工作情况", "总体状况", "总的情况"}
)


@dataclass(frozen=True)
class Heading:
    """A heading found: its row, the section it opens ("" for one the format does not ask for), and its words."""

    row: int
    section: str
    text: str
    number: int


def heading_text(row: Row) -> str:
    """The text of a row that might be a heading, without the marks of Markdown; "" if it cannot be one."""
    text = _MARKDOWN.sub("", row.single)
    if not text or len(text) > MAX_HEADING or _SENTENCE.search(text.rstrip("。；;")) or "|" in text or "“" in text[:3]:
        return ""
    return text


def likeness(text: str, section: Section) -> float:
    """How like a section's heading a text is: the share of the shorter one that both have in order."""
    mine, mandated = core(text), core(section.heading)
    if not mine:
        return 0.0
    if mine == mandated:
        return 1.0
    if mandated in {"总体情况"}:
        return 0.95 if mine in _OVERVIEW or (mine.endswith(mandated) and len(mine) <= 16) else 0.0
    shared = common(mine, mandated)
    return min(shared / min(len(mine), len(mandated)), 0.99) * (0.5 + 0.5 * shared / max(len(mine), len(mandated)))


def _best(text: str, fmt: ReportFormat, known: frozenset[str]) -> tuple[str, float]:
    style, _, _ = numbering(text)
    if style in {"（一）", "1."} or label_cores(text) & known:
        return "", 0.0
    scored = sorted(((likeness(text, s), s.id) for s in fmt.sections), reverse=True)
    (score, section), (second, _) = scored[0], scored[1]
    # Without a number only the very words are a heading: the same words stand in menus and introductions.
    needed = LIKE * 0.72 if style == "一、" else 0.93
    return (section, score) if score >= needed and score - second > 0.05 else ("", 0.0)


def find_headings(rows: Sequence[Row], fmt: ReportFormat) -> list[Heading]:
    """The headings in print order: each section once and in the format's order, and those between that it lacks."""
    known = frozenset(form for s in fmt.sections for t in s.tables for form in all_forms(t))
    candidates: list[tuple[Heading, float]] = []
    for i, row in enumerate(rows):
        text = heading_text(row)
        if not text:
            continue
        section, score = _best(text, fmt, known)
        if section:
            candidates.append((Heading(i, section, text, numbering(text)[1]), score))
    chosen = _in_order(candidates, [s.id for s in fmt.sections], rows)
    return _with_extras(chosen, rows, known)


def _in_order(candidates: list[tuple[Heading, float]], order: list[str], rows: Sequence[Row]) -> list[Heading]:
    """The heaviest chain of candidates in the format's order; numbered and later ones weigh more than a menu's."""
    best: list[tuple[float, list[Heading]]] = []
    for heading, score in candidates:
        follows = rows[heading.row + 1 : heading.row + 2]
        menu = bool(follows) and any(c.row == heading.row + 1 for c, _ in candidates)
        weight = score + (0.5 if heading.number else 0.0) - (0.6 if menu else 0.0)
        place = order.index(heading.section)
        before = max((b for b in best if order.index(b[1][-1].section) < place), key=lambda b: b[0], default=(0.0, []))
        best.append((before[0] + weight, [*before[1], heading]))
    return max(best, key=lambda b: b[0], default=(0.0, []))[1]


def _with_extras(chosen: list[Heading], rows: Sequence[Row], known: frozenset[str]) -> list[Heading]:
    """Add the numbered headings of the same rank that stand between: 五、市本级人大代表建议…办理结果情况."""
    found = list(chosen)
    for n, heading in enumerate(chosen):
        after = chosen[n + 1] if n + 1 < len(chosen) else None
        last = heading.number
        if not last:
            continue
        for i in range(heading.row + 1, after.row if after else len(rows)):
            text = heading_text(rows[i])
            style, number, rest = numbering(text) if text else ("", 0, "")
            if style != "一、" or label_cores(text) & known or not key(rest):
                continue
            if number == last + 1 and (after is None or not after.number or number < after.number):
                found.append(Heading(i, "", text, number))
                last = number
    return sorted(found, key=lambda h: h.row)
