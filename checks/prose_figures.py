"""Figures in the text beside the tables: one that no cell and no sum of a filled-in table explains is worth a look."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from itertools import combinations, product

from checks.findings import Finding
from checks.relations import evaluate, numbers_of
from report.format import Header, Severity, Table
from report.report import Report

# Totals of one rule that a sentence may add up; more of them would explain nearly any number.
MOST_TOTALS = 4
# Of a sentence with more counts, only so many are tried as parts of one another.
MOST_COUNTS = 8
_FULL_WIDTH = str.maketrans("０１２３４５６７８９，", "0123456789，")
_SENTENCE = re.compile(r"[^。；;！!\n]+")
_COUNT = re.compile(r"(?<![\d.,])(\d{1,3}(?:,\d{3})+|\d{1,9})\s*件")
# A count after one of these is a difference between two years, which no cell holds.
_CHANGE = re.compile(r"(?:增加|减少|增长|上升|下降|多|少)了?\s*$")
_LOOKS_BACK = re.compile(r"上一?年|去年|前年|同期|同比|(?P<year>[12]\d{3})\s*年")
# What is published on the agency's own motion is counted in files, which no table holds.
_OTHER_MATTER = "主动公开"


def _every(heads: tuple[Header, ...]) -> list[Header]:
    return [head for top in heads for head in top.walk()]


@lru_cache(maxsize=64)
def _sums(table: Table) -> tuple[tuple[str, ...], ...]:
    """The cells of every box, row, column and group of a table: what a sentence may rightly name."""
    found = []
    for block in table.blocks:
        for row, column in product(_every(block.rows), _every(block.columns)):
            leaves = product(row.leaves(), column.leaves())
            found.append(tuple(".".join((table.id, *r.path, *c.path)) for r, c in leaves))
    return tuple(found)


def _explained(report: Report, table: Table, numbers: Mapping[str, Decimal]) -> set[Decimal] | None:
    """Every number that the table explains; None while a cell of it is blank or unread."""
    fmt = report.format
    if any(cell.table is table and cell.name not in numbers for cell in fmt.cells):
        return None
    sums = {sum((numbers[cell] for cell in cells), Decimal(0)) for cells in _sums(table)}
    totals: dict[str, list[Decimal]] = {}
    for relation in fmt.relations:
        if relation.table == table.id:
            outcome = evaluate(relation, numbers)
            sides = [side for side in (outcome.left, outcome.right) if side is not None]
            sums.update(sides)
            totals.setdefault(relation.code, []).extend(sides[:1])
    # Reviews and suits are told together: 「复议、诉讼案件共 74 件」.
    for lefts in totals.values():
        if len(lefts) <= MOST_TOTALS:
            sums.update(sum(some, Decimal(0)) for n in range(2, len(lefts) + 1) for some in combinations(lefts, n))
    return sums


def _concerned(sentence: str, words: tuple[str, ...]) -> str:
    """The part of a sentence that speaks of a table's matter: from its first word on, up to another matter."""
    starts = [at for word in words if (at := sentence.find(word)) >= 0]
    return sentence[min(starts) :].partition(_OTHER_MATTER)[0] if starts else ""


def _looks_back(sentence: str, year: int) -> bool:
    return any(m["year"] is None or int(m["year"]) < year for m in _LOOKS_BACK.finditer(sentence))


def _strange(sentence: str, right: set[Decimal]) -> list[str]:
    """The counts of a sentence that nothing explains, as written.

    Counts that together make up one that is explained (「共 30 件，其中网络 18 件、信函 12 件」) are explained by it.
    """
    counts = [m[1] for m in _COUNT.finditer(sentence) if not _CHANGE.search(sentence, 0, m.start())]
    numbers = {text: Decimal(text.replace(",", "")) for text in counts}
    strange = [text for text in counts if numbers[text] not in right]
    known = [numbers[text] for text in counts if numbers[text] in right][:MOST_COUNTS]
    missing = sum((numbers[text] for text in strange), Decimal(0))
    parts = (sum(some, missing) for n in range(len(known)) for some in combinations(known, n))
    if any(whole in known for whole in parts):
        return []
    return list(dict.fromkeys(strange))


@dataclass(frozen=True)
class _Tables:
    """The tables of a report that text may speak of, each reckoned when a sentence first does."""

    report: Report
    previous: Report | None
    right: dict[str, set[Decimal] | None] = field(default_factory=dict)

    def explained(self, spoken: list[Table], sentence: str) -> set[Decimal] | None:
        """Every number that a sentence on these tables may name; None where that cannot be told."""
        found = set[Decimal]()
        for table in spoken:
            if table.id not in self.right:
                self.right[table.id] = _explained(self.report, table, numbers_of(self.report))
            right = self.right[table.id]
            if right is None:
                return None
            found |= right
        found |= {number for name, number in numbers_of(self.report).items() if name.startswith("facts.")}
        if _looks_back(sentence, self.report.year):
            return None if self.previous is None else found | set(numbers_of(self.previous).values())
        return found


def prose_figure_findings(report: Report, previous: Report | None) -> Iterator[Finding]:
    """Advice for each count (件) in a sentence on a table's matter (`mentioned_as`) that the table does not explain.

    A sentence that looks back at last year may name last year's figures too; without last year's report it is let be.
    """
    tables = [table for section in report.format.sections for table in section.tables if table.mentioned_as]
    known = _Tables(report, previous)
    for section in report.format.sections:
        for n, block in enumerate(report.blocks(section.id), 1):
            for sentence in _SENTENCE.findall(block.text.translate(_FULL_WIDTH)):
                spoken = [table for table in tables if _concerned(sentence, table.mentioned_as)]
                words = tuple(word for table in spoken for word in table.mentioned_as)
                concerned = _concerned(sentence, words)
                if not _COUNT.search(concerned) or (right := known.explained(spoken, sentence)) is None:
                    continue
                names = "、".join(f"“{table.name}”" for table in spoken)
                for text in _strange(concerned, right):
                    yield Finding(
                        code="prose-figure",
                        kind="prose",
                        severity=Severity.ADVICE,
                        key=f"prose-figure:{section.id}:{n}:{text}",
                        section=section.id,
                        message=f"“{section.heading}”第 {n} 段写的“{text}件”，在表{names}中找不到相同的数或合计",
                        suggestion="请核对文字与表中的数字；另有出处的不必改。",
                    )
