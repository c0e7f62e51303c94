"""How much of a report's narrative repeats last year's (重复率); measured as `docs/checks.md` says.

Assessments deduct points above one half (notices: D3), and 国办公开办函〔2021〕30号 names 内容雷同 as a fault.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from rapidfuzz import fuzz, process

from checks.findings import Finding
from checks.sentences import Sentence, clauses, comparable, split, texts
from report.format import Severity
from report.narrative import Blocks
from report.numbers import plain
from report.report import Report

LINE = Decimal("0.5")
ALIKE = 85
FEWEST_CHARACTERS = 6
FEWEST_TO_JUDGE = 100
# Past these, only sentences and clauses that are the same are found: a page has to answer in time.
MOST_PAIRS = 250_000
MOST_PRODUCT = 10**9

_Line = tuple[Sentence, str]


@dataclass(frozen=True)
class Repeated:
    """A sentence that repeats last year's sentence `last`; `likeness` is in per cent, 85 to 100."""

    sentence: Sentence
    last: Sentence
    likeness: int

    @property
    def section(self) -> str:
        return self.sentence.section

    @property
    def block(self) -> int:
        return self.sentence.block


@dataclass(frozen=True)
class Repetition:
    """`share` of characters (0 to 1, four decimals) that stand in repeated sentences, of `characters` compared.

    `by_section` has the share of each section that has sentences to compare.
    """

    share: Decimal
    characters: int
    by_section: Mapping[str, Decimal]
    repeated: tuple[Repeated, ...]

    def data(self) -> dict[str, Any]:
        """As JSON, for the pages: shares are decimal strings, `line` is the one that assessments draw."""
        return {
            "share": plain(self.share),
            "line": plain(LINE),
            "characters": self.characters,
            "by_section": {section: plain(share) for section, share in self.by_section.items()},
            "repeated": [r.sentence.data() | {"likeness": r.likeness, "last": r.last.data()} for r in self.repeated],
        }


def repetition(report: Report, previous: Report) -> Repetition:
    """The sentences of this year's narrative that repeat last year's. Headings and introduction are not compared."""
    ours, theirs = _lines(report), _lines(previous)
    known = _Known(theirs)
    can_be_alike = (
        len(ours) * len(theirs) <= MOST_PAIRS and _length(ours) * _length(theirs) <= MOST_PRODUCT and bool(theirs)
    )
    repeated: list[Repeated] = []
    counts: dict[str, list[int]] = {}
    for sentence, key in ours:
        found = known.same(sentence, key) or (known.alike(key) if can_be_alike else None)
        count = counts.setdefault(sentence.section, [0, 0])
        count[0] += len(key) if found else 0
        count[1] += len(key)
        if found:
            repeated.append(Repeated(sentence, *found))
    all_repeated, characters = (sum(count[i] for count in counts.values()) for i in (0, 1))
    return Repetition(
        share=_share(all_repeated, characters),
        characters=characters,
        by_section={section: _share(*count) for section, count in counts.items()},
        repeated=tuple(repeated),
    )


def repetition_findings(report: Report, previous: Report) -> Iterator[Finding]:
    """Advice where more than half of the narrative repeats last year's; none for a text too short to tell."""
    found = repetition(report, previous)
    if found.characters < FEWEST_TO_JUDGE or found.share <= LINE:
        return
    percent = f"{found.share * 100:.1f}"
    worst = max(found.by_section, key=lambda section: found.by_section[section])
    names = {section: name for section, name, _ in texts(report)}
    yield Finding(
        code="D3",
        kind="repetition",
        severity=Severity.ADVICE,
        key="D3:cover",
        section="cover",
        message=f"文字有 {percent}% 与上年报告重复，超过 50%；"
        f"重复最多的是“{names[worst]}”（{found.by_section[worst] * 100:.1f}%）",
        suggestion="请按本年情况改写重复的句子，内容雷同会在考核中扣分。",
        source=report.format.authority.number,
    )


class _Known:
    """Last year's sentences, to be asked for one that a sentence repeats."""

    def __init__(self, lines: list[_Line]) -> None:
        self._lines = lines
        self._keys = [key for _, key in lines]
        self._sentences: dict[str, Sentence] = {}
        self._clauses: dict[str, Sentence] = {}
        for sentence, key in lines:
            self._sentences.setdefault(key, sentence)
            for clause in clauses(sentence.text):
                self._clauses.setdefault(clause, sentence)

    def same(self, sentence: Sentence, key: str) -> tuple[Sentence, int] | None:
        """The sentence itself, or one with its clauses: sentences joined, split or put in another order."""
        if key in self._sentences:
            return self._sentences[key], 100
        kept = [c for c in clauses(sentence.text) if len(c) >= FEWEST_CHARACTERS and c in self._clauses]
        likeness = 100 * sum(map(len, kept)) // len(key)
        return (self._clauses[max(kept, key=len)], likeness) if likeness >= ALIKE else None

    def alike(self, key: str) -> tuple[Sentence, int] | None:
        """The sentence that shares most characters in the same order."""
        found = process.extractOne(key, self._keys, scorer=fuzz.ratio, score_cutoff=ALIKE)
        return (self._lines[found[2]][0], int(found[1])) if found else None


def _lines(report: Report) -> list[_Line]:
    return [line for section, _, blocks in texts(report) for line in _compared(section, blocks)]


@lru_cache(maxsize=256)
def _compared(section: str, blocks: Blocks) -> tuple[_Line, ...]:
    """Sentences with what of them is compared; headings and the shortest (「无。」) are left out."""
    keyed = ((sentence, comparable(sentence.text)) for sentence in split(section, blocks) if not sentence.is_heading)
    return tuple(line for line in keyed if len(line[1]) >= FEWEST_CHARACTERS)


def _length(lines: list[_Line]) -> int:
    return sum(len(key) for _, key in lines)


def _share(part: int, whole: int) -> Decimal:
    return (Decimal(part) / Decimal(whole or 1)).quantize(Decimal("0.0001"))
