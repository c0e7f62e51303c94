"""A session that was copied is worth nothing once its owner signs in anew, signs out, or changes the password."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from services.people.sessions import MOST_SESSIONS, list_sessions
from tests.services.workflow.conftest import County
from tests.web.people.conftest import PASSWORD, Desk
from web.guarding import sign_in_settings

NEW = "白杨 渡口 棋盘 三更"


def copied(app: Flask, person: Desk) -> Desk:
    """A thief with the same token."""
    with person.client.session_transaction() as now:
        token = now["login"]
    thief = app.test_client()
    with thief.session_transaction() as stolen:
        stolen["login"] = token
    assert thief.get("/me").status_code == 200
    return Desk(thief)


@pytest.mark.parametrize("login", ["filler", "reviewer"])
def test_signing_in_anew_ends_the_session_that_the_browser_had(
    app: Flask, county: County, desk: Any, login: str
) -> None:
    person = desk("filler")
    thief = copied(app, person)
    assert person.sign_in(login).status_code == 302
    assert thief.client.get("/me").status_code == 302
    assert person.client.get("/me").status_code == 200


def test_a_refused_sign_in_leaves_the_session_that_the_browser_has(county: County, desk: Any) -> None:
    person = desk("filler")
    assert person.sign_in("filler", "wrong").status_code == 401
    assert person.client.get("/me").status_code == 200


def test_a_new_password_renews_the_session_itself(app: Flask, county: County, desk: Any) -> None:
    person = desk("filler")
    thief = copied(app, person)
    assert person.post("/me/password", {"old": PASSWORD, "new": NEW, "again": NEW}).status_code == 302
    assert thief.client.get("/me").status_code == 302
    assert person.client.get("/me").status_code == 200


def test_an_account_has_so_many_sessions_and_the_longest_unused_goes_first(
    app: Flask, county: County, desk: Any
) -> None:
    first, second = desk("filler"), desk("filler")
    with county.store.write() as tx:
        tx.connection().exec_driver_sql("UPDATE logins SET seen_at = datetime(seen_at, '-5 minutes')")
    assert second.client.get("/me").status_code == 200
    for _ in range(MOST_SESSIONS - 1):
        desk("filler")
    assert first.client.get("/me").status_code == 302
    assert second.client.get("/me").status_code == 200
    with app.app_context():
        open_now = list_sessions(county.store, county.filler.account_id, "", sign_in_settings())
    assert len(open_now) == MOST_SESSIONS
