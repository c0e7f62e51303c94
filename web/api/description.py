"""The API tells of itself: its description, and what each kind of problem means. No token is asked for."""

from __future__ import annotations

from typing import Any

from flask import current_app
from flask.typing import ResponseReturnValue

from web.api import answers
from web.api.openapi import describe
from web.api.operations import Gives, Operation, answer, operation
from web.api.problems import KINDS, Refused, type_of

KEPT = "nianbao_api_description"


@operation(
    "GET", "/openapi.json", Operation("本接口的说明，OpenAPI 3.1", {200: Gives("接口说明", dict[str, Any])})
)  # fmt: skip
def description() -> ResponseReturnValue:
    """The description, generated once for the application."""
    if KEPT not in current_app.extensions:
        current_app.extensions[KEPT] = describe(current_app)
    return answer(current_app.extensions[KEPT])


@operation("GET", "/problems/<name>", Operation("一种问题的意思", {200: Gives("问题的种类", answers.ProblemKind)}))
def problem_kind(name: str) -> ResponseReturnValue:
    """What a problem means that somebody was told of."""
    if name not in KINDS:
        raise Refused("not-found", KINDS["not-found"].meaning)
    kind = KINDS[name]
    return answer(answers.ProblemKind(type_of(name), kind.title, kind.status, kind.meaning))
