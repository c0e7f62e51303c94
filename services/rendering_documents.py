"""A stored report as the document that pages and workers hand on: both must make just the same one."""

from __future__ import annotations

from dataclasses import replace

from exporters.document import Document
from exporters.site import SiteMetadata
from report.report import Report
from services.check_codes import check_address, check_code
from services.configuration.verification import Verification
from services.drafts import Draft
from services.exports import to_export
from services.stored import live_row, previous_row, stored_report
from storage import Store

# With the report's own year as many as a chart compares.
MOST_EARLIER = 2
NO_VERIFICATION = Verification()


def draft_document(
    store: Store, draft: Draft, site: SiteMetadata, verification: Verification = NO_VERIFICATION
) -> Document:
    """The report as it stands; 草稿 unless it is in 定稿. ExportRefused if that is barred after all."""
    return stored_document(store, draft.report_id, draft.report, draft.state != "final", site, verification)


def stored_document(
    store: Store, report_id: str, report: Report, draft: bool, site: SiteMetadata,
    verification: Verification = NO_VERIFICATION,
) -> Document:  # fmt: skip
    """A state of a stored report, with those of earlier years if a chart compares with them; `site` publishes it.

    A final one carries the check code where `verification` names a page that it leads to.
    """
    earlier = earlier_reports(store, report_id) if report.presentation.charts else ()
    document = to_export(report, draft, earlier=earlier, site=site)
    return document if draft else with_code(document, verification)


def with_code(document: Document, verification: Verification) -> Document:
    """The document with the check code of its report, where `verification` names a page that it leads to."""
    if not verification.address:
        return document
    code = check_code(document.report)
    return replace(
        document,
        check_code=code if verification.code else "",
        check_address=check_address(verification, code) if verification.qr else "",
    )


def earlier_reports(store: Store, report_id: str) -> tuple[Report, ...]:
    """The agency's reports of the years before, latest first, as they stand."""
    found: list[Report] = []
    with store.read() as tx:
        row = previous_row(tx, live_row(tx, report_id))
        while row is not None and len(found) < MOST_EARLIER:
            found.append(stored_report(tx, row))
            row = previous_row(tx, row)
    return tuple(found)
