"""Version history: who, when, what changed, and going back."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from checks import check
from exporters import EXPORTERS
from services.versions import Version, diff_versions, get_version, list_versions, make_version, restore_version
from web.access import draft_or_404, number_or_none, store, who
from web.editing import tab_counts

pages = Blueprint("history", __name__)


@pages.get("/reports/<report_id>/versions")
def versions(report_id: str) -> ResponseReturnValue:
    """Every kept version, newest first, with the count of what it changed."""
    draft = draft_or_404(report_id)
    kept = list_versions(store(), report_id)
    findings = check(draft.report, draft.previous)
    return render_template(
        "pages/versions.html",
        draft=draft,
        report=draft.report,
        section_id="versions",
        counts=tab_counts(findings),
        versions=kept,
    )


@pages.get("/reports/<report_id>/versions/<int(max=999999999):number>")
def version(report_id: str, number: int) -> ResponseReturnValue:
    """One version against another (`?against=N`), the one before it, or the present draft (`?against=draft`)."""
    draft = draft_or_404(report_id)
    shown = get_version(store(), report_id, number)
    if shown is None:
        abort(404)
    against = request.args.get("against", "")
    other: Version | None
    if against == "draft":
        other, changes = shown, diff_versions(shown.report, draft.report)
    else:
        wanted = number_or_none(against)
        other = get_version(store(), report_id, number - 1 if wanted is None else wanted)
        changes = diff_versions(other.report, shown.report) if other else []
    return render_template(
        "pages/version.html",
        draft=draft,
        report=draft.report,
        section_id="versions",
        counts=tab_counts(check(draft.report, draft.previous)),
        version=shown,
        against=against,
        compared=other is not None,
        changes=changes,
        exporters=EXPORTERS,
    )


@pages.post("/reports/<report_id>/versions")
def keep(report_id: str) -> ResponseReturnValue:
    """Keep the present state as a numbered version."""
    draft_or_404(report_id)
    made = make_version(store(), report_id, "manual", who(), request.form.get("note", "").strip()[:200])
    flash(f"已留存为第 {made.number} 版。")
    return redirect(url_for("history.versions", report_id=report_id))


@pages.post("/reports/<report_id>/versions/<int(max=999999999):number>/restore")
def restore(report_id: str, number: int) -> ResponseReturnValue:
    """Go back to a version; the present state is kept as a version first."""
    was_final = draft_or_404(report_id).state == "final"
    restored = get_version(store(), report_id, number)
    restore_version(store(), report_id, number, who())
    text = f"已恢复到第 {number} 版的内容；恢复前的内容另存了一版，随时可以再恢复。"
    if was_final or (restored is not None and restored.final):
        text += "报告现为“填报中”，须重新定稿；已定稿的版本不变。"
    flash(text)
    return redirect(url_for("history.versions", report_id=report_id))
