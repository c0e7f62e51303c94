"""Error pages in Chinese: what happened, and what to do. A fault of the program is logged with its number."""

from __future__ import annotations

import logging
import secrets

from flask import Flask, Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError

from report.errors import NianbaoError
from services.people.model import NotAllowed
from storage.faults import StorageError
from web.api.errors import for_programs, of_status
from web.api.problems import problem
from web.telling import without_place

log = logging.getLogger("nianbao")

SENTENCES = {
    400: ("请求有误", "浏览器送来的内容不完整或不正确。请返回上一页，刷新后再试。"),
    403: ("不允许这样做", "请返回上一页。"),
    404: ("没有这个页面", "网址可能有误，或者报告已被删除。请从报告列表进入。"),
    405: ("不能这样打开", "请从页面上的按钮操作。"),
    413: ("内容太大", "上传或粘贴的内容超过上限，没有保存。请减小后再试。"),
}


def _answer(status: int, title: str, message: str) -> ResponseReturnValue:
    if request.is_json or request.accept_mimetypes.best == "application/json":
        return jsonify(error=title, message=message), status
    return render_template("pages/error.html", title=title, message=message, status=status), status


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if for_programs():
        return of_status(error)
    status = error.code or 500
    if isinstance(error, SecurityError):
        # A foreign host name has no addresses of ours to link to.
        return Response("只能用启动窗口里显示的网址打开本工具。\n", status, mimetype="text/plain")
    title, message = SENTENCES.get(status, ("出错了", "请返回上一页再试。"))
    return _answer(status, title, message)


def _csrf_error(_: CSRFError) -> ResponseReturnValue:
    return _answer(
        400, "页面已过期", "为防止他人冒用，请求没有执行。请刷新页面后再试；尚未保存的内容仍在本机浏览器中。"
    )


def _known_error(error: NianbaoError) -> ResponseReturnValue:
    # A busy or full database may do better later: the page tries again by itself.
    status = 503 if isinstance(error, StorageError) else 403 if isinstance(error, NotAllowed) else 422
    return _answer(status, "不能这样做" if status == 403 else "无法完成", without_place(str(error)))


def _program_error(error: Exception) -> ResponseReturnValue:
    number = secrets.token_hex(4)
    # The rule, not the address: that of the first administrator's link has a secret in it.
    log.error("unexpected fault %s at %s %s", number, request.method, request.url_rule, exc_info=error)
    message = f"已保存的内容没有受影响。请把编号 {number} 告诉维护人员，详情在运行窗口的日志里。"
    return problem("fault", message) if for_programs() else _answer(500, "程序出错", message)


def init_app(app: Flask) -> None:
    """Install the pages. In tests a fault of the program is raised, not hidden behind a page."""
    app.register_error_handler(CSRFError, _csrf_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(NianbaoError, _known_error)
    if not app.testing:
        app.register_error_handler(Exception, _program_error)
