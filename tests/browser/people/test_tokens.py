"""A person makes a token on the page, a program uses it, and the person ends it; the page is for everybody."""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import expect

from tests.browser.journeys.test_accessible import violations
from tests.browser.people.conftest import PASSWORD, CountyHall, Official

pytestmark = pytest.mark.browser


def asked(address: str, token: str) -> int:
    """The status that a program gets with this token."""
    try:
        with urlopen(Request(address, headers={"Authorization": f"Bearer {token}"}), timeout=20) as answer:
            assert json.load(answer)["login"] == "filler"
            return int(answer.status)
    except HTTPError as refused:
        return refused.code


def test_a_token_is_made_used_and_ended(call: Callable[[str], Official], hall: CountyHall) -> None:
    filler = call("filler")
    page = filler.open("/me")
    page.get_by_role("link", name="生成和停用令牌").click()
    assert violations(filler) == []
    page.get_by_label("用途（哪个程序用）").fill("市数据平台")
    page.get_by_role("checkbox", name="填报").check()
    page.get_by_label("您的密码").fill(PASSWORD)
    page.get_by_role("button", name="生成").click()
    token = page.get_by_label("令牌", exact=True).input_value()
    assert violations(filler) == []
    assert asked(hall.address("/api/v1/me"), token) == 200
    filler.open("/me/tokens")
    expect(page.locator("main")).not_to_contain_text(token)
    expect(page.get_by_role("row", name="市数据平台")).to_contain_text("读取、填报")
    page.get_by_role("button", name="停用令牌“市数据平台”").click()
    expect(page.get_by_role("status")).to_contain_text("已停用")
    assert asked(hall.address("/api/v1/me"), token) == 401
