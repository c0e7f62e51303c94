"""A report goes its way on the pages: filled in by one, reviewed by another, approved by a third, published."""

from __future__ import annotations

import re
from typing import Any

import pytest

from services.agencies.tree import change_agency
from tests.services.workflow.conftest import DESK, County


def review(person: Any, report_id: str) -> str:
    return str(person.client.get(f"/reports/{report_id}/finish").text)


def step(person: Any, report_id: str, action: str, **more: str) -> str:
    """Take a step with what the page shows; the page after it."""
    seen = re.findall(r'name="seen" value="([^"]+)"', review(person, report_id))
    answer = person.post(f"/reports/{report_id}/steps/{action}", {"seen": seen[0] if seen else "", **more}, follow=True)
    return str(answer.text)


def published(person: Any, report_id: str) -> str:
    """Published without a signature, which somebody with the role chose; the page of its way then."""
    page = str(person.client.get(f"/reports/{report_id}/publication").text)
    number = re.findall(r'name="version" value="(\d+)"', page)[0]
    person.post(f"/reports/{report_id}/publication/publish", {"version": number, "unsigned": "1"})
    return review(person, report_id)


def stage(page: str) -> str:
    return re.findall(r"流转：(\S+)<", page)[0]


def test_the_whole_way_to_publication(county: County, desk: Any) -> None:
    report_id = county.complete()
    assert stage(step(desk("filler"), report_id, "submit")) == "待审核"
    assert stage(step(desk("reviewer"), report_id, "pass")) == "待批准"
    assert stage(step(desk("approver"), report_id, "approve")) == "已定稿"
    assert "还没有签章" in step(desk("approver"), report_id, "publish")
    page = published(desk("approver"), report_id)
    assert stage(page) == "已发布"
    assert [name for name in ("送审", "审核通过", "批准定稿", "发布") if name not in page] == []
    assert "已发布" in desk("supervisor").client.get("/").text


def test_steps_are_offered_only_to_those_who_may_take_them(county: County, desk: Any) -> None:
    report_id = county.complete()
    step(desk("filler"), report_id, "submit")
    assert "/steps/pass" in review(desk("reviewer"), report_id)
    assert "/steps/" not in review(desk("approver"), report_id)
    assert desk("approver").post(f"/reports/{report_id}/steps/pass").status_code == 403
    assert desk("stranger").post(f"/reports/{report_id}/steps/pass").status_code == 404


@pytest.mark.parametrize("action", ["edit", "delete", "nothing", "view"])
def test_what_is_no_step_is_not_taken_by_an_address(county: County, desk: Any, action: str) -> None:
    assert desk("filler").post(f"/reports/{county.complete()}/steps/{action}").status_code in (403, 404)


def test_a_report_sent_on_is_changed_by_nobody(county: County, desk: Any) -> None:
    report_id, filler = county.complete(), desk("filler")
    revision = filler.revision(report_id, "cover")
    step(filler, report_id, "submit")
    for login in ("filler", "reviewer", "approver"):
        refused = desk(login).save(report_id, "cover", {"title": "改了"}, revision)
        assert refused.status_code == 403
        assert "改了" not in review(filler, report_id)


def test_a_return_needs_a_reason_and_shows_it(county: County, desk: Any) -> None:
    report_id = county.complete()
    step(desk("filler"), report_id, "submit")
    assert stage(step(desk("reviewer"), report_id, "return", reason=" ")) == "待审核"
    page = step(desk("reviewer"), report_id, "return", reason="第三部分再核对")
    assert stage(page) == "填报中"
    assert "第三部分再核对" in review(desk("filler"), report_id)


def test_what_was_sent_is_withdrawn_until_somebody_opens_it(county: County, desk: Any) -> None:
    report_id = county.complete()
    page = step(desk("filler"), report_id, "submit")
    assert "/steps/withdraw" in page
    review(desk("reviewer"), report_id)
    assert "/steps/withdraw" not in review(desk("filler"), report_id)
    seen = re.findall(r'name="seen" value="([^"]+)"', page)[0]
    refused = desk("filler").post(f"/reports/{report_id}/steps/withdraw", {"seen": seen}, follow=True)
    assert "已经有人打开" in refused.text


def test_a_step_taken_on_an_outdated_page_does_nothing(county: County, desk: Any) -> None:
    report_id, filler = county.complete(), desk("filler")
    seen = re.findall(r'name="seen" value="([^"]+)"', review(filler, report_id))[0]
    filler.save(report_id, "cover", {"issuer": "另一个落款"}, filler.revision(report_id, "cover"))
    answer = filler.post(f"/reports/{report_id}/steps/submit", {"seen": seen}, follow=True).text
    assert "刚刚又有改动" in answer
    assert stage(answer) == "填报中"


