"""Where the settings ask for it nobody works without one-time codes, whoever they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app import Settings, create_app
from services.people.passwords import hash_password
from tests.security.test_proof_before_change import enrol
from tests.services.workflow.conftest import County
from tests.web.people.conftest import PASSWORD, Desk


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "nianbao.yaml").write_text("sign_in: {require_codes: true}", encoding="utf-8")
    return create_app(Settings(folder, accounts=True, testing=True))


@pytest.mark.parametrize("login", ["filler", "admin"])
def test_whoever_has_no_codes_can_only_enrol(county: County, desk: Any, login: str) -> None:
    report_id, person = county.complete(), desk(login)
    for path in ("/", "/tasks", "/people", f"/reports/{report_id}/edit/cover"):
        assert person.client.get(path).location == "/me", path
    assert person.client.get("/", headers={"Accept": "application/json"}).status_code == 403
    assert "动态口令" in person.client.get("/me").text
    assert person.client.get("/verify").status_code == 200


def test_whoever_enrols_goes_on(county: County, desk: Any) -> None:
    person: Desk = desk("filler")
    enrol(person)
    assert person.client.get("/").status_code == 200


def test_an_initial_password_comes_first(county: County, desk: Any) -> None:
    with county.store.write() as tx:
        hashed = hash_password(PASSWORD)
        tx.connection().exec_driver_sql("UPDATE accounts SET must_change = true, password_hash = ?", (hashed,))
    person = desk("filler")
    assert person.client.get("/", follow_redirects=True).text.count("初始密码") > 0
