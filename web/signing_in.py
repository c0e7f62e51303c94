"""Signing in and out, the first administrator, and who is at work for a page whose session ran out."""

from __future__ import annotations

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    flash,
    g,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from services.demo_people import PASSWORD, PEOPLE
from services.errors import Refusal
from services.people.first import LinkRefused, link_works, make_first_administrator
from services.people.lockout import TooSoon
from services.people.sessions import sign_out as end_own_session
from services.people.signing_in import CodeNeeded, SignedIn
from services.people.signing_in import sign_in as begin_session
from services.people.totp import CodeRefused
from web.access import store
from web.guarding import TOKEN, device_cookie, sign_in_settings, source

pages = Blueprint("signing_in", __name__)
DEVICE_SECONDS = 400 * 86_400
LONGEST_ADDRESS = 500


def secret() -> bytes:
    """The installation's secret key."""
    key = current_app.config["SECRET_KEY"]
    assert isinstance(key, bytes)
    return key


def back_within(address: str | None) -> str:
    """An address of ours to go back to, the list of reports for any other: nobody is led elsewhere by a link."""
    wanted = address or ""
    local = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and "\\" not in wanted
    plain = all(character.isprintable() and not character.isspace() for character in wanted)
    return wanted if local and plain and len(wanted) <= LONGEST_ADDRESS else url_for("reports.index")


@pages.get("/sign-in")
def page() -> ResponseReturnValue:
    """The page that asks for login name and password."""
    return _page()


def _page(problem: str = "", status: int = 200, login: str = "", code: bool = False) -> ResponseReturnValue:
    back = request.values.get("back", "")
    answer = render_template(
        "pages/people/sign_in.html", problem=problem, login=login, code=code, back=back, people=PEOPLE, shown=PASSWORD
    )
    return answer, status


@pages.post("/sign-in")
def sign_in() -> ResponseReturnValue:
    """Begin a session under a new name of its own; nothing of the one before is kept."""
    form = request.form
    login = form.get("login", "")
    try:
        found = begin_session(
            store(), secret(), login, form.get("password", ""), form.get("code", ""), source(), sign_in_settings()
        )
    except (CodeNeeded, CodeRefused) as refusal:
        return _page(str(refusal), 401, login, code=True)
    except TooSoon as refusal:
        answer = make_response(_page(str(refusal), 429, login))
        answer.headers["Retry-After"] = str(refusal.seconds)
        return answer
    except Refusal as refusal:
        return _page(str(refusal), 401, login)
    return _let_in(found, back_within(form.get("back")))


def _let_in(found: SignedIn, back: str) -> Response:
    if TOKEN in session:
        end_own_session(store(), str(session[TOKEN]), source())
    session.clear()
    session[TOKEN] = found.token
    if found.codes_left is not None:
        flash(f"已用掉一个恢复码，还剩 {found.codes_left} 个。可到“我的账号”换手机或重新生成。")
    answer = make_response(redirect(back))
    answer.set_cookie(
        device_cookie(), found.device, max_age=DEVICE_SECONDS, httponly=True, samesite="Lax",
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
    )  # fmt: skip
    return answer


@pages.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End the session here and in the database."""
    end_own_session(store(), session.get(TOKEN, ""), source())
    session.clear()
    flash("已退出登录。")
    return redirect(url_for("signing_in.page"))


@pages.get("/session")
def present() -> ResponseReturnValue:
    """Who is signed in, and a token for forms: what an open page asks before it hands in what it kept."""
    person = g.person
    return jsonify(
        person=person.account_id if person else None, name=person.name if person else "", csrf=generate_csrf()
    )


@pages.get("/signed-in")
def done() -> ResponseReturnValue:
    """What a window says that was opened to sign in again: the page that waits goes on by itself."""
    return render_template("pages/people/signed_in.html")


@pages.get("/first/<token>")
def first(token: str) -> ResponseReturnValue:
    """The page of the link that the terminal showed at the first start."""
    return _first(token) if link_works(store(), token) else _gone()


def _first(token: str, problem: str = "", status: int = 200) -> ResponseReturnValue:
    answer = render_template("pages/people/first.html", token=token, problem=problem, typed=request.form)
    return answer, status


def _gone() -> ResponseReturnValue:
    title, message = "链接不能用了", str(LinkRefused())
    return render_template("pages/error.html", title=title, message=message, status=410), 410


@pages.post("/first/<token>")
def make_first(token: str) -> ResponseReturnValue:
    """Make the first administrator and sign them in."""
    form = request.form
    login, password = form.get("login", ""), form.get("password", "")
    if not link_works(store(), token):
        return _gone()
    if password != form.get("again", ""):
        return _first(token, "两次填写的密码不同，请重新填写。", 422)
    try:
        make_first_administrator(store(), token, login, form.get("name", ""), password, source())
    except LinkRefused:
        return _gone()
    except Refusal as refusal:
        return _first(token, str(refusal), 422)
    try:
        found = begin_session(store(), secret(), login, password, "", source(), sign_in_settings())
    except Refusal:
        abort(401)
    flash("管理员已建立。接下来请添加机关和人员。")
    return _let_in(found, url_for("reports.index"))
