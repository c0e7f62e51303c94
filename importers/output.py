"""An imported report as JSON: the file of record, and beside it where everything came from."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from importers.model import Imported
from report.record import write_report


def to_record(imported: Imported) -> dict[str, Any]:
    """The JSON of record plus the `IMPORT_KEYS` of the file of record.

    `provenance` is {cell: {"snippet", "where", "doubt", "page", "box"}}, page and box only where there is a picture.
    """
    data = write_report(imported.report)
    data["provenance"] = {
        cell: {
            "snippet": p.snippet,
            "where": p.where,
            "doubt": p.doubt,
            **({"page": p.place[0], "box": list(p.place[1])} if p.place else {}),
        }
        for cell, p in imported.provenance.items()
    }
    data["not_placed"] = [asdict(item) for item in imported.not_placed]
    data["proposed_zeros"] = list(imported.proposed_zeros)
    data["not_understood"] = [asdict(item) for item in imported.not_understood]
    data["tables_format"] = dict(imported.tables_format)
    data["cleaning"] = [asdict(item) for item in imported.cleaning]
    data["doubts"] = dict(imported.doubts)
    return data
