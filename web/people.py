"""Accounts (账号) and roles, for administrators."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from services.agencies.tree import list_agencies
from services.errors import Refusal
from services.people.accounts import (
    Account,
    NewAccount,
    change_account,
    create_account,
    delete_account,
    list_accounts,
    reset_password,
    set_disabled,
    set_roles,
)
from services.people.model import Role
from services.people.programs import end_token, list_tokens
from services.people.sessions import end_session, list_sessions
from services.people.totp import reset as reset_codes
from web.access import signed_in, store
from web.directory import in_tree
from web.guarding import TOKEN, sign_in_settings, source

pages = Blueprint("people", __name__)
SEPARATOR = ":"
ENDED = {"sign-out": end_session, "end-token": end_token}


def _index(problem: str = "", status: int = 200) -> ResponseReturnValue:
    accounts = list_accounts(store())
    page = render_template(
        "pages/people/people.html", accounts=accounts, roles_of=_roles_by_kind(), problem=problem, typed=request.form
    )
    return page, status


def _roles_by_kind() -> Callable[[Account], list[tuple[str, list[str]]]]:
    """For each account its roles, each with the names of the agencies, in the order of the tree."""
    lines = in_tree(list_agencies(store()))

    def roles_of(account: Account) -> list[tuple[str, list[str]]]:
        held = {
            role: [agency.name for _, agency in lines if agency.id in account.person.agencies(role)] for role in Role
        }
        return [(role.label, names) for role, names in held.items() if names]

    return roles_of


@pages.get("/people")
def index() -> ResponseReturnValue:
    """Everybody who has an account."""
    return _index()


@pages.post("/people")
def make() -> ResponseReturnValue:
    """Make an account; its initial password is shown once, on the page that answers."""
    form = request.form
    wanted = NewAccount(form.get("login", ""), form.get("name", ""), form.get("unit", ""), form.get("email", ""))
    try:
        account_id, password = create_account(store(), signed_in(), wanted, source())
    except Refusal as refusal:
        return _index(str(refusal), 422)
    return _account(account_id, password=password)


def _found(account_id: str) -> Account:
    return next((a for a in list_accounts(store()) if a.person.account_id == account_id), None) or abort(404)


def _account(account_id: str, problem: str = "", status: int = 200, password: str = "") -> ResponseReturnValue:
    found = _found(account_id)
    page = render_template(
        "pages/people/person.html",
        account=found,
        sessions=list_sessions(store(), account_id, str(session.get(TOKEN, "")), sign_in_settings()),
        tokens=list_tokens(store(), found.person),
        lines=in_tree(list_agencies(store())),
        roles=list(Role),
        problem=problem,
        password=password,
    )
    return page, status


@pages.get("/people/<account_id>")
def account(account_id: str) -> ResponseReturnValue:
    """One account: what is known of the person, their roles, and letting them in or not."""
    return _account(account_id)


def _roles() -> set[tuple[str, Role]]:
    known = {role.value: role for role in Role}
    chosen = (text.partition(SEPARATOR) for text in request.form.getlist("role"))
    return {(agency_id, known[role]) for agency_id, _, role in chosen if role in known}


@pages.post("/people/<account_id>/<what>")
def change(account_id: str, what: str) -> ResponseReturnValue:
    """`what` is change, roles, reset, reset-codes, disable, enable, sign-out, end-token or delete."""
    form, by, held = request.form, signed_in(), store()
    _found(account_id)
    try:
        match what:
            case "change":
                change_account(
                    held, by, account_id, source(), name=form.get("name", ""), unit=form.get("unit", ""),
                    email=form.get("email", ""),
                )  # fmt: skip
            case "roles":
                set_roles(held, by, account_id, _roles(), source(), administrator="administrator" in form)
            case "reset":
                return _account(account_id, password=reset_password(held, by, account_id, source()))
            case "reset-codes":
                reset_codes(held, by, account_id, source())
                flash("动态口令已重置，这个人的登录已全部退出。请当面告知本人：用密码登录后重新启用。")
                return redirect(url_for("people.account", account_id=account_id))
            case "disable" | "enable":
                set_disabled(held, by, account_id, what == "disable", source())
            case "sign-out" | "end-token":
                ENDED[what](held, by, account_id, form.get("session") or form.get("token", ""), source())
            case "delete" if "sure" not in form:
                return _account(account_id, "请勾选“确定删除”，没有删除。", 422)
            case "delete":
                delete_account(held, by, account_id, source())
                flash("账号已删除，审计日志仍保留这个人做过的事。")
                return redirect(url_for("people.index"))
            case _:
                abort(404)
    except Refusal as refusal:
        return _account(account_id, str(refusal), 422)
    flash("已保存。")
    return redirect(url_for("people.account", account_id=account_id))
