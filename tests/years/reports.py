"""Small reports for the tests of this folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from report.record import load_report, read_report
from report.report import Report

SAMPLES = Path(__file__).parents[2] / "samples"


def report_of(
    year: int,
    values: Mapping[str, Any] | None = None,
    *,
    format_id: str = "2021",
    narrative: Mapping[str, Any] | None = None,
    explanations: Mapping[str, str] | None = None,
    covers: Mapping[str, str] | None = None,
    **more: Any,
) -> Report:
    """A report of one agency with those figures; explanations are {finding key: text} and all cover the same."""
    data: dict[str, Any] = {"format": format_id, "year": year, "agency": "示例市司法局", "values": values or {}} | more
    if narrative is not None:
        data["narrative"] = narrative
    data["explanations"] = {
        key: {"text": text, "covers": dict(covers or {})} for key, text in (explanations or {}).items()
    }
    return read_report(data)


def whole_of(year: int, values: Mapping[str, str], *, format_id: str = "2021", **more: Any) -> Report:
    """A report whose cells are all filled: those given, and 0 everywhere else."""
    cells = report_of(year, format_id=format_id).format.cell_index
    return report_of(year, dict.fromkeys(cells, "0") | dict(values), format_id=format_id, **more)


def sample(name: str) -> Report:
    """A published report of `samples/` by its name."""
    return load_report((SAMPLES / f"{name}.json").read_bytes())
