"""Addresses of the API, each declared with what it takes and gives; the description is generated from just this."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import msgspec
from flask import Blueprint, Response, current_app
from flask.typing import ResponseReturnValue

from web.api.problems import PREFIX

pages = Blueprint("api", __name__, url_prefix=PREFIX)
JSON = "application/json"
View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
SMALL = 64 * 1024


@dataclass(frozen=True)
class Parameter:
    """Something in the query or a header. `schema` is JSON Schema; `describe` says in Chinese what it is."""

    name: str
    schema: Mapping[str, Any]
    describe: str
    place: str = "query"
    required: bool = False


@dataclass(frozen=True)
class Gives:
    """An answer that is no problem: what it is, its type (None: no body) or its media types, and its headers."""

    describe: str
    type: Any = None
    media_types: tuple[str, ...] = (JSON,)
    headers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Operation:
    """What one method of an address does. `problems` are kinds of `web.api.problems` beyond those of every address.

    `body` is a type that msgspec knows, or the name of a schema of `web.api.schemas`; `most_bytes` bounds it.
    """

    summary: str
    gives: Mapping[int, Gives]
    describe: str = ""
    body: Any = None
    parameters: tuple[Parameter, ...] = ()
    path: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    most_bytes: int = SMALL


OPERATIONS: dict[str, Operation] = {}


def operation(method: str, rule: str, declared: Operation) -> Callable[[View], View]:
    """Make a function answer a method of an address as declared."""

    def put(view: View) -> View:
        OPERATIONS[f"{pages.name}.{view.__name__}"] = declared
        pages.add_url_rule(rule, view.__name__, view, methods=[method], provide_automatic_options=False)
        return view

    return put


def answer(content: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Something declared (dataclasses, lists and mappings of them) as JSON."""
    plain = msgspec.to_builtins(content)
    response = Response(current_app.json.dumps(plain, sort_keys=False), status, mimetype=JSON)
    response.headers.update(headers or {})
    return response
