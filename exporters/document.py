"""What is rendered: a report with its mark, style and check code."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from exporters.site import SiteMetadata
from report.report import Report

STYLES = {"official": "公文版式"}
# What a PDF leaves room for: a seal (印章) over issuer and date, or a box with words below them.
SIGNATURES = {"seal": "印章", "box": "签名框"}


@dataclass(frozen=True)
class Document:
    """A report to be printed. `draft` puts 草稿 on every page; `check_code` (校验码) stands at the end if given,
    and beside it a QR code with `check_address`.

    `earlier` are the agency's reports of the years before, as far as they are known; charts compare with them.
    `site` is where the report is published, for the files of the website.
    `signature`, a name of `SIGNATURES` or empty for none, leaves room for one in a PDF; other files ignore it.
    """

    report: Report
    draft: bool = False
    style: str = "official"
    check_code: str = ""
    check_address: str = ""
    signature: str = ""
    earlier: tuple[Report, ...] = ()
    site: SiteMetadata = field(default_factory=SiteMetadata)

    @property
    def dated(self) -> date:
        """The day that files say they were made: the report's own date, else the end of its year. Never the clock."""
        return self.report.date or date(self.report.year, 12, 31)
