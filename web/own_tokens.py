"""One's own tokens (程序令牌): made for a program, shown once, ended."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from services.errors import Refusal
from services.people.lockout import TooSoon
from services.people.programs import LONGEST_DAYS, Scope, end_token, list_tokens, make_token
from web.access import number_or_none, signed_in, store
from web.api.bearer import enabled
from web.guarding import source

pages = Blueprint("own_tokens", __name__)
USUAL_DAYS = 90
MADE = {"name": "", "days": str(USUAL_DAYS), "scope": [Scope.READ.value]}


@pages.get("/me/tokens")
def page() -> ResponseReturnValue:
    """The person's tokens, and what it takes to make one."""
    return _page()


def _page(problem: str = "", status: int = 200, token: str = "", wait: int = 0) -> ResponseReturnValue:
    form, me = request.form, signed_in()
    typed = {"name": form.get("name", ""), "days": form.get("days", ""), "scope": form.getlist("scope")}
    offered = [scope for scope in Scope if scope is not Scope.AUDIT or me.administrator]
    answer = render_template(
        "pages/people/tokens.html", problem=problem, token=token, tokens=list_tokens(store(), me), now=store().now(),
        enabled=enabled(), scopes=offered, typed=typed if problem else MADE, longest=LONGEST_DAYS,
    )  # fmt: skip
    return answer, status, {"Retry-After": str(wait)} if wait else {}


@pages.post("/me/tokens")
def make() -> ResponseReturnValue:
    """Make a token; this answer is the only one that shows it."""
    form = request.form
    scope = [known for known in Scope if known.value in form.getlist("scope")]
    days = number_or_none(form.get("days", "").strip()) or 0
    try:
        _, token = make_token(
            store(), signed_in(), form.get("name", ""), scope, days, form.get("password", ""), source()
        )  # fmt: skip
    except TooSoon as refusal:
        return _page(str(refusal), 429, wait=refusal.seconds)
    except Refusal as refusal:
        return _page(str(refusal), 422)
    return _page(token=token)


@pages.post("/me/tokens/<token_id>/end")
def end(token_id: str) -> ResponseReturnValue:
    """End one of one's tokens; whatever program has it is out at once."""
    end_token(store(), signed_in(), signed_in().account_id, token_id, source())
    flash("令牌已停用，用它的程序从现在起不能再访问。")
    return redirect(url_for("own_tokens.page"))
