"""定稿, 说明, and final export: what bars them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checks import check
from report.errors import NianbaoError
from report.numbers import Value
from report.record import load_report
from report.report import Agency
from services.drafts import save_section
from services.errors import ChangeRefused, ExportRefused
from services.exports import barring, export
from services.finish import FinishRefused, explain, finish
from services.reports import create_report, import_report, list_reports, open_draft
from services.versions import list_versions
from tests.services.helpers import NEW, sample

LAST_YEAR_OPEN = "values.applications.carried_out.person"


def warned(store):
    """A complete report with one warning: its stock of regulations is far from last year's."""
    report_id = import_report(store, sample("demo"), "张三")
    value = {"number": "1", "note": ""}
    save_section(store, report_id, "proactive", 1, {"values.proactive.normative.in_force": value}, "张三")
    return report_id


def test_a_complete_report_is_finished_once(store):
    report_id = import_report(store, sample("demo"), "张三")
    version = finish(store, report_id, "局长")
    assert (version.number, version.reason, version.final, version.who) == (2, "final", True, "局长")
    assert version.report == sample("demo")
    assert open_draft(store, report_id).state == "final"
    assert finish(store, report_id, "局长") == version
    assert len(list_versions(store, report_id)) == 2


def test_a_report_with_broken_sums_is_not_finished(store):
    report_id = import_report(store, sample("001"), "张三")
    with pytest.raises(FinishRefused, match=r"还不能定稿：有 8 条强制性问题") as refusal:
        finish(store, report_id, "局长")
    assert [f.kind for f in refusal.value.findings] == ["relation"] * 8
    assert open_draft(store, report_id).state == "draft"


def test_a_blank_report_is_not_finished(store, report_id):
    with pytest.raises(FinishRefused) as refusal:
        finish(store, report_id, "局长")
    assert {f.kind for f in refusal.value.findings} == {"blank", "section"}


def test_a_report_of_figures_only_lacks_its_text(store):
    report_id = import_report(store, replace(sample("demo"), narrative=None), "张三")
    with pytest.raises(FinishRefused) as refusal:
        finish(store, report_id, "局长")
    assert {f.kind for f in refusal.value.findings} == {"section"}


def test_an_open_conflict_bars(store):
    report_id = import_report(store, sample("demo"), "张三")
    number = str(sample("demo").value("applications.new.person").number)
    save_section(store, report_id, "applications", 1, {NEW: "1000"}, "张三")
    save_section(store, report_id, "applications", 1, {NEW: "1001"}, "李四")
    save_section(store, report_id, "applications", 2, {NEW: number}, "张三")
    with pytest.raises(FinishRefused, match="1 处两人都改过的内容没有选定") as refusal:
        finish(store, report_id, "局长")
    assert (refusal.value.findings, refusal.value.conflicts) == ([], 1)


def test_a_warning_bars_until_it_is_explained(store):
    report_id = warned(store)
    with pytest.raises(FinishRefused, match="1 条没有说明的核实性问题") as refusal:
        finish(store, report_id, "局长")
    (warning,) = refusal.value.findings
    explain(store, report_id, warning.key, "其余文件自然失效。", "张三")
    version = finish(store, report_id, "局长")
    assert [e.text for e in version.report.explanations] == ["其余文件自然失效。"]


def test_an_explanation_holds_only_for_the_contents_it_was_given_for(store):
    report_id = warned(store)
    (warning,) = barring(open_draft(store, report_id).report)
    explain(store, report_id, warning.key, "其余文件自然失效。", "张三")
    save_section(store, report_id, "proactive", 2, {"values.proactive.normative.in_force": "0"}, "张三")
    assert [f.key for f in barring(open_draft(store, report_id).report)] == [warning.key]


def test_an_explanation_is_taken_back_with_an_empty_one(store):
    report_id = warned(store)
    (warning,) = barring(open_draft(store, report_id).report)
    explain(store, report_id, warning.key, "其余文件自然失效。", "张三")
    explain(store, report_id, warning.key, " ", "张三")
    assert open_draft(store, report_id).report.explanations == ()


