"""从上年报告开始, in the store: the new report, last year's beside it, all or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from report.numbers import Value
from report.report import Agency, Report
from services.drafts import save_section
from services.errors import ChangeRefused, ReportExists, ReportNotFound
from services.new_year import start_from, start_from_stored
from services.reports import delete_report, import_report, list_reports, open_draft
from storage import StorageSettings, Store, open_store
from tests.years.reports import report_of, sample, whole_of

OUT, IN = "applications.carried_out.total", "applications.carried_in.total"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(StorageSettings(tmp_path / "data"))
    yield opened
    opened.close()


@pytest.fixture
def last_year() -> Report:
    return whole_of(2023, {OUT: "3", "applications.carried_out.person": "3"}, narrative={"overview": ["上年文字。"]})


def stored(store: Store) -> list[tuple[str, int]]:
    return [(report.agency_name, report.year) for report in list_reports(store)]


def test_a_report_that_was_imported_becomes_last_years_and_the_new_one_starts_from_it(
    store: Store, last_year: Report
) -> None:
    report_id, carried = start_from(store, last_year, who="张三")
    draft = open_draft(store, report_id)
    assert stored(store) == [("示例市司法局", 2024), ("示例市司法局", 2023)]
    assert draft.previous is not None
    assert draft.previous.values == last_year.values
    assert draft.report.value(IN) == carried.filled[IN] == Value(Decimal(3))
    assert draft.report.narrative == {"overview": (), "problems": (), "other": ()}


def test_started_twice_it_is_refused_and_the_first_is_named(store: Store, last_year: Report) -> None:
    report_id, _ = start_from(store, last_year, who="张三")
    with pytest.raises(ReportExists) as refused:
        start_from(store, last_year, who="李四")
    assert refused.value.report_id == report_id
    assert len(stored(store)) == 2


def test_the_stored_report_of_last_year_is_used_if_it_is_the_same(store: Store, last_year: Report) -> None:
    previous_id = import_report(store, last_year, "张三")
    start_from(store, last_year, who="张三")
    assert len(stored(store)) == 2
    delete_report(store, previous_id, "张三")
    assert stored(store) == [("示例市司法局", 2024)]


def test_figures_alone_are_the_same_report_as_when_they_were_stored(store: Store) -> None:
    figures_only = whole_of(2023, {OUT: "1"})
    assert figures_only.narrative is None
    import_report(store, figures_only, "张三")
    report_id, _ = start_from(store, figures_only, who="张三")
    assert open_draft(store, report_id).report.value(IN) == Value(Decimal(1))


def test_another_report_of_last_year_than_the_stored_one_is_refused_and_nothing_stored(
    store: Store, last_year: Report
) -> None:
    import_report(store, last_year, "张三")
    other = replace(last_year, values=last_year.values | {OUT: Value(Decimal(4))})
    with pytest.raises(ChangeRefused, match="内容与所选的不同；请从已有的那一份开始"):
        start_from(store, other, who="李四")
    assert stored(store) == [("示例市司法局", 2023)]


def test_a_stored_report_is_taken_as_it_stands_when_the_new_one_is_made(store: Store, last_year: Report) -> None:
    previous_id = import_report(store, last_year, "张三")
    save_section(store, previous_id, "applications", 1, {f"values.{OUT}": "5"}, "李四")
    report_id, carried = start_from_stored(store, previous_id, who="张三")
    assert carried.filled[IN] == Value(Decimal(5))
    assert open_draft(store, report_id).report.value(IN) == Value(Decimal(5))


def test_a_renamed_agency_keeps_last_years_report_beside_the_new_one(store: Store, last_year: Report) -> None:
    previous_id = import_report(store, last_year, "张三")
    report_id, _ = start_from_stored(store, previous_id, agency=Agency("示例市司法和行政局"), year=2024, who="张三")
    previous = open_draft(store, report_id).previous
    assert previous is not None
    assert previous.agency.name == "示例市司法局"


def test_a_year_that_does_not_follow_is_refused_and_nothing_stored(store: Store, last_year: Report) -> None:
    with pytest.raises(ChangeRefused, match="应从 2024 年度的报告开始"):
        start_from(store, last_year, year=2025, who="张三")
    assert stored(store) == []


def test_from_a_report_in_the_trash_nothing_starts(store: Store, last_year: Report) -> None:
    previous_id = import_report(store, last_year, "张三")
    delete_report(store, previous_id, "张三")
    with pytest.raises(ReportNotFound):
        start_from_stored(store, previous_id, who="张三")


def test_from_2020_to_2021_the_new_report_has_the_new_format(store: Store) -> None:
    report_id, carried = start_from(store, sample("004_07d58256ca7a15b7"), who="张三")
    assert open_draft(store, report_id).report.format.id == "2021"
    assert {n.title for n in carried.not_carried} >= {"规章·对外公开总数", "行政许可·上一年项目"}


def test_of_another_agency_no_contact_is_stored(store: Store) -> None:
    last = report_of(2023, contact={"telephone": "12345"})
    report_id, _ = start_from(store, last, agency=Agency("另一个局"), who="张三")
    assert open_draft(store, report_id).report.contact.telephone == ""
