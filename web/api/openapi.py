"""The description of the API (OpenAPI 3.1): generated from the addresses, their rules and what they declare."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from web.api.operations import JSON, OPERATIONS, Gives, Operation, Parameter, pages
from web.api.paths import path_schemas
from web.api.problems import KINDS, MEDIA_TYPE
from web.api.schemas import COMPONENTS, PROBLEM, Schema, problem_schemas, record_schemas, schemas_of
from web.policy import POLICY, ByToken, Needs

VERSION = "1.0.0"
ABOUT = """年报系统的接口，供数据平台、办公系统等程序凭个人的令牌使用。

- 能做的不超过令牌的主人和令牌的权限，与网页经过同样的检查，一切记入审计日志。
- 令牌由本人在“我的账号—程序令牌”生成，写在请求头 `Authorization: Bearer 令牌`；网页的登录在这里不算数。
- 看不到的报告一律答 404。
- 出错时答 `application/problem+json`（RFC 9457），`detail` 是可以给人看的中文，`type` 是问题的种类。
- 改动都要说明依据哪个状态：`If-Match`（之后有任何改动就不做，412）或 `base`（改在别处就合并，改了同一处就不做，409）。
- 请求太频繁时答 429，请按 `Retry-After` 的秒数等候。
"""
SECURITY = "token"
HEADERS: Mapping[str, Schema] = {
    "ETag": {"description": "内容所处的状态", "schema": {"type": "string"}},
    "Location": {"description": "新建的报告的网址", "schema": {"type": "string"}},
    "Retry-After": {"description": "等候的秒数", "schema": {"type": "integer", "minimum": 1}},
    "WWW-Authenticate": {"description": "RFC 6750", "schema": {"type": "string"}},
    "Content-Disposition": {"description": "文件名", "schema": {"type": "string"}},
}
PROBLEM_HEADERS = {
    401: ("WWW-Authenticate",), 412: ("ETag",), 429: ("Retry-After",), 503: ("Retry-After",),
}  # fmt: skip
_CONVERTER = re.compile(r"<(?:[^:<>]+:)?([^<>]+)>")


def describe(app: Flask) -> dict[str, Any]:
    """The description as JSON data. RuntimeError for an address that declares nothing."""
    rules = sorted(
        (rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith(f"{pages.name}.")),
        key=lambda rule: (rule.rule, sorted(rule.methods or ())),
    )
    if undeclared := {rule.endpoint for rule in rules} - set(OPERATIONS):
        raise RuntimeError(f"addresses that declare nothing: {sorted(undeclared)}")
    shown, components = schemas_of([*_types(OPERATIONS[rule.endpoint] for rule in rules)])
    types = dict(zip(map(repr, _types(OPERATIONS[rule.endpoint] for rule in rules)), shown, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for rule in rules:
        method = next(iter((rule.methods or set()) - {"HEAD", "OPTIONS"})).lower()
        paths.setdefault(templated(rule), {})[method] = _operation(rule, types)
    return {
        "openapi": "3.1.0",
        "info": {"title": "政府信息公开年报系统", "version": VERSION, "description": ABOUT},
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": dict(sorted({**components, **record_schemas(), **problem_schemas()}.items())),
            "headers": dict(HEADERS),
            "securitySchemes": {SECURITY: {"type": "http", "scheme": "bearer", "description": "个人的程序令牌"}},
        },
    }


def templated(rule: Rule) -> str:
    """An address as OpenAPI writes it: /reports/{report_id}."""
    return _CONVERTER.sub(r"{\1}", rule.rule)


def _types(operations: Iterable[Operation]) -> Iterable[Any]:
    """Every type that operations take or give; names of schemas are none."""
    for declared in operations:
        for found in (declared.body, *(given.type for given in declared.gives.values())):
            if found is not None and not isinstance(found, str):
                yield found


def _operation(rule: Rule, types: Mapping[str, Schema]) -> Schema:
    declared, needed = OPERATIONS[rule.endpoint], POLICY[rule.endpoint]
    parameters = [_in_path(name) for name in sorted(rule.arguments)] + [_parameter(p) for p in declared.parameters]
    text = "\n\n".join(part for part in (declared.describe, _who(needed)) if part)
    described: Schema = {
        "operationId": rule.endpoint.partition(".")[2],
        "summary": declared.summary,
        "description": text,
        "parameters": parameters,
        "responses": _responses(declared, needed, types),
        "security": [{SECURITY: _scopes(needed)}] if isinstance(needed, ByToken) else [],
    }
    if declared.body is not None:
        described["requestBody"] = {"required": True, "content": {JSON: {"schema": _schema(declared.body, types)}}}
    return described


def _scopes(needed: ByToken) -> list[str]:
    return [needed.scope.value] if needed.scope else []


def _who(needed: Any) -> str:
    """Who may, in words, from the rule that holds it."""
    if not isinstance(needed, ByToken):
        return "不用令牌。"
    scope = f"令牌的权限：{needed.scope.label} `{needed.scope}`。" if needed.scope else "任何令牌。"
    return (
        f"{scope}令牌的主人：{needed.right.value if isinstance(needed.right, Needs) else f'可以{needed.right.label}'}。"
    )


def _schema(found: Any, types: Mapping[str, Schema]) -> Schema:
    return {"$ref": COMPONENTS + found} if isinstance(found, str) else types[repr(found)]


def _in_path(name: str) -> Schema:
    schema = dict(path_schemas()[name])
    return {"name": name, "in": "path", "required": True, "description": schema.pop("description"), "schema": schema}


def _parameter(found: Parameter) -> Schema:
    shown = {"name": found.name, "in": found.place, "required": found.required, "description": found.describe}
    return shown | {"schema": dict(found.schema)}


def _responses(declared: Operation, needed: Any, types: Mapping[str, Schema]) -> Schema:
    found = {str(status): _given(given, types) for status, given in declared.gives.items()}
    by_status: dict[int, list[str]] = {}
    for name in _problems(declared, needed):
        by_status.setdefault(KINDS[name].status, []).append(name)
    for status, names in by_status.items():
        options = [{"$ref": f"{COMPONENTS}{PROBLEM}{name}"} for name in names]
        found[str(status)] = {
            "description": "；".join(KINDS[name].title for name in names),
            "headers": _headers(PROBLEM_HEADERS.get(status, ())),
            "content": {MEDIA_TYPE: {"schema": options[0] if len(options) == 1 else {"oneOf": options}}},
        }
    return dict(sorted(found.items()))


def _problems(declared: Operation, needed: Any) -> list[str]:
    """What an operation declares, and what can happen at every address like it."""
    found = {"not-allowed", "too-often", "not-found", "fault", "malformed", "unavailable", *declared.problems}
    if isinstance(needed, ByToken):
        found |= {"unauthorized", "scope"} if needed.scope else {"unauthorized"}
    return [name for name in KINDS if name in found]


def _given(given: Gives, types: Mapping[str, Schema]) -> Schema:
    shown: Schema = {"description": given.describe, "headers": _headers(given.headers)}
    if given.type is not None:
        shown["content"] = {media_type: {"schema": _schema(given.type, types)} for media_type in given.media_types}
    elif given.media_types != (JSON,):
        shown["content"] = {media_type: {} for media_type in given.media_types}
    return shown


def _headers(names: Iterable[str]) -> Schema:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}
