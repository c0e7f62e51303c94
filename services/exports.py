"""A report as a file to hand on: 草稿 at any time, a final one only when nothing bars it."""

from __future__ import annotations

from dataclasses import replace

from checks import check
from checks.findings import Finding
from report.errors import NianbaoError
from report.report import Report
from services.errors import ExportRefused


def barring(report: Report, previous: Report | None = None) -> list[Finding]:
    """The findings that bar 定稿 and final export; a report of figures only lacks its mandated sections."""
    whole = replace(report, narrative=report.narrative or {})
    return [finding for finding in check(whole, previous) if finding.bars]


def export(report: Report, to: str, draft: bool, previous: Report | None = None) -> bytes:
    """The report in the format `to`, a name of `exporters.EXPORTERS`; `draft` marks it 草稿.

    ExportRefused if it is to be final while a finding bars it.
    """
    # Only here: the typesetting takes a second to import, and most commands do without.
    from exporters import EXPORTERS
    from exporters.document import Document

    if to not in EXPORTERS:
        raise NianbaoError(f"不能导出为“{to}”，可用：{'、'.join(EXPORTERS)}。")
    if not draft and (found := barring(report, previous)):
        raise ExportRefused(found)
    return EXPORTERS[to].render(Document(report, draft))
