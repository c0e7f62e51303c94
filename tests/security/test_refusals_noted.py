"""Whoever tries at what is not theirs is in the log: who, from where, at what; and cannot fill the log by it."""

from __future__ import annotations

from typing import Any

import pytest

from services.audit import Entry, latest, verify
from services.people.lockout import PAIR
from tests.services.workflow.conftest import County
from web.refusals import MOST


def barred(county: County) -> list[Entry]:
    return [entry for entry in latest(county.store, 500) if entry.action == "session.barred"]


def test_a_look_at_another_agencys_report_is_noted(county: County, desk: Any) -> None:
    report_id = county.complete()
    assert desk("stranger").client.get(f"/reports/{report_id}/edit/cover").status_code == 404
    [entry] = barred(county)
    assert (entry.account_id, entry.subject) == (county.stranger.account_id, f"report:{report_id}")
    assert (entry.address, entry.after["endpoint"], entry.after["status"]) == ("127.0.0.1", "editing.edit", 404)


@pytest.mark.parametrize(("login", "address", "status"), [
    ("filler", "/people", 403), ("reviewer", "/audit.csv", 403), ("filler", f"/sets/{'0' * 32}", 404),
])  # fmt: skip
def test_an_address_for_others_is_noted(county: County, desk: Any, login: str, address: str, status: int) -> None:
    assert desk(login).client.get(address).status_code == status
    assert [entry.after["status"] for entry in barred(county)] == [status]


def test_a_form_that_no_page_gave_is_noted(county: County, desk: Any) -> None:
    assert desk("filler").client.post("/reports/new", data={"name": "假冒局"}).status_code == 400
    assert [entry.after["endpoint"] for entry in barred(county)] == ["reports.create"]


def test_guessing_too_soon_is_noted_without_what_was_typed(county: County, desk: Any) -> None:
    nobody = desk()
    for n in range(PAIR.free + 1):
        nobody.sign_in("filler", f"guess-8841-{n}")
    [entry] = barred(county)
    assert (entry.account_id, entry.after["status"]) == ("", 429)
    assert "guess-8841" not in str([(e.before, e.after) for e in latest(county.store, 500)])


def test_who_tries_everything_does_not_fill_the_log(county: County, desk: Any) -> None:
    person = desk("stranger")
    for n in range(MOST + 10):
        person.client.get(f"/reports/guess{n}/edit/cover")
    assert len(barred(county)) == MOST
    assert verify(county.store) == []


@pytest.mark.parametrize("name", ["a\r\nERROR forged", "x" * 3_000, "<script>", "=cmd|calc!A0"])
def test_the_name_of_what_there_is_not_says_nothing_in_the_log(county: County, desk: Any, name: str) -> None:
    desk("stranger").client.get(f"/reports/{name}/edit/cover")
    assert {entry.subject for entry in barred(county)} == {"installation"}


def test_a_mistyped_address_and_a_form_with_a_fault_are_no_attempts(county: County, desk: Any) -> None:
    person = desk("filler")
    assert person.client.get("/nothing").status_code == 404
    assert person.post("/reports/new", {"name": "", "year": "x"}).status_code == 422
    assert barred(county) == []


def test_a_page_left_open_is_noted_once_and_a_guess_at_another_report_again(county: County, desk: Any) -> None:
    report_id, person = county.complete(), desk("stranger")
    for _ in range(5):
        person.client.get(f"/reports/{report_id}/news/cover")
    person.client.get("/reports/guessed/news/cover")
    assert [entry.subject for entry in barred(county)] == ["report:guessed", f"report:{report_id}"]
