"""Recovery codes and the administrator's reset on the pages."""

from __future__ import annotations

import html
import re
from typing import Any

import pyotp
import pytest

from services.audit import latest
from services.people.accounts import list_accounts
from tests.services.workflow.conftest import County
from tests.web.people.conftest import PASSWORD

CODE = re.compile(r"<li><code>([a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4})</code></li>")


def enrolled(person: Any) -> tuple[pyotp.TOTP, list[str]]:
    """The phone of somebody who has just put one-time codes in force, and the recovery codes that the page showed."""
    page = html.unescape(person.post("/me/codes", {"password": PASSWORD}).text)
    phone = pyotp.parse_uri(re.findall(r'otpauth://[^"]+', page)[0])
    shown = person.post("/me/codes/on", {"code": phone.now()})
    assert shown.status_code == 200
    return phone, CODE.findall(shown.text)


def test_ten_codes_are_shown_once_and_counted_ever_after(county: County, desk: Any) -> None:
    filler = desk("filler")
    _, paper = enrolled(filler)
    assert len(set(paper)) == 10
    page = filler.client.get("/me").text
    assert CODE.findall(page) == []
    assert "恢复码还剩 <strong>10</strong> 个" in page


def test_a_code_lets_in_once_and_what_is_left_is_said(county: County, desk: Any) -> None:
    _, paper = enrolled(desk("filler"))
    other = desk()
    asked = other.sign_in("filler")
    assert asked.status_code == 401
    assert "恢复码" in asked.text
    assert other.sign_in("filler", code=paper[0]).status_code == 302
    assert "已用掉一个恢复码，还剩 9 个" in other.client.get("/me").text
    assert desk().sign_in("filler", code=paper[0]).status_code == 401


def test_when_few_are_left_the_page_asks_to_make_new_ones(county: County, desk: Any) -> None:
    _, paper = enrolled(desk("filler"))
    person = desk()
    for code in paper[:7]:
        assert person.sign_in("filler", code=code).status_code == 302
    page = person.client.get("/me").text
    assert "请重新生成一组" in page
    refused = person.post("/me/codes/renew", {"password": "wrong"})
    assert refused.status_code == 422
    fresh = CODE.findall(person.post("/me/codes/renew", {"password": PASSWORD}).text)
    assert len(fresh) == 10
    assert not set(fresh) & set(paper)


def test_an_administrators_reset_is_said_on_every_page_until_one_enrols_again(county: County, desk: Any) -> None:
    enrolled(desk("filler"))
    admin, address = desk("admin"), f"/people/{county.filler.account_id}"
    assert "重置动态口令" in admin.client.get(address).text
    assert "已重置" in admin.post(f"{address}/reset-codes", follow=True).text
    assert latest(county.store)[0].action == "account.totp.reset"
    person = desk("filler")
    for page in ("/", "/tasks", "/me"):
        assert "系统管理员重置了您的动态口令" in person.client.get(page).text
    enrolled(person)
    assert "系统管理员重置了您的动态口令" not in person.client.get("/").text


def test_who_does_without_is_asked_no_more(county: County, desk: Any) -> None:
    enrolled(desk("filler"))
    desk("admin").post(f"/people/{county.filler.account_id}/reset-codes")
    person = desk("filler")
    person.post("/me/codes/without")
    assert "系统管理员重置了您的动态口令" not in person.client.get("/").text


@pytest.mark.parametrize("login", ["filler", "supervisor"])
def test_nobody_else_resets_them(county: County, desk: Any, login: str) -> None:
    enrolled(desk("reviewer"))
    assert desk(login).post(f"/people/{county.reviewer.account_id}/reset-codes").status_code == 403
    assert next(a for a in list_accounts(county.store) if a.person.login == "reviewer").person.has_totp


def test_an_administrator_ends_one_of_somebodys_sessions(county: County, desk: Any) -> None:
    first, second = desk("filler"), desk("filler")
    admin, address = desk("admin"), f"/people/{county.filler.account_id}"
    page = admin.client.get(address).text
    sessions = re.findall(r'name="session" value="([^"]+)"', page)
    assert len(sessions) == 2
    admin.post(f"{address}/sign-out", {"session": sessions[0]})
    left = [person.client.get("/").status_code for person in (first, second)]
    assert sorted(left) == [200, 302]


def test_an_account_is_deleted_only_when_that_is_meant(county: County, desk: Any) -> None:
    admin, address = desk("admin"), f"/people/{county.filler.account_id}"
    refused = admin.post(f"{address}/delete")
    assert refused.status_code == 422
    assert "没有删除" in refused.text
    admin.post(f"{address}/delete", {"sure": "on"})
    assert "filler" not in [account.person.login for account in list_accounts(county.store)]
    assert "删除了账号“filler某（filler）”" in admin.client.get("/audit").text


def test_many_agencies_of_a_role_are_told_shortly_in_the_list(county: County, desk: Any) -> None:
    page = desk("admin").client.get("/people").text
    assert "<div>填报：示例市司法局</div>" in page
    assert "<div>填报：示例市民政局</div><div>审核：示例市民政局</div>" in page
