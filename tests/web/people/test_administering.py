"""An administrator sets up agencies and people, and reads the log; nobody else does."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from services.agencies.tree import list_agencies, past_names
from services.agencies.workbook import template
from services.audit import latest
from services.people.accounts import list_accounts
from services.people.model import Role
from services.publishing.approved import Registry
from services.publishing.files import keep_file
from tests.services.workflow.conftest import County


def test_an_administrator_without_a_role_is_led_to_what_is_theirs(county: County, desk: Any) -> None:
    county.complete()
    page = desk("admin").client.get("/").text
    assert '您是系统管理员，管<a href="/agencies">机关</a>' in page
    assert "示例市民政局" not in page


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


def test_an_agency_shows_its_reports_under_the_names_of_their_time_and_its_people(county: County, desk: Any) -> None:
    admin, address = desk("admin"), f"/agencies/{county.bureau}"
    county.complete()
    admin.post(f"{address}/rename", {"name": "示例市社会局", "day": "2025-03-01", "reason": "机构改革"})
    page = admin.client.get(address).text
    assert "2023 年度，示例市民政局：填报中" in page
    assert re.search(r"both某</a>：填报、审核<", page)
    assert "supervisor某</a>：主管（在示例市人民政府）" in page


def test_what_an_agency_lacks_for_the_whole_way_is_said(county: County, desk: Any) -> None:
    assert "走不完流程" not in desk("admin").client.get(f"/agencies/{county.bureau}").text
    assert "还没有填报、审核、批准的人" in desk("admin").client.get(f"/agencies/{county.government}").text


def test_a_merged_agency_is_still_found_with_its_reports(county: County, desk: Any) -> None:
    admin = desk("admin")
    county.complete()
    form = {"into": county.other, "day": "2025-03-01", "reason": "机构改革"}
    page = admin.post(f"/agencies/{county.bureau}/merge", form, follow=True).text
    assert f'已并入<a href="/agencies/{county.other}">示例市司法局</a>' in page
    assert "2023 年度，示例市民政局" in page
    assert "已撤并的机关（1）" in admin.client.get("/agencies").text
    assert f'<a href="/agencies/{county.bureau}">示例市民政局</a>' in admin.client.get(f"/agencies/{county.other}").text


def test_what_was_typed_into_a_refused_form_stays(county: County, desk: Any) -> None:
    form = {"month": "2", "date": "30", "reason": "市府办通知"}
    refused = desk("admin").post(f"/agencies/{county.bureau}/deadline", form)
    assert refused.status_code == 422
    assert 'value="市府办通知"' in refused.text
    assert 'value="30"' in refused.text


def test_all_data_of_an_agency_is_downloaded(county: County, desk: Any) -> None:
    county.complete()
    answer = desk("admin").post(f"/agencies/{county.bureau}/everything")
    assert answer.mimetype == "application/zip"
    assert answer.headers["Cache-Control"] == "no-store"
    with zipfile.ZipFile(BytesIO(answer.data)) as archive:
        assert archive.testzip() is None
        assert {"说明.txt", "agency.json", "people.json", "audit.csv", "SHA256SUMS"} <= set(archive.namelist())
    assert latest(county.store)[0].action == "agency.export"


def test_an_export_that_cannot_be_made_whole_is_not_handed_out(app: Flask, county: County, desk: Any) -> None:
    report_id, data_dir = county.complete(), app.config["NIANBAO_SETTINGS"].data_dir
    registry = Registry(county.store, data_dir)
    with county.store.write() as tx:
        kept = keep_file(registry, tx, report_id, 1, "plain", b"%PDF-1.7", who="x")
    (data_dir / "published" / kept.sha256[:2] / kept.sha256).unlink()
    answer = desk("admin").post(f"/agencies/{county.bureau}/everything")
    assert answer.status_code == 422
    assert "没有导出：数据文件夹里缺少文件" in answer.text


@pytest.mark.parametrize("day", ["", "昨天", "2025-02-30"])
def test_what_is_no_day_is_said(county: County, desk: Any, day: str) -> None:
    form = {"name": "新名", "day": day, "reason": "改革"}
    refused = desk("admin").post(f"/agencies/{county.bureau}/rename", form)
    assert refused.status_code == 422
    assert "不是日期" in refused.text


def test_a_deadline_is_set_with_its_reason_and_taken_back(county: County, desk: Any) -> None:
    admin, address = desk("admin"), f"/agencies/{county.bureau}"
    form = {"month": "1", "date": "20", "reason": "市府办通知"}
    assert "-01-20</strong>（市府办通知" in admin.post(f"{address}/deadline", form, follow=True).text
    assert "-01-31</strong>" in admin.post(f"{address}/law", follow=True).text


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
    assert "没有要改动的" in admin.post("/agencies/workbook", {"file": (BytesIO(empty), "a.xlsx"), "try": ""}).text
    refused = admin.post("/agencies/workbook", {"file": (BytesIO(b"no"), "a.xlsx"), "apply": ""})
    assert refused.status_code == 422
    assert list_agencies(county.store) == before


def test_what_was_tried_is_taken_in_from_the_page_of_the_trial(county: County, desk: Any) -> None:
    admin = desk("admin")
    book = template(
        {
            "机关": [("示例市财政局", "部门", "", "示例市人民政府")],
            "人员": [("caizheng", "蔡政", "示例市财政局", "填报")],
        }
    )
    tried = admin.post("/agencies/workbook", {"file": (BytesIO(book), "a.xlsx"), "try": ""}).text
    assert "还没有导入" in tried
    assert "示例市财政局" not in [agency.name for agency in list_agencies(county.store)]
    kept = re.findall(r'name="kept" value="([^"]+)"', tried)[0]
    done = admin.post("/agencies/workbook", {"kept": kept, "apply": "1"}).text
    assert "已导入，共" in done
    password = re.findall(r"<td><code>([^<]+)</code></td>", done)[0]
    assert "示例市财政局" in [agency.name for agency in list_agencies(county.store)]
    assert desk().sign_in("caizheng", password).status_code == 302
    again = admin.post("/agencies/workbook", {"kept": kept, "apply": "1"}).text
    assert "没有要改动的" in again


@pytest.mark.parametrize("kept", ["", "x", "AAAA", "中文"])
def test_what_no_trial_carried_is_refused(county: County, desk: Any, kept: str) -> None:
    refused = desk("admin").post("/agencies/workbook", {"kept": kept, "apply": "1"})
    assert refused.status_code == 422


def test_the_workbook_of_what_there_is_changes_nothing_when_it_is_taken_in(county: County, desk: Any) -> None:
    admin = desk("admin")
    book = admin.client.get("/agencies/workbook/filled").data
    tried = admin.post("/agencies/workbook", {"file": (BytesIO(book), "a.xlsx"), "try": ""}).text
    assert "没有要改动的" in tried


def test_tasks_are_what_waits_for_oneself(county: County, desk: Any) -> None:
    county.complete()
    assert "送审" in desk("filler").client.get("/tasks").text
    assert "现在没有等您处理的报告" in desk("reviewer").client.get("/tasks").text
    calendar = desk("filler").client.get("/tasks.ics")
    assert calendar.mimetype == "text/calendar"
    assert "BEGIN:VEVENT" in calendar.text


def test_a_supervisor_sees_the_progress_of_those_below_and_sets_their_day(county: County, desk: Any) -> None:
    report_id = county.complete()
    supervisor = desk("supervisor")
    page = supervisor.client.get("/tasks?year=2023").text
    assert "2023 年度进度（3 个机关）" in page
    assert f'<a href="/reports/{report_id}/finish">示例市民政局</a>' in page
    assert "未开始 2，填报中 1" in page
    form = {"agency": county.government, "month": "1", "date": "20", "reason": "市府办通知", "below": "1"}
    assert "截止日已规定。" in supervisor.post("/tasks/deadline", form, follow=True).text
    assert "-01-20<br>" in supervisor.client.get("/tasks").text
    assert "市府办通知（示例市人民政府）" in supervisor.client.get("/tasks").text
    refused = supervisor.post("/tasks/deadline", form | {"month": "2", "date": "30"})
    assert refused.status_code == 422
    assert 'value="市府办通知"' in refused.text
    assert "规定已取消。" in supervisor.post("/tasks/deadline", form | {"clear": "1"}, follow=True).text
    assert "市府办通知" not in supervisor.client.get("/tasks").text


@pytest.mark.parametrize("login", ["filler", "approver", "stranger"])
def test_nobody_else_sees_the_progress_or_sets_a_day(county: County, desk: Any, login: str) -> None:
    person = desk(login)
    form = {"agency": county.bureau, "month": "1", "date": "20", "reason": "市府办通知"}
    assert person.post("/tasks/deadline", form).status_code == 403
    if login != "stranger":
        assert "年度进度" not in person.client.get("/tasks").text


@pytest.mark.parametrize("year", ["0", "9999", "x", "99999999999"])
def test_an_odd_year_is_the_year_under_way(county: County, desk: Any, year: str) -> None:
    page = desk("supervisor").client.get(f"/tasks?year={year}")
    assert page.status_code == 200
    assert "年度进度（3 个机关）" in page.text


def test_a_report_to_be_begun_is_begun_from_the_list_of_tasks(county: County, desk: Any) -> None:
    filler = desk("filler")
    address = re.findall(r'href="(/reports/new\?[^"]+)"', filler.client.get("/tasks").text)[0].replace("&amp;", "&")
    assert 'value="示例市民政局"' in filler.client.get(address).text
