"""A report is put together once for each content of its own, and is never that of another content."""

from __future__ import annotations

from contextlib import suppress

import pytest

from report.pictures import Picture
from report.report import Report
from services import stored
from services.assembled import Assembled
from services.drafts import save_section
from services.reports import import_report, open_draft
from storage import Store, queries
from tests.services.helpers import NEW, sample


class TakenBackError(Exception):
    """What undoes a transaction."""


def change_and_take_back(store: Store, report_id: str) -> Report:
    """The report as a transaction sees it that empties a section and is then undone."""
    with suppress(TakenBackError), store.write() as tx:
        row = stored.row_to_change(tx, report_id)
        section = queries.sections(tx, report_id)["problems"]
        queries.write_section(tx, section, {"blocks": []}, "张三", store.now())
        seen = stored.stored_report(tx, row)
        raise TakenBackError
    return seen


@pytest.fixture
def put_together(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The year of each report that is put together from here on."""
    years: list[int] = []
    assemble = stored.assemble

    def noted(format_id, year, *more):
        years.append(year)
        return assemble(format_id, year, *more)

    monkeypatch.setattr(stored, "assembled", Assembled())
    monkeypatch.setattr(stored, "assemble", noted)
    return years


def test_looking_twice_puts_a_report_and_last_years_together_once(store: Store, put_together: list[int]) -> None:
    import_report(store, sample("hongze-2023"), "张三")
    report_id = import_report(store, sample("hongze-2024"), "张三")
    first, second = open_draft(store, report_id), open_draft(store, report_id)
    assert put_together == [2024, 2023]
    assert (first.report, first.previous) == (second.report, second.previous)


def test_a_save_shows_at_once_and_last_years_report_stays(store: Store, put_together: list[int]) -> None:
    import_report(store, sample("hongze-2023"), "张三")
    report_id = import_report(store, sample("hongze-2024"), "张三")
    open_draft(store, report_id)
    save_section(store, report_id, "applications", 1, {NEW: "4711"}, "张三")
    assert open_draft(store, report_id).report.value(NEW.removeprefix("values.")).number == 4711
    assert put_together == [2024, 2023, 2024]


def test_what_a_transaction_took_back_is_not_shown_after_it(store: Store, put_together: list[int]) -> None:
    report_id = import_report(store, sample("hongze-2024"), "张三")
    before = open_draft(store, report_id).report
    assert change_and_take_back(store, report_id).blocks("problems") == ()
    save_section(store, report_id, "applications", 1, {NEW: "4711"}, "张三")
    assert open_draft(store, report_id).report.blocks("problems") == before.blocks("problems") != ()


def test_two_reports_of_the_same_content_but_another_year_are_two(store: Store, put_together: list[int]) -> None:
    found = sample("hongze-2024")
    ids = [import_report(store, Report(**{**vars(found), "year": year}), "张三") for year in (2022, 2024)]
    assert [open_draft(store, report_id).report.year for report_id in ids] == [2022, 2024]


def test_the_longest_unused_goes_first_and_pictures_are_not_kept() -> None:
    known, made = Assembled(most=2), sample("demo-2023")
    asked: list[str] = []

    def get(name: str, report: Report = made) -> Report:
        return known.get(name, lambda: asked.append(name) or report)

    for name in ("a", "b", "a", "c", "a", "b"):
        get(name)
    assert asked == ["a", "b", "c", "b"]
    shown = Report(**{**vars(made), "pictures": {"p": Picture("image/png", 1, 1, b"p")}})
    assert get("p", shown) is get("p", shown) is shown
    assert asked[-2:] == ["p", "p"]
