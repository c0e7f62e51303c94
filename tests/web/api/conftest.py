"""Programs of the people of the small county; every answer they get is held against the description of the API."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import count
from typing import Any

import pytest
from flask import Flask
from jsonschema import Draft202012Validator
from werkzeug.test import TestResponse

from services.people.programs import Scope, make_token
from tests.services.workflow.conftest import DESK, County
from tests.web.people.conftest import PASSWORD, app, cheap_hashes, county, desk
from web.api.openapi import describe, templated

__all__ = ["Robot", "app", "cheap_hashes", "county", "desk", "program"]
V1 = "/api/v1"
Described = dict[str, Any]


def closed(description: Described) -> Described:
    """The description with every object holding just what it says, so that no answer has a field it is silent about."""
    for name, schema in description["components"]["schemas"].items():
        if "properties" in schema and not name.startswith("Report."):
            schema.setdefault("additionalProperties", False)
    return description


class Robot:
    """A program with a token, or without one."""

    def __init__(self, app: Flask, token: str = "") -> None:
        self.app, self.client = app, app.test_client()
        self.token = token
        self.description = closed(describe(app))

    def ask(self, method: str, path: str, **more: Any) -> TestResponse:
        """A request with the token; the answer has to be one that the description knows."""
        headers = {**({"Authorization": f"Bearer {self.token}"} if self.token else {}), **more.pop("headers", {})}
        response = self.client.open(V1 + path, method=method, headers=headers, **more)
        self.check(method, path, response)
        return response

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.ask("GET", path, **more)

    def json(self, path: str) -> Any:
        response = self.get(path)
        assert response.status_code == 200, response.text
        return response.json

    def put(self, report_id: str, record: Any, seen: str = "*", **more: Any) -> TestResponse:
        return self.ask("PUT", f"/reports/{report_id}/content", json=record, headers={"If-Match": seen}, **more)

    def patch(self, report_id: str, parts: Any, seen: str = "*", **more: Any) -> TestResponse:
        return self.ask("PATCH", f"/reports/{report_id}/content", json=parts, headers={"If-Match": seen}, **more)

    def step(self, report_id: str, action: str, seen: str = "*", **body: Any) -> TestResponse:
        return self.ask("POST", f"/reports/{report_id}/steps/{action}", json=body, headers={"If-Match": seen})

    def check(self, method: str, path: str, response: TestResponse) -> None:
        rule, _ = self.app.url_map.bind("localhost").match(V1 + path.partition("?")[0], method, return_rule=True)
        known = self.description["paths"][templated(rule)][method.lower()]["responses"]
        assert str(response.status_code) in known, (response.status_code, response.text)
        content = known[str(response.status_code)].get("content", {})
        if not content:
            assert response.data == b""
            return
        assert response.mimetype in content, response.content_type
        schema = content[response.mimetype].get("schema", True)
        whole = {"components": self.description["components"], "allOf": [schema]}
        errors = list(Draft202012Validator(whole).iter_errors(response.json if schema is not True else None))
        assert errors == [], "\n".join(f"{list(e.absolute_path)}: {e.message}" for e in errors[:5])


ProgramOf = Callable[..., Robot]


@pytest.fixture
def program(app: Flask, county: County) -> ProgramOf:
    """`program("filler")` may do what the filler may, `program("filler", Scope.READ)` read it, `program()` nothing."""

    numbers = count(1)

    def of(login: str = "", *scope: Scope) -> Robot:
        return Robot(app, token_of(county, login, scope or Scope, f"平台 {next(numbers)}") if login else "")

    return of


def token_of(county: County, login: str, scope: Iterable[Scope] = Scope, name: str = "平台", days: int = 30) -> str:
    """A token of somebody of the county."""
    return make_token(county.store, getattr(county, login), name, scope, days, PASSWORD, DESK)[1]
