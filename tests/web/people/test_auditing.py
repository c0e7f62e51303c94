"""An administrator reads the log in words, looks for what matters, sees whether it is whole, and exports it."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from services.audit import head
from tests.services.workflow.conftest import FORWARD, County
from web import auditing


def tampered(county: County) -> None:
    """Somebody with the database in hand changed the first entry."""
    with county.store.write() as tx:
        for name in tx.connection().exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars():
            tx.connection().exec_driver_sql(f"DROP TRIGGER {name}")
        tx.connection().exec_driver_sql(
            "UPDATE audit_log SET entry = replace(entry, 'agency', 'agencx') WHERE number = 1"
        )


def test_the_log_says_in_words_who_did_what_and_shows_no_code(county: County, desk: Any) -> None:
    county.go(county.complete(), *FORWARD)
    page = desk("admin").client.get("/audit").text
    assert "批准“示例市民政局”2023 年度报告定稿" in page
    assert "待批准" in page
    assert "report.approve</" not in page


def test_a_figure_shows_before_and_after(county: County, desk: Any) -> None:
    report_id = county.complete()
    county.save("filler", report_id, 7)
    county.save("filler", report_id, 12)
    page = desk("admin").client.get(f"/audit?report_id={report_id}").text
    assert "<del>7</del>" in page
    assert "<ins>12</ins>" in page


def test_what_is_looked_for_stays_in_the_form_and_goes_into_the_export(county: County, desk: Any) -> None:
    county.go(county.complete(), *FORWARD)
    admin = desk("admin")
    page = admin.client.get("/audit?action=report.submit&first=2000-01-02").text
    assert "找到 1 条" in page
    assert '<option value="report.submit" selected>送审</option>' in page
    assert 'href="/audit.csv?action=report.submit&amp;first=2000-01-02"' in page
    exported = admin.client.get("/audit.csv?action=report.submit&first=2000-01-02").data.decode("utf-8-sig")
    assert [row[8] for row in csv.reader(io.StringIO(exported))] == ["事项代码", "report.submit"]


@pytest.mark.parametrize("query", ["first=yesterday", "first=0001-01-01", "last=9999-12-31", "page=0", "page=x"])
def test_what_is_no_day_or_page_is_left_out(county: County, desk: Any, query: str) -> None:
    page = desk("admin").client.get(f"/audit?{query}")
    assert page.status_code == 200
    assert "添加了机关" in page.text


def test_nothing_found_is_said(county: County, desk: Any) -> None:
    assert "找到 0 条" in desk("admin").client.get("/audit?first=2090-01-01").text


def test_a_long_log_has_pages_that_keep_what_is_looked_for(
    county: County, desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.audit_search.PAGE", 2)
    page = desk("admin").client.get("/audit?action=agency.make").text
    assert "第 1 页，共 2 页" in page
    assert 'href="/audit?page=2&amp;action=agency.make"' in page


def test_that_the_log_is_whole_is_shown_without_asking(county: County, desk: Any) -> None:
    assert "没有改动、缺失或调换" in desk("admin").client.get("/audit").text


def test_a_long_log_is_verified_when_somebody_asks(county: County, desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auditing, "VERIFIED_AT_ONCE", 0)
    admin = desk("admin")
    assert "还没有核验过" in admin.client.get("/audit").text
    assert "没有改动、缺失或调换" in admin.post("/audit/verify").text
    assert "没有改动、缺失或调换" in admin.client.get("/audit").text


def test_an_edited_log_shows_at_once(county: County, desk: Any) -> None:
    tampered(county)
    page = desk("admin").client.get("/audit").text
    assert "日志被改动过" in page
    assert "第 1 条被改动过" in page


def test_a_kept_end_of_the_chain_is_compared(county: County, desk: Any) -> None:
    admin, kept = desk("admin"), str(head(county.store))
    assert "与另存的末尾记号相符" in admin.post("/audit/verify", {"head": kept}).text
    other = kept[:-1] + ("0" if kept[-1] != "0" else "1")
    assert "与另存的末尾记号" in admin.post("/audit/verify", {"head": other}).text
    refused = admin.post("/audit/verify", {"head": "abc"})
    assert refused.status_code == 422
    assert "不是日志的末尾记号" in refused.text
