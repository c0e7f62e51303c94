"""At every request: who is it, and may they? Everything that is done meanwhile is done in their name."""

from __future__ import annotations

from contextlib import ExitStack

from flask import Flask, abort, current_app, flash, g, jsonify, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from services.actor import Actor, acting
from services.configuration.people import SignInSettings
from services.errors import ReportNotFound
from services.people.model import NotAllowed, Person, Source, require_administrator
from services.people.sessions import use_session
from services.workflow.rights import require
from services.workflow.table import Action
from web.access import has_accounts, report_of_address, require_once, store
from web.policy import POLICY, TRASHED, ByToken, Needs

TOKEN = "login"
# Without a session there is nothing to hand in but a name and a password; a file only where anybody may have one looked
# at.
MOST_FOR_NOBODY = 32 * 1024
FILES_OF_ANYBODY = {"verifying.verify"}
SIGN_IN_SETTINGS = "nianbao_sign_in"
API = "api"
ONLY_WITH_ACCOUNTS = {"signing_in", "own_account", "own_tokens", "flowing", "tasks", "commenting"}
# What an open page asks now and then by itself keeps nobody signed in.
BY_ITSELF = {"news.news", "signing_in.present"}
# What a browser looks for is not worth an address to come back to.
_COME_BACK = {"GET", "HEAD"}


def init_app(app: Flask, settings: SignInSettings) -> None:
    """Guard every address, before anything else of a request is looked at."""
    app.extensions[SIGN_IN_SETTINGS] = settings
    app.before_request(_guard)
    app.teardown_request(_leave)


def sign_in_settings() -> SignInSettings:
    """How long sessions last here."""
    found = current_app.extensions[SIGN_IN_SETTINGS]
    assert isinstance(found, SignInSettings)
    return found


def device_cookie() -> str:
    """The name of the cookie that marks a browser; over https no other name of the domain can plant it."""
    return f"{'__Host-' if current_app.config['SESSION_COOKIE_SECURE'] else ''}nianbao_device"


def source() -> Source:
    """Where the request comes from."""
    browser = request.headers.get("User-Agent", "")
    return Source(request.remote_addr or "", browser, request.cookies.get(device_cookie(), "")[:200])


def _guard() -> ResponseReturnValue | None:
    g.person = None
    # Styles and scripts are the same for everybody, and a first page asks for a hundred: nobody is looked up for them.
    # Programs are let in by their token alone, and by the API itself.
    if request.endpoint in {None, "static"} or request.blueprint == API:
        return None
    if not has_accounts():
        _as_one_person()
        return None
    token = session.get(TOKEN)
    used = request.endpoint not in BY_ITSELF
    g.person = use_session(store(), token, sign_in_settings(), used=used) if isinstance(token, str) else None
    act_as(g.person, source())
    needed = POLICY[request.endpoint or ""]
    assert not isinstance(needed, ByToken)
    if g.person is None and isinstance(needed, Needs) and request.endpoint not in FILES_OF_ANYBODY:
        request.max_content_length = request.max_form_memory_size = MOST_FOR_NOBODY
    if needed is Needs.NOTHING:
        return None
    if g.person is None:
        return _ask_to_sign_in()
    return _bar(g.person, needed)


def _as_one_person() -> None:
    """Without accounts whoever sits at this machine does everything, and there is nothing to sign in to."""
    if request.blueprint in ONLY_WITH_ACCOUNTS or POLICY[request.endpoint or ""] is Needs.ADMINISTRATOR:
        abort(404)


def act_as(person: Person | None, where: Source) -> None:
    """Have everything until the end of the request done in somebody's name."""
    g.acting = ExitStack()
    actor = person.actor(where) if person else Actor(address=where.address, via=where.via)
    g.acting.enter_context(acting(actor))


def _leave(_: BaseException | None) -> None:
    stack = g.pop("acting", None)
    if stack is not None:
        stack.close()


def _bar(person: Person, needed: Needs | Action) -> ResponseReturnValue | None:
    if needed is Needs.SIGNED_IN:
        return None
    if person.must_change:
        return _ask_first("请先更改初始密码，然后继续。")
    if sign_in_settings().require_codes and not person.has_totp:
        return _ask_first("本单位要求使用动态口令，请先启用，然后继续。")
    if needed is Needs.ADMINISTRATOR:
        require_administrator(person)
    elif isinstance(needed, Action):
        try:
            if request.endpoint in TRASHED:
                require(store(), person, needed, report_of_address(), trashed=True)
            else:
                require_once(needed, report_of_address())
        except ReportNotFound:
            abort(404)
        except NotAllowed as refusal:
            if _wants_json():
                return jsonify(error="不能这样做", message=str(refusal)), 403
            raise
    return None


def _ask_first(what: str) -> ResponseReturnValue:
    """To one's own account, for what has to be done there before anything else."""
    if _wants_json():
        return jsonify(error=what, message=what), 403
    flash(what)
    return redirect(url_for("own_account.page"))


def _ask_to_sign_in() -> ResponseReturnValue:
    if _wants_json():
        return jsonify(error="需要登录", message="登录已过期，请重新登录；未保存的内容仍在本机浏览器中。"), 401
    back = request.full_path.rstrip("?") if request.method in _COME_BACK else None
    return redirect(url_for("signing_in.page", back=back))


def _wants_json() -> bool:
    return request.is_json or request.accept_mimetypes.best == "application/json"
