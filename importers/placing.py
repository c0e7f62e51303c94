"""Readings of tables, each in the format it was printed in, placed in the report's own format."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from importers.model import NotPlaced, Provenance
from importers.tables import NOWHERE, ROW_NOT_FOUND, CellReading, TableReading
from report.format import ReportFormat
from report.numbers import Value, shown

NO_SUCH_CELL = "{name}没有这一格（按{other}印制）"
ZERO_DIVIDED = "原表“{label}”没有细分，印的是 0，各细项读作 0"
TABLE_NOT_FOUND = "原文中没有找到这张表"


@dataclass
class Placement:
    """Values and provenance gathered for one report."""

    format: ReportFormat
    values: dict[str, Value] = field(default_factory=dict)
    provenance: dict[str, Provenance] = field(default_factory=dict)
    proposed_zeros: list[str] = field(default_factory=list)
    not_placed: list[NotPlaced] = field(default_factory=list)


def provenance_of(cell: CellReading, doubt: str | None = None) -> Provenance:
    """The provenance of one cell's reading."""
    place = (cell.place.page, cell.place.box) if cell.place.box else None
    return Provenance(cell.snippet, cell.place.where, doubt or cell.reading.doubt, place)


def finer(name: str, fmt: ReportFormat) -> list[str]:
    """Cells of a format that divide the cell `name` of another: other.person into other.not_corrected.person …"""
    parts = name.split(".")
    names = []
    for candidate in fmt.cell_index:
        pieces = candidate.split(".")
        if len(pieces) == len(parts) + 1 and any(pieces[:i] + pieces[i + 1 :] == parts for i in range(1, len(pieces))):
            names.append(candidate)
    return names


def _place_table(reading: TableReading, into: Placement) -> None:
    read_something = any(c.reading.value.number is not None for c in reading.cells.values())
    for name, cell in reading.cells.items():
        if name in into.format.cell_index:
            into.provenance[name] = provenance_of(cell)
            if not cell.reading.value.is_blank:
                into.values[name] = cell.reading.value
            elif cell.found and cell.reading.maybe_zero and read_something:
                into.proposed_zeros.append(name)
        elif not cell.reading.value.is_blank:
            _keep_aside(name, cell, reading, into)


def _keep_aside(name: str, cell: CellReading, reading: TableReading, into: Placement) -> None:
    value = cell.reading.value
    reason = NO_SUCH_CELL.format(name=into.format.name, other=reading.format.name)
    into.not_placed.append(NotPlaced(name, reading.format.id, shown(value), cell.snippet, cell.place.where, reason))
    parts = finer(name, into.format)
    if value.number == 0 and parts:
        label = reading.format.cell(name).row.label
        for part in parts:
            into.values[part] = value
            into.provenance[part] = provenance_of(cell, ZERO_DIVIDED.format(label=label))


def place_tables(readings: Iterable[TableReading], fmt: ReportFormat) -> Placement:
    """Place every table. Each cell of the format gets a provenance entry, those not read with the reason why."""
    into = Placement(fmt)
    for reading in readings:
        _place_table(reading, into)
    for name in fmt.cell_index:
        if name not in into.provenance:
            found = any(r.table.id == name.split(".")[0] for r in readings)
            into.provenance[name] = Provenance("", NOWHERE.where, ROW_NOT_FOUND if found else TABLE_NOT_FOUND)
    order = {name: i for i, name in enumerate(fmt.cell_index)}
    into.proposed_zeros.sort(key=order.__getitem__)
    return into


def best_readings(choices: Mapping[str, Sequence[TableReading]], preferred: str) -> list[TableReading]:
    """For each table the reading that fits best. Tables not found are left out.

    Where two formats print a table alike, it is read in the `preferred` one, or without that as the other tables are.
    """
    clear = []
    for readings in choices.values():
        scores = sorted((r.score for r in readings), reverse=True)
        if scores[0] > 0 and (len(scores) == 1 or scores[0] > scores[1]):
            clear.append(max(readings, key=lambda r: r.score).format.id)
    usual = preferred or max(clear, key=clear.count, default="")
    found = []
    for readings in choices.values():
        best = max(readings, key=lambda r: (r.score, r.format.id == usual, r.format.id))
        if any(cell.found for cell in best.cells.values()):
            found.append(best)
    return found
