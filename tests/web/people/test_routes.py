"""Every address, as every kind of person and as nobody: only who should gets in."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from services.people.model import Role
from services.workflow.table import RIGHTS, Action, State
from tests.services.workflow.conftest import County
from web.policy import POLICY, Needs, require_complete

PEOPLE = ("filler", "reviewer", "approver", "supervisor", "stranger", "admin")
HELD = {
    "filler": {Role.FILLER}, "reviewer": {Role.REVIEWER}, "approver": {Role.APPROVER},
    "supervisor": {Role.SUPERVISOR}, "stranger": set(), "admin": set(),
}  # fmt: skip
FILL = {"section_id": "cover", "number": 1, "conflict_id": 1, "name": "json", "picture_id": "0" * 64}
FILL |= {
    "token": "0" * 32,
    "batch_id": "0" * 32,
    "session_id": "x",
    "token_id": "x",
    "action": "nothing",
    "agency_id": "x",
    "account_id": "x",
    "comment_id": 1,
    "what": "x",
    "filename": "app.css",
    "file_id": 1,
    "publication_id": 1,
    "scan_id": 1,
}


def addresses(app: Flask, report_id: str) -> list[tuple[str, str, str]]:
    """(endpoint, method, address) of everything there is."""
    found = []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            # Programs' addresses are tried in `tests.web.api`.
            if rule.endpoint.startswith("api."):
                continue
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                values: dict[str, Any] = {name: (FILL | {"report_id": report_id})[name] for name in rule.arguments}
                found.append((rule.endpoint, method, app.url_for(rule.endpoint, _method=method, **values)))
    return found


def allowed(login: str, needed: Needs | Action) -> bool:
    """Whether the rule lets somebody use an address on a report that is being filled in."""
    if isinstance(needed, Needs):
        return needed is not Needs.ADMINISTRATOR or login == "admin"
    states, roles = RIGHTS[needed]
    return State.FILLING in states and bool(HELD[login] & roles)


def test_an_address_without_a_rule_stops_the_start(app: Flask) -> None:
    app.view_functions["reports.forgotten"] = lambda: ""
    with pytest.raises(RuntimeError, match="forgotten"):
        require_complete(app)


def test_nobody_gets_anything_but_the_pages_for_signing_in(app: Flask, county: County, desk: Any) -> None:
    report_id = county.complete()
    nobody = desk()
    for endpoint, method, address in addresses(app, report_id):
        response = nobody.post(address) if method == "POST" else nobody.client.get(address)
        if POLICY[endpoint] is not Needs.NOTHING:
            assert response.status_code == 302, (endpoint, method)
            assert response.location.startswith("/sign-in"), (endpoint, method)


@pytest.mark.parametrize("login", PEOPLE)
def test_everybody_gets_just_what_the_rules_say(app: Flask, county: County, desk: Any, login: str) -> None:
    report_id = county.complete()
    for endpoint, method, address in addresses(app, report_id):
        needed = POLICY[endpoint]
        if endpoint == "signing_in.sign_out" or needed is Needs.NOTHING:
            continue
        person = desk(login)
        response = person.post(address) if method == "POST" else person.client.get(address)
        barred = response.status_code in (403, 404) and "csrf" not in response.text
        if not allowed(login, needed):
            hidden = isinstance(needed, Action) and not allowed(login, Action.VIEW)
            assert response.status_code == (404 if hidden else 403), (endpoint, method, response.status_code)
        elif response.status_code == 403:
            raise AssertionError((endpoint, method, barred))
        if endpoint in {"reports.delete"} and response.status_code == 302:
            person.post(f"/reports/{report_id}/undelete")


def test_with_accounts_off_the_pages_for_accounts_are_not_there(tmp_path: Any) -> None:
    from app import Settings, create_app

    alone = create_app(Settings(tmp_path / "alone", testing=True)).test_client()
    assert alone.get("/").status_code == 200
    assert alone.get("/sign-in").status_code == 404
    assert alone.get("/me").status_code == 404
