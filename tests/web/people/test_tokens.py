"""On the page 程序令牌 a person makes tokens for programs, sees each once, and ends them."""

from __future__ import annotations

import re
from typing import Any

import pytest

from services.people.programs import list_tokens, use_token
from tests.services.workflow.conftest import County
from tests.web.people.conftest import PASSWORD

FORM = {"name": "市数据平台", "scope": ["read", "write"], "days": "90", "password": PASSWORD}


def shown(page: str) -> str:
    return re.findall(r'id="token" value="([^"]+)"', page)[0]


def test_a_token_is_shown_in_the_answer_to_making_it_and_never_again(county: County, desk: Any) -> None:
    person = desk("filler")
    made = person.post("/me/tokens", FORM)
    assert use_token(county.store, shown(made.text)).person.login == "filler"
    assert made.headers["Cache-Control"] == "no-store"
    again = person.client.get("/me/tokens").text
    assert 'id="token"' not in again
    assert "市数据平台" in again
    assert "没有用过" not in again


def test_a_page_that_is_sent_twice_makes_one_token(county: County, desk: Any) -> None:
    person = desk("filler")
    assert [person.post("/me/tokens", FORM).status_code for _ in range(2)] == [200, 422]
    assert len(list_tokens(county.store, county.filler)) == 1


def test_an_ended_token_lets_nothing_in(county: County, desk: Any) -> None:
    person = desk("filler")
    token = shown(person.post("/me/tokens", FORM).text)
    address = re.findall(r'action="(/me/tokens/[^"]+/end)"', person.client.get("/me/tokens").text)[0]
    assert "已停用" in person.post(address, follow=True).text
    assert use_token(county.store, token) is None


def test_nobody_ends_somebody_elses_token(county: County, desk: Any) -> None:
    desk("filler").post("/me/tokens", FORM)
    (kept,) = list_tokens(county.store, county.filler)
    desk("stranger").post(f"/me/tokens/{kept.id}/end")
    assert len(list_tokens(county.store, county.filler)) == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"password": "错的"}, "密码不对"),
        ({"scope": []}, "至少选一项权限"),
        ({"days": "0"}, "有效期"),
        ({"days": "一年"}, "有效期"),
        ({"name": " "}, "用途应为"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(county: County, desk: Any, changed: dict, said: str) -> None:
    refused = desk("filler").post("/me/tokens", FORM | changed)
    assert refused.status_code == 422
    assert said in refused.text
    assert ('value="市数据平台"' in refused.text) == ("name" not in changed)
    assert list_tokens(county.store, county.filler) == []


def test_the_scope_for_the_log_is_offered_to_administrators_only(county: County, desk: Any) -> None:
    assert 'value="audit"' in desk("admin").client.get("/me/tokens").text
    assert 'value="audit"' not in desk("filler").client.get("/me/tokens").text


def test_an_administrator_sees_and_ends_anybodys_token(county: County, desk: Any) -> None:
    token = shown(desk("filler").post("/me/tokens", FORM).text)
    admin, address = desk("admin"), f"/people/{county.filler.account_id}"
    page = admin.client.get(address).text
    assert ("市数据平台" in page, token in page) == (True, False)
    (kept,) = list_tokens(county.store, county.filler)
    admin.post(f"{address}/end-token", {"token": kept.id})
    assert use_token(county.store, token) is None
    assert "市数据平台" not in admin.client.get(address).text
