"""The list of reports, a new report, a report from a file, and taking one off the list."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from exporters import EXPORTERS
from report.errors import NianbaoError
from report.loading import format_for_year, load_formats
from report.narrative import clean_text
from report.record import load_report
from report.report import AGENCY_KINDS, Agency
from services.errors import ReportExists
from services.reports import (
    create_report,
    delete_report,
    import_report,
    list_deleted,
    restore_report,
)
from web.access import MAX_NAME, call_oneself, draft_or_404, may_bring_back, seen_reports, stages, store, who
from web.shown import SHANGHAI

pages = Blueprint("reports", __name__)


@pages.get("/")
def index() -> ResponseReturnValue:
    """Every report with its state and faults; an empty start offers what to do next."""
    reports = seen_reports()
    return render_template(
        "pages/reports.html",
        reports=reports,
        known={(report.agency_name, report.year): report.id for report in reports},
        deleted=[gone for gone in list_deleted(store()) if may_bring_back(gone.id)],
        exporters=EXPORTERS,
        stages=stages(),
    )


def _new_page(problem: str = "", status: int = 200, existing: str = "") -> ResponseReturnValue:
    last_year = datetime.now(SHANGHAI).year - 1
    page = render_template(
        "pages/new.html", formats=load_formats(), last_year=last_year, problem=problem, existing=existing
    )
    return page, status


@pages.get("/reports/new")
def new() -> ResponseReturnValue:
    """The page that asks for agency and year."""
    return _new_page()


@pages.post("/reports/new")
def create() -> ResponseReturnValue:
    """Make a blank report; the year chooses the format."""
    name = " ".join(request.form.get("name", "").split())
    year = request.form.get("year", "").strip()
    kind = request.form.get("kind", "department")
    try:
        if not name or len(name) > 200 or kind not in AGENCY_KINDS:
            raise NianbaoError("请填写机关全称（不超过 200 字），并选择机关类型。")
        if not (year.isascii() and year.isdigit() and len(year) == 4):
            raise NianbaoError(f"报告年度应为四位数字，如 2025，不能是“{year}”。")
        format_for_year(int(year))
        agency = Agency(name, kind, "".join(request.form.get("credit_code", "").split()))
        report_id = create_report(store(), agency=agency, year=int(year), who=who())
    except ReportExists as error:
        return _new_page(str(error), 422, error.report_id)
    except NianbaoError as error:
        return _new_page(str(error), 422)
    return redirect(url_for("editing.edit", report_id=report_id, section_id="cover"))


@pages.post("/reports/import")
def import_file() -> ResponseReturnValue:
    """Take in a file of record (JSON); nothing is stored when it cannot be read whole."""
    upload = request.files.get("file")
    try:
        if upload is None or not upload.filename:
            raise NianbaoError("请先选择要导入的年报数据文件（.json）。")
        report_id = import_report(store(), load_report(upload.read()), who())
    except ReportExists as error:
        return _new_page(str(error), 422, error.report_id)
    except NianbaoError as error:
        return _new_page(str(error), 422)
    flash("已导入，原样保存为第 1 版。")
    return redirect(url_for("editing.edit", report_id=report_id, section_id="cover"))


@pages.post("/reports/<report_id>/delete")
def delete(report_id: str) -> ResponseReturnValue:
    """Take a report off the list; it can be brought back."""
    draft = draft_or_404(report_id)
    delete_report(store(), report_id, who())
    flash(f"已移到回收站：{draft.report.agency.name} {draft.report.year} 年。可在列表下方恢复。")
    return redirect(url_for("reports.index"))


@pages.post("/reports/<report_id>/undelete")
def undelete(report_id: str) -> ResponseReturnValue:
    """Bring a report back from the trash."""
    restore_report(store(), report_id, who())
    flash("已恢复。")
    return redirect(url_for("reports.index"))


@pages.post("/who")
def name() -> ResponseReturnValue:
    """Remember who is at work, for the version history."""
    call_oneself(" ".join(clean_text(request.form.get("who", "")).split())[:MAX_NAME])
    return redirect(url_for("reports.index"))
