"""版式与图表: how the report is to be printed, chosen where one looks at it; and the fragment to paste into a site."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from report.errors import NianbaoError
from services.drafts import save_section
from services.rendering import Ready
from services.rendering_documents import draft_document
from web.access import draft_or_404, number_or_none, store, who
from web.exporting import handed_on, rendering

pages = Blueprint("presenting", __name__)
FRAGMENT = "fragment"


@pages.post("/reports/<report_id>/presentation")
def choose(report_id: str) -> ResponseReturnValue:
    """Save what was chosen, merged like every change, and show the report as it is now printed."""
    draft_or_404(report_id)
    revision = number_or_none(request.form.get("revision"))
    if revision is None:
        raise NianbaoError("提交的内容不完整，没有保存。请刷新页面后再试。")
    chosen = {
        "presentation.charts": request.form.getlist("charts"),
        "presentation.wide_tables": request.form.get("wide_tables"),
        "presentation.index_number": request.form.get("index_number"),
        "presentation.published": request.form.get("published", "").strip() or None,
    }
    result = save_section(store(), report_id, "cover", revision, chosen, who())
    if result.conflicts:
        flash("版式与图表同时被别人改动，两边都已保留；请到“封面与引言”选择。")
    else:
        flash("版式与图表已保存。")
    return redirect(url_for("finishing.preview", report_id=report_id))


@pages.get("/reports/<report_id>/fragment")
def fragment(report_id: str) -> ResponseReturnValue:
    """The fragment for a site's CMS as text to copy; while it is being made, a page that asks again."""
    draft = draft_or_404(report_id)
    document = draft_document(store(), draft, rendering().installation.site, rendering().installation.verification)
    answer = rendering().ask(document, FRAGMENT)
    back = url_for("finishing.preview", report_id=report_id)
    if not isinstance(answer, Ready) or request.accept_mimetypes.best == "application/json":
        return handed_on(document, FRAGMENT, back)
    return render_template("pages/fragment.html", draft=draft, code=answer.content.decode(), back=back, name=FRAGMENT)
