"""Documents to export in tests, and what their pages hold, read back."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from exporters.document import Document
from report.layout import Grid, Slot, SlotKind
from report.numbers import shown
from report.record import load_report
from report.report import Report

SAMPLES = Path(__file__).parents[2] / "samples"
NAMES = tuple(sorted(file.stem for file in SAMPLES.glob("*.json")))
SEED, TRADITIONAL, RECENT, PARTED = "001_6bf957eabb57496e", "000_fbfd842556fb2a70", "demo-2023", "hongze-2023"


@cache
def sample(name: str) -> Report:
    return load_report((SAMPLES / f"{name}.json").read_bytes())


def draft(name: str) -> Document:
    return Document(sample(name), draft=True)


def final(name: str) -> Document:
    return Document(sample(name))


def squeezed(text: str) -> str:
    """Text without white space, which layout adds and takes away."""
    return "".join(text.split())


@dataclass(frozen=True)
class Box:
    """A box of a table as a file has it: place, size and text without white space."""

    row: int
    column: int
    rowspan: int
    colspan: int
    text: str


def expected_boxes(grid: Grid, report: Report) -> list[Box]:
    """The boxes that the grid asks for, with the report's figures in them."""
    return [
        Box(slot.row, slot.column, slot.rowspan, slot.colspan, squeezed(_text(slot, report)))
        for slot in sorted(grid.slots(), key=lambda slot: (slot.row, slot.column))
    ]


def _text(slot: Slot, report: Report) -> str:
    return shown(report.value(slot.cell)) if slot.kind is SlotKind.CELL else slot.text
