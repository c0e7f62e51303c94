"""What a report says, in the order in which a reader meets it: the yardstick for a file that was made of it.

It is told from the report alone and shares nothing with the exporters, so that what they lose or change shows.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from report.format import Kind, Section
from report.layout import GridRow, SlotKind, grid
from report.narrative import MAX_COLUMNS, Block, Blocks
from report.numbers import BLANK, Value, plain, shown
from report.report import Report

TITLE = "标题"
# A paragraph that opens with one of these explains the table above it.
NOTES = ("注", "备注", "備注", "*", "※")
# More columns than any table of the text has.
NO_TABLES = MAX_COLUMNS + 1
NO_WORDS = "未写替代文字的图片"
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


@dataclass(frozen=True)
class Table:
    """A table as it is printed: the rows that hold anything. The first `heads` may be repeated on each page."""

    section: str
    rows: tuple[Said, ...]
    heads: int


def content(report: Report, fewest: int = 1) -> list[Said | Table]:
    """Title, introduction, sections, 落款 and date, in order; what is empty says nothing.

    Tables of the text with less than the `fewest` columns stand row by row as lines; with `NO_TABLES`, where there is
    room for lines alone, figures stand as words.
    """
    return [item for item in _content(report, fewest) if (item.rows if isinstance(item, Table) else item.boxes[0])]


def passages(report: Report) -> list[Said]:
    """The text alone, in order."""
    return [item for item in content(report) if isinstance(item, Said)]


def rows(report: Report) -> list[Said]:
    """The rows of every table, in order."""
    return [row for item in content(report) if isinstance(item, Table) for row in item.rows]


def _content(report: Report, fewest: int) -> Iterator[Said | Table]:
    yield _passage(TITLE, "cover", report.shown_title)
    yield from _blocks("引言", "cover", report.introduction, fewest)
    for after in (*(section.id for section in report.format.sections), ""):
        if after and _stands(report, report.format.section(after)):
            yield from _section(report, report.format.section(after), fewest)
        for extra in report.extra_sections:
            if extra.after == after:
                yield _passage(f"标题“{extra.heading}”", "cover", extra.heading, heading=True)
                yield from _blocks(f"“{extra.heading}”", "cover", extra.blocks, fewest)
    yield _passage("落款", "cover", report.issuer)
    day = report.date
    yield _passage("成文日期", "cover", f"{day.year}年{day.month}月{day.day}日" if day else "")


def _stands(report: Report, section: Section) -> bool:
    """Whether a section is in the report: one of text that its narrative lacks was left out by its agency."""
    return bool(section.tables) or not report.narrative or section.id in report.narrative


def _section(report: Report, section: Section, fewest: int) -> Iterator[Said | Table]:
    """A section: heading, text, tables, and from the first note on what explains them."""
    heading, blocks = report.heading(section.id), report.blocks(section.id)
    yield _passage(f"标题“{heading}”", section.id, heading, heading=True)
    notes = (n for n, block in enumerate(blocks) if section.tables and block.text.lstrip().startswith(NOTES))
    first = next(notes, len(blocks))
    yield from _blocks(f"“{heading}”", section.id, blocks[:first], fewest)
    for table in section.tables:
        laid_out = grid(table)
        heads = laid_out.head_rows if len(table.blocks) == 1 else 0
        rows = (_row(report, section, row) for row in laid_out.rows)
        yield Table(section.id, tuple(row for row in rows if any(row.boxes)), heads)
    yield from _blocks(f"“{heading}”", section.id, blocks[first:], fewest, first)


def _passage(where: str, section: str, text: str, *, heading: bool = False) -> Said:
    return Said(where, section, (seen(text),), heading=heading)


def _blocks(where: str, section: str, blocks: Blocks, fewest: int, before: int = 0) -> Iterator[Said | Table]:
    for number, block in enumerate(blocks, before + 1):
        place = f"{where}第 {number} 段"
        if block.type == "figure" and fewest == NO_TABLES:
            yield _passage(place, section, f"〔图〕{block.text}（{block.alt or block.text or NO_WORDS}）")
            continue
        yield _passage(place, section, block.text)
        if block.type == "table":
            yield from _simple_table(place, section, block, fewest)


def _simple_table(where: str, section: str, block: Block, fewest: int) -> Iterator[Said | Table]:
    # A single box is a line with a border.
    if len(block.rows[0]) < fewest or len(block.rows) == len(block.rows[0]) == 1:
        for number, cells in enumerate(block.rows, 1):
            yield _passage(f"{where}表第 {number} 行", section, "｜".join(cells))
        return
    names = tuple(f"第 {n} 列" for n in range(1, len(block.rows[0]) + 1))
    rows = (
        Said(f"{where}表第 {number} 行", section, tuple(map(seen, cells)), names, ("",) * len(cells))
        for number, cells in enumerate(block.rows, 1)
    )
    yield Table(section, tuple(row for row in rows if any(row.boxes)), min(block.head, len(block.rows) - 1))


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
