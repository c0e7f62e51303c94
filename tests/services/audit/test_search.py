"""Finding entries by person, agency, report, action and days, a page at a time."""

from __future__ import annotations

import csv
import io
import json
import os
import sqlite3
from contextlib import closing
from datetime import date, timedelta

import pytest

from services.audit import record
from services.audit_csv import write_audit_csv
from services.audit_search import PAGE, UNREADABLE, Wanted, choices, search
from services.people.accounts import delete_account
from tests.services.workflow.conftest import DESK, FORWARD

embedded = pytest.mark.skipif(bool(os.environ.get("NIANBAO_TEST_DATABASE_URL")), reason="reaches into the file")


def actions(store, **wanted):
    return [told.entry.action for told in search(store, Wanted(**wanted)).lines]


def test_a_report_is_found_with_all_that_was_done_to_it_and_nothing_else(county):
    report_id = county.complete()
    county.go(report_id, *FORWARD)
    assert actions(county.store, report_id=report_id) == [
        "report.publish", "report.approve", "report.pass", "report.submit", "report.start",
    ]  # fmt: skip


def test_an_agency_is_found_with_its_reports(county):
    county.go(county.complete(), "filler submit")
    assert actions(county.store, agency_id=county.bureau) == ["report.submit", "report.start", "agency.make"]
    assert actions(county.store, agency_id=county.other) == ["agency.make"]


def test_a_report_of_another_agency_is_not_found_under_this_one(county):
    report_id = county.complete()
    assert actions(county.store, agency_id=county.other, report_id=report_id) == []


def test_a_person_is_found_by_what_they_did_and_what_was_done_to_them(county):
    county.go(county.complete(), "filler submit")
    found = actions(county.store, account_id=county.filler.account_id)
    assert found == ["report.submit", "report.start", "account.make"]


def test_days_are_those_of_beijing_and_both_are_included(store, clock):
    # 9 o'clock in Beijing.
    for hours in (0, 14, 15, 38):
        clock.pass_by(hours=hours)
        with store.write() as tx:
            record(tx, "backup.make", "installation", store.now(), after={"hours": hours})
        clock.pass_by(hours=-hours)
    monday = date(2024, 1, 15)
    told = [line.entry.after["hours"] for line in search(store, Wanted(first=monday, last=monday)).lines]
    assert told == [14, 0]
    tuesday = monday + timedelta(days=1)
    assert [e.entry.after["hours"] for e in search(store, Wanted(first=tuesday, last=tuesday)).lines] == [38, 15]


def test_pages_hold_every_entry_once_newest_first(store):
    with store.write() as tx:
        for _ in range(PAGE * 2 + 3):
            record(tx, "backup.make", "installation", store.now())
    pages = [search(store, Wanted(), page) for page in (1, 2, 3)]
    assert [len(page.lines) for page in pages] == [PAGE, PAGE, 3]
    numbers = [told.entry.number for page in pages for told in page.lines]
    assert numbers == list(range(PAGE * 2 + 3, 0, -1))
    assert {(page.total, page.pages) for page in pages} == {(PAGE * 2 + 3, 3)}
    assert search(store, Wanted(), 99).page == 3
    assert search(store, Wanted(), -1).page == 1


def test_nothing_found_is_one_empty_page(store):
    found = search(store, Wanted(action="backup.make"))
    assert (found.lines, found.total, found.page, found.pages) == ((), 0, 1, 1)


def test_deleted_people_and_all_reports_can_be_looked_for(county):
    county.complete()
    delete_account(county.store, county.admin, county.filler2.account_id, DESK)
    offered = choices(county.store)
    assert offered.people[-1] == (county.filler2.account_id, "filler2某（filler2），已删除")
    assert [name for _, name in offered.reports] == ["示例市民政局 2023 年度"]
    assert len(offered.agencies) == 3


def test_csv_of_what_is_wanted_has_the_words_and_the_codes(county):
    county.go(county.complete(), "filler submit")
    target = io.BytesIO()
    write_audit_csv(county.store, target, Wanted(action="report.submit"))
    head, row = csv.reader(io.StringIO(target.getvalue().decode("utf-8-sig")))
    line = dict(zip(head, row, strict=True))
    assert (line["事项"], line["事项代码"]) == ("送审", "report.submit")
    assert line["说明"] == "filler某将“示例市民政局”2023 年度报告送审"
    assert json.loads(line["之前"]) == {"state": "filling"}


@embedded
def test_an_entry_that_was_tampered_with_is_shown_as_that(store, tmp_path):
    with store.write() as tx:
        record(tx, "backup.make", "installation", store.now())
    with closing(sqlite3.connect(tmp_path / "data" / "nianbao.db")) as connection:
        connection.execute("DROP TRIGGER audit_log_no_update")
        connection.execute("UPDATE audit_log SET entry = 'no json'")
        connection.commit()
    (told,) = search(store, Wanted()).lines
    assert (told.sentence, told.details[0].after) == (UNREADABLE, "no json")
