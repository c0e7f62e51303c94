"""审签单: the sheet to be signed on paper, and its scan kept with the version."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from checks import check
from report.format import Severity
from services.errors import Refusal
from services.publishing.files import NoSuchFile
from services.publishing.paper import TYPES, ScanRefused, find_scan, keep_scan, sheet
from web.access import draft_or_404, store
from web.publication_files import actor, registry

pages = Blueprint("paper", __name__)
NO_FILE = "没有收到扫描件。请选择文件后再试。"


@pages.get("/reports/<report_id>/publication/sheet")
def print_sheet(report_id: str) -> ResponseReturnValue:
    """The sheet as one page of A4 for the printer."""
    draft = draft_or_404(report_id)
    found = check(draft.report, draft.previous)
    return render_template(
        "pages/sheet.html",
        sheet=sheet(store(), report_id),
        draft=draft,
        faults=sum(f.severity is Severity.ERROR for f in found),
        explained=sum(f.severity is Severity.WARNING and not f.bars for f in found),
        unexplained=sum(f.severity is Severity.WARNING and f.bars for f in found),
    )


@pages.post("/reports/<report_id>/publication/scans")
def add(report_id: str) -> ResponseReturnValue:
    """Keep a scan; what is wrong with it is said, and nothing is kept."""
    draft_or_404(report_id)
    sent, form = request.files.get("scan"), request.form
    try:
        if sent is None or not sent.filename:
            raise ScanRefused(NO_FILE)
        kept = keep_scan(
            registry(), report_id, sent.stream.read(), form.get("approver", ""), form.get("day", ""),
            form.get("code", ""), actor(),
        )  # fmt: skip
    except Refusal as refusal:
        flash(str(refusal))
    else:
        flash(f"扫描件已保存，附在第 {kept.version} 版。")
    return redirect(url_for("publishing.page", report_id=report_id))


@pages.get("/reports/<report_id>/publication/scans/<int(max=999999999):scan_id>")
def scan(report_id: str, scan_id: int) -> ResponseReturnValue:
    """A scan, to be saved and not opened within the site."""
    draft_or_404(report_id)
    try:
        kept, content = find_scan(registry(), report_id, scan_id)
    except NoSuchFile:
        abort(404)
    name = f"审签单_第{kept.version}版.{TYPES[kept.media_type]}"
    return send_file(BytesIO(content), kept.media_type, as_attachment=True, download_name=name)
