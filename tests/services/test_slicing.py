"""A report cut into slices is the same report when put together."""

from __future__ import annotations

from dataclasses import replace

import pytest

from report.errors import ReportError
from report.loading import load_format
from report.report import Explanation
from services.drafts import assemble, slices
from services.errors import ChangeRefused
from services.slicing import flatten, read_changes, section_ids, unflatten
from tests.services.helpers import NEW, blocks, sample, samples


@pytest.mark.parametrize("name", samples())
def test_every_sample_comes_back_as_it_was(name):
    report = sample(name)
    assert assemble(report.format.id, report.year, slices(report)) == report


@pytest.mark.parametrize("name", samples())
def test_every_slice_comes_back_from_its_flat_form(name):
    for section, content in slices(sample(name)).items():
        flat = flatten(section, content)
        assert flatten(section, unflatten(section, flat)) == {k: v for k, v in flat.items() if v is not None}


def test_a_report_of_figures_only_stays_one():
    report = replace(sample("demo"), narrative=None)
    assert assemble("2021", 2023, slices(report)).narrative is None


def test_a_report_whose_text_is_all_missing_is_not_one_of_figures_only():
    report = replace(sample("demo"), narrative={})
    assert assemble("2021", 2023, slices(report)).narrative == {}


def test_explanations_are_a_slice_of_their_own():
    given = (Explanation("C2:proactive.normative", "修订两件", {"proactive.normative.in_force": "3"}),)
    report = replace(sample("demo"), explanations=given)
    assert list(slices(report)["explanations"]) == ["C2:proactive.normative"]
    assert assemble("2021", 2023, slices(report)).explanations == given


def test_slices_are_named_after_the_sections_of_the_format():
    report = sample("demo")
    assert tuple(slices(report)) == section_ids(report.format)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("14", "14"),
        ("１，２３４件", "1234"),
        ("22（其中修订16件）", {"number": "22", "note": "其中修订16件"}),
        ("abc", {"text": "abc", "doubt": "不是数字"}),
        ("10^30", {"text": "10^30", "doubt": "不是数字"}),
        ("1" + "0" * 30, {"text": "1" + "0" * 30, "doubt": "数字过大"}),
        ("-3", "-3"),
        ("", None),
        (None, None),
        ({"text": "2,232,951", "doubt": "无单位"}, {"text": "2,232,951", "doubt": "无单位"}),
    ],
)
def test_a_figure_is_read_as_in_the_file_of_record_and_never_refused(typed, stored):
    assert read_changes(load_format("2021"), "applications", 2023, {NEW: typed}) == {NEW: stored}


@pytest.mark.parametrize(
    ("section", "path"),
    [
        ("applications", "values.no.such.cell"),
        ("applications", "values.proactive.regulations.issued"),
        ("applications", "year"),
        ("proactive", "facts.processing_fees.notices"),
        ("cover", "year"),
        ("cover", "agency.rank"),
        ("cover", "headings.nowhere"),
        ("explanations", ""),
    ],
)
def test_a_place_that_the_slice_has_not_is_refused_by_name(section, path):
    with pytest.raises(ChangeRefused, match="没有这些内容") as refusal:
        read_changes(load_format("2021"), section, 2023, {path: "1"})
    assert path in str(refusal.value)


def test_a_cell_of_another_format_is_refused():
    with pytest.raises(ChangeRefused, match=r"proactive\.procurement\.amount"):
        read_changes(load_format("2021"), "proactive", 2023, {"values.proactive.procurement.amount": "1"})


def test_a_section_that_the_format_has_not_is_refused():
    with pytest.raises(ChangeRefused, match="没有名为“annex”的部分"):
        read_changes(load_format("2021"), "annex", 2023, {"blocks": []})


def test_a_paste_of_five_megabytes_into_a_cell_is_refused_with_its_size():
    with pytest.raises(ChangeRefused, match="5000000 字，超过 2000 字的上限，没有保存"):
        read_changes(load_format("2021"), "applications", 2023, {NEW: "1" * 5_000_000})


def test_a_paste_of_five_megabytes_into_text_is_refused_with_its_size():
    pasted = blocks(*["文" * 50_000] * 100)
    with pytest.raises(ChangeRefused, match="字的上限，没有保存"):
        read_changes(load_format("2021"), "overview", 2023, {"blocks": pasted})


def test_an_agency_without_a_name_is_refused():
    with pytest.raises(ReportError, match="机关名称不能为空"):
        read_changes(load_format("2021"), "cover", 2023, {"agency.name": "  "})


def test_a_date_that_is_none_is_refused():
    with pytest.raises(ReportError, match="2024-13-45"):
        read_changes(load_format("2021"), "cover", 2023, {"date": "2024-13-45"})


def test_a_lone_change_of_the_cover_leaves_the_rest_out():
    read = read_changes(
        load_format("2021"), "cover", 2023, {"contact.email": " a@b.example ", "agency.kind": "township"}
    )
    assert read == {"contact.email": "a@b.example", "agency.kind": "township"}


def test_a_section_is_taken_out_with_null():
    assert read_changes(load_format("2021"), "other", 2023, {"blocks": None}) == {"blocks": None}
