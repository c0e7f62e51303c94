"""The way of a report (流转) on the pages: where it stands, the steps open to whoever looks, and those it took."""

from __future__ import annotations

from dataclasses import dataclass
from http.client import OK

from flask import Blueprint, Flask, Response, abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from services.errors import Refusal
from services.people.model import NotAllowed
from services.workflow.acting import act, note_opened, obstacles
from services.workflow.assigning import ASSIGNED, Duty, assign_all, list_duties
from services.workflow.history import Correction, Step, list_corrections, list_steps, remark
from services.workflow.rights import Standing, allowed, may, require
from services.workflow.table import Action, Guard, transition
from web.access import has_accounts, number_or_none, report_of_address, signed_in, store
from web.guarding import source
from web.publication_files import registry

pages = Blueprint("flowing", __name__)
SEPARATOR = "."
# What shows the report to somebody: from then on it cannot be withdrawn from them.
SHOWING = frozenset(
    {"editing.edit", "finishing.review", "finishing.preview", "finishing.document", "finishing.download",
     "publishing.page", "paper.print_sheet", "history.versions", "history.version"}
)  # fmt: skip


@dataclass(frozen=True)
class Offer:
    """A step that the person may take: what bars it now, and whether a reason has to be given."""

    action: Action
    barred: tuple[str, ...]
    needs_reason: bool


@dataclass(frozen=True)
class Way:
    """A report's way as its page shows it."""

    standing: Standing
    offers: tuple[Offer, ...]
    steps: tuple[Step, ...]
    corrections: tuple[Correction, ...]
    remark: str
    duties: tuple[Duty, ...]
    may_assign: bool


@pages.post("/reports/<report_id>/steps/<action>")
def step(report_id: str, action: str) -> ResponseReturnValue:
    """Take a step with the contents that the page showed; what bars it is said, and nothing is done."""
    wanted = next((known for known in Action if known.value == action), None) or abort(404)
    seen = _seen_revisions(request.form.get("seen", ""))
    try:
        state = act(
            store(), signed_in(), report_id, wanted, source(), reason=request.form.get("reason", ""), seen=seen,
            by_proxy=_by_proxy(),
        )  # fmt: skip
    except NotAllowed:
        raise
    except Refusal as refusal:
        flash(str(refusal))
    else:
        flash(f"已{wanted.label}，这份报告现在“{state.label}”。")
    return redirect(url_for("finishing.review", report_id=report_id))


def _seen_revisions(mark: str) -> dict[str, int]:
    """The revisions that a page of the review showed, as its form carries them."""
    parts = (part.rpartition("-") for part in mark.split(SEPARATOR))
    read = ((name, number_or_none(number)) for name, _, number in parts)
    return {name: number for name, number in read if name and number is not None}


@pages.post("/reports/<report_id>/assignments")
def assign(report_id: str) -> ResponseReturnValue:
    """Say for whom each part of the report waits (指定经办人); an empty choice leaves it to whoever has the role."""
    wanted = {role: request.form[role.value] for role in ASSIGNED if role.value in request.form}
    try:
        changed = assign_all(store(), signed_in(), report_id, wanted, source())
    except NotAllowed:
        raise
    except Refusal as refusal:
        flash(str(refusal))
    else:
        flash("经办人已指定。" if changed else "经办人没有改动。")
    return redirect(url_for("finishing.review", report_id=report_id))


def way_of(report_id: str) -> Way:
    """All of it."""
    person = signed_in()
    standing = require(store(), person, Action.VIEW, report_id)
    offers = tuple(
        _offer(report_id, standing, action)
        for action in allowed(person, standing)
        if transition(standing.state, action) is not None
    )
    return Way(
        standing,
        tuple(offer for offer in offers if offer is not None),
        tuple(list_steps(store(), person, report_id)),
        tuple(list_corrections(store(), person, report_id)),
        remark_of(report_id),
        tuple(list_duties(store(), person, report_id)),
        may(person, Action.ASSIGN, standing),
    )


def _offer(report_id: str, standing: Standing, action: Action) -> Offer | None:
    """A step as it is offered; None for what cannot come to be.

    That is a withdrawal by somebody who did not send or after it was opened, and a recorded approval where the
    installation wants none.
    """
    found = obstacles(store(), signed_in(), report_id, action, by_proxy=_by_proxy())
    if (action is Action.WITHDRAW and found) or Guard.BY_PROXY in found:
        return None
    step = transition(standing.state, action)
    assert step is not None
    return Offer(action, tuple(found.values()), Guard.REASON in step.guards)


def _by_proxy() -> bool:
    """Whether approvals on paper may be recorded here."""
    return registry().publication.record_approval


def remark_of(report_id: str) -> str:
    """What has to be shown on the report about how it was reviewed, asked once a request; empty without accounts."""
    if not has_accounts() or g.get("person") is None:
        return ""
    known: dict[str, str] = g.setdefault("remarks", {})
    if report_id not in known:
        known[report_id] = remark(store(), signed_in(), report_id)
    return known[report_id]


def standing_of(report_id: str) -> Standing | None:
    """Where a report stands, asked once a request; None without accounts."""
    if not has_accounts() or g.get("person") is None:
        return None
    known: dict[str, Standing] = g.setdefault("standings", {})
    if report_id not in known:
        known[report_id] = require(store(), signed_in(), Action.VIEW, report_id)
    return known[report_id]


def may_edit(report_id: str) -> bool:
    """Whether whoever is at work may change the report now."""
    standing = standing_of(report_id)
    return standing is None or Action.EDIT in allowed(signed_in(), standing)


def _note_shown(response: Response) -> Response:
    """A page that shows the report, in whatever part, has opened it for whom it waits."""
    if request.endpoint in SHOWING and response.status_code == OK and has_accounts() and g.get("person") is not None:
        note_opened(store(), signed_in(), report_of_address(), source())
    return response


def init_app(app: Flask) -> None:
    """Let every template ask where a report stands, and note who has opened one."""
    app.after_request(_note_shown)
    known = {"standing_of": standing_of, "may_edit": may_edit, "remark_of": remark_of}
    app.context_processor(lambda: known)
