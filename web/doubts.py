"""What a reading is in doubt of, said once for the cells that it holds for, row by row."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from importers.model import Provenance
from report.format import Cell, ReportFormat

_COLUMN = re.compile(r"第\d+列$")


@dataclass(frozen=True)
class DoubtRow:
    """Cells of one row that a doubt is about; `whole` if it is about the row's every cell."""

    name: str
    cells: tuple[Cell, ...]
    whole: bool


@dataclass(frozen=True)
class Doubt:
    """One doubt (存疑): its reason, the words of the source and their place, and the cells it is about."""

    reason: str
    snippet: str
    where: str
    rows: tuple[DoubtRow, ...]

    @property
    def count(self) -> int:
        return sum(len(row.cells) for row in self.rows)


def doubts_of(fmt: ReportFormat, origins: Iterable[tuple[str, Provenance]]) -> list[Doubt]:
    """Cells of a table that are in doubt for the same reason by the same words are one doubt; in order."""
    groups: dict[tuple[str, str, str], list[tuple[Cell, Provenance]]] = {}
    for name, origin in origins:
        if origin.doubt and name in fmt.cell_index:
            cell = fmt.cell(name)
            groups.setdefault((cell.table.id, origin.doubt, origin.snippet), []).append((cell, origin))
    return [
        Doubt(reason, snippet, _where([origin.where for _, origin in found]), _rows(fmt, [cell for cell, _ in found]))
        for (_, reason, snippet), found in groups.items()
    ]


def _where(places: list[str]) -> str:
    """The place of all: the cell's of one, the row's of several in a row, else none."""
    if len(set(places)) == 1:
        return places[0]
    rows = {_COLUMN.sub("", place) for place in places}
    return rows.pop() if len(rows) == 1 else ""


def _rows(fmt: ReportFormat, cells: list[Cell]) -> tuple[DoubtRow, ...]:
    rows: dict[int, list[Cell]] = {}
    for cell in cells:
        rows.setdefault(id(cell.row), []).append(cell)
    sizes: dict[int, int] = {}
    for cell in fmt.cells:
        sizes[id(cell.row)] = sizes.get(id(cell.row), 0) + 1
    return tuple(
        DoubtRow(found[0].row.name or found[0].table.name, tuple(found), 1 < sizes[row] == len(found))
        for row, found in rows.items()
    )
