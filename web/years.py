"""Two years together: a new report from last year's, and two reports or versions laid side by side."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from report.errors import NianbaoError
from report.report import Report
from services.comparison import DifferenceKind, compare
from services.errors import ReportExists
from services.new_year import new_report, start_from_stored
from services.versions import get_version, list_versions
from web.access import draft_or_404, number_or_none, seen_reports, store, who

pages = Blueprint("years", __name__)


def _preview(report_id: str, problem: str = "", existing: str = "", status: int = 200) -> ResponseReturnValue:
    draft = draft_or_404(report_id)
    report, carried = new_report(draft.report)
    page = render_template(
        "pages/next_year.html",
        draft=draft,
        report=report,
        carried=carried,
        problem=problem,
        existing=existing,
    )
    return page, status


@pages.get("/reports/<report_id>/next")
def next_year(report_id: str) -> ResponseReturnValue:
    """What the next year's report would start with, before anything is stored."""
    return _preview(report_id)


@pages.post("/reports/<report_id>/next")
def start(report_id: str) -> ResponseReturnValue:
    """Make next year's report, with what the law carries over filled in and the rest blank."""
    draft_or_404(report_id)
    try:
        new_id, carried = start_from_stored(store(), report_id, who=who())
    except ReportExists as error:
        return _preview(report_id, str(error), error.report_id, 422)
    except NianbaoError as error:
        return _preview(report_id, str(error), status=422)
    flash(f"已新建，按上年报告填入 {len(carried.filled)} 格，其余留空，上年数字显示在格旁。")
    return redirect(url_for("editing.edit", report_id=new_id, section_id="cover"))


def _named(choice: str) -> tuple[str, Report]:
    """A report or a version of one by its name in the address: `<id>` or `<id>:<number>`."""
    report_id, _, number = choice.partition(":")
    draft = draft_or_404(report_id)
    name = f"{draft.report.agency.name} {draft.report.year} 年"
    if not number:
        return f"{name}（当前内容）", draft.report
    version = get_version(store(), report_id, wanted) if (wanted := number_or_none(number)) else None
    if version is None:
        abort(404)
    return f"{name}（第 {version.number} 版）", version.report


@pages.get("/compare")
def side_by_side() -> ResponseReturnValue:
    """Two years or two versions: changed cells, changed sentences; made to be printed."""
    choices = [
        (f"{r.id}{f':{v.number}' if v else ''}", f"{r.agency_name} {r.year} 年{f' 第 {v.number} 版' if v else ''}")
        for r in seen_reports()
        for v in (None, *list_versions(store(), r.id))
    ]
    first, second = request.args.get("a", ""), request.args.get("b", "")
    shown = None
    if first and second:
        (a_name, a), (b_name, b) = _named(first), _named(second)
        differences = compare(a, b)
        groups = [(kind.label, [d for d in differences if d.kind is kind]) for kind in DifferenceKind]
        shown = {"a": a_name, "b": b_name, "groups": [g for g in groups if g[1]], "count": len(differences)}
    return render_template("pages/compare.html", choices=choices, first=first, second=second, shown=shown)
