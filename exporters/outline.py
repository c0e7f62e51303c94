"""The finished document between report and renderers: what is printed, in order, as plain text and grids.

HTML, PDF and DOCX walk the same outline, so that they say the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from exporters.charts import ChartFigures, charts
from exporters.document import Document
from exporters.illustrations import Illustration, SimpleTable, illustration, simple_table
from exporters.measures import LARGEST, Measures, measures
from exporters.titles import title_lines, width
from report.format import Section
from report.layout import Grid, Slot, grid
from report.narrative import Blocks, clean_text
from report.numbers import shown
from report.report import Report

# A paragraph that opens with one of these explains the table above it.
_NOTES = ("注", "备注", "備注", "*", "※")

# Control codes of old terminals, and marks that turn the order of what follows: a figure could be read backwards.
_INVISIBLE = re.compile("[\x80-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Text:
    """A paragraph (level 0) or a sub-heading of level 1 （一） or 2 1., with its rank among all headings.

    The title has rank 1, a section's heading 2; no rank is skipped on the way down, whatever levels are used.
    """

    kind: ClassVar[str] = "text"
    text: str
    level: int = 0
    rank: int = 0


# What stands in running text. All have `kind`, a `text` (of figures and tables the caption) and a `level`.
Item = Text | Illustration | SimpleTable


@dataclass(frozen=True)
class TablePart:
    """A mandated table with what stands in its cells; `texts` maps cell names to text, absent meaning blank.

    One that has measures `across` stands on a page of its own on paper, turned on its side.
    """

    grid: Grid
    measures: Measures
    texts: Mapping[str, str]
    across: Measures | None = None

    @property
    def turned(self) -> bool:
        """Whether it stands on a page turned on its side."""
        return self.across is not None

    @property
    def on_paper(self) -> Measures:
        """Its measures on the page where it stands."""
        return self.across or self.measures

    @property
    def id(self) -> str:
        """Its id in HTML."""
        return f"table-{self.grid.table.id}"

    @property
    def is_stacked(self) -> bool:
        """Whether blocks with columns of their own stand one below another."""
        return len(self.grid.table.blocks) > 1

    @property
    def is_parted(self) -> bool:
        """Whether its one block goes on in a second part on the next page."""
        return not self.is_stacked and self.grid.rows[-1].block > 0

    def text(self, slot: Slot) -> str:
        """What a reader sees in a slot, heading or figure."""
        return self.texts.get(slot.cell, "") if slot.cell else slot.text


@dataclass(frozen=True)
class Part:
    """A printed section: heading, then text, tables and notes below them. `id` is unique in the document."""

    id: str
    heading: str
    before: tuple[Item, ...]
    tables: tuple[TablePart, ...] = ()
    after: tuple[Item, ...] = ()
    charts: tuple[ChartFigures, ...] = ()

    @property
    def is_turned(self) -> bool:
        """Whether all of it stands on a page turned on its side, the heading with its table."""
        return bool(self.tables) and not self.before and all(table.turned for table in self.tables)


@dataclass(frozen=True)
class Signature:
    """Issuer (落款) and date, and how far each ends from the right edge, in characters.

    Without a seal the issuer ends two characters from the edge and the date starts two characters right of
    the issuer's start; a date longer than the issuer ends two characters from the edge instead
    (GB/T 9704-2012 7.3.5.2).

    With a seal (`field` is "seal") the date ends four characters from the edge and the issuer stands centred over
    it (7.3.5.1); both move left where the issuer would come nearer to the edge than two characters. `field` is what
    a PDF leaves room for, a name of `exporters.document.SIGNATURES`; empty in an outline and for every other file.
    """

    issuer: str
    date: str
    field: str = ""

    @property
    def issuer_indent(self) -> float:
        """Characters between the issuer's end and the right edge."""
        if self.field == "seal":
            return self.axis - width(self.issuer) / 2
        excess = width(self.date) - width(self.issuer) + 2 if self.date else 0
        return 2 + max(excess, 0)

    @property
    def date_indent(self) -> float:
        """Characters between the date's end and the right edge."""
        if self.field == "seal":
            return self.axis - width(self.date) / 2
        return max(width(self.issuer) - width(self.date), 2) if self.issuer else 4

    @property
    def axis(self) -> float:
        """Characters between the right edge and the middle of a seal."""
        return max(4 + width(self.date) / 2, 2 + width(self.issuer) / 2)


