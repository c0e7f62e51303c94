"""Who sits down at a browser left open gets no further than that browser: what guards an account asks for its password.

The attacker here has a session that is not theirs, and no password.
"""

from __future__ import annotations

import re
from typing import Any

import pyotp
import pytest

from services.audit import latest
from services.people.lockout import PAIR
from tests.services.workflow.conftest import County
from tests.web.people.conftest import PASSWORD, Desk


def phone_of(page: str) -> pyotp.TOTP:
    return pyotp.parse_uri(re.findall(r'href="(otpauth:[^"]+)"', page)[0].replace("&amp;", "&"))


def enrol(person: Desk) -> pyotp.TOTP:
    phone = phone_of(person.post("/me/codes", {"password": PASSWORD}).text)
    assert person.post("/me/codes/on", {"code": phone.now()}).status_code == 200
    return phone


@pytest.mark.parametrize("password", ["", "wrong"])
def test_no_phone_is_enrolled_without_the_password(county: County, desk: Any, password: str) -> None:
    refused = desk("filler").post("/me/codes", {"password": password})
    assert refused.status_code == 422
    assert "密码不对" in refused.text
    assert "otpauth:" not in refused.text


def test_no_other_browser_is_signed_out_without_the_password(county: County, desk: Any) -> None:
    first, second = desk("filler"), desk("filler")
    session_id = re.findall(r"/me/sessions/([0-9a-f]+)/end", second.client.get("/me").text)[0]
    assert second.post(f"/me/sessions/{session_id}/end").status_code == 422
    assert first.client.get("/me").status_code == 200
    assert second.post(f"/me/sessions/{session_id}/end", {"password": PASSWORD}).status_code == 302
    assert first.client.get("/me").status_code == 302


def test_all_other_browsers_are_signed_out_at_once(county: County, desk: Any) -> None:
    others, here = [desk("filler"), desk("filler")], desk("filler")
    assert here.post("/me/sessions/all/end", {"password": PASSWORD}).status_code == 302
    assert [other.client.get("/me").status_code for other in others] == [302, 302]
    assert here.client.get("/me").status_code == 200


def test_codes_are_taken_off_with_password_and_code_only(county: County, desk: Any) -> None:
    person = desk("filler")
    phone = enrol(person)
    assert person.post("/me/codes/off", {"password": PASSWORD, "code": "000000"}).status_code == 422
    assert person.post("/me/codes/off", {"password": "wrong", "code": phone.now()}).status_code == 422
    assert desk().sign_in("filler").status_code == 401


@pytest.mark.parametrize("address", ["/me/codes", "/me/password", "/me/codes/off", "/me/sessions/all/end"])
def test_guessing_the_password_within_a_session_is_slowed_and_noted(county: County, desk: Any, address: str) -> None:
    person = desk("filler")
    new = {"new": "白杨 渡口 棋盘 三更", "again": "白杨 渡口 棋盘 三更"}
    for n in range(PAIR.free):
        assert "不对" in person.post(address, {"password": f"g{n}", "old": f"g{n}", **new}).text
    slowed = person.post(address, {"password": PASSWORD, "old": PASSWORD, **new})
    assert "次数过多" in slowed.text
    refused = [entry for entry in latest(county.store) if entry.action == "account.proof.refused"]
    assert len(refused) == PAIR.free
    assert refused[0].account_id == county.filler.account_id


def test_putting_codes_in_force_signs_out_every_other_browser(county: County, desk: Any) -> None:
    other, person = desk("filler"), desk("filler")
    enrol(person)
    assert other.client.get("/me").status_code == 302
    assert person.client.get("/me").status_code == 200
