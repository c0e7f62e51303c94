"""A report as a file to hand on: 草稿 at any time, a final one only if nothing bars it and it reads as the report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from checks import check
from checks.findings import Finding
from exporters.document import Document
from exporters.site import SiteMetadata
from report.errors import NianbaoError
from report.report import Report
from services.errors import ExportRefused, Refusal

MOST_TOLD = 10


class ExportDiffers(Refusal):
    """A final file reads otherwise than its report (回读不符), so that nobody gets it; `findings` say where."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(f"生成的文件与报告核对有 {len(findings)} 处不符，没有导出。请把下列问题告诉维护人员。")
        self.findings = list(findings)
        self.details = tuple(finding.message for finding in findings[:MOST_TOLD])


def barring(report: Report, previous: Report | None = None) -> list[Finding]:
    """The findings that bar 定稿 and final export; a report of figures only lacks its mandated sections."""
    whole = replace(report, narrative=report.narrative or {})
    return [finding for finding in check(whole, previous) if finding.bars]


def to_export(
    report: Report,
    draft: bool,
    previous: Report | None = None,
    earlier: tuple[Report, ...] = (),
    site: SiteMetadata | None = None,
) -> Document:
    """The report as the document that is handed on; `earlier` are those of the years before, for its charts.

    `site` is where it is published.

    ExportRefused if it is to be final while a finding bars it.
    """
    if not draft and (found := barring(report, previous)):
        raise ExportRefused(found)
    return Document(report, draft, earlier=earlier, site=site or SiteMetadata())


def make(document: Document, name: str) -> bytes:
    """The document as a file of kind `name`, a key of `exporters.EXPORTERS`.

    A final one is read back and compared with its report: ExportDiffers if they are not the same.
    NianbaoError for a kind that there is not, and whatever the exporter refuses.
    """
    # Only here: the typesetting takes a second to import, and most commands do without.
    from exporters import EXPORTERS
    from services.readback import read_back

    if name not in EXPORTERS:
        raise NianbaoError(f"不能导出为“{name}”，可用：{'、'.join(EXPORTERS)}。")
    content = EXPORTERS[name].render(document)
    if not document.draft and (differences := read_back(document, name, content)):
        raise ExportDiffers(differences)
    return content


def export(report: Report, to: str, draft: bool, previous: Report | None = None) -> bytes:
    """The report in the format `to`; `draft` marks it 草稿. Raises what `to_export` and `make` do."""
    earlier = (previous,) if previous else ()
    return make(to_export(report, draft, previous, earlier), to)
