"""Signing in at the pages: sessions that cannot be planted, forged, stolen by a link, or outlive their end."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask

from services.audit import latest
from services.people.first import first_link
from tests.services.workflow.conftest import County
from tests.web.people.conftest import PASSWORD


def test_after_signing_in_one_is_where_one_wanted_to_go(county: County, desk: Any) -> None:
    person, report_id = desk(), county.complete()
    wanted = f"/reports/{report_id}/edit/cover"
    asked = person.client.get(wanted)
    assert asked.status_code == 302
    back = person.client.get(asked.location).text
    assert f'name="back" value="{wanted}"' in back
    assert person.sign_in("filler", back=wanted).location == wanted


@pytest.mark.parametrize("elsewhere", [
    "https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "evil", "/\t/evil.example",
    "/\n/evil.example", "",
])  # fmt: skip
def test_no_link_leads_elsewhere_after_signing_in(county: County, desk: Any, elsewhere: str) -> None:
    assert desk().sign_in("filler", back=elsewhere).location == "/"


@pytest.mark.parametrize(("login", "password"), [("filler", "wrong"), ("nobody", PASSWORD), ("", "")])
def test_a_wrong_name_and_a_wrong_password_look_the_same(county: County, desk: Any, login: str, password: str) -> None:
    refused = desk().sign_in(login, password)
    assert refused.status_code == 401
    assert "用户名或密码不对" in refused.text
    assert password not in refused.text or not password


def test_a_session_planted_before_signing_in_is_not_taken_over(county: County, desk: Any) -> None:
    person = desk()
    with person.client.session_transaction() as planted:
        planted["planted"], planted["login"] = "x", "token-of-somebody-else"
    person.sign_in("filler")
    with person.client.session_transaction() as now:
        assert "planted" not in now
        assert now["login"] != "token-of-somebody-else"


def test_a_copied_cookie_is_worth_nothing_after_signing_out(app: Flask, county: County, desk: Any) -> None:
    person = desk("filler")
    with person.client.session_transaction() as now:
        token = now["login"]
    thief = app.test_client()
    with thief.session_transaction() as stolen:
        stolen["login"] = token
    assert thief.get("/me").status_code == 200
    person.post("/sign-out")
    assert person.client.get("/me").status_code == 302
    assert thief.get("/me").status_code == 302


def test_a_script_whose_session_ran_out_is_told_so_and_nothing_is_saved(county: County, desk: Any) -> None:
    report_id, person = county.complete(), desk("filler")
    revision = person.revision(report_id, "cover")
    person.post("/sign-out")
    refused = person.save(report_id, "cover", {"title": "改了"}, revision)
    assert refused.status_code == 401
    assert "重新登录" in refused.json["message"]
    person.sign_in("filler")
    assert person.revision(report_id, "cover") == revision
    assert person.save(report_id, "cover", {"title": "改了"}, revision).status_code == 200


def test_whoever_has_an_initial_password_can_only_change_it(county: County, desk: Any) -> None:
    with county.store.write() as tx:
        tx.connection().exec_driver_sql("UPDATE accounts SET must_change = true WHERE login = 'filler'")
    person = desk("filler")
    assert person.client.get("/").location == "/me"
    assert "初始密码" in person.client.get("/me").text
    new = "白杨 渡口 棋盘 三更"
    person.post("/me/password", {"old": PASSWORD, "new": new, "again": new})
    assert person.client.get("/").status_code == 200


def test_two_new_passwords_that_differ_change_nothing(county: County, desk: Any) -> None:
    person = desk("filler")
    refused = person.post("/me/password", {"old": PASSWORD, "new": "白杨 渡口 棋盘 三更", "again": "别的"})
    assert refused.status_code == 422
    assert "两次填写的新密码不同" in refused.text
    assert desk().sign_in("filler").status_code == 302


def test_one_sees_ones_browsers_and_signs_out_another(county: County, desk: Any) -> None:
    first, second = desk("filler"), desk("filler")
    page = second.client.get("/me").text
    address = re.findall(r'formaction="/me/sessions/([^"]+)"', page)
    assert len(address) == 1
    second.post(f"/me/sessions/{address[0]}", {"password": PASSWORD})
    assert first.client.get("/me").status_code == 302
    assert second.client.get("/me").status_code == 200


def test_nobody_signs_out_somebody_elses_browser(county: County, desk: Any) -> None:
    filler = desk("filler")
    page = desk("filler").client.get("/me").text
    address = re.findall(r'formaction="/me/sessions/([^"]+)"', page)[0]
    desk("stranger").post(f"/me/sessions/{address}", {"password": PASSWORD})
    assert filler.client.get("/me").status_code == 200


def test_the_first_administrator_is_made_through_a_link_that_works_once(app: Flask, desk: Any) -> None:
    token = first_link(app.extensions["nianbao"])
    person = desk()
    assert "建立系统管理员" in person.client.get(f"/first/{token}").text
    form = {"login": "guanli", "name": "管理员", "password": PASSWORD, "again": PASSWORD}
    assert person.post(f"/first/{token}", form | {"again": "x"}).status_code == 422
    assert person.post(f"/first/{token}", form | {"password": "12345678", "again": "12345678"}).status_code == 422
    assert person.post(f"/first/{token}", form).status_code == 302
    assert person.client.get("/me").status_code == 200
    assert person.client.get(f"/first/{token}").status_code == 410
    assert desk().post(f"/first/{token}", form).status_code == 410


def test_idleness_ends_a_session(app: Flask, county: County, desk: Any) -> None:
    person = desk("filler")
    with county.store.write() as tx:
        tx.connection().exec_driver_sql("UPDATE logins SET seen_at = datetime(seen_at, '-2 hours')")
    assert person.client.get("/me").status_code == 302


def test_who_does_something_is_in_the_log_with_the_address(app: Flask, county: County, desk: Any) -> None:
    report_id, person = county.complete(), desk("filler")
    revision = person.revision(report_id, "cover")
    person.save(report_id, "cover", {"title": "改了"}, revision)
    last = next(entry for entry in latest(county.store) if entry.action == "report.save")
    assert (last.action, last.name, last.address, last.via) == ("report.save", "filler某", "127.0.0.1", "web")
