"""What a program is told when something is not done: problem details (RFC 9457), their detail in Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response, current_app

PREFIX = "/api/v1"
MEDIA_TYPE = "application/problem+json"
MOST_ERRORS = 200


@dataclass(frozen=True)
class Kind:
    """A kind of problem: its status, what it is called, what to do about it, and what it has besides `detail`."""

    status: int
    title: str
    meaning: str
    members: tuple[str, ...] = ()


KINDS: Mapping[str, Kind] = {
    "malformed": Kind(400, "请求有误", "请求体不是 JSON，或网址、请求头里的参数写错了。", ("errors",)),
    "unauthorized": Kind(
        401, "没有有效的令牌", "请在请求头 Authorization 中写 Bearer 和令牌；令牌由本人在“程序令牌”页生成。",
    ),
    "scope": Kind(403, "令牌没有这项权限", "请本人另生成一个带所需权限的令牌。", ("scope",)),
    "not-allowed": Kind(403, "不能这样做", "令牌的主人没有这个权限，或者报告现在的状态不许可。"),
    "not-found": Kind(404, "没有找到", "没有这个网址，或者令牌的主人看不到它。"),
    "method": Kind(405, "不能用这个方法", "这个网址能用的方法在响应头 Allow 中。"),
    "collided": Kind(
        409, "两边都改过",
        "在您所依据的内容之后，同一处别人也改了。什么都没有保存；两边的内容在 conflicts 里，由人选定后重新提交。",
        ("conflicts", "changed"),
    ),
    "exists": Kind(409, "已经有了", "每个机关每年只有一份报告。", ("report",)),
    "locked": Kind(409, "报告已送出", "报告送出以后不能改动，退回或撤回以后才能改。"),
    "changed": Kind(
        412, "内容已有改动",
        "If-Match 所写的状态之后内容又有改动，什么都没有做。请重新读取，看过以后再提交。", ("conflicts", "changed"),
    ),
    "too-large": Kind(413, "内容太大", "请求体超过这个网址的上限。"),
    "media-type": Kind(415, "内容类型不对", "请求体应为 JSON，请求头 Content-Type 写 application/json。"),
    "invalid": Kind(422, "内容不符合要求", "什么都没有保存；每一处问题在 errors 里。", ("errors",)),
    "barred": Kind(422, "还不能办理", "什么都没有改变；拦住这一步的每个条件在 barred 里。", ("barred",)),
    "not-exportable": Kind(422, "不能导出", "正式稿有未解决的问题，或文件没有做成；原因在 errors 里。", ("errors",)),
    "required": Kind(428, "缺少 If-Match", "改动都要说明依据哪个状态：请求头 If-Match 写读取时的 ETag。"),
    "too-often": Kind(429, "太频繁", "请按响应头 Retry-After 的秒数等候。"),
    "fault": Kind(500, "程序出错", "已保存的内容没有受影响。请把编号告诉维护人员。"),
    "unavailable": Kind(503, "暂时不能用", "数据库忙，或生成文件的进程没有运行，请稍后再试。"),
}  # fmt: skip
# Statuses that the framework itself answers with.
OF_STATUS = {400: "malformed", 404: "not-found", 405: "method", 413: "too-large", 415: "media-type", 500: "fault"}


class Refused(Exception):  # noqa: N818  named for what happens to the program that asked
    """Ends a request with a problem of a kind of `KINDS`; `more` are members besides `detail`."""

    def __init__(self, kind: str, detail: str, headers: Mapping[str, str] | None = None, **more: Any) -> None:
        super().__init__(detail)
        self.kind, self.detail, self.headers, self.more = kind, detail, dict(headers or {}), more


def type_of(kind: str) -> str:
    """The address that tells what a kind means; known also where the request is for no host of ours."""
    return f"{PREFIX}/problems/{kind}"


def problem(kind: str, detail: str, headers: Mapping[str, str] | None = None, **more: Any) -> Response:
    """The answer that tells of a problem. KeyError for a kind that is not in `KINDS`, or a member it has not."""
    known = KINDS[kind]
    if unknown := set(more) - set(known.members):
        raise KeyError(unknown)
    told = {
        "type": type_of(kind), "title": known.title, "status": known.status, "detail": detail,
        **more,
    }  # fmt: skip
    response = Response(current_app.json.dumps(told, sort_keys=False), known.status, mimetype=MEDIA_TYPE)
    response.headers.update({"Cache-Control": "no-store", **(headers or {})})
    return response
