"""What a comment can be about, as a form's choices name it: a cell, a paragraph, a finding or the whole report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from checks.findings import Finding
from report.narrative import Block
from report.numbers import shown
from report.report import Report
from services.errors import ChangeRefused
from services.workflow.comments import Anchor, Comment
from web.changes import contents

COVER = "cover"
LONGEST_EXCERPT = 24
GONE = "没有这个位置，批注没有保存。请刷新页面。"


@dataclass(frozen=True)
class Choice:
    """One place: `value` as the form sends it, e.g. `cell:applications.new.person` or `paragraph:overview:2`."""

    value: str
    label: str


def choices(report: Report, section_id: str, findings: Sequence[Finding]) -> list[tuple[str, list[Choice]]]:
    """The places of a tab in groups, each with its heading; of the report's review page (`finish`) the findings."""
    whole = ("报告", [Choice("report", "整份报告")])
    here = [Choice(f"finding:{f.key}", _excerpt(f.message)) for f in findings if section_id in (f.section, "finish")]
    if section_id == "finish":
        return [whole, ("审核结果", here)] if here else [whole]
    text = [
        Choice(f"paragraph:{section_id}:{n}", f"第 {n + 1} 段：{_excerpt(block.text) or '（无文字）'}")
        for n, block in enumerate(_blocks(report, section_id))
    ]
    cells = [Choice(f"cell:{name}", title) for name, title in _figures(report, section_id).items()]
    groups = (("单元格", cells), ("段落", text), ("审核结果", here), whole)
    return [(label, some) for label, some in groups if some]


def anchor_of(report: Report, findings: Sequence[Finding], about: str, seen: str = "") -> Anchor:
    """The place that a form names, with what stands there now; ChangeRefused if there is none.

    `seen` is the paragraph as the page showed it: where paragraphs moved since, it is found by its words.
    """
    kind, _, place = about.partition(":")
    if kind == "report":
        return Anchor("report", COVER)
    if kind == "finding":
        for finding in findings:
            if finding.key == place:
                return Anchor("finding", finding.section, place, finding.message)
    if kind == "cell":
        for section in report.format.sections:
            if place in _figures(report, section.id):
                return Anchor("cell", section.id, place, shown(contents(report)[place]) or "（空）")
    if kind == "paragraph":
        section_id, _, number = place.partition(":")
        blocks = _blocks(report, section_id) if section_id in _tabs(report) else ()
        at = _paragraph(blocks, number, seen)
        if at is not None:
            return Anchor("paragraph", section_id, f"blocks.{at}", blocks[at].text)
    raise ChangeRefused(GONE)


def _paragraph(blocks: Sequence[Block], number: str, seen: str) -> int | None:
    at = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else -1
    if seen and not (0 <= at < len(blocks) and blocks[at].text == seen):
        at = next((n for n, block in enumerate(blocks) if block.text == seen), at)
    return at if 0 <= at < len(blocks) else None


def title_of(report: Report, comment: Comment) -> str:
    """The name of what a comment is about, as people know it."""
    tabs = _tabs(report)
    if comment.kind == "report":
        return "整份报告"
    if comment.kind == "cell":
        return _figures(report, comment.section).get(comment.place, comment.place)
    if comment.kind == "finding":
        return f"{tabs.get(comment.section, '')} 审核结果"
    number = comment.place.removeprefix("blocks.")
    return f"{tabs.get(comment.section, '')} 第 {int(number) + 1} 段" if number.isdigit() else tabs[comment.section]


def tab_of(comment: Comment) -> str:
    """The tab that counts a comment: its section's, for the whole report the review page."""
    return "finish" if comment.kind == "report" else comment.section


def _tabs(report: Report) -> dict[str, str]:
    return {COVER: "引言"} | {section.id: section.heading for section in report.format.sections}


def _blocks(report: Report, section_id: str) -> Sequence[Block]:
    return report.introduction if section_id == COVER else report.blocks(section_id)


def _figures(report: Report, section_id: str) -> dict[str, str]:
    """{name: title} of the cells and facts of a section."""
    cells = {cell.name: cell.title for cell in report.format.cell_index.values() if cell.section.id == section_id}
    sections = [section for section in report.format.sections if section.id == section_id]
    facts = {fact.name: fact.label for section in sections for fact in section.facts}
    return cells | facts


def _excerpt(text: str) -> str:
    return text if len(text) <= LONGEST_EXCERPT else f"{text[:LONGEST_EXCERPT]}…"
