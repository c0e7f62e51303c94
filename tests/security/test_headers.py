"""What every answer says to browsers: nothing is kept, framed, sniffed, or handed to another site."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app import Settings, create_app
from tests.services.workflow.conftest import County
from tests.web.people.conftest import PASSWORD, Desk
from tests.web.people.test_routes import addresses
from tests.web.test_pictures import png

KEPT_FOR_ALL = {"static"}
SPARED = {"signing_in.sign_out", "reports.delete", "own_account.end_session"}
BARRED_FEATURES = ("camera", "microphone", "geolocation", "usb", "payment", "display-capture")


@pytest.fixture
def answers(app: Flask, county: County, desk: Any) -> dict[str, Any]:
    """What every address that can be read says to the approver of a report, and the page for nothing."""
    report_id = county.complete()
    county.go(report_id, "filler submit", "reviewer pass", "approver approve")
    person = desk("approver")
    found = {
        endpoint: person.client.get(address)
        for endpoint, method, address in addresses(app, report_id)
        if method == "GET" and endpoint not in SPARED
    }
    return {**found, "nothing": person.client.get("/nothing"), "nobody": app.test_client().get("/sign-in")}


def test_nothing_of_a_person_is_kept_by_a_browser(answers: dict[str, Any]) -> None:
    kept = {name for name, answer in answers.items() if answer.headers.get("Cache-Control") != "no-store"}
    assert kept <= KEPT_FOR_ALL


def test_every_answer_says_how_it_may_be_used(answers: dict[str, Any]) -> None:
    for name, answer in answers.items():
        said = answer.headers
        assert said["X-Content-Type-Options"] == "nosniff", name
        assert said["Cross-Origin-Resource-Policy"] == "same-origin", name
        assert said["Cross-Origin-Opener-Policy"] == "same-origin", name
        assert said["Referrer-Policy"] == "same-origin", name
        policy = said["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy or name == "finishing.document", name
        assert said["X-Frame-Options"] == ("SAMEORIGIN" if name == "finishing.document" else "DENY"), name
        assert "base-uri 'none'" in policy, name
        assert all(f"{feature}=()" in said["Permissions-Policy"] for feature in BARRED_FEATURES), name
        assert "Access-Control-Allow-Origin" not in said, name
        assert "Server" not in said or "Werkzeug" not in said["Server"], name


def test_the_policy_of_pages_names_what_it_bars(answers: dict[str, Any]) -> None:
    policy = answers["reports.index"].headers["Content-Security-Policy"]
    for part in ("default-src 'none'", "object-src 'none'", "script-src 'self'", "form-action 'self'"):
        assert part in policy


def test_every_answer_with_text_says_its_characters(answers: dict[str, Any]) -> None:
    for name, answer in answers.items():
        if answer.data and answer.mimetype.startswith("text/"):
            assert "charset=utf-8" in answer.headers["Content-Type"].lower(), name


def test_the_pictures_of_a_report_are_not_kept_either(county: County, desk: Any) -> None:
    report_id, person = county.complete(), desk("filler")
    sent = person.post(f"/reports/{report_id}/pictures", {"picture": (io.BytesIO(png()), "a.png")})
    shown = person.client.get(sent.json["address"])
    assert shown.status_code == 200
    assert shown.headers["Cache-Control"] == "no-store"
    assert "sandbox" in shown.headers["Content-Security-Policy"]


@pytest.mark.parametrize("asks", [
    {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"},
    {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"},
    {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "script"},
    {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"},
    {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "object"},
])  # fmt: skip
def test_another_site_takes_in_nothing_of_this_one(county: County, desk: Any, asks: dict[str, str]) -> None:
    person = desk("filler")
    refused = person.client.get("/session", headers=asks)
    assert refused.status_code == 403
    assert county.filler.account_id not in refused.text


@pytest.mark.parametrize("site", ["none", "cross-site", "same-origin"])
def test_a_link_from_anywhere_leads_to_a_page(county: County, desk: Any, site: str) -> None:
    asks = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert desk("filler").client.get("/", headers=asks).status_code == 200


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH", "CONNECT"])
def test_other_methods_do_nothing(county: County, desk: Any, method: str) -> None:
    person = desk("filler")
    answer = person.client.open("/", method=method, headers={"X-CSRFToken": person.csrf(), "Cookie2": "secret-8841"})
    assert answer.status_code == 405
    assert "secret-8841" not in answer.text


@pytest.mark.parametrize("path", ["/static/", "/static/../app.py", "/static/%2e%2e/app.py", "/.git/config", "/console"])
def test_neither_folders_nor_files_of_the_program_are_shown(county: County, desk: Any, path: str) -> None:
    assert desk("admin").client.get(path).status_code == 404


def secured(tmp_path: Path) -> Flask:
    folder = tmp_path / "secure"
    folder.mkdir()
    (folder / "nianbao.yaml").write_text("serve: {names: [nianbao.example], https: true, proxy: 127.0.0.1}")
    return create_app(Settings(folder, accounts=True, testing=True))


def test_over_https_every_cookie_is_bound_to_this_host(tmp_path: Path, cheap_hashes: None) -> None:
    application = secured(tmp_path)
    County(application.extensions["nianbao"])
    client = application.test_client()
    base = {"base_url": "https://nianbao.example"}
    with application.extensions["nianbao"].write() as tx:
        from services.people.passwords import hash_password

        tx.connection().exec_driver_sql("UPDATE accounts SET password_hash = ?", (hash_password(PASSWORD),))
    token = client.get("/session", **base).json["csrf"]
    form = {"csrf_token": token, "login": "filler", "password": PASSWORD}
    signed_in = client.post("/sign-in", data=form, headers={"Referer": "https://nianbao.example/"}, **base)
    assert signed_in.status_code == 302
    cookies = signed_in.headers.getlist("Set-Cookie")
    assert len(cookies) == 2
    for cookie in cookies:
        assert cookie.startswith("__Host-"), cookie
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}
        assert "Domain" not in cookie
    year = signed_in.headers["Strict-Transport-Security"]
    assert int(year.removeprefix("max-age=").split(";")[0]) >= 365 * 86_400


def test_the_cookie_of_a_session_is_signed_with_sha_256_and_a_changed_one_is_nobodys(
    app: Flask, county: County, desk: Any
) -> None:
    person: Desk = desk("filler")
    cookie = person.client.get_cookie("nianbao_8000")
    assert cookie is not None
    content, _, mark = cookie.value.rpartition(".")
    assert len(mark) == 43
    for forged in (f"{content}.{mark[:-2]}AA", f"{content}.", content, f"{content[:-3]}AAA.{mark}"):
        person.client.set_cookie("nianbao_8000", forged)
        assert person.client.get("/me").status_code == 302
