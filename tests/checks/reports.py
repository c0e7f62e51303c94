"""Reports for tests of the checks: the samples, and small ones with a few figures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from checks import check
from checks.findings import Finding
from report.record import load_report, read_report
from report.report import Report

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
NAMES = sorted(file.stem for file in SAMPLES.glob("*.json"))


def sample(beginning: str) -> Report:
    """The sample whose file name begins so."""
    (file,) = SAMPLES.glob(f"{beginning}*.json")
    return load_report(file.read_bytes())


def small(year: int, values: dict[str, Any] | None = None, **more: Any) -> Report:
    """A report of 示例市民政局 with those figures and nothing else; the year chooses the format."""
    return read_report({"agency": "示例市民政局", "year": year, "values": values or {}} | more)


def of_kind(kind: str, report: Report, previous: Report | None = None) -> list[Finding]:
    """The findings of one kind."""
    return [finding for finding in check(report, previous) if finding.kind == kind]


def said(kind: str, report: Report, previous: Report | None = None) -> list[str]:
    """The sentences of one kind."""
    return [finding.message for finding in of_kind(kind, report, previous)]
