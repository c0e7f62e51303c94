"""The small county of `tests.services.workflow` at browsers of their own, all over one installation with accounts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import Settings, create_app
from services.people import passwords
from services.people.passwords import hash_password
from tests.services.workflow.conftest import County

PASSWORD = "柳树 灯塔 铜锣 七月"


class Desk:
    """Somebody at a browser, signed in or not."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def csrf(self) -> str:
        return str(self.client.get("/session").json["csrf"])  # type: ignore[index]  # /session always answers JSON

    def post(self, path: str, data: dict[str, Any] | None = None, follow: bool = False) -> TestResponse:
        return self.client.post(path, data={"csrf_token": self.csrf(), **(data or {})}, follow_redirects=follow)

    def sign_in(self, login: str, password: str = PASSWORD, **more: str) -> TestResponse:
        return self.post("/sign-in", {"login": login, "password": password, **more})

    def save(self, report_id: str, section: str, changes: dict[str, Any], revision: int) -> TestResponse:
        return self.client.post(
            f"/reports/{report_id}/edit/{section}",
            json={"revision": revision, "changes": changes},
            headers={"X-CSRFToken": self.csrf(), "Accept": "application/json"},
        )

    def revision(self, report_id: str, section: str) -> int:
        page = self.client.get(f"/reports/{report_id}/edit/{section}").text
        return int(re.findall(r'name="revision" value="(\d+)"', page)[0])


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    application = create_app(Settings(tmp_path / "data", accounts=True, testing=True))
    yield application
    application.extensions["nianbao"].close()


@pytest.fixture
def county(app: Flask, cheap_hashes: None) -> County:
    """Everybody has the password `PASSWORD`, but "new", who still has an initial one."""
    found = County(app.extensions["nianbao"])
    hashed = hash_password(PASSWORD)
    with found.store.write() as tx:
        tx.connection().exec_driver_sql("UPDATE accounts SET password_hash = ?", (hashed,))
    return found


@pytest.fixture
def desk(app: Flask) -> Any:
    """`desk("filler")` is somebody signed in; `desk()` is nobody."""

    def at(login: str = "") -> Desk:
        found = Desk(app.test_client())
        if login:
            assert found.sign_in(login).status_code == 302
        return found

    return at
