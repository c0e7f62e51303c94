"""Two reports side by side (对比): other years, other formats or two versions; cells, sentences and the cover."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from rapidfuzz import fuzz

from checks.sentences import EXTRA, INTRODUCTION
from checks.sentences import split as split_sentences
from report.format import ReportFormat, Section
from report.narrative import Block, Blocks
from report.numbers import Value, shown
from report.report import Report
from services.differences import block_lines, diff_versions

REWRITTEN = 50
LOOK_AHEAD = 40
NOTHING = "（空）"


class DifferenceKind(StrEnum):
    """What differs: the cover, a figure in both, a cell of one format only, a sentence, a 说明."""

    COVER = "cover"
    FIGURE = "figure"
    ONLY_FIRST = "only_first"
    ONLY_SECOND = "only_second"
    SENTENCE = "sentence"
    EXPLANATION = "explanation"

    @property
    def label(self) -> str:
        """In words for people."""
        return {
            "cover": "封面", "figure": "数字", "only_first": "仅前一份的格式有的栏目",
            "only_second": "仅后一份的格式有的栏目", "sentence": "文字", "explanation": "说明",
        }[self.value]  # fmt: skip


@dataclass(frozen=True)
class Difference:
    """One difference: where (a path as for saving; text as `<section>.blocks.<n>`, n from 1), and both sides as shown.

    An empty side is blank, or a sentence that the other report does not have. n is the paragraph's number in the
    second report, in the first where the second has not the sentence.
    """

    kind: DifferenceKind
    path: str
    label: str
    before: str
    after: str

    def data(self) -> dict[str, str]:
        """As JSON, for the command line and the pages."""
        return {
            "kind": self.kind.value, "path": self.path, "label": self.label,
            "before": self.before, "after": self.after,
        }  # fmt: skip


def compare(a: Report, b: Report) -> list[Difference]:
    """Every difference between two reports: cover, then section by section cells and sentences, then 说明.

    Cells are the same where their names are; those that only one format has are told apart from changed ones, and
    left out where they are blank.
    """
    order = {kind: n for n, kind in enumerate(DifferenceKind)}
    found = [*_changes(a, b), *_cells_of_first_only(a, b), *_sentences(a, b)]
    return sorted(found, key=lambda difference: order[difference.kind])


def differences_text(a: Report, b: Report, differences: list[Difference]) -> str:
    """The differences for reading in a terminal, one line each under headings by kind; a line too if there are none."""
    lines = [f"前：{a.shown_title}（{a.format.name}）", f"后：{b.shown_title}（{b.format.name}）"]
    if not differences:
        return "\n".join([*lines, "两份报告没有不同。"])
    for kind in DifferenceKind:
        ofthis = [difference for difference in differences if difference.kind is kind]
        if ofthis:
            lines += ["", f"{kind.label}（{len(ofthis)} 处）"]
            lines += [f"  {d.label}：{d.before or NOTHING} → {d.after or NOTHING}" for d in ofthis]
    return "\n".join(lines)


def _changes(a: Report, b: Report) -> Iterator[Difference]:
    """What `diff_versions` tells, but for text: cover, figures of the second report's cells, 说明."""
    for change in diff_versions(a, b):
        group, _, name = change.path.partition(".")
        if ".blocks." in change.path or group == INTRODUCTION:
            continue
        kind = DifferenceKind.COVER
        if group == "values":
            kind = DifferenceKind.FIGURE if name in a.format.cell_index else DifferenceKind.ONLY_SECOND
        elif group == "facts":
            kind = DifferenceKind.FIGURE if _has_fact(a.format, name) else DifferenceKind.ONLY_SECOND
        elif group == "explanations":
            kind = DifferenceKind.EXPLANATION
        yield Difference(kind, change.path, change.label, change.before, change.after)


def _has_fact(fmt: ReportFormat, fact_id: str) -> bool:
    return f"facts.{fact_id}" in fmt.fact_index


def _cells_of_first_only(a: Report, b: Report) -> Iterator[Difference]:
    for cell in a.format.cells:
        if cell.name not in b.format.cell_index and (content := shown(a.value(cell.name))):
            yield Difference(DifferenceKind.ONLY_FIRST, f"values.{cell.name}", cell.title, content, "")
    for section in a.format.sections:
        for fact in section.facts:
            content = shown(a.facts.get(fact.id, Value()))
            if content and not _has_fact(b.format, fact.id):
                label = f"{section.facts_label}·{fact.label}"
                yield Difference(DifferenceKind.ONLY_FIRST, f"facts.{fact.id}", label, content, "")


@dataclass(frozen=True)
class _Line:
    """A sentence or sub-heading, and the number of its paragraph from 1."""

    paragraph: int
    text: str


def _sentences(a: Report, b: Report) -> Iterator[Difference]:
    yield from _changed(INTRODUCTION, "引言", a.introduction, b.introduction)
    for section in _sections(a, b):
        yield from _changed(f"{section.id}.blocks", section.short, a.blocks(section.id), b.blocks(section.id))
    for n in range(max(len(a.extra_sections), len(b.extra_sections))):
        old, new = (report.extra_sections[n : n + 1] for report in (a, b))
        heading = next(extra.heading for extra in (*new, *old))
        blocks = [extras[0].blocks if extras else () for extras in (old, new)]
        yield from _changed(f"{EXTRA}.{n + 1}.blocks", f"附加部分“{heading}”", *blocks)


def _sections(a: Report, b: Report) -> list[Section]:
    """Sections of the second report's format, then those that only the first's has."""
    known = {section.id for section in b.format.sections}
    return [*b.format.sections, *(section for section in a.format.sections if section.id not in known)]


def _changed(path: str, name: str, before: Blocks, after: Blocks) -> Iterator[Difference]:
    for old, new in _pairs(_lines(before), _lines(after)):
        paragraph = (new or old or _Line(0, "")).paragraph
        yield Difference(
            DifferenceKind.SENTENCE, f"{path}.{paragraph}", f"{name}·第 {paragraph} 段",
            old.text if old else "", new.text if new else "",
        )  # fmt: skip


def _lines(blocks: Blocks) -> list[_Line]:
    return [line for n, block in enumerate(blocks, 1) for line in _block_lines(n, block)]


def _block_lines(number: int, block: Block) -> Iterator[_Line]:
    if block.type != "paragraph":
        yield from (_Line(number, line) for line in block_lines(block))
        return
    for sentence in split_sentences("", (block,)):
        yield _Line(number, sentence.text)


def _pairs(before: list[_Line], after: list[_Line]) -> Iterator[tuple[_Line | None, _Line | None]]:
    """Sentences taken out, put in, or rewritten, as they come; those taken out before those put in their place."""
    old, new = ([line.text for line in lines] for lines in (before, after))
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new).get_opcodes():
        if kind != "equal":
            yield from _aligned(before[i1:i2], after[j1:j2])


def _aligned(old: list[_Line], new: list[_Line]) -> Iterator[tuple[_Line | None, _Line | None]]:
    """A new sentence stands beside the next old one that is half alike; the others stand alone."""
    added: list[_Line] = []
    for line in new:
        near = enumerate(old[:LOOK_AHEAD])
        place = next((n for n, other in near if fuzz.ratio(other.text, line.text) >= REWRITTEN), None)
        if place is None:
            added.append(line)
            continue
        yield from ((other, None) for other in old[:place])
        yield from ((None, other) for other in added)
        yield old[place], line
        old, added = old[place + 1 :], []
    yield from ((other, None) for other in old)
    yield from ((None, other) for other in added)
