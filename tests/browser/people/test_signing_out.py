"""After signing out the browser shows nothing of before by going back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.people.conftest import CountyHall, Official

pytestmark = pytest.mark.browser


def test_going_back_after_signing_out_leads_to_the_page_for_signing_in(
    call: Callable[[str], Official], hall: CountyHall
) -> None:
    report_id = hall.county.complete()
    filler = call("filler")
    page = filler.edit(report_id, "applications")
    page.locator(".masthead-who summary").click()
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_role("heading", name="登录", exact=True)).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="登录", exact=True)).to_be_visible()
    assert "示例市民政局" not in page.content()
