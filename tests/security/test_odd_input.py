"""Whatever a form, an address or a script says, the answer is a page that says what is wrong, never a fault."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask

from tests.services.workflow.conftest import County
from tests.web.people.test_routes import addresses

ODD = ["", "\x00", "²", "9" * 5_000, "../../etc/passwd", "\r\nX: y", "\u202e"]
FIELDS = [
    "name", "year", "kind", "credit_code", "login", "password", "again", "code", "back", "old", "new", "text",
    "about", "tab", "seen", "done", "reason", "note", "revision", "charts", "wide_tables", "index_number",
    "published", "finding", "choice", "target", "place", "clean", "which", "report", "day", "approver",
    "passphrase", "label", "certificate", "with", "diameter", "version", "unsigned", "role", "parent", "into",
    "month", "date", "unit", "email", "who", "administrator", "below",
]  # fmt: skip
# What would end the session or the report that the test goes on with.
SPARED = {"signing_in.sign_out", "static", "reports.delete", "own_account.end_session"}


@pytest.mark.slow
@pytest.mark.parametrize("login", ["filler", "approver", "admin"])
def test_every_address_takes_odd_fields(app: Flask, county: County, desk: Any, login: str) -> None:
    report_id = county.complete()
    if login == "approver":
        county.go(report_id, "filler submit", "reviewer pass", "approver approve")
    person = desk(login)
    for endpoint, method, address in addresses(app, report_id):
        if endpoint in SPARED:
            continue
        for odd in ODD:
            fields = dict.fromkeys(FIELDS, odd)
            if method == "GET":
                answer = person.client.get(address, query_string={k: v[:500] for k, v in fields.items()})
            else:
                answer = person.post(address, fields)
            assert answer.status_code < 500, (endpoint, odd[:20])


@pytest.mark.parametrize("seen", ["cover-²", f"cover-{'9' * 5_000}", "-", "cover-", "cover--1", "\x00-1"])
@pytest.mark.parametrize("action", ["submit", "withdraw"])
def test_a_step_with_a_mark_that_no_page_gave_does_nothing(county: County, desk: Any, seen: str, action: str) -> None:
    report_id, person = county.complete(), desk("filler")
    answer = person.post(f"/reports/{report_id}/steps/{action}", {"seen": seen})
    assert answer.status_code in (302, 403)
    assert "填报中" in person.client.get(f"/reports/{report_id}/finish").text


@pytest.mark.parametrize("body", [
    "[" * 100_000, '{"revision": 1, "changes": ' + '{"a":' * 5_000 + "1" + "}" * 5_000 + "}", "nul", "", "\x00", '"x"',
    '{"revision": true, "changes": {}}', '{"revision": 1e400, "changes": {}}', '{"revision": -1, "changes": {}}',
    '{"revision": 1, "changes": {"title": "\\ud800"}}', '{"revision": 1, "changes": {"title": "\\u0000"}}',
    '{"revision": 99999999999999999999999999, "changes": {"title": "x"}}',
    '{"revision": 0, "changes": {"__proto__": "x", "title": ["x"]}}',
    '{"revision": 0, "changes": {"introduction": [{"type": "paragraph", "text": "\\ud800\\u0000"}]}}',
])  # fmt: skip
def test_a_save_of_odd_contents_is_refused_or_cleaned(county: County, desk: Any, body: str) -> None:
    report_id, person = county.complete(), desk("filler")
    headers = {"X-CSRFToken": person.csrf(), "Accept": "application/json", "Content-Type": "application/json"}
    answer = person.client.post(f"/reports/{report_id}/edit/cover", data=body, headers=headers)
    assert answer.status_code < 500
    json.loads(answer.data)
    assert person.client.get(f"/reports/{report_id}/edit/cover").status_code == 200
    assert person.client.get(f"/reports/{report_id}/document").status_code == 200
