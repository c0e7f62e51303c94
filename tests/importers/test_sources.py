"""The real PDFs and the blank form are read exactly, each table in the format it was printed in."""

from __future__ import annotations

from functools import cache

import pytest

from importers import Imported
from report.record import write_report
from tests.importers.expected import SAMPLES, SOURCES, imported, tally, truth, words

HONGZE = ("hongze-2023", "hongze-2024")


@cache
def source(name: str) -> Imported:
    return imported(SOURCES / name)


@pytest.mark.parametrize("name", HONGZE)
def test_every_cell_of_the_pdf_is_read_as_printed(name: str) -> None:
    result = tally(source(f"{name}.pdf"), truth(name))
    assert (result.flagged, result.wrong) == ([], [])


@pytest.mark.parametrize("name", HONGZE)
def test_the_lines_of_the_pdf_are_joined_into_its_paragraphs(name: str) -> None:
    assert words(write_report(source(f"{name}.pdf").report)) == words(truth(name))


@pytest.mark.parametrize("name", HONGZE)
def test_the_agency_gets_its_full_name_and_the_fee_its_amount(name: str) -> None:
    record = write_report(source(f"{name}.pdf").report)
    assert record["agency"] == truth(name)["agency"]
    assert record["processing_fees"] == truth(name)["processing_fees"]


@pytest.mark.parametrize("name", HONGZE)
def test_the_undivided_row_of_2019_is_kept_aside_and_its_zeros_are_flagged(name: str) -> None:
    found = source(f"{name}.pdf")
    assert found.tables_format == {"proactive": "2021", "applications": "2019", "review": "2021"}
    assert {item.cell for item in found.not_placed} == {
        f"applications.other.{column}"
        for column in ("person", "business", "research", "welfare", "legal", "other_org", "total")
    }
    flagged = {cell for cell, p in found.provenance.items() if p.doubt and cell.startswith("applications.other.")}
    assert len(flagged) == 21


@pytest.mark.parametrize("name", HONGZE)
def test_every_figure_has_its_place_on_the_page(name: str) -> None:
    found = source(f"{name}.pdf")
    assert [cell for cell in found.report.values if found.provenance[cell].place is None] == []
    page, box = found.provenance["applications.new.person"].place or (0, (0, 0, 0, 0))
    assert page == 3
    assert box[0] < box[2] <= 595
    assert box[1] < box[3] <= 842


def test_the_blank_form_reads_as_all_blank_with_no_zero_proposed() -> None:
    found = source("blank-2021-form.docx")
    assert dict(found.report.values) == {}
    assert found.proposed_zeros == ()
    assert found.tables_format == {"proactive": "2021", "applications": "2021", "review": "2021"}
    assert {p.doubt for p in found.provenance.values()} == {"原表此格空白"}


def test_our_own_data_file_comes_back_as_it_was() -> None:
    found = imported(SAMPLES / "demo-2023.json")
    assert tally(found, truth("demo-2023")).right == 200
    assert words(write_report(found.report)) == words(truth("demo-2023"))
