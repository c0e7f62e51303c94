"""A mandated format (年度报告格式) as immutable data: sections, tables as two trees of headings, relations.

Shapes come from `schemas/*.yaml` (the notices 国办公开办函〔2019〕60号 and 〔2021〕30号) by way of `report.loading`.
Blocks, tables, sections and formats compare by identity: they are loaded once, and are keys of caches.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """What a cell counts (单元格类型): a number of things, a change in it, or money."""

    COUNT = "count"
    SIGNED_COUNT = "signed count"
    AMOUNT = "amount"


class Severity(StrEnum):
    """How much a finding weighs: 强制性 bars submission, 核实性 needs a written 说明, 提示 is advice."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"

    @property
    def label(self) -> str:
        """The field's own word for the severity."""
        return {"error": "强制性", "warning": "核实性", "advice": "提示"}[self.value]


@dataclass(frozen=True)
class Header:
    """A heading (栏目) in a tree of rows or columns; its leaves head cells. A heading without id only groups."""

    label: str
    id: str = ""
    short: str = ""
    term: str = ""
    kind: Kind | None = None
    unit: str = ""
    unit_printed: bool | None = None
    doubtful_above: Decimal | None = None
    doubtful_ratio: Decimal | None = None
    stock: bool = False
    children: tuple[Header, ...] = ()
    ancestors: tuple[Header, ...] = ()

    @property
    def path(self) -> tuple[str, ...]:
        """Ids from the root down, headings without id left out."""
        return tuple(h.id for h in (*self.ancestors, self) if h.id)

    @property
    def labels(self) -> tuple[str, ...]:
        """Printed labels from the root down."""
        return tuple(h.label for h in (*self.ancestors, self) if h.label)

    @property
    def name(self) -> str:
        """Short name for sentences: 「不予公开·国家秘密」."""
        return "·".join(h.short or h.label for h in (*self.ancestors, self) if h.id)

    @property
    def term_name(self) -> str:
        """Name as a term of an equation: 「新收」."""
        return self.term or self.name

    def walk(self) -> Iterator[Header]:
        """This heading and all below it, in print order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def leaves(self) -> Iterator[Header]:
        """The headings that head cells, in print order."""
        return (h for h in self.walk() if not h.children)


@dataclass(frozen=True, eq=False)
class Block:
    """Rows under one set of columns; table 2 stacks several. `stub` is the text over the row labels."""

    columns: tuple[Header, ...]
    rows: tuple[Header, ...]
    caption: str = ""
    stub: str = ""


@dataclass(frozen=True, eq=False)
class Table:
    """A mandated table (表). `mentioned_as` are the words by which text speaks of what it counts."""

    id: str
    name: str
    blocks: tuple[Block, ...]
    mentioned_as: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cell:
    """One mandated figure (单元格). `name` is its name everywhere: field, input id, storage, JSON, finding.

    `stock` figures are a state at the end of the year, such as 尚未审结; the others count what happened in it.
    """

    name: str
    format: str
    kind: Kind
    unit: str
    unit_printed: bool | None
    section: Section = field(repr=False, compare=False)
    table: Table = field(repr=False, compare=False)
    block: Block = field(repr=False, compare=False)
    row: Header = field(repr=False, compare=False)
    column: Header = field(repr=False, compare=False)
    doubtful_above: Decimal | None = None
    doubtful_ratio: Decimal | None = None
    stock: bool = False

    @property
    def row_label(self) -> str:
        """Printed labels of the row, joined by ` > ` as in the contract of cell names."""
        return " > ".join(label for label in (self.block.caption, *self.row.labels) if label)

    @property
    def column_label(self) -> str:
        """Printed labels of the column, joined by ` > `."""
        return " > ".join(self.column.labels)

    @property
    def title(self) -> str:
        """How messages name the cell: 「本年新收·自然人」."""
        return "·".join(name for name in (self.row.name, self.column.name) if name)


@dataclass(frozen=True)
class Fact:
    """A figure that narrative must report (信息处理费), with its unit."""

    id: str
    label: str
    kind: Kind
    unit: str

    @property
    def name(self) -> str:
        """Its name in relations, apart from the cells."""
        return f"facts.{self.id}"


@dataclass(frozen=True)
class NarrativeSpec:
    """What a section's text (文字描述) has to be."""

    required: bool
    prompt: str
    aspects: tuple[str, ...] = ()
    recommended_characters: int | None = None


