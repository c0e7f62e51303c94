"""Who gets in: a token and nothing else, for what it was made, not too often; and every address has its rule."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from app import Settings, create_app
from services.audit import latest
from services.people.accounts import set_disabled
from services.people.programs import Scope, end_token, list_tokens
from services.workflow.table import Action
from tests.services.workflow.conftest import DESK, County
from tests.web.api.conftest import V1, ProgramOf, token_of
from web.api.openapi import describe
from web.guarding import SIGN_IN_SETTINGS
from web.policy import POLICY, ByToken, Needs

API = {endpoint: rule for endpoint, rule in POLICY.items() if endpoint.startswith("api.")}
FILL = {
    "report_id": "", "number": 1, "format_id": "2021", "kind": "json", "action": "submit", "name": "not-found",
    "publication_id": 1,
}  # fmt: skip


def requests(app: Flask, report_id: str) -> list[tuple[str, str, str]]:
    """(endpoint, method, address below /api/v1) of all of the API."""
    found = []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if rule.endpoint in API:
                (method,) = (rule.methods or set()) - {"HEAD"}
                values = {name: (FILL | {"report_id": report_id})[name] for name in rule.arguments}
                address = app.url_for(rule.endpoint, _method=method, **values)
                found.append((rule.endpoint, method, address.removeprefix(V1)))
    return found


def test_nobody_gets_more_than_the_description(app: Flask, county: County, program: ProgramOf) -> None:
    nobody = program()
    for endpoint, method, address in requests(app, county.complete()):
        response = nobody.ask(method, address)
        if API[endpoint] is Needs.NOTHING:
            assert response.status_code == 200, endpoint
        else:
            assert response.status_code == 401, endpoint
            assert response.headers["WWW-Authenticate"].startswith("Bearer")


def test_whoever_is_signed_in_on_the_pages_is_nobody_here(app: Flask, county: County, desk: Any) -> None:
    person = desk("filler")
    assert person.client.get("/me").status_code == 200
    for _, method, address in requests(app, county.complete()):
        response = person.client.open(V1 + address, method=method)
        assert "Set-Cookie" not in response.headers
        assert response.status_code in ({401} if "/problems" not in address and "openapi" not in address else {200})


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer  ", "Basic YTpi", "Bearer nianbao_x", "bearer " + "é" * 300, "Token x"]
)
def test_what_is_no_token_lets_nobody_in(program: ProgramOf, header: str) -> None:
    assert program().get("/me", headers={"Authorization": header}).status_code == 401


def test_a_token_in_the_address_or_the_body_lets_nobody_in(county: County, program: ProgramOf) -> None:
    token = token_of(county, "filler")
    assert program().get(f"/me?access_token={token}").status_code == 401
    assert program().ask("POST", "/checks", data={"access_token": token}).status_code == 401


def test_a_program_learns_for_whom_it_acts_and_how_far(county: County, program: ProgramOf) -> None:
    told = program("filler", Scope.READ).json("/me")
    assert (told["login"], told["token"]["scope"], told["token"]["name"]) == ("filler", ["read"], "平台 1")
    assert told["roles"] == [{"agency": county.bureau, "role": "filler"}]


@pytest.mark.parametrize("scope", list(Scope))
def test_a_token_does_only_what_its_scope_says(
    app: Flask, county: County, program: ProgramOf, scope: Scope
) -> None:  # fmt: skip
    robot = program("admin" if scope is Scope.AUDIT else "filler", scope)
    for endpoint, method, address in requests(app, county.complete()):
        rule = API[endpoint]
        response = robot.ask(method, address)
        if isinstance(rule, ByToken) and rule.scope not in {None, scope}:
            assert (response.status_code, response.json["scope"]) == (403, rule.scope.value), endpoint
            assert "insufficient_scope" in response.headers["WWW-Authenticate"]
        else:
            assert response.status_code != 401, endpoint
            assert "insufficient_scope" not in response.headers.get("WWW-Authenticate", ""), endpoint


@pytest.mark.parametrize("login", ["stranger", "admin"])
def test_a_report_that_one_may_not_see_is_not_there(
    app: Flask, county: County, program: ProgramOf, login: str
) -> None:  # fmt: skip
    robot, report_id = program(login), county.complete()
    for endpoint, method, address in requests(app, report_id):
        rule = API[endpoint]
        if isinstance(rule, ByToken) and isinstance(rule.right, Action):
            hidden, absent = robot.ask(method, address), robot.ask(method, address.replace(report_id, "0" * 32))
            assert (hidden.status_code, hidden.data) == (404, absent.data), endpoint


def test_a_report_in_the_trash_is_not_there(county: County, program: ProgramOf) -> None:
    report_id = county.complete()
    with county.store.write() as tx:
        tx.connection().exec_driver_sql("UPDATE reports SET deleted_at = updated_at")
    assert program("filler").get(f"/reports/{report_id}").status_code == 404


@pytest.mark.parametrize("login", ["filler", "reviewer", "approver", "supervisor"])
def test_the_log_is_for_administrators(program: ProgramOf, login: str) -> None:
    assert program(login).get("/audit").status_code == 403


def test_only_who_fills_in_changes_contents(county: County, program: ProgramOf) -> None:
    report_id = county.complete()
    for login in ("reviewer", "approver", "supervisor"):
        assert program(login).patch(report_id, {"issuer": "改了"}).status_code == 403


def test_a_token_that_was_ended_or_ran_out_is_over(county: County, program: ProgramOf) -> None:
    robot = program("filler")
    (token,) = list_tokens(county.store, county.filler)
    end_token(county.store, county.filler, county.filler.account_id, token.id, DESK)
    refused = robot.get("/me")
    assert (refused.status_code, "invalid_token" in refused.headers["WWW-Authenticate"]) == (401, True)
    late = program("filler2")
    with county.store.write() as tx:
        tx.connection().exec_driver_sql("UPDATE api_tokens SET expires_at = made_at")
    assert late.get("/me").status_code == 401


def test_an_account_out_of_use_takes_its_tokens_along(county: County, program: ProgramOf) -> None:
    robot = program("filler")
    set_disabled(county.store, county.admin, county.filler.account_id, True, DESK)
    assert robot.get("/me").status_code == 401


def test_where_one_time_codes_are_required_a_person_without_them_has_no_programs(
    app: Flask, county: County, program: ProgramOf
) -> None:  # fmt: skip
    robot = program("filler")
    app.extensions[SIGN_IN_SETTINGS] = replace(app.extensions[SIGN_IN_SETTINGS], require_codes=True)
    refused = robot.get("/me")
    assert (refused.status_code, "动态口令" in refused.json["detail"]) == (403, True)
    with county.store.write() as tx:
        tx.connection().exec_driver_sql("UPDATE accounts SET totp_at = made_at")
    assert robot.get("/me").status_code == 200


def test_a_token_that_asks_too_often_waits_and_others_do_not(
    app: Flask, county: County, program: ProgramOf
) -> None:  # fmt: skip
    first, second = program("filler"), program("filler2")
    for _ in range(300):
        assert first.client.get(f"{V1}/me", headers={"Authorization": f"Bearer {first.token}"}).status_code == 200
    refused = first.get("/me")
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    assert second.get("/me").status_code == 200


def test_whole_contents_are_counted_for_the_person_whatever_the_token(county: County, program: ProgramOf) -> None:
    first, second = program("filler"), program("filler")
    for robot in (first, second):
        assert {robot.ask("POST", "/checks", json=[]).status_code for _ in range(30)} == {422}
    assert first.ask("POST", "/checks", json=[]).status_code == 429
    assert first.get("/me").status_code == 200


def test_an_address_that_tries_tokens_waits(app: Flask, county: County, program: ProgramOf) -> None:
    nobody = program()
    seen = {nobody.get("/me", headers={"Authorization": f"Bearer nianbao_{n}"}).status_code for n in range(30)}
    assert seen == {401}
    assert nobody.get("/me", headers={"Authorization": "Bearer nianbao_x"}).status_code == 429
    assert program("filler").get("/me").status_code == 200


def test_what_is_done_is_in_the_log_as_done_by_a_program(county: County, program: ProgramOf) -> None:
    report_id = county.complete()
    assert program("filler").patch(report_id, {"issuer": "改了"}).status_code == 200
    assert program("filler").step(report_id, "submit").status_code == 200
    told = [(e.action, e.name, e.via, e.address) for e in latest(county.store, 5) if e.via == "api"]
    assert told == [
        ("report.submit", "filler某", "api", "127.0.0.1"), ("report.save", "filler某", "api", "127.0.0.1"),
    ]  # fmt: skip


def test_a_token_that_crossed_the_network_in_the_clear_is_refused_and_is_to_be_ended(
    app: Flask, county: County, program: ProgramOf
) -> None:  # fmt: skip
    robot = program("filler")
    app.config["SESSION_COOKIE_SECURE"] = True
    refused = robot.get("/me", environ_base={"REMOTE_ADDR": "10.0.0.9"})
    assert (refused.status_code, "请停用它" in refused.json["detail"]) == (403, True)
    secure = robot.get("/me", base_url="https://localhost", environ_base={"REMOTE_ADDR": "10.0.0.9"})
    assert secure.status_code == 200


def test_what_is_refused_is_in_the_log_in_the_persons_name(county: County, program: ProgramOf) -> None:
    report_id = county.complete()
    program("filler", Scope.READ).patch(report_id, {})
    program("stranger").get(f"/reports/{report_id}")
    told = [(e.name, e.via, e.after["endpoint"], e.after["status"]) for e in latest(county.store, 9) if e.via == "api"]
    assert told == [("stranger某", "api", "api.report", 404), ("filler某", "api", "api.change_content", 403)]


def test_without_accounts_there_is_no_api_and_the_answer_says_why(tmp_path: Any) -> None:
    alone = create_app(Settings(tmp_path / "alone", testing=True)).test_client()
    for path in ("/me", "/openapi.json", "/reports"):
        refused = alone.get(V1 + path)
        assert (refused.status_code, refused.mimetype) == (404, "application/problem+json")
        assert "单机使用" in refused.json["detail"]


def test_an_installation_may_have_no_api_and_says_so(tmp_path: Any, cheap_hashes: None) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "nianbao.yaml").write_text("api:\n  enabled: false\n", "utf-8")
    closed = create_app(Settings(tmp_path / "data", accounts=True, testing=True))
    for path in ("/me", "/openapi.json"):
        refused = closed.test_client().get(V1 + path)
        assert (refused.status_code, "api.enabled" in refused.json["detail"]) == (404, True)
    closed.extensions["nianbao"].close()


def test_an_address_that_declares_nothing_has_no_description(app: Flask) -> None:
    app.add_url_rule("/api/v1/forgotten", "api.forgotten", lambda: "")
    with pytest.raises(RuntimeError, match="forgotten"):
        describe(app)


def test_only_the_api_is_spared_the_tokens_of_forms(app: Flask) -> None:
    spared = app.extensions["csrf"]
    assert ([b.name for b in spared._exempt_blueprints], spared._exempt_views) == (["api"], set())
