"""How many findings a report has, reckoned once for each content of it and of last year's."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock

from checks import check
from report.format import Severity
from report.report import Report

MOST = 2_000


@dataclass(frozen=True)
class Counts:
    """Findings by weight; blanks (待填) apart from the other 强制性 ones."""

    errors: int
    warnings: int
    blanks: int


_known: dict[Hashable, Counts] = {}
_lock = Lock()


def counts(contents: Hashable, load: Callable[[], tuple[Report, Report | None]]) -> Counts:
    """The counts for the report and last year's that `load` gives; `contents` names just these contents."""
    with _lock:
        found = _known.get(contents)
    if found is None:
        found = reckon(*load())
        with _lock:
            if len(_known) >= MOST:
                _known.clear()
            _known[contents] = found
    return found


def reckon(report: Report, previous: Report | None) -> Counts:
    """The counts of a report as it stands beside last year's."""
    findings = check(report, previous)
    blanks = sum(f.kind == "blank" for f in findings)
    return Counts(
        errors=sum(f.severity is Severity.ERROR for f in findings) - blanks,
        warnings=sum(f.severity is Severity.WARNING and f.bars for f in findings),
        blanks=blanks,
    )
