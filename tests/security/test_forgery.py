"""No form of another site does anything here: every address that changes something wants the token of its page."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from services.audit import head
from tests.services.workflow.conftest import County
from tests.web.people.test_routes import addresses
from web.policy import POLICY, Needs


def changing(app: Flask, report_id: str) -> list[tuple[str, str]]:
    """(endpoint, address) of all that pages send to; programs have tokens of their own and no cookie."""
    known = {name for name, rule in POLICY.items() if isinstance(rule, Needs) or not hasattr(rule, "scope")}
    return [
        (endpoint, address)
        for endpoint, method, address in addresses(app, report_id)
        if method == "POST" and endpoint in known
    ]


@pytest.mark.parametrize("token", [None, "", "x", "other"])
@pytest.mark.parametrize("login", ["filler", "admin", ""])
def test_every_form_needs_the_token_of_its_page(
    app: Flask, county: County, desk: Any, login: str, token: str | None
) -> None:
    report_id, person, other = county.complete(), desk(login), desk("reviewer")
    given = {"csrf_token": other.csrf() if token == "other" else token} if token is not None else {}
    entries = head(county.store).number
    found = changing(app, report_id)
    assert len(found) > 40
    for endpoint, address in found:
        answer = person.client.post(address, data=given)
        wanted = {400} if POLICY[endpoint] is Needs.NOTHING else {400, 403, 404}
        assert answer.status_code in wanted or "/sign-in" in (answer.location or ""), endpoint
    with county.store.read() as tx:
        done = tx.connection().exec_driver_sql(
            "SELECT action FROM audit_log WHERE number > ? AND action <> 'session.barred'", (entries,)
        )
        assert done.all() == []


def test_nothing_is_changed_by_looking(app: Flask, county: County, desk: Any) -> None:
    """Addresses that are only read leave no trace but that somebody for whom a report waits has seen it."""
    report_id = county.complete()
    county.go(report_id, "filler submit")
    for login in ("filler", "reviewer", "admin"):
        person = desk(login)
        entries = head(county.store).number
        for endpoint, method, address in addresses(app, report_id):
            if method == "GET" and endpoint != "static":
                person.client.get(address)
        with county.store.read() as tx:
            done = tx.connection().exec_driver_sql("SELECT action FROM audit_log WHERE number > ?", (entries,))
            assert set(done.scalars()) <= {"session.barred", "report.open"}
