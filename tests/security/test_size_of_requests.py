"""Nobody costs the server more than a little before signing in; and what is too large is refused before it is read."""

from __future__ import annotations

import time
from typing import Any

import pytest
from flask import Flask

from services.people import first, passwords
from services.people.first import first_link
from tests.services.workflow.conftest import County
from tests.web.people.conftest import PASSWORD


@pytest.mark.parametrize("field", ["login", "password", "code", "back"])
def test_the_form_for_signing_in_takes_no_more_than_a_form_has(county: County, desk: Any, field: str) -> None:
    person = desk()
    form = {"login": "filler", "password": PASSWORD, "code": "", "back": "/"} | {field: "a" * 100_000}
    answer = person.post("/sign-in", form)
    assert answer.status_code == 413
    assert "内容太大" in answer.text


def test_a_file_for_nobody_is_not_taken(county: County, desk: Any) -> None:
    person = desk()
    answer = person.client.post("/imports", data={"csrf_token": person.csrf(), "text": "a" * 1_000_000})
    assert answer.status_code == 302


def test_more_than_the_limit_is_refused(app: Flask, county: County, desk: Any) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 100_000
    answer = desk("filler").post("/imports", {"text": "a" * 100_000})
    assert answer.status_code == 413
    assert "没有保存" in answer.text


def test_a_form_with_endless_fields_is_refused(county: County, desk: Any) -> None:
    person = desk("filler")
    body = "&".join(f"f{n}=1" for n in range(200_000))
    headers = {"X-CSRFToken": person.csrf(), "Content-Type": "application/x-www-form-urlencoded"}
    began = time.monotonic()
    person.client.post("/reports/new", data=body, headers=headers)
    assert time.monotonic() - began < 5


def test_a_wrong_link_for_the_first_administrator_costs_no_hashing(
    app: Flask, desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first_link(app.extensions["nianbao"])
    weighed: list[str] = []
    monkeypatch.setattr(first, "require_strong", lambda password, _: weighed.append(password))
    monkeypatch.setattr(passwords, "hash_password", lambda password: weighed.append(password) or "")
    form = {"login": "root", "name": "某", "password": PASSWORD, "again": PASSWORD}
    assert desk().post("/first/guessed", form).status_code == 410
    assert weighed == []


def test_a_long_link_is_no_link(app: Flask, desk: Any) -> None:
    first_link(app.extensions["nianbao"])
    assert desk().client.get(f"/first/{'a' * 3_000}").status_code == 410
