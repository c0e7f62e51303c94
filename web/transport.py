"""How requests come: where a proxy in front speaks https, nobody gets past it in the clear."""

from __future__ import annotations

import ipaddress

from flask import Flask, Response, current_app, request

from web.api.errors import for_programs
from web.api.problems import problem

SENT_IN_THE_CLEAR = (
    "本系统只能用 https 访问。令牌刚才在网络上明文传送，请停用它，另生成一个，把地址开头改为 https:// 后再用。"
)
HSTS = f"max-age={365 * 86_400}"
IN_THE_CLEAR = "本系统只能用 https 访问：请把地址开头的 http:// 改为 https://。仍打不开的，请告诉系统管理员。\n"


def init_app(app: Flask) -> None:
    """Look at every request before anything else does."""
    app.before_request(_refuse_in_the_clear)
    app.after_request(_ask_for_https)


def _refuse_in_the_clear() -> Response | None:
    if not current_app.config["SESSION_COOKIE_SECURE"] or request.is_secure or _from_this_machine():
        return None
    if for_programs():
        return problem("not-allowed", SENT_IN_THE_CLEAR)
    return Response(IN_THE_CLEAR, 403, mimetype="text/plain")


def _from_this_machine() -> bool:
    try:
        return ipaddress.ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False


def _ask_for_https(response: Response) -> Response:
    if current_app.config["SESSION_COOKIE_SECURE"] and request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", HSTS)
    return response
