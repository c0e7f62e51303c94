"""An administrator sets up agencies and people, and reads the log; nobody else does."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest

from services.agencies.tree import list_agencies, past_names
from services.people.accounts import list_accounts
from services.people.model import Role
from tests.services.workflow.conftest import County


def test_an_agency_is_added_below_another(county: County, desk: Any) -> None:
    admin = desk("admin")
    form = {"name": "示例市财政局", "kind": "department", "parent": county.government}
    page = admin.post("/agencies", form, follow=True).text
    assert "示例市财政局" in page
    made = next(a for a in list_agencies(county.store) if a.name == "示例市财政局")
    assert made.parent_id == county.government


def test_a_wrong_credit_code_is_refused_and_what_was_typed_stays(county: County, desk: Any) -> None:
    refused = desk("admin").post("/agencies", {"name": "示例市财政局", "kind": "department", "code": "123"})
    assert refused.status_code == 422
    assert "统一社会信用代码" in refused.text
    assert 'value="示例市财政局"' in refused.text


def test_a_renamed_agency_shows_its_names(county: County, desk: Any) -> None:
    admin = desk("admin")
    form = {"name": "示例市民政和社会事务局", "day": "2025-03-01", "reason": "机构改革"}
    page = admin.post(f"/agencies/{county.bureau}/rename", form, follow=True).text
    assert "机构改革" in page
    assert [n.name for n in past_names(county.store, county.bureau)] == ["示例市民政局", "示例市民政和社会事务局"]


@pytest.mark.parametrize("day", ["", "昨天", "2025-02-30"])
def test_what_is_no_day_is_said(county: County, desk: Any, day: str) -> None:
    form = {"name": "新名", "day": day, "reason": "改革"}
    refused = desk("admin").post(f"/agencies/{county.bureau}/rename", form)
    assert refused.status_code == 422
    assert "不是日期" in refused.text


def test_a_deadline_is_set_with_its_reason_and_taken_back(county: County, desk: Any) -> None:
    admin, address = desk("admin"), f"/agencies/{county.bureau}"
    form = {"month": "1", "date": "20", "reason": "市府办通知"}
    assert "-01-20（市府办通知" in admin.post(f"{address}/deadline", form, follow=True).text
    assert "-01-31" in admin.post(f"{address}/law", follow=True).text


def test_a_person_is_added_given_roles_and_signs_in_with_the_password_shown_once(county: County, desk: Any) -> None:
    admin = desk("admin")
    page = admin.post("/people", {"login": "zhangsan", "name": "张三"}).text
    password = re.findall(r"初始密码：<code>([^<]+)</code>", page)[0]
    account = next(a for a in list_accounts(county.store) if a.person.login == "zhangsan")
    address = f"/people/{account.person.account_id}"
    assert password not in admin.client.get(address).text
    admin.post(f"{address}/roles", {"role": f"{county.bureau}:filler"})
    now = next(a for a in list_accounts(county.store) if a.person.login == "zhangsan")
    assert now.person.roles == {(county.bureau, Role.FILLER)}
    person = desk()
    assert person.sign_in("zhangsan", password).status_code == 302
    assert person.client.get("/").location == "/me"


def test_the_last_administrator_stays(county: County, desk: Any) -> None:
    admin = desk("admin")
    for what in ("roles", "disable", "delete"):
        refused = admin.post(f"/people/{county.admin.account_id}/{what}")
        assert refused.status_code == 422, what


def test_a_disabled_person_is_out_at_once(county: County, desk: Any) -> None:
    filler = desk("filler")
    desk("admin").post(f"/people/{county.filler.account_id}/disable")
    assert filler.client.get("/").status_code == 302
    assert desk().sign_in("filler").status_code == 401


def test_a_workbook_is_tried_without_a_change_and_refused_when_it_is_none(county: County, desk: Any) -> None:
    admin, before = desk("admin"), list_agencies(county.store)
    empty = admin.client.get("/agencies/workbook").data
    assert "没有改动" in admin.post("/agencies/workbook", {"file": (BytesIO(empty), "a.xlsx"), "try": ""}).text
    refused = admin.post("/agencies/workbook", {"file": (BytesIO(b"no"), "a.xlsx"), "apply": ""})
    assert refused.status_code == 422
    assert list_agencies(county.store) == before


def test_tasks_are_what_waits_for_oneself(county: County, desk: Any) -> None:
    county.complete()
    assert "送审" in desk("filler").client.get("/tasks").text
    assert "现在没有等您处理的报告" in desk("reviewer").client.get("/tasks").text
    calendar = desk("filler").client.get("/tasks.ics")
    assert calendar.mimetype == "text/calendar"
    assert "BEGIN:VEVENT" in calendar.text


def test_a_report_to_be_begun_is_begun_from_the_list_of_tasks(county: County, desk: Any) -> None:
    filler = desk("filler")
    address = re.findall(r'href="(/reports/new\?[^"]+)"', filler.client.get("/tasks").text)[0].replace("&amp;", "&")
    assert 'value="示例市民政局"' in filler.client.get(address).text
