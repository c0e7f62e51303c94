"""The reports there are: made, found, listed, put away and brought back."""

from __future__ import annotations

import pytest

from report.errors import NianbaoError
from report.report import Agency
from services.demo import load_demo
from services.drafts import save_section
from services.errors import ReportExists, ReportNotFound
from services.reports import (
    create_report,
    delete_report,
    import_report,
    list_deleted,
    list_reports,
    open_draft,
    restore_report,
)
from services.versions import list_versions
from tests.services.helpers import AGENCY, NEW, figure, sample, samples


@pytest.mark.parametrize(("year", "format_id"), [(2019, "2019"), (2020, "2019"), (2021, "2021"), (2026, "2021")])
def test_the_year_chooses_the_format(store, year, format_id):
    report_id = create_report(store, agency=AGENCY, year=year, who="张三")
    assert open_draft(store, report_id).report.format.id == format_id


@pytest.mark.parametrize("year", [2018, 1999, -1])
def test_a_year_without_a_format_is_refused(store, year):
    with pytest.raises(NianbaoError, match=f"没有适用于 {year} 年度的报告格式"):
        create_report(store, agency=AGENCY, year=year, who="张三")
    assert list_reports(store) == []


def test_a_year_out_of_all_measure_is_refused(store):
    with pytest.raises(NianbaoError, match="year"):
        create_report(store, agency=AGENCY, year=10**30, who="张三")


def test_an_agency_without_a_name_is_refused(store):
    with pytest.raises(NianbaoError, match="机关名称不能为空"):
        create_report(store, agency=Agency(" "), year=2023, who="张三")


def test_a_new_report_is_blank_and_asks_for_every_mandated_text(store, report_id):
    draft = open_draft(store, report_id)
    assert (draft.state, draft.report.agency, draft.report.year) == ("draft", AGENCY, 2023)
    assert draft.report.values == {}
    assert draft.report.narrative == {"overview": (), "problems": (), "other": ()}
    assert set(draft.revisions.values()) == {1}


def test_an_agency_has_one_report_a_year(store, report_id):
    with pytest.raises(ReportExists, match="“示例市司法局”2023 年度的报告已经有了") as refusal:
        create_report(store, agency=AGENCY, year=2023, who="李四")
    assert refusal.value.report_id == report_id
    create_report(store, agency=AGENCY, year=2024, who="李四")


def test_names_that_differ_in_blanks_only_are_one_agency(store, report_id):
    with pytest.raises(ReportExists):
        create_report(store, agency=Agency(" 示例市司法局 "), year=2023, who="李四")


@pytest.mark.parametrize("name", samples())
def test_an_imported_report_opens_as_it_was(store, name):
    report_id = import_report(store, sample(name), "张三")
    assert open_draft(store, report_id).report == sample(name)


def test_a_report_is_imported_once(store):
    report_id = import_report(store, sample("001"), "张三")
    with pytest.raises(ReportExists) as refusal:
        import_report(store, sample("001"), "张三")
    assert refusal.value.report_id == report_id


def test_last_years_report_is_the_same_agencys(store):
    last = import_report(store, sample("hongze-2023"), "张三")
    this = import_report(store, sample("hongze-2024"), "张三")
    assert open_draft(store, this).previous == sample("hongze-2023")
    assert open_draft(store, last).previous is None


def test_the_list_starts_with_the_latest_year(store, report_id):
    for name in ("001", "hongze-2024"):
        import_report(store, sample(name), "李四")
    assert [(s.year, s.updated_by) for s in list_reports(store)] == [(2024, "李四"), (2023, "张三"), (2019, "李四")]


def test_a_deleted_report_is_in_the_trash_and_nowhere_else(store, report_id):
    save_section(store, report_id, "applications", 1, {NEW: "14"}, "张三")
    delete_report(store, report_id, "李四")
    assert list_reports(store) == []
    assert [(d.id, d.deleted_by) for d in list_deleted(store)] == [(report_id, "李四")]
    for act in (
        lambda: open_draft(store, report_id),
        lambda: save_section(store, report_id, "applications", 2, {NEW: "15"}, "张三"),
        lambda: list_versions(store, report_id),
        lambda: delete_report(store, report_id, "李四"),
    ):
        with pytest.raises(ReportNotFound):
            act()


def test_a_deleted_report_comes_back_whole(store, report_id):
    save_section(store, report_id, "applications", 1, {NEW: "14"}, "张三")
    delete_report(store, report_id, "李四")
    restore_report(store, report_id, "王五")
    assert (figure(store, report_id, NEW), list_deleted(store)) == ("14", [])
    assert [(v.number, v.reason) for v in list_versions(store, report_id)] == [(1, "before-delete")]


def test_a_report_does_not_come_back_over_its_successor(store, report_id):
    delete_report(store, report_id, "张三")
    successor = create_report(store, agency=AGENCY, year=2023, who="张三")
    with pytest.raises(ReportExists) as refusal:
        restore_report(store, report_id, "张三")
    assert refusal.value.report_id == successor
    assert [d.id for d in list_deleted(store)] == [report_id]


def test_a_deleted_report_is_nobodys_last_year(store):
    last = import_report(store, sample("hongze-2023"), "张三")
    this = import_report(store, sample("hongze-2024"), "张三")
    delete_report(store, last, "张三")
    assert open_draft(store, this).previous is None


def test_the_demonstration_is_every_sample_as_published(store):
    assert load_demo(store) == len(samples())
    listed = {(s.agency_name, s.year): s.id for s in list_reports(store)}
    for name in samples():
        report = sample(name)
        assert open_draft(store, listed[report.agency.name, report.year]).report == report


def test_the_demonstration_never_adds_to_a_store_in_use(store, report_id):
    delete_report(store, report_id, "张三")
    assert load_demo(store) == 0
    assert list_reports(store) == []
