"""One's own account (我的账号): password, one-time codes, and the browsers that are signed in."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import segno
from flask import Blueprint, flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from services.errors import Refusal
from services.people import totp
from services.people.own_password import change_password as choose_password
from services.people.proving import prove
from services.people.recovery import FEW, codes_left
from services.people.sessions import end_other_sessions, list_sessions, renew_session
from services.people.sessions import end_session as end_one
from web.access import signed_in, store
from web.guarding import TOKEN, sign_in_settings, source
from web.signing_in import secret

pages = Blueprint("own_account", __name__)


def _token() -> str:
    return str(session.get(TOKEN, ""))


def _page(problem: str = "", status: int = 200, uri: str = "", new_codes: tuple[str, ...] = ()) -> ResponseReturnValue:
    person = signed_in()
    answer = render_template(
        "pages/people/own.html",
        me=person,
        problem=problem,
        uri=uri,
        uri_secret=_in_groups(parse_qs(urlsplit(uri).query)["secret"][0]) if uri else "",
        new_codes=new_codes,
        codes_left=codes_left(store(), person.account_id),
        few=FEW,
        picture=segno.make(uri).svg_data_uri(scale=4) if uri else "",
        sessions=list_sessions(store(), person.account_id, _token(), sign_in_settings()),
    )
    return answer, status


def _in_groups(text: str, size: int = 4) -> str:
    """A long key as somebody can type it."""
    return " ".join(text[start : start + size] for start in range(0, len(text), size))


@pages.get("/me")
def page() -> ResponseReturnValue:
    """All of it."""
    return _page()


@pages.post("/me/password")
def change_password() -> ResponseReturnValue:
    """Choose a new password; every other browser is signed out."""
    form = request.form
    if form.get("new", "") != form.get("again", ""):
        return _page("两次填写的新密码不同，没有更改。", 422)
    try:
        choose_password(store(), signed_in(), form.get("old", ""), form.get("new", ""), _token(), source())
        session[TOKEN] = renew_session(store(), _token(), source(), sign_in_settings())
    except Refusal as refusal:
        return _page(str(refusal), 422)
    flash("密码已更改。其他电脑上的登录已退出。")
    return redirect(url_for("own_account.page"))


@pages.post("/me/codes")
def codes() -> ResponseReturnValue:
    """Show a new secret, to be taken into a phone; not in force until a code from it is typed."""
    try:
        prove(store(), signed_in(), request.form.get("password", ""), source(), "没有启用")
        uri = totp.begin(store(), secret(), signed_in())
    except Refusal as refusal:
        return _page(str(refusal), 422)
    return _page(uri=uri)


@pages.post("/me/codes/on")
def codes_on() -> ResponseReturnValue:
    """Put the shown secret in force."""
    try:
        shown = totp.confirm(store(), secret(), signed_in(), request.form.get("code", ""), source(), _token())
    except Refusal as refusal:
        return _page(f"{refusal}没有启用，请重新开始。", 422)
    flash("动态口令已启用，下次登录时要填。其他电脑上的登录已退出。")
    return _with_codes(shown)


def _with_codes(shown: tuple[str, ...]) -> ResponseReturnValue:
    """The page with the recovery codes on it, this once; after a reload of the form there are none to show."""
    g.person = replace(signed_in(), has_totp=True, totp_reset=False)
    return _page(new_codes=shown) if shown else redirect(url_for("own_account.page"))


@pages.post("/me/codes/renew")
def codes_renew() -> ResponseReturnValue:
    """Make ten new recovery codes, shown the password; the old ones are good no more."""
    try:
        shown = totp.renew_codes(store(), secret(), signed_in(), request.form.get("password", ""), source())
    except Refusal as refusal:
        return _page(str(refusal), 422)
    return _with_codes(shown)


@pages.post("/me/codes/without")
def codes_without() -> ResponseReturnValue:
    """After an administrator's reset: do without one-time codes, and be asked no more."""
    totp.do_without(store(), signed_in(), source())
    return redirect(url_for("own_account.page"))


@pages.post("/me/codes/off")
def codes_off() -> ResponseReturnValue:
    """Do without the second proof, shown password and code."""
    form = request.form
    try:
        totp.take_off_own(
            store(), secret(), signed_in(), form.get("password", ""), form.get("code", ""), source(), _token()
        )  # fmt: skip
    except Refusal as refusal:
        return _page(str(refusal), 422)
    flash("动态口令已停用。")
    return redirect(url_for("own_account.page"))


@pages.post("/me/sessions/<session_id>/end")
def end_session(session_id: str) -> ResponseReturnValue:
    """Sign out one of one's browsers, or all but this one (`all`), shown the password."""
    person = signed_in()
    try:
        prove(store(), person, request.form.get("password", ""), source(), "没有退出")
    except Refusal as refusal:
        return _page(str(refusal), 422)
    if session_id == "all":
        end_other_sessions(store(), person, _token(), source())
    else:
        end_one(store(), person, person.account_id, session_id, source())
    flash("已退出其他电脑上的登录。" if session_id == "all" else "已退出那台电脑上的登录。")
    return redirect(url_for("own_account.page"))
