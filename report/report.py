"""A report (年度报告): an agency, a year, a format, values and narrative; immutable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from report.format import ReportFormat
from report.narrative import Block, Blocks
from report.numbers import BLANK, Value
from report.pictures import Pictures
from report.presentation import Presentation

AGENCY_KINDS = {"department": "部门", "government": "政府", "township": "乡镇街道"}


@dataclass(frozen=True)
class Agency:
    """An administrative organ (行政机关): full name, kind, and 统一社会信用代码 where known."""

    name: str
    kind: str = "department"
    credit_code: str = ""


@dataclass(frozen=True)
class ExtraSection:
    """A section that the format does not ask for, printed after section `after` (an id, or "" for the end)."""

    heading: str
    after: str
    blocks: Blocks


@dataclass(frozen=True)
class Contact:
    """How to reach the agency's office for information disclosure."""

    address: str = ""
    postcode: str = ""
    telephone: str = ""
    fax: str = ""
    email: str = ""
    person: str = ""


@dataclass(frozen=True)
class Explanation:
    """A written 说明 of a 核实性 finding; it holds while the values it covers stay as they were."""

    finding: str
    text: str
    covers: Mapping[str, str]


@dataclass(frozen=True)
class Report:
    """One agency's report for one year. `narrative` is None where only figures are known (文字未提供).

    `values` maps cell names to figures, absent meaning blank; `facts` maps fact names without `facts.`;
    `headings` holds printed headings only where they differ from the mandated ones; `pictures` maps ids to what the
    figures of the text show.
    """

    format: ReportFormat
    agency: Agency
    year: int
    title: str = ""
    introduction: Blocks = ()
    narrative: Mapping[str, Blocks] | None = None
    headings: Mapping[str, str] = field(default_factory=dict)
    extra_sections: tuple[ExtraSection, ...] = ()
    values: Mapping[str, Value] = field(default_factory=dict)
    facts: Mapping[str, Value] = field(default_factory=dict)
    issuer: str = ""
    date: date | None = None
    contact: Contact = Contact()
    explanations: tuple[Explanation, ...] = ()
    presentation: Presentation = field(default_factory=Presentation)
    pictures: Pictures = field(default_factory=dict)

    def value(self, cell: str) -> Value:
        """The figure in a cell; blank if none."""
        return self.values.get(cell, BLANK)

    @property
    def all_blocks(self) -> Iterator[Block]:
        """Every block of text, in order of the file of record."""
        yield from self.introduction
        for blocks in (self.narrative or {}).values():
            yield from blocks
        for extra in self.extra_sections:
            yield from extra.blocks

    @property
    def shown_title(self) -> str:
        """The title given, else the mandated one made of agency and year."""
        return self.title or mandated_title(self.format, self.agency.name, self.year)

    def heading(self, section_id: str) -> str:
        """A section's heading as printed, else as mandated."""
        return self.headings.get(section_id) or self.format.section(section_id).heading

    def blocks(self, section_id: str) -> Blocks:
        """A section's narrative; empty if none."""
        return (self.narrative or {}).get(section_id, ())


def mandated_title(fmt: ReportFormat, agency: str, year: int) -> str:
    """`<机关全称><年份>年政府信息公开工作年度报告` (notices' title; pattern in the format file)."""
    return fmt.title.format(agency=agency, year=year)
