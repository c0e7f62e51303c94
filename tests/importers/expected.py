"""Holds an import to the recorded truth: cell by cell right, flagged or wrong, and the words around the tables."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from importers import Imported, read_file
from report.record import write_report

SAMPLES = Path(__file__).parents[2] / "samples"
SOURCES = SAMPLES / "sources"
SEEDS = (
    "000_fbfd842556fb2a70",
    "001_6bf957eabb57496e",
    "002_80b2b08208f129ad",
    "003_6f0d1c700e1760a4",
    "004_07d58256ca7a15b7",
)


@dataclass
class Tally:
    """Cells of one import against the truth. A wrong cell is neither right nor flagged."""

    right: int = 0
    flagged: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def truth(name: str, folder: Path = SAMPLES) -> dict[str, Any]:
    record: dict[str, Any] = json.loads((folder / f"{name}.json").read_text("utf-8"))
    return record


def imported(file: Path, format_id: str = "auto") -> Imported:
    return read_file(file.name, file.read_bytes(), format_id)


def tally(found: Imported, expected: dict[str, Any]) -> Tally:
    """Compare every cell of the format; what the truth leaves out is blank."""
    result = Tally()
    values = write_report(found.report)["values"]
    for cell in found.report.format.cell_index:
        if values[cell] == expected["values"].get(cell):
            result.right += 1
        elif found.provenance[cell].doubt:
            result.flagged.append(cell)
        else:
            result.wrong.append(f"{cell}: {values[cell]} for {expected['values'].get(cell)}")
    return result


def words(record: dict[str, Any]) -> dict[str, Any]:
    """What a record says besides figures, with the empty parts left out."""
    keys = ("year", "title", "introduction", "narrative", "headings", "extra_sections", "issuer", "date", "contact")
    return {key: record[key] for key in keys if record.get(key)}
