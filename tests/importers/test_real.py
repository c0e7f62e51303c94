"""Real reports found in the wild: every figure right or flagged, agency, year and title as printed."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from importers import Imported
from tests.importers.expected import SAMPLES, imported, tally, truth

REAL = SAMPLES / "real"
NAMES = sorted(file.stem for file in REAL.glob("*.json"))
# Blank cells that leave only blank lines: which column the one figure stands in cannot be told.
LEFT_BLANK = {"tuofeng-street-2020": {"applications.new.total", "applications.carried_in.total"}}


def source_of(name: str) -> Path:
    (file,) = (file for file in REAL.glob(f"{name}.*") if file.suffix != ".json")
    return file


@cache
def real(name: str) -> Imported:
    return imported(source_of(name))


@pytest.mark.parametrize("name", NAMES)
def test_no_cell_is_wrong_and_none_is_left_out_that_can_be_told(name: str) -> None:
    result = tally(real(name), truth(name, REAL))
    assert result.wrong == []
    assert set(result.flagged) == LEFT_BLANK.get(name, set())


@pytest.mark.parametrize("name", NAMES)
def test_format_year_agency_and_title_are_those_the_source_states(name: str) -> None:
    expected, report = truth(name, REAL), real(name).report
    assert (report.format.id, report.year, report.title) == (
        expected["format"], expected["year"], expected.get("title", ""),
    )  # fmt: skip
    assert report.agency.name == expected.get("agency", "（原文未载机关名称）")


def test_blanks_of_a_table_with_figures_are_proposed_as_zeros_and_stay_blank() -> None:
    found = real("shanghai-office-2019")
    assert len(found.proposed_zeros) == 135
    assert all(found.report.value(cell).is_blank for cell in found.proposed_zeros)
    assert "applications.granted.total" in found.proposed_zeros


def test_a_row_the_form_does_not_have_is_listed_not_placed() -> None:
    (unknown,) = (s for s in real("huangpi-street-2020").not_understood if s.text.startswith("其他主动公开文件"))
    assert unknown.reason == "没有认出是表中的哪一行"


def test_an_amount_in_yuan_becomes_one_in_ten_thousand_yuan() -> None:
    assert str(real("shanghai-office-2019").report.value("proactive.procurement.amount").number) == "25.1"


def test_issuer_and_date_at_the_end_are_read() -> None:
    report = real("shuyang-county-2025").report
    assert (report.issuer, str(report.date)) == ("沐阳县人民政府", "2026-01-23")
    assert str(report.facts["processing_fees.received"].number) == "380.00"
