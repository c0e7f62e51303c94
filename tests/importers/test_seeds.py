"""The five web pages saved as text, each flattened in its own way, are read exactly."""

from __future__ import annotations

import json
from functools import cache

import pytest

from importers import Imported, read_file, to_record
from report.record import write_report
from tests.importers.expected import SEEDS, SOURCES, imported, tally, truth, words

ANSHAN, TAONAN, UNNAMED, HUAIHUA, PUTUO = SEEDS


@cache
def seed(name: str) -> Imported:
    return imported(SOURCES / f"{name}.txt")


@pytest.mark.parametrize("name", SEEDS)
def test_every_cell_is_read_as_printed(name: str) -> None:
    result = tally(seed(name), truth(name))
    assert (result.flagged, result.wrong) == ([], [])


@pytest.mark.parametrize("name", SEEDS)
def test_title_text_headings_and_date_are_kept_letter_for_letter(name: str) -> None:
    assert words(write_report(seed(name).report)) == words(truth(name))


@pytest.mark.parametrize("name", SEEDS)
def test_agency_and_kind_are_told_where_the_source_tells_them(name: str) -> None:
    agency = seed(name).report.agency
    assert {"name": agency.name, "kind": agency.kind} == truth(name)["agency"]


@pytest.mark.parametrize("name", SEEDS)
def test_all_three_tables_are_recognised_as_of_2019(name: str) -> None:
    assert dict(seed(name).tables_format) == dict.fromkeys(("proactive", "applications", "review"), "2019")


@pytest.mark.parametrize("name", SEEDS)
def test_every_value_says_where_it_stands(name: str) -> None:
    found = seed(name)
    assert [cell for cell in found.report.values if not found.provenance[cell].where.startswith("第")] == []
    assert [cell for cell in found.report.values if not found.provenance[cell].snippet] == []


@pytest.mark.parametrize("name", SEEDS)
def test_the_json_without_its_additions_is_a_file_of_record(name: str) -> None:
    again = read_file("again.json", json.dumps(to_record(seed(name))).encode())
    assert again.report == seed(name).report


def test_only_the_amount_without_a_unit_is_doubtful_in_putuo() -> None:
    doubts = {cell: p.doubt for cell, p in seed(PUTUO).provenance.items() if p.doubt}
    assert doubts == {"proactive.procurement.amount": "无单位"}


def test_the_column_huaihua_does_not_print_is_blank_and_said_to_be_missing() -> None:
    doubts = {cell: p.doubt for cell, p in seed(HUAIHUA).provenance.items() if p.doubt}
    assert doubts == {
        "proactive.regulations.published_total": "原表没有印这一栏",
        "proactive.normative.published_total": "原表没有印这一栏",
    }


@pytest.mark.parametrize("name", [ANSHAN, TAONAN, UNNAMED])
def test_clean_tables_leave_no_doubt(name: str) -> None:
    assert [cell for cell, p in seed(name).provenance.items() if p.doubt] == []


def test_what_the_web_page_adds_is_listed_and_not_taken_for_text() -> None:
    assert [s.text for s in seed(PUTUO).not_understood] == ["验证码", "全部评论"]
    assert [s.text for s in seed(HUAIHUA).not_understood] == ["發布時間:2021-01-25 14:59信息來源:市財政局"]


def test_cleaning_is_offered_for_pinyin_and_traditional_characters_and_the_original_kept() -> None:
    offers = seed(ANSHAN).cleaning
    offer = next(o for o in offers if o.section == "problems" and "創(chuàng)新能力" in o.original)
    assert "创新能力" in offer.cleaned
    assert offer.original == seed(ANSHAN).report.blocks("problems")[offer.block].text


def test_the_leftover_keyword_of_the_page_is_offered_to_be_removed() -> None:
    offer = next(o for o in seed(HUAIHUA).cleaning if "关键词2" in o.original)
    assert "关键词" not in offer.cleaned


def test_a_year_or_agency_that_is_not_stated_is_doubtful() -> None:
    assert set(seed(UNNAMED).doubts) == {"year", "agency"}
    assert set(seed(TAONAN).doubts) == {"agency"}
    assert dict(seed(PUTUO).doubts) == {}