@dataclass(frozen=True, eq=False)
class Section:
    """A mandated heading (部分) with tables, narrative or both."""

    id: str
    heading: str
    short: str
    tables: tuple[Table, ...] = ()
    narrative: NarrativeSpec | None = None
    facts: tuple[Fact, ...] = ()
    facts_label: str = ""
    facts_sentence: str = ""
    facts_zero_sentence: str = ""


@dataclass(frozen=True)
class Term:
    """One summand of a relation: a cell or fact, its sign, and the name it has in sentences."""

    cell: str
    name: str
    sign: int = 1


@dataclass(frozen=True)
class Side:
    """One sum of a relation; `name` stands for it when it has many terms."""

    name: str
    terms: tuple[Term, ...]


@dataclass(frozen=True)
class Relation:
    """Two sums compared (勾稽关系), expanded from a rule for one row, column or heading."""

    id: str
    code: str
    label: str
    where: str
    section: str
    table: str
    left: Side
    compare: str
    right: Side
    severity: Severity
    message: str
    suggestion: str
    source: str
    derives: str = ""
    carries: str = ""
    blank_left: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        """Every cell or fact named, left first."""
        return tuple(term.cell for term in (*self.left.terms, *self.right.terms))


@dataclass(frozen=True)
class Swing:
    """A figure that should not jump (大幅增减): a change over `share` of last year's and over `number`, in its unit."""

    id: str
    code: str
    label: str
    section: str
    cell: str
    row: str
    column: str
    share: Decimal
    number: Decimal
    severity: Severity
    message: str
    suggestion: str
    source: str


class ChartKind(StrEnum):
    """What a chart shows: the parts of one whole (构成), or the same figures over several years (历年)."""

    SHARES = "shares"
    YEARS = "years"


@dataclass(frozen=True)
class ChartPart:
    """One value of a chart: what it is called, and the cells that it adds up."""

    label: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Chart:
    """A chart (图表) that a report may choose to print; `whole` are the cells that all parts together must equal."""

    id: str
    title: str
    kind: ChartKind
    section: str
    table: str
    parts: tuple[ChartPart, ...]
    whole: tuple[str, ...] = ()
    unit: str = ""


@dataclass(frozen=True)
class Authority:
    """The notice (文号、标题、日期) that mandates a format."""

    number: str
    title: str
    date: date | None = None


@dataclass(frozen=True, eq=False)
class ReportFormat:
    """One mandated format (年度报告格式): its years, authority, sections, cells and relations."""

    id: str
    name: str
    first_year: int
    last_year: int | None
    authority: Authority
    title: str
    sections: tuple[Section, ...] = field(repr=False)
    cells: tuple[Cell, ...] = field(default=(), repr=False)
    relations: tuple[Relation, ...] = field(default=(), repr=False)
    swings: tuple[Swing, ...] = field(default=(), repr=False)
    charts: tuple[Chart, ...] = field(default=(), repr=False)
    cell_index: Mapping[str, Cell] = field(default_factory=dict, repr=False, compare=False)
    fact_index: Mapping[str, Fact] = field(default_factory=dict, repr=False, compare=False)

    def cell(self, name: str) -> Cell:
        """The cell of that name; KeyError if the format has none."""
        return self.cell_index[name]

    def section(self, section_id: str) -> Section:
        """The section of that id; KeyError if the format has none."""
        return next(s for s in self.sections if s.id == section_id)

    def covers(self, year: int) -> bool:
        """Whether reports for `year` use this format."""
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)
