"""Last year's date left standing in this year's text (上年的年份没有改)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from checks.findings import Finding
from checks.sentences import INTRODUCTION, Sentence, comparable, split, texts
from report.format import Severity
from report.narrative import Blocks
from report.report import Report

SHOWN_CHARACTERS = 24
_DIGITS = str.maketrans("０１２３４５６７８９〇○零一二三四五六七八九", "0123456789000123456789")
_FOUR_DIGITS = re.compile(r"[〇○零一二三四五六七八九]{4}(?=年)|[０-９]+")
# The whole year named as the period of a figure is the finding `period`, with or without last year's report.
_PERIOD = "1月1日"
# Words by which a sentence speaks of last year on purpose.
_ON_PURPOSE = re.compile(r"比|较|同期|上年|去年|以来|[自从]|结转|印发|出台|修订|发布的|问题|整改|《[^》]*$")


def stale_findings(report: Report, previous: Report | None) -> Iterator[Finding]:
    """Advice on each paragraph that still says last year, and on a date of the report within its own year.

    A sentence is stale if it stood in last year's report with the same year in it, or if it opens with last year
    as its own period (「2023年，全区…」) without a word that looks back.
    """
    if report.date is not None and report.date <= date(report.year, 12, 31):
        yield _advice(
            "cover", "date",
            f"成文日期 {report.date.isoformat()} 在 {report.year} 年度结束之前，可能是上年留下的",
            "请改为本报告的成文日期。",
        )  # fmt: skip
    stood = _stood(previous, report.year - 1) if previous is not None else frozenset()
    for section, name, blocks in (("cover", "引言", report.introduction), *texts(report)):
        yield from _stale_paragraphs(section, name, blocks, report.year - 1, stood)


def _stale_paragraphs(
    section: str, name: str, blocks: Blocks, last_year: int, stood: frozenset[str]
) -> Iterator[Finding]:
    reported: set[int] = set()
    for sentence, key in _dated(section, blocks, last_year):
        if sentence.block in reported or not (key in stood or _opens_with(sentence.text, last_year)):
            continue
        reported.add(sentence.block)
        yield _advice(
            section.partition(".")[0], f"{section}:{sentence.block + 1}",
            f"“{name}”第 {sentence.block + 1} 段写的还是 {last_year} 年：“{_beginning(sentence.text)}”，"
            "可能是上年留下的",
            "请核对年份和所述内容。",
        )  # fmt: skip


def _advice(section: str, part: str, message: str, suggestion: str) -> Finding:
    place = section if section != "extra_sections" else "cover"
    return Finding(
        code="last-year", kind="last-year", severity=Severity.ADVICE, key=f"last-year:{part}",
        section=place, message=message, suggestion=suggestion,
    )  # fmt: skip


def _stood(previous: Report, year: int) -> frozenset[str]:
    places = ((INTRODUCTION, "", previous.introduction), *texts(previous))
    return frozenset(key for section, _, blocks in places for _, key in _dated(section, blocks, year))


@lru_cache(maxsize=256)
def _dated(section: str, blocks: Blocks, year: int) -> tuple[tuple[Sentence, str], ...]:
    """Sentences that name the year, with what of them is compared: the year itself, and no other number."""
    found = []
    for sentence in split(section, blocks):
        plain = _FOUR_DIGITS.sub(lambda match: match[0].translate(_DIGITS), sentence.text)
        if f"{year}年" in plain and _PERIOD not in plain:
            found.append((sentence, comparable(plain.replace(f"{year}年", "某年"))))
    return tuple(found)


def _opens_with(text: str, year: int) -> bool:
    plain = _FOUR_DIGITS.sub(lambda match: match[0].translate(_DIGITS), text)
    opening = re.match(rf"{year}年度?(?=[，,]|全|我|本)", plain)
    return opening is not None and f"{year + 1}年" not in plain and not _ON_PURPOSE.search(plain)


def _beginning(text: str) -> str:
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[:SHOWN_CHARACTERS]}…"