@dataclass(frozen=True)
class Outline:
    """Everything printed, in order."""

    title_lines: tuple[str, ...]
    introduction: tuple[Item, ...]
    parts: tuple[Part, ...]
    signature: Signature
    agency: str
    dated: date
    draft: bool
    check_code: str
    check_address: str

    @property
    def title(self) -> str:
        """The title in one line."""
        return "".join(self.title_lines)

    @property
    def tables(self) -> tuple[TablePart, ...]:
        """All tables in order."""
        return tuple(table for part in self.parts for table in part.tables)

    @property
    def items(self) -> Iterator[Item]:
        """All running text with its figures and tables, in order."""
        yield from self.introduction
        for part in self.parts:
            yield from (*part.before, *part.after)

    @property
    def simple_tables(self) -> tuple[SimpleTable, ...]:
        """The tables of the text."""
        return tuple(item for item in self.items if isinstance(item, SimpleTable))

    @property
    def illustrations(self) -> tuple[Illustration, ...]:
        """The figures of the text."""
        return tuple(item for item in self.items if isinstance(item, Illustration))


def outline(document: Document) -> Outline:
    """What the document prints. Text loses only the characters that no document can hold."""
    report = document.report
    return Outline(
        title_lines=title_lines(_line(report.shown_title)),
        introduction=_texts(report, report.introduction, "introduction", above=1),
        parts=_with_charts(_parts(report), document),
        signature=Signature(_line(report.issuer), _date(report)),
        agency=_line(report.agency.name),
        dated=document.dated,
        draft=document.draft,
        check_code=_line(document.check_code),
        check_address=document.check_address,
    )


def _line(text: str) -> str:
    return " ".join(_INVISIBLE.sub("", clean_text(text)).split())


def _texts(report: Report, blocks: Blocks, where: str, above: int = 2) -> tuple[Item, ...]:
    """Blocks below a heading of rank `above`; `where` begins the ids of what stands there."""
    texts: list[Item] = []
    below = 1
    for number, block in enumerate(blocks, 1):
        if block.type == "figure":
            texts.append(illustration(block, f"{where}-figure-{number}", report.pictures[block.picture], _line))
            continue
        if block.type == "table":
            texts.append(simple_table(block, f"{where}-table-{number}", _line))
            continue
        texts.append(Text(_line(block.text), block.level, above + min(block.level, below) if block.level else 0))
        if block.level == 1:
            below = 2
    return tuple(texts)


def _date(report: Report) -> str:
    return f"{report.date.year}年{report.date.month}月{report.date.day}日" if report.date else ""


def _parts(report: Report) -> tuple[Part, ...]:
    """The mandated sections with the additional ones at their place; those that name no place come last."""
    parts: list[Part] = []
    numbered = list(enumerate(report.extra_sections, 1))
    for after in (*(section.id for section in report.format.sections), ""):
        if after and _printed(report, report.format.section(after)):
            parts.append(_part(report, report.format.section(after)))
        parts.extend(
            Part(f"extra-{number}", _line(extra.heading), _texts(report, extra.blocks, f"extra-{number}"))
            for number, extra in numbered
            if extra.after == after
        )
    return tuple(parts)


def _with_charts(parts: tuple[Part, ...], document: Document) -> tuple[Part, ...]:
    """The sections with the charts that the report asks for below the tables that they draw."""
    drawn, _ = charts(document)
    return tuple(replace(part, charts=tuple(c for c in drawn if c.section == part.id)) for part in parts)


def _printed(report: Report, section: Section) -> bool:
    """Whether a section's heading stands in the document.

    A section of text that a report's narrative does not have at all was left out by its agency, and is not put
    in here; an empty one is printed as a bare heading. Where no text is known, every heading is printed.
    """
    return bool(section.tables) or not report.narrative or section.id in report.narrative


def _table(laid_out: Grid, figures: Mapping[str, str], wide: str) -> TablePart:
    """A table as its agency wants wide ones, those that need smaller type than others: on the page or turned."""
    measured = measures(laid_out)
    turned = wide == "rotate" and measured.size < LARGEST
    return TablePart(laid_out, measured, figures, measures(laid_out, turned=True) if turned else None)


def _part(report: Report, section: Section) -> Part:
    texts = _texts(report, report.blocks(section.id), section.id)
    notes = len(texts)
    if section.tables:
        notes = next((i for i, text in enumerate(texts) if text.text.startswith(_NOTES)), notes)
    figures = {cell: _line(shown(value)) for cell, value in report.values.items()} if section.tables else {}
    return Part(
        id=section.id,
        heading=_line(report.heading(section.id)),
        before=texts[:notes],
        tables=tuple(_table(grid(table), figures, report.presentation.wide_tables) for table in section.tables),
        after=texts[notes:],
    )
