"""What a report says, in the order in which a reader meets it: the yardstick for a file that was made of it.

It is told from the report alone and shares nothing with the exporters, so that what they lose or change shows.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from report.format import Kind, Section
from report.layout import GridRow, SlotKind, grid
from report.narrative import Blocks
from report.numbers import BLANK, Value, plain, shown
from report.report import Report

TITLE = "标题"
# Control codes, marks that turn or join characters, halves of pairs, and places that Unicode leaves empty for good.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"})


@dataclass(frozen=True)
class Said:
    """One passage of text, or one row of a table box by box, as a reader sees it: without white space.

    `where` is what people call the place. `boxes` of a row are named by `names`, `cells` are the cells they hold, ""
    for a heading; a passage has one of each. `section` is an id, `cover` outside the sections; `heading` marks a
    section's own.
    """

    where: str
    section: str
    boxes: tuple[str, ...]
    names: tuple[str, ...] = ("",)
    cells: tuple[str, ...] = ("",)
    heading: bool = False

    @property
    def held(self) -> tuple[str, ...]:
        """The cells that it holds."""
        return tuple(filter(None, self.cells))


def seen(text: str) -> str:
    """The characters of a text that leave a mark on paper; white space and line breaks are gone."""
    return "".join(c for c in text if unicodedata.category(c) not in _UNSEEN and ord(c) & 0xFFFE != 0xFFFE)


def passages(report: Report) -> list[Said]:
    """Title, introduction, headings, text, 落款 and date, in order; what is empty says nothing."""
    return [passage for passage in _passages(report) if passage.boxes[0]]


def _passages(report: Report) -> Iterator[Said]:
    yield _passage(TITLE, "cover", report.shown_title)
    yield from _blocks("引言", "cover", report.introduction)
    for after in (*(section.id for section in report.format.sections), ""):
        if after and _stands(report, report.format.section(after)):
            heading = report.heading(after)
            yield _passage(f"标题“{heading}”", after, heading, heading=True)
            yield from _blocks(f"“{heading}”", after, report.blocks(after))
        for extra in report.extra_sections:
            if extra.after == after:
                yield _passage(f"标题“{extra.heading}”", "cover", extra.heading, heading=True)
                yield from _blocks(f"“{extra.heading}”", "cover", extra.blocks)
    yield _passage("落款", "cover", report.issuer)
    day = report.date
    yield _passage("成文日期", "cover", f"{day.year}年{day.month}月{day.day}日" if day else "")


def _stands(report: Report, section: Section) -> bool:
    """Whether a section is in the report: one of text that its narrative lacks was left out by its agency."""
    return bool(section.tables) or not report.narrative or section.id in report.narrative


def _passage(where: str, section: str, text: str, *, heading: bool = False) -> Said:
    return Said(where, section, (seen(text),), heading=heading)


def _blocks(where: str, section: str, blocks: Blocks) -> Iterator[Said]:
    return (_passage(f"{where}第 {n} 段", section, block.text) for n, block in enumerate(blocks, 1))


def tables(report: Report) -> list[list[Said]]:
    """The rows of every mandated table, in order, headings and figures as they are printed."""
    return [
        _rows(report, section, number) for section in report.format.sections for number in range(len(section.tables))
    ]


def _rows(report: Report, section: Section, number: int) -> list[Said]:
    return [_row(report, section, row) for row in grid(section.tables[number]).rows]


def _row(report: Report, section: Section, row: GridRow) -> Said:
    fmt = report.format
    slots = sorted(row.slots, key=lambda slot: slot.column)
    cells = tuple(slot.cell if slot.kind is SlotKind.CELL else "" for slot in slots)
    texts = (shown(report.value(slot.cell)) if slot.cell else slot.text for slot in slots)
    names = tuple(fmt.cell(slot.cell).title if slot.cell else f"栏目“{slot.text}”" for slot in slots)
    label = next((fmt.cell(cell).row_label for cell in cells if cell), "表头")
    return Said(f"“{section.heading}”表“{label}”", section.id, tuple(map(seen, texts)), names, cells)


CSV_HEAD = ("cell", "section", "row", "column", "unit", "value", "note")


def csv_rows(report: Report) -> Iterator[Said]:
    """The rows of the figures as CSV (`docs/data-dictionary.md`): heads, every cell, every fact."""
    yield Said("表头", "cover", CSV_HEAD, CSV_HEAD, ("",) * len(CSV_HEAD))
    for cell in report.format.cells:
        place = (cell.name, report.heading(cell.section.id), cell.row_label, cell.column_label, cell.unit)
        yield _csv_row(cell.section.id, cell.name, cell.title, place, report.value(cell.name))
    for section in report.format.sections:
        for fact in section.facts:
            unit = fact.unit if fact.kind is Kind.AMOUNT else ""
            place = (fact.name, report.heading(section.id), section.facts_label, fact.label, unit)
            yield _csv_row(section.id, "", fact.label, place, report.facts.get(fact.id, BLANK))


def _csv_row(section: str, cell: str, title: str, place: tuple[str, ...], value: Value) -> Said:
    figure = "" if value.number is None else plain(value.number)
    unread = f"未能读出：{value.text}（{value.doubt}）" if value.text else ""
    note = unread if value.number is None else value.note
    boxes = tuple(map(seen, (*place, figure, note)))
    return Said(f"“{title}”", section, boxes, CSV_HEAD, (*("",) * 5, cell, cell))