def test_a_report_with_faults_is_not_sent_on_and_the_page_says_why(county: County, desk: Any) -> None:
    made = desk("filler").post("/reports/new", {"name": "示例市民政局", "year": "2024", "kind": "department"})
    page = review(desk("filler"), made.location.split("/")[2])
    assert "处漏填" in page
    assert '<button class="btn btn-primary" aria-describedby="step-submit">' not in page


def test_a_correction_shows_what_changed_and_why_and_keeps_the_old_version(county: County, desk: Any) -> None:
    report_id = county.complete()
    for login, action in (("filler", "submit"), ("reviewer", "pass"), ("approver", "approve")):
        step(desk(login), report_id, action)
    published(desk("approver"), report_id)
    filler = desk("filler")
    step(filler, report_id, "correct", reason="落款写错")
    filler.save(report_id, "cover", {"issuer": "改正的落款"}, filler.revision(report_id, "cover"))
    for login, action in (("filler", "submit"), ("reviewer", "pass"), ("approver", "approve")):
        step(desk(login), report_id, action)
    page = published(desk("approver"), report_id)
    assert "落款写错" in page
    assert "改正的落款" in page
    assert re.search(r"更正第 \d+ 版为第 \d+ 版", page)


def test_by_oneself_is_not_the_way_where_people_review(county: County, desk: Any) -> None:
    report_id, filler = county.complete(), desk("filler")
    seen = re.findall(r'name="seen" value="([^"]+)"', review(filler, report_id))[0]
    refused = filler.post(f"/reports/{report_id}/finish", {"seen": seen})
    assert refused.status_code == 422
    assert "送审" in refused.text


PAGES = ("edit/cover", "edit/applications", "finish", "preview", "document", "publication", "versions", "versions/1")


@pytest.mark.parametrize("page", PAGES)
def test_whichever_page_of_a_report_a_reviewer_opens_it_is_not_withdrawn_any_more(
    county: County, desk: Any, page: str
) -> None:
    report_id = county.complete()
    county.go(report_id, "filler submit")
    filler, reviewer = desk("filler"), desk("reviewer")
    assert reviewer.client.get("/").status_code == 200
    assert reviewer.client.get(f"/reports/{report_id}/news/cover").status_code == 200
    assert ">撤回</button>" in filler.client.get(f"/reports/{report_id}/finish").text
    assert reviewer.client.get(f"/reports/{report_id}/{page}").status_code == 200
    assert ">撤回</button>" not in filler.client.get(f"/reports/{report_id}/finish").text


@pytest.mark.parametrize("login", ["filler", "filler2", "approver"])
def test_who_could_not_act_on_it_opens_nothing(county: County, desk: Any, login: str) -> None:
    report_id = county.complete()
    county.go(report_id, "filler submit")
    assert desk(login).client.get(f"/reports/{report_id}/edit/cover").status_code == 200
    assert ">撤回</button>" in desk("filler").client.get(f"/reports/{report_id}/finish").text


def test_who_leads_says_for_whom_a_report_waits_and_others_cannot(county: County, desk: Any) -> None:
    report_id = county.complete()
    approver, address = desk("approver"), f"/reports/{report_id}/assignments"
    page = approver.client.get(f"/reports/{report_id}/finish").text
    assert "<dd>both某、filler2某、filler某</dd>" in page
    form = {"filler": county.filler2.account_id, "reviewer": "", "approver": ""}
    assert "经办人已指定。" in approver.post(address, form, follow=True).text
    assert "<dd>filler2某</dd>" in approver.client.get(f"/reports/{report_id}/finish").text
    assert "没有“填报”的角色" in approver.post(address, {"filler": county.admin.account_id}, follow=True).text
    for login in ("filler", "reviewer"):
        person = desk(login)
        assert "指定经办人" not in person.client.get(f"/reports/{report_id}/finish").text
        assert person.post(address, form).status_code == 403


def test_that_a_report_was_reviewed_by_who_filled_it_in_shows_on_every_page_of_it(county: County, desk: Any) -> None:
    change_agency(
        county.store, county.admin, county.bureau, DESK, kind="department", credit_code="",
        parent_id=county.government, self_review=True,
    )  # fmt: skip
    report_id = county.complete()
    county.save("both", report_id, 3)
    county.go(report_id, "both submit", "both pass")
    for page in ("edit/cover", "finish", "preview", "publication", "versions"):
        text = desk("approver").client.get(f"/reports/{report_id}/{page}").text
        assert "本机关规模较小，本报告由填报人自行审核。" in text, page
