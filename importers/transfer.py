"""An imported report as plain JSON data and back, to hand it from the sandbox's process to the program."""

from __future__ import annotations

from typing import Any

from importers.model import Cleaning, Imported, NotPlaced, Provenance, Snippet
from importers.output import to_record
from report.record import read_report


def to_plain(imported: Imported) -> dict[str, Any]:
    """The JSON of `to_record`, and the lines of the source."""
    return {**to_record(imported), "lines": list(imported.lines)}


def _provenance(data: dict[str, Any]) -> Provenance:
    place = None
    if "page" in data:
        left, top, right, bottom = (float(edge) for edge in data["box"])
        place = (int(data["page"]), (left, top, right, bottom))
    return Provenance(data["snippet"], data["where"], data["doubt"], place)


def from_plain(data: dict[str, Any]) -> Imported:
    """What `to_plain` made, as it was. ReportError if the report in it is not one."""
    record = {key: value for key, value in data.items() if key != "lines"}
    return Imported(
        report=read_report(record),
        provenance={cell: _provenance(item) for cell, item in data["provenance"].items()},
        proposed_zeros=tuple(data["proposed_zeros"]),
        not_placed=tuple(NotPlaced(**item) for item in data["not_placed"]),
        not_understood=tuple(Snippet(**item) for item in data["not_understood"]),
        tables_format=dict(data["tables_format"]),
        cleaning=tuple(Cleaning(**item) for item in data["cleaning"]),
        doubts=dict(data["doubts"]),
        lines=tuple(data["lines"]),
    )
