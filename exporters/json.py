"""The report as the file of record (年报数据文件)."""

from __future__ import annotations

from exporters.document import Document
from report.record import dump_report


def render_json(document: Document) -> bytes:
    """The report itself as JSON; mark, style and check code are no part of it."""
    return dump_report(document.report)