def test_two_explanations_of_one_finding_wait_for_a_choice(store):
    report_id = warned(store)
    (warning,) = barring(open_draft(store, report_id).report)
    explain(store, report_id, warning.key, "张三的说明", "张三", base_revision=1)
    explain(store, report_id, warning.key, "李四的说明", "李四", base_revision=1)
    (conflict,) = open_draft(store, report_id).conflicts
    assert (conflict.section, conflict.path) == ("explanations", warning.key)
    assert (conflict.theirs["text"], conflict.mine["text"]) == ("张三的说明", "李四的说明")


@pytest.mark.parametrize("key", ["A1:applications.new:rows", "no such finding"])
def test_only_a_warning_that_there_is_can_be_explained(store, key):
    report_id = import_report(store, sample("001"), "张三")
    with pytest.raises(ChangeRefused, match="不需要说明"):
        explain(store, report_id, key, "说明", "张三")


def test_last_years_figures_bar_where_they_do_not_carry_over(store):
    last = import_report(store, sample("demo"), "张三")
    this_year = replace(sample("demo"), year=2024, title="")
    report_id = import_report(store, this_year, "张三")
    draft = open_draft(store, report_id)
    assert draft.previous == open_draft(store, last).report
    assert {f.code for f in check(draft.report, draft.previous) if f.severity == "warning"} >= {"D1"}
    with pytest.raises(FinishRefused, match="核实性"):
        finish(store, report_id, "局长")


def test_the_list_counts_what_stands_in_the_way(store, report_id):
    import_report(store, sample("001"), "张三")
    import_report(store, sample("003"), "张三")
    warned(store)
    found = {(s.agency_name, s.year): (s.errors, s.warnings, s.blanks) for s in list_reports(store)}
    cells = len(open_draft(store, report_id).report.format.cells)
    assert found["洮南市人民政府", 2019] == (8, 0, 0)
    assert found["懷化市財政局", 2020] == (0, 0, 2)
    assert found["示例市民政局", 2023] == (0, 1, 0)
    assert found["示例市司法局", 2023] == (3, 0, cells)


def test_the_list_counts_anew_when_a_figure_or_last_years_changes(store):
    last = import_report(store, sample("hongze-2023"), "张三")
    this = import_report(store, sample("hongze-2024"), "张三")
    line = {s.id: s for s in list_reports(store)}
    # Four counts of the later year are far from those of the year before.
    assert (line[this].errors, line[this].warnings) == (0, 4)
    save_section(store, last, "applications", 1, {LAST_YEAR_OPEN: "999"}, "张三")
    line = {s.id: s for s in list_reports(store)}
    # What was carried over no longer agrees, for persons and in total; nor is the total of open requests near.
    assert line[this].warnings == 7


def test_a_final_export_is_refused_while_a_finding_bars():
    with pytest.raises(ExportRefused, match=r"有 8 条强制性问题.*可以先导出草稿") as refusal:
        export(sample("001"), "json", draft=False)
    assert len(refusal.value.findings) == 8


def test_a_final_export_of_figures_only_is_refused():
    with pytest.raises(ExportRefused):
        export(replace(sample("demo"), narrative=None), "json", draft=False)


def test_a_draft_is_exported_whatever_it_holds():
    assert load_report(export(sample("001"), "json", draft=True)) == sample("001")


def test_there_is_no_export_to_a_format_that_is_not_known():
    with pytest.raises(NianbaoError, match=r"不能导出为“odt”，可用：.*html"):
        export(sample("demo"), "odt", draft=True)


def test_a_warning_about_last_year_bars_a_final_export_too():
    report = replace(sample("demo"), year=2024, title="")
    assert export(report, "json", draft=False)
    with pytest.raises(ExportRefused, match="核实性"):
        export(report, "json", draft=False, previous=sample("demo"))


def test_a_figure_that_was_not_read_bars():
    values = {**sample("demo").values, "applications.new.person": Value(text="十四", doubt="不是数字")}
    assert "number" in {f.kind for f in barring(replace(sample("demo"), values=values))}


def test_a_new_report_says_what_is_missing(store):
    report_id = create_report(store, agency=Agency("示例区", "government"), year=2020, who="张三")
    found = barring(open_draft(store, report_id).report)
    assert {"overview", "problems", "other"} <= {f.section for f in found if f.kind == "section"}
