"""An open page says who else is there; the reports' tables are not written for it."""

from __future__ import annotations

from typing import Any

from services.reports import open_draft
from tests.services.workflow.conftest import County


def others(person: Any, report_id: str, section: str) -> list[dict[str, Any]]:
    answer = person.client.get(f"/reports/{report_id}/news/{section}")
    return list(answer.json["around"]["others"])


def test_two_people_see_where_the_other_is_and_what_for(county: County, desk: Any) -> None:
    report_id, filler, reviewer = county.complete(), desk("filler"), desk("reviewer")
    assert others(filler, report_id, "cover") == []
    assert others(reviewer, report_id, "review") == [{"name": "filler某", "section": "cover", "writes": True}]
    assert others(filler, report_id, "overview") == [{"name": "reviewer某", "section": "review", "writes": False}]


def test_being_there_changes_nothing_of_the_report(county: County, desk: Any) -> None:
    report_id = county.complete()
    before = open_draft(county.store, report_id)
    count = "SELECT (SELECT count(*) FROM audit_log), (SELECT max(updated_at) FROM reports)"
    for login in ("filler", "reviewer", "approver"):
        person = desk(login)
        with county.store.read() as tx:
            kept = tx.connection().exec_driver_sql(count).one()
        others(person, report_id, "cover")
        with county.store.read() as tx:
            assert tx.connection().exec_driver_sql(count).one() == kept
    assert open_draft(county.store, report_id).revisions == before.revisions


def test_who_may_not_see_the_report_is_told_of_nobody(county: County, desk: Any) -> None:
    report_id = county.complete()
    others(desk("filler"), report_id, "cover")
    assert desk("stranger").client.get(f"/reports/{report_id}/news/cover").status_code == 404
