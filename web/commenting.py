"""批注 on the pages: a list beside the report, plain forms, and what an open page asks for when it changed."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Flask, abort, flash, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from checks import check
from checks.findings import Finding
from services.drafts import Draft
from services.workflow.comments import Comment, add_comment, answer, list_comments, resolve
from web.access import draft_or_404, has_accounts, signed_in, store
from web.anchors import Choice, anchor_of, choices, tab_of, title_of
from web.guarding import source
from web.reading import reading_of

pages = Blueprint("commenting", __name__)
FINISH = "finish"


@dataclass(frozen=True)
class Panel:
    """The comments of a tab as its page lists them; `choices` are the places that a new one can be about."""

    open: tuple[Comment, ...]
    resolved: tuple[Comment, ...]
    titles: dict[int, str]
    mark: str
    counts: dict[str, int]
    may_comment: bool
    choices: list[tuple[str, list[Choice]]]
    about: str


def comments_of(report_id: str) -> list[Comment]:
    """Every comment of a report, asked once a request; none without accounts."""
    if not has_accounts() or g.get("person") is None:
        return []
    known: dict[str, list[Comment]] = g.setdefault("comments", {})
    if report_id not in known:
        known[report_id] = list_comments(store(), signed_in(), report_id)
    return known[report_id]


def mark_of_comments(report_id: str) -> str:
    """A mark of all comments of a report; it differs once any was made, answered, resolved or opened again."""
    told = [(c.id, str(c.resolved_at), [answer.id for answer in c.answers]) for c in comments_of(report_id)]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def comment_counts(report_id: str) -> dict[str, int]:
    """{tab: comments that wait to be resolved}."""
    return dict(Counter(tab_of(c) for c in comments_of(report_id) if c.resolved_at is None))


def comment_panel(draft: Draft, tab: str, findings: Sequence[Finding]) -> Panel:
    """The comments of a tab; on the review page those of the whole report."""
    found = [c for c in comments_of(draft.report_id) if tab in (FINISH, tab_of(c))]
    return Panel(
        open=tuple(c for c in found if c.resolved_at is None),
        resolved=tuple(c for c in found if c.resolved_at is not None),
        titles={c.id: title_of(draft.report, c) for c in found},
        mark=mark_of_comments(draft.report_id),
        counts=comment_counts(draft.report_id),
        may_comment=reading_of(draft.report_id).may_comment,
        choices=choices(draft.report, tab, findings),
        about=request.args.get("about", ""),
    )


@pages.get("/reports/<report_id>/comments/<section_id>")
def listed(report_id: str, section_id: str) -> ResponseReturnValue:
    """The list of a tab's comments by itself, for a page that is open."""
    draft = draft_or_404(report_id)
    if section_id not in {FINISH, "cover", *(section.id for section in draft.report.format.sections)}:
        abort(404)
    panel = comment_panel(draft, section_id, [])
    return render_template("pages/people/comment_list.html", draft=draft, panel=panel, section_id=section_id)


@pages.post("/reports/<report_id>/comments")
def add(report_id: str) -> ResponseReturnValue:
    """Say something about a place."""
    draft = draft_or_404(report_id)
    form = request.form
    findings = check(draft.report, draft.previous)
    anchor = anchor_of(draft.report, findings, form.get("about", ""), form.get("seen", ""))
    made = add_comment(store(), signed_in(), report_id, anchor, form.get("text", ""), source())
    return _back(draft, made, "批注已添加。")


@pages.post("/reports/<report_id>/comments/<int(max=999999999):comment_id>/answers")
def reply(report_id: str, comment_id: int) -> ResponseReturnValue:
    """Answer a comment."""
    draft = _with_comment(report_id, comment_id)
    answer(store(), signed_in(), report_id, comment_id, request.form.get("text", ""), source())
    return _back(draft, comment_id, "已回复。")


@pages.post("/reports/<report_id>/comments/<int(max=999999999):comment_id>/state")
def settle(report_id: str, comment_id: int) -> ResponseReturnValue:
    """Mark a comment as resolved (`done=1`), or open it again (`done=0`)."""
    draft = _with_comment(report_id, comment_id)
    done = {"1": True, "0": False}.get(request.form.get("done", ""))
    if done is None:
        abort(400)
    resolve(store(), signed_in(), report_id, comment_id, source(), done=done)
    return _back(draft, comment_id, "已标为解决。" if done else "已重新打开。")


def _with_comment(report_id: str, comment_id: int) -> Draft:
    """The draft, a 404 page unless the comment is one of this very report."""
    draft = draft_or_404(report_id)
    return draft if any(c.id == comment_id for c in comments_of(report_id)) else abort(404)


def _back(draft: Draft, comment_id: int, said: str) -> ResponseReturnValue:
    """To the page that the form stands on; for a page's script only what was done."""
    if request.accept_mimetypes.best == "application/json":
        return jsonify(comment=comment_id, said=said)
    flash(said)
    tab, report_id, anchor = request.form.get("tab", FINISH), draft.report_id, f"comment-{comment_id}"
    if tab in {"cover", *(section.id for section in draft.report.format.sections)}:
        return redirect(url_for("editing.edit", report_id=report_id, section_id=tab, _anchor=anchor))
    return redirect(url_for("finishing.review", report_id=report_id, _anchor=anchor))


def init_app(app: Flask) -> None:
    """Let every page of a report count its comments on the tabs and list them."""
    app.context_processor(lambda: {"comment_counts": comment_counts, "comment_panel": comment_panel})
