"""Two people change two parts of one sum: the totals that followed go on following, and nobody has to choose."""

from __future__ import annotations

from pathlib import Path

import pytest

from checks import check
from report.numbers import plain
from report.record import load_report
from services.drafts import resolve_conflict, save_section
from services.reports import import_report, open_draft
from storage import StorageSettings, Store, open_store

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "demo-2023.json"
APPLICATIONS = "applications"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(StorageSettings(tmp_path, None))


@pytest.fixture
def report_id(store: Store) -> str:
    return import_report(store, load_report(SAMPLE.read_bytes()), "样例")


def number(store: Store, report_id: str, cell: str) -> str:
    found = open_draft(store, report_id).report.value(cell).number
    assert found is not None
    return plain(found)


def raised(store: Store, report_id: str, *cells: str, by: int) -> dict[str, str]:
    return {f"values.{cell}": str(int(number(store, report_id, cell)) + by) for cell in cells}


def received(column: str) -> tuple[str, ...]:
    """A part of the row of requests, and the totals that a page sends along when it changes."""
    return f"applications.new.{column}", "applications.new.total"


def test_two_parts_of_one_row_changed_by_two_people_add_up_without_a_conflict(store: Store, report_id: str) -> None:
    seen = open_draft(store, report_id).revisions[APPLICATIONS]
    first = raised(store, report_id, *received("person"), by=2)
    second = raised(store, report_id, *received("business"), by=3)
    before = int(number(store, report_id, "applications.new.total"))
    save_section(store, report_id, APPLICATIONS, seen, first, "甲")
    result = save_section(store, report_id, APPLICATIONS, seen, second, "乙")
    assert result.conflicts == []
    assert number(store, report_id, "applications.new.total") == str(before + 5)
    assert result.merged["values.applications.new.total"] == str(before + 5)


def test_grand_totals_follow_the_totals(store: Store, report_id: str) -> None:
    seen = open_draft(store, report_id).revisions[APPLICATIONS]
    cells = {
        column: (
            f"applications.granted.{column}", "applications.granted.total",
            f"applications.total.{column}", "applications.total.total",
        )
        for column in ("person", "business")
    }  # fmt: skip
    changes = {column: raised(store, report_id, *names, by=1) for column, names in cells.items()}
    before = int(number(store, report_id, "applications.total.total"))
    save_section(store, report_id, APPLICATIONS, seen, changes["person"], "甲")
    assert save_section(store, report_id, APPLICATIONS, seen, changes["business"], "乙").conflicts == []
    assert number(store, report_id, "applications.total.total") == str(before + 2)
    codes = {f.code for f in check(open_draft(store, report_id).report)}
    assert not codes & {"A2", "A3"}


def test_a_total_that_somebody_typed_and_that_disagrees_stays_a_statement(store: Store, report_id: str) -> None:
    seen = open_draft(store, report_id).revisions[APPLICATIONS]
    save_section(store, report_id, APPLICATIONS, seen, {"values.applications.new.total": "999"}, "甲")
    save_section(store, report_id, APPLICATIONS, seen, raised(store, report_id, "applications.new.person", by=1), "乙")
    assert number(store, report_id, "applications.new.total") == "999"


def test_a_clash_over_a_part_is_one_conflict_and_its_totals_follow_the_choice(store: Store, report_id: str) -> None:
    seen = open_draft(store, report_id).revisions[APPLICATIONS]
    before = int(number(store, report_id, "applications.new.total"))
    first, second = (raised(store, report_id, *received("person"), by=by) for by in (1, 4))
    save_section(store, report_id, APPLICATIONS, seen, first, "甲")
    (conflict,) = save_section(store, report_id, APPLICATIONS, seen, second, "乙").conflicts
    assert conflict.path == "values.applications.new.person"
    assert number(store, report_id, "applications.new.total") == str(before + 1)
    resolve_conflict(store, conflict.id, "mine", "丙")
    assert number(store, report_id, "applications.new.total") == str(before + 4)
