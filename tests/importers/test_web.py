"""However a web page marks its tables up, each figure is read in its cell, and blanks stay where they are."""

from __future__ import annotations

import pytest

from importers import read_file
from report.record import write_report
from report.report import Report
from tests.importers.expected import Tally, tally
from tests.importers.test_copies import distinct
from tests.importers.test_layouts import UNIT_LOST, filled, with_blanks
from tests.importers.web import PAGES, total_first


def read_back(report: Report, markup: str) -> Tally:
    found = read_file("page.html", markup.encode())
    assert found.report.format.id == report.format.id
    return tally(found, write_report(report))


@pytest.mark.parametrize("made", PAGES)
@pytest.mark.parametrize("format_id", ["2019", "2021"])
def test_every_figure_is_read_in_its_cell(format_id: str, made: str) -> None:
    report = distinct(format_id)
    result = read_back(report, PAGES[made](report))
    assert (result.wrong, set(result.flagged) - UNIT_LOST) == ([], set())


@pytest.mark.parametrize("made", PAGES)
@pytest.mark.parametrize("format_id", ["2019", "2021"])
def test_blank_cells_stay_blank_and_move_nothing(format_id: str, made: str) -> None:
    report = with_blanks(filled(format_id, 3, (0, 0, 0, 8, 45)))
    result = read_back(report, PAGES[made](report))
    assert (result.wrong, set(result.flagged) - UNIT_LOST) == ([], set())


def test_columns_of_table_3_in_another_order_carry_a_doubt() -> None:
    found = read_file("page.html", total_first(distinct("2021")).encode())
    assert found.provenance["applications.new.person"].doubt == "栏目的次序似与格式不同"


def test_a_blank_total_row_is_not_taken_for_the_row_of_the_last_table() -> None:
    report = with_blanks(filled("2021", 3, (0, 0, 0, 8, 45)))
    values = {c: v for c, v in report.values.items() if not c.startswith("applications.total.")}
    markup = PAGES["spans_lost"](Report(**{**vars(report), "values": values}))
    for section in report.format.sections[1:4]:
        markup = markup.replace(section.heading, "")
    found = read_file("page.html", markup.encode())
    assert found.report.value("applications.total.legal").is_blank
