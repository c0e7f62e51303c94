"""What importing passes along: the source as lines and grids, and the report read from it with its provenance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from report.report import Report

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Place:
    """Where a piece of the source stands: in words for people, and on a page (from 1) in points for a picture."""

    where: str
    page: int = 0
    box: Box | None = None


@dataclass(frozen=True)
class Line:
    """One printed line or paragraph. `blank` cells of tables never become lines."""

    text: str
    place: Place


@dataclass(frozen=True)
class GridCell:
    """One cell of a real table: text, place, and its extent in grid units."""

    text: str
    place: Place
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1


@dataclass(frozen=True)
class Grid:
    """A real table of the source as rows of cells; a cell that spans rows stands in its first row only."""

    rows: tuple[tuple[GridCell, ...], ...]
    name: str


Item = Line | Grid


@dataclass(frozen=True)
class Source:
    """A file taken apart: lines and grids in reading order; `title` is what the file calls itself.

    `pictures` says for each picture, which is not read, what the file calls it and where it stands.
    """

    items: tuple[Item, ...]
    title: str = ""
    pictures: tuple[tuple[str, str], ...] = ()

    def lines(self) -> tuple[str, ...]:
        """The source as text lines, grids with their cells divided by ` | `."""
        shown: list[str] = []
        for item in self.items:
            if isinstance(item, Line):
                shown.append(item.text)
            else:
                shown.extend(" | ".join(cell.text for cell in row) for row in item.rows)
        return tuple(shown)


@dataclass(frozen=True)
class Provenance:
    """Where a value comes from. `doubt` says why a person has to look; None means the reading was certain."""

    snippet: str
    where: str
    doubt: str | None = None
    place: tuple[int, Box] | None = None


@dataclass(frozen=True)
class NotPlaced:
    """A figure that the report's format has no cell for, under the cell name of the format it was printed in."""

    cell: str
    format: str
    value: str
    snippet: str
    where: str
    reason: str


@dataclass(frozen=True)
class Snippet:
    """A piece of the source that was not understood."""

    text: str
    where: str
    reason: str


@dataclass(frozen=True)
class Cleaning:
    """An offered clean-up of narrative: the text as printed and as it would be. The original stays."""

    section: str
    block: int
    original: str
    cleaned: str
    reason: str


@dataclass(frozen=True)
class Imported:
    """A report as read. `proposed_zeros` are cells left blank where a blank or dash may mean 0.

    `provenance` has an entry for every cell of the report's format; `doubts` are about agency, year and the like.
    `tables_format` says for each table found in which format it was printed.
    """

    report: Report
    provenance: Mapping[str, Provenance]
    proposed_zeros: tuple[str, ...] = ()
    not_placed: tuple[NotPlaced, ...] = ()
    not_understood: tuple[Snippet, ...] = ()
    tables_format: Mapping[str, str] = field(default_factory=dict)
    cleaning: tuple[Cleaning, ...] = ()
    doubts: Mapping[str, str] = field(default_factory=dict)
    lines: tuple[str, ...] = ()
