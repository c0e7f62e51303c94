"""The list of reports: each with the counts of its findings, and only those counted that somebody will see."""

from __future__ import annotations

import pytest

from services import reports
from services.reports import delete_report, import_report, list_reports
from services.stored import live_row, previous_row
from storage import Store
from tests.services.helpers import sample


def test_only_the_reports_asked_for_are_counted(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = [import_report(store, sample(name), "张三") for name in ("hongze-2023", "hongze-2024", "demo-2023")]
    counted = []
    counts = reports.counts
    monkeypatch.setattr(reports, "counts", lambda key, load: counted.append(key[0][0]) or counts(key, load))
    (line,) = list_reports(store, {ids[1], "gone"})
    assert (line.id, line.year) == (ids[1], 2024)
    assert counted == [ids[1]]


def test_the_list_compares_with_the_same_report_of_last_year_as_the_editor(store: Store) -> None:
    last = import_report(store, sample("hongze-2023"), "张三")
    report_id = import_report(store, sample("hongze-2024"), "张三")
    with_last = {line.id: line for line in list_reports(store)}[report_id]
    with store.read() as tx:
        row = live_row(tx, report_id)
        live = {("淮安市洪泽区人民政府", 2023): live_row(tx, last)}
        assert previous_row(tx, row) is previous_row(tx, row, live) is live_row(tx, last)
        assert previous_row(tx, row, {}) is None
    delete_report(store, last, "张三")
    (without,) = list_reports(store)
    assert (without.errors, without.warnings) != (with_last.errors, with_last.warnings)
