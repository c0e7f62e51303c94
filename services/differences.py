"""What changed between two states of a report, in the words of the form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from report.narrative import Block, Blocks
from report.numbers import Value, shown
from report.presentation import WIDE_TABLES
from report.report import AGENCY_KINDS, Contact, ExtraSection, Report
from services.aligning import Aligner

CONTACT_LABELS = {
    "address": "地址",
    "postcode": "邮编",
    "telephone": "电话",
    "fax": "传真",
    "email": "电子邮箱",
    "person": "联系人",
}


@dataclass(frozen=True)
class Change:
    """One difference: the path (as for saving; paragraphs as "<section>.blocks.<n>"), a label, both texts."""

    path: str
    label: str
    before: str
    after: str


def diff_versions(a: Report, b: Report) -> list[Change]:
    """Every difference from `a` to `b`: cover, text paragraph by paragraph, figures with their titles, 说明."""
    return [
        *_lines(a, b),
        *_paragraphs("introduction", "引言", a.introduction, b.introduction),
        *_sections(a, b),
        *_extra(a.extra_sections, b.extra_sections),
        *_explanations(a, b),
    ]


def _lines(a: Report, b: Report) -> Iterator[Change]:
    """Differences in what is one line each."""
    before, after = _cover(a), _cover(b)
    for path, label in COVER_LABELS.items():
        if before[path] != after[path]:
            yield Change(path, label, before[path], after[path])


COVER_LABELS = {
    "agency.name": "机关名称",
    "agency.kind": "机关类型",
    "agency.credit_code": "统一社会信用代码",
    "year": "报告年度",
    "title": "标题",
    "issuer": "落款",
    "date": "成文日期",
    **{f"contact.{name}": f"联系方式·{CONTACT_LABELS[name]}" for name in Contact.__dataclass_fields__},
    "presentation.charts": "图表",
    "presentation.wide_tables": "较宽的表",
    "presentation.index_number": "索引号",
    "presentation.published": "发布日期",
}


def _cover(report: Report) -> dict[str, str]:
    return {
        "agency.name": report.agency.name,
        "agency.kind": AGENCY_KINDS[report.agency.kind],
        "agency.credit_code": report.agency.credit_code,
        "year": str(report.year),
        "title": report.title,
        "issuer": report.issuer,
        "date": report.date.isoformat() if report.date else "",
        **{f"contact.{name}": text for name, text in vars(report.contact).items()},
        "presentation.charts": "、".join(c.title for c in report.format.charts if c.id in report.presentation.charts),
        "presentation.wide_tables": WIDE_TABLES[report.presentation.wide_tables],
        "presentation.index_number": report.presentation.index_number,
        "presentation.published": report.presentation.published,
    }


def _sections(a: Report, b: Report) -> Iterator[Change]:
    for section in b.format.sections:
        if (before := a.headings.get(section.id, "")) != (after := b.headings.get(section.id, "")):
            yield Change(f"headings.{section.id}", f"{section.short}·标题", before, after)
        yield from _paragraphs(f"{section.id}.blocks", section.short, a.blocks(section.id), b.blocks(section.id))
        for cell in (cell for cell in b.format.cells if cell.section.id == section.id):
            yield from _figure(f"values.{cell.name}", cell.title, a.value(cell.name), b.value(cell.name))
        for fact in section.facts:
            both = a.facts.get(fact.id, Value()), b.facts.get(fact.id, Value())
            yield from _figure(f"facts.{fact.id}", f"{section.facts_label}·{fact.label}", *both)


def _figure(path: str, label: str, before: Value, after: Value) -> Iterator[Change]:
    if before != after:
        yield Change(path, label, shown(before), shown(after))


def _paragraphs(path: str, name: str, before: Blocks, after: Blocks) -> Iterator[Change]:
    """Paragraphs taken out, put in or rewritten; the number is that of the newer text, or the older where taken out."""
    for i1, i2, j1, j2 in Aligner(None, before, after).changes():
        for n in range(max(i2 - i1, j2 - j1)):
            old = "\n".join(block_lines(before[i1 + n])) if i1 + n < i2 else ""
            new = "\n".join(block_lines(after[j1 + n])) if j1 + n < j2 else ""
            number = (j1 if new else i1) + n + 1
            if old != new:
                yield Change(f"{path}.{number}", f"{name}·第 {number} 段", old, new)


def block_lines(block: Block) -> list[str]:
    """All that a block says, in lines: a heading's level, a table's rows or a figure's picture may be all that changed.

    A picture is told by the first letters of its id.
    """
    match block.type:
        case "figure":
            return [f"〔图〕{block.text}（图片 {block.picture[:8]}，替代文字：{block.alt or '无'}）"]
        case "table":
            heads = f"（前 {block.head} 行是表头）" if block.head else ""
            return [f"〔表〕{block.text}{heads}", *("｜".join(row) for row in block.rows)]
    return [{0: "", 1: "〔小标题〕", 2: "〔二级小标题〕"}[block.level] + block.text]


def _extra(before: tuple[ExtraSection, ...], after: tuple[ExtraSection, ...]) -> Iterator[Change]:
    """Additional sections, told apart by their place among themselves."""
    for n in range(max(len(before), len(after))):
        old = before[n] if n < len(before) else ExtraSection("", "", ())
        new = after[n] if n < len(after) else ExtraSection("", "", ())
        name = f"附加部分“{new.heading or old.heading}”"
        if (old.heading, old.after) != (new.heading, new.after):
            yield Change(f"extra_sections.{n + 1}", f"{name}·标题", old.heading, new.heading)
        yield from _paragraphs(f"extra_sections.{n + 1}.blocks", name, old.blocks, new.blocks)


def _explanations(a: Report, b: Report) -> Iterator[Change]:
    before, after = ({e.finding: e.text for e in report.explanations} for report in (a, b))
    for key in {**before, **after}:
        if before.get(key, "") != after.get(key, ""):
            yield Change(f"explanations.{key}", "核实性问题的说明", before.get(key, ""), after.get(key, ""))
