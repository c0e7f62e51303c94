"""Comments by plain forms: on a cell, a paragraph, a finding, the whole report; answered, resolved, opened again."""

from __future__ import annotations

import re
from typing import Any

import pytest

from services.reports import open_draft
from services.workflow.comments import list_comments
from tests.services.workflow.conftest import FORWARD, County

CELL = "cell:applications.new.person"


def comment(person: Any, report_id: str, about: str, text: str, **more: str) -> Any:
    return person.post(f"/reports/{report_id}/comments", {"about": about, "text": text, **more}, follow=True)


def made(county: County, report_id: str) -> list[Any]:
    return list_comments(county.store, county.filler, report_id)


def badge(page: str, tab: str) -> str:
    found = re.findall(rf'data-said="{tab}">(.*?)</span><span class="here"', page)[0]
    return re.sub("<[^>]+>", "", found)


def test_a_cell_is_quoted_as_it_stood_and_counted_on_its_tab(county: County, desk: Any) -> None:
    report_id = county.complete()
    page = comment(desk("reviewer"), report_id, CELL, "请核对台账", tab="applications").text
    [found] = made(county, report_id)
    assert (found.kind, found.section, found.place) == ("cell", "applications", "applications.new.person")
    assert found.quote == f"{open_draft(county.store, report_id).report.value('applications.new.person').number:f}"
    assert "请核对台账" in page
    assert badge(page, "applications") == "批1 条批注未解决"
    assert badge(page, "cover") == ""


def test_a_paragraph_that_moved_is_found_by_its_words(county: County, desk: Any) -> None:
    report_id = county.complete()
    words = open_draft(county.store, report_id).report.blocks("problems")[1].text
    comment(desk("reviewer"), report_id, "paragraph:problems:0", "展开写", seen=words)
    [found] = made(county, report_id)
    assert (found.place, found.quote) == ("blocks.1", words)


def test_the_whole_report_is_commented_on_and_counted_at_the_review(county: County, desk: Any) -> None:
    report_id = county.complete()
    page = comment(desk("supervisor"), report_id, "report", "请于月底前定稿").text
    assert badge(page, "finish") == "批1 条批注未解决"
    assert "整份报告" in page


def test_a_finding_is_commented_on_from_the_review_page(county: County, desk: Any) -> None:
    report_id = county.complete()
    county.save("filler", report_id, 999, "values.applications.new.person")
    reviewer = desk("reviewer")
    page = reviewer.client.get(f"/reports/{report_id}/finish").text
    about = re.findall(r'<option value="(finding:[^"]+)"', page)[0]
    chosen = reviewer.client.get(f"/reports/{report_id}/finish", query_string={"about": about}).text
    assert f'<option value="{about}" selected>' in chosen
    comment(reviewer, report_id, about, "为什么不平")
    [found] = made(county, report_id)
    assert f"finding:{found.place}" == about
    assert found.quote != ""


def test_a_fact_is_commented_on_like_a_cell(county: County, desk: Any) -> None:
    report_id = county.complete()
    page = desk("reviewer").client.get(f"/reports/{report_id}/edit/other").text
    about = re.findall(r'<option value="(cell:facts[^"]+)"', page)[0]
    comment(desk("reviewer"), report_id, about, "金额对吗")
    assert made(county, report_id)[0].section == "other"


def test_a_comment_is_answered_resolved_and_opened_again(county: County, desk: Any) -> None:
    report_id, filler, reviewer = county.complete(), desk("filler"), desk("reviewer")
    comment(reviewer, report_id, CELL, "请核对")
    [found] = made(county, report_id)
    answered = filler.post(f"/reports/{report_id}/comments/{found.id}/answers", {"text": "核对过了"}, follow=True)
    assert "核对过了" in answered.text
    settle = f"/reports/{report_id}/comments/{found.id}/state"
    page = reviewer.post(settle, {"done": "1", "tab": "applications"}, follow=True).text
    assert "reviewer某 已解决" in page
    assert badge(page, "applications") == ""
    page = reviewer.post(settle, {"done": "0", "tab": "applications"}, follow=True).text
    assert badge(page, "applications") == "批1 条批注未解决"


@pytest.mark.parametrize(
    "about", ["cell:nothing", "paragraph:overview:999", "paragraph:x:1", "finding:x", "", "report:x:y"]
)
def test_what_is_no_place_is_refused(county: County, desk: Any, about: str) -> None:
    report_id = county.complete()
    answer = comment(desk("reviewer"), report_id, about, "这里")
    if about.startswith("report"):
        assert [found.kind for found in made(county, report_id)] == ["report"]
        return
    assert answer.status_code == 422
    assert made(county, report_id) == []


def test_a_comment_of_another_report_is_none(county: County, desk: Any) -> None:
    report_id = county.complete()
    comment(desk("reviewer"), report_id, CELL, "请核对")
    [found] = made(county, report_id)
    stranger = desk("stranger")
    new = stranger.post("/reports/new", {"name": "示例市司法局", "year": "2024", "kind": "department"})
    own = new.location.split("/")[2]
    assert stranger.post(f"/reports/{own}/comments/{found.id}/answers", {"text": "x"}).status_code == 404
    assert stranger.post(f"/reports/{own}/comments/{found.id}/state", {"done": "1"}).status_code == 404
    assert stranger.post(f"/reports/{report_id}/comments", {"about": CELL, "text": "x"}).status_code == 404


def test_nothing_written_in_a_comment_becomes_markup(county: County, desk: Any) -> None:
    report_id = county.complete()
    page = comment(desk("reviewer"), report_id, CELL, "<script>alert(1)</script>", tab="applications").text
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_an_open_page_learns_of_a_comment_and_asks_for_the_list(county: County, desk: Any) -> None:
    report_id, filler = county.complete(), desk("filler")
    address = f"/reports/{report_id}/news/applications"
    first = filler.client.get(address)
    assert filler.client.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    comment(desk("reviewer"), report_id, CELL, "请核对")
    now = filler.client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert now.json["around"]["comments"] != first.json["around"]["comments"]
    listed = filler.client.get(f"/reports/{report_id}/comments/applications").text
    assert f'data-mark="{now.json["around"]["comments"]}"' in listed
    assert "请核对" in listed


def test_a_published_report_takes_no_comments_and_offers_none(county: County, desk: Any) -> None:
    report_id = county.complete()
    comment(desk("reviewer"), report_id, CELL, "请核对")
    county.go(report_id, *FORWARD)
    page = desk("reviewer").client.get(f"/reports/{report_id}/edit/applications").text
    assert "请核对" in page
    assert 'id="comment-form"' not in page
    assert comment(desk("reviewer"), report_id, CELL, "晚了").status_code == 403
