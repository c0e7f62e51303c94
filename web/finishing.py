"""Review before 定稿, written 说明, the preview on its sandboxed route, and downloads."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from checks import check
from exporters import EXPORTERS
from exporters.charts import charts
from exporters.document import Document
from exporters.html import style_hash
from report.presentation import WIDE_TABLES
from report.record import dump_report
from report.report import Report
from services.drafts import Draft
from services.errors import FinishRefused
from services.finish import explain, finish
from services.rendering_documents import stored_document, with_code
from services.versions import get_version
from web.access import draft_or_404, has_accounts, number_or_none, person, store, who
from web.editing import tab_counts, tab_names
from web.exporting import handed_on, rendering
from web.flowing import way_of
from web.security import document_policy

pages = Blueprint("finishing", __name__)
MAX_EXPLANATION = 2_000


NOTHING_EXPLAINED = "说明里没有文字（只有空格或空行），没有保存。请写明原因；要撤回已有的说明，请全部清空后再保存。"
CHANGED = "报告在您查看之后有改动，请看过最新的内容再提交。"


def _seen(draft: Draft) -> str:
    """A mark of just what the page showed: the revision of every section, and last year's report."""
    last = draft.previous and hashlib.sha256(dump_report(draft.previous)).hexdigest()[:16]
    return ".".join([*(f"{section}-{n}" for section, n in sorted(draft.revisions.items())), last or "0"])


def _review(
    report_id: str, tried: bool = False, status: int = 200, problem: str = "", typed: dict[str, str] | None = None
) -> ResponseReturnValue:
    draft = draft_or_404(report_id)
    findings = check(draft.report, draft.previous)
    page = render_template(
        "pages/finish.html",
        draft=draft,
        report=draft.report,
        section_id="finish",
        findings=findings,
        counts=tab_counts(findings),
        barring=[f for f in findings if f.bars],
        exporters=EXPORTERS,
        tried=tried,
        seen=_seen(draft),
        problem=problem,
        typed=typed or {},
        way=way_of(report_id) if has_accounts() else None,
        person=person(),
        section_names=tab_names(draft.report),
    )
    return page, status


@pages.get("/reports/<report_id>/finish")
def review(report_id: str) -> ResponseReturnValue:
    """Everything the checks have to say, the preview, the downloads, and 定稿."""
    return _review(report_id)


@pages.post("/reports/<report_id>/finish")
def finish_report(report_id: str) -> ResponseReturnValue:
    """定稿: freezes a version, or answers with the list of what stands in its way."""
    if request.form.get("seen") != _seen(draft_or_404(report_id)):
        return _review(report_id, status=409, problem=CHANGED)
    try:
        version = finish(store(), report_id, who())
    except FinishRefused:
        # From now on blanks are faults on the pages of this report, not just waiting.
        session["tried"] = report_id
        return _review(report_id, tried=True, status=422)
    flash(f"已定稿，为第 {version.number} 版。以后再改动会另成新版，本版不变。")
    return redirect(url_for("finishing.review", report_id=report_id))


@pages.post("/reports/<report_id>/explain")
def give_explanation(report_id: str) -> ResponseReturnValue:
    """Store the written 说明 of a warning; an empty one takes it back."""
    finding, typed = request.form.get("finding", ""), request.form.get("text", "")
    text = typed.strip()[:MAX_EXPLANATION]
    draft = draft_or_404(report_id)
    if request.form.get("seen") != _seen(draft):
        return _review(report_id, status=409, problem=CHANGED, typed={finding: text})
    if not text and (typed or finding not in {given.finding for given in draft.report.explanations}):
        return _review(report_id, status=422, problem=NOTHING_EXPLAINED)
    explain(store(), report_id, finding, text, who())
    flash("说明已保存。" if text else "说明已撤回。")
    return redirect(url_for("finishing.review", report_id=report_id))


def _report(report_id: str) -> tuple[Report, bool]:
    """The report asked for, and whether it is to be marked 草稿: a numbered version, or the draft."""
    draft = draft_or_404(report_id)
    number = number_or_none(request.args.get("version"))
    if number is None and "version" not in request.args:
        return draft.report, draft.state != "final"
    version = get_version(store(), report_id, number) if number else None
    if version is None:
        abort(404)
    return version.report, not version.final


def _as_printed(report_id: str, report: Report, draft: bool) -> Document:
    """What is looked at before it is handed on; nothing bars that."""
    installation = rendering().installation
    printed = stored_document(store(), report_id, report, True, installation.site)
    return printed if draft else with_code(replace(printed, draft=False), installation.verification)


@pages.get("/reports/<report_id>/document")
def document(report_id: str) -> ResponseReturnValue:
    """The finished document by itself, sandboxed, with a policy that admits just its own style."""
    report, draft = _report(report_id)
    finished = _as_printed(report_id, report, draft)
    response = Response(EXPORTERS["html"].render(finished), mimetype="text/html")
    response.headers["Content-Security-Policy"] = document_policy(style_hash(finished))
    return response


@pages.get("/reports/<report_id>/preview")
def preview(report_id: str) -> ResponseReturnValue:
    """The document within the tool."""
    draft = draft_or_404(report_id)
    findings = check(draft.report, draft.previous)
    return render_template(
        "pages/preview.html",
        draft=draft,
        report=draft.report,
        section_id="preview",
        counts=tab_counts(findings),
        exporters=EXPORTERS,
        wide_tables=WIDE_TABLES,
        not_drawn=charts(_as_printed(report_id, draft.report, draft.state != "final"))[1],
    )


@pages.get("/reports/<report_id>/export/<name>")
def download(report_id: str, name: str) -> ResponseReturnValue:
    """The report as a file, or a page that waits for it; a draft says 草稿 on every page and in its name."""
    if name not in EXPORTERS:
        abort(404)
    report, draft = _report(report_id)
    back = url_for("finishing.preview", report_id=report_id)
    installation = rendering().installation
    document = stored_document(store(), report_id, report, draft, installation.site, installation.verification)
    return handed_on(document, name, back)
