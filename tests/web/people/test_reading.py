"""Who may not change a report reads it: no field that takes anything, no button that would be refused."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.services.workflow.conftest import County

TABS = ("cover", "overview", "proactive", "applications", "review", "problems", "other")
READERS = ("reviewer", "approver", "supervisor")


def page(person: Any, path: str) -> str:
    answer = person.client.get(path)
    assert answer.status_code == 200
    return str(answer.text)


def fields(text: str) -> list[str]:
    """The boxes of a page's section form that somebody could type into or choose from."""
    form = re.findall(r'<form method="post" id="section-form".*?</form>', text, re.DOTALL)[0]
    found = re.findall(r"<(?:input|textarea|select)\b[^>]*>", form)
    return [field for field in found if 'type="hidden"' not in field]


@pytest.mark.parametrize("login", READERS)
@pytest.mark.parametrize("tab", TABS)
def test_every_field_is_for_reading_and_says_why(county: County, desk: Any, login: str, tab: str) -> None:
    report_id = county.complete()
    county.go(report_id, "filler submit")
    text = page(desk(login), f"/reports/{report_id}/edit/{tab}")
    assert [field for field in fields(text) if " readonly" not in field or " disabled" in field] == []
    assert "待审核：只能查看和批注。" in text
    assert 'id="table-tools"' not in text
    assert "<button" not in re.findall(r'id="section-form".*?</form>', text, re.DOTALL)[0]


@pytest.mark.parametrize("tab", TABS)
def test_who_fills_in_has_fields_as_ever(county: County, desk: Any, tab: str) -> None:
    text = page(desk("filler"), f"/reports/{county.complete()}/edit/{tab}")
    assert " readonly" not in " ".join(fields(text))
    assert re.findall(r'<p id="reading" class="notice" hidden></p>', text) != []


def test_a_reader_of_a_report_being_filled_in_is_told_who_fills_it_in(county: County, desk: Any) -> None:
    text = page(desk("reviewer"), f"/reports/{county.complete()}/edit/cover")
    assert "填报中：由填报人填写，您只能查看和批注。" in text


def test_who_sent_it_on_is_told_how_to_get_it_back(county: County, desk: Any) -> None:
    report_id = county.complete()
    county.go(report_id, "filler submit")
    text = page(desk("filler"), f"/reports/{report_id}/edit/cover")
    assert "待审核：只能查看和批注。要改请先撤回，或请对方退回修改。" in text


@pytest.mark.parametrize("login", READERS)
def test_no_list_and_no_page_offers_what_a_reader_may_not_do(county: County, desk: Any, login: str) -> None:
    report_id, reader = county.complete(), desk(login)
    filler = desk("filler")
    filler.post(f"/reports/{report_id}/versions", {"note": "留"})
    for path, offered in (
        ("/", f"/reports/{report_id}/delete"),
        ("/", f"/reports/{report_id}/next"),
        ("/", "/reports/new"),
        ("/", "/imports/new"),
        (f"/reports/{report_id}/versions", "留存为一个版本"),
        (f"/reports/{report_id}/versions/1", "/versions/1/restore"),
        (f"/reports/{report_id}/preview", "/presentation"),
    ):
        assert offered in page(filler, path), path
        assert offered not in page(reader, path), path


def test_an_open_page_learns_that_the_report_was_sent_on(county: County, desk: Any) -> None:
    report_id, filler = county.complete(), desk("filler")
    address = f"/reports/{report_id}/news/cover"
    first = filler.client.get(address)
    assert first.json["around"]["reading"] == ""
    assert first.json["around"]["stage"] == "填报中"
    county.go(report_id, "filler submit")
    now = filler.client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert now.json["around"]["stage"] == "待审核"
    assert "只能查看" in now.json["around"]["reading"]


def test_news_say_for_whom_they_are(county: County, desk: Any) -> None:
    address = f"/reports/{county.complete()}/news/cover"
    mark = desk("filler").client.get(address).headers["ETag"]
    other = desk("reviewer").client.get(address, headers={"If-None-Match": mark})
    assert other.status_code == 200
    assert other.json["around"]["person"] == county.reviewer.account_id


def test_what_a_page_asks_by_itself_keeps_nobody_signed_in(county: County, desk: Any) -> None:
    report_id, filler = county.complete(), desk("filler")
    with county.store.write() as tx:
        tx.connection().exec_driver_sql("UPDATE logins SET seen_at = datetime(seen_at, '-10 minutes')")
    seen = "SELECT seen_at FROM logins"
    with county.store.read() as tx:
        before = tx.connection().exec_driver_sql(seen).scalar()
    filler.client.get(f"/reports/{report_id}/news/cover")
    filler.client.get("/session")
    with county.store.read() as tx:
        assert tx.connection().exec_driver_sql(seen).scalar() == before
    filler.client.get(f"/reports/{report_id}/edit/cover")
    with county.store.read() as tx:
        assert tx.connection().exec_driver_sql(seen).scalar() != before
