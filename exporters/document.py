"""What is rendered: a report with its mark, style and check code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from report.report import Report

STYLES = {"official": "公文版式"}


@dataclass(frozen=True)
class Document:
    """A report to be printed. `draft` puts 草稿 on every page; `check_code` (校验码) stands at the end if given."""

    report: Report
    draft: bool = False
    style: str = "official"
    check_code: str = ""

    @property
    def dated(self) -> date:
        """The day that files say they were made: the report's own date, else the end of its year. Never the clock."""
        return self.report.date or date(self.report.year, 12, 31)
