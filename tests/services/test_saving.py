"""Saving a section of a draft, alone and beside others."""

from __future__ import annotations

import pytest

from report.errors import ReportError
from report.report import Agency
from services.drafts import resolve_conflict, save_section
from services.errors import ChangeRefused, ReportExists, ReportNotFound
from services.finish import finish
from services.reports import create_report, import_report, open_draft
from services.versions import get_version
from tests.services.helpers import AGENCY, NEW, OLD, blocks, figure, paragraphs, sample, texts


def start(store, report_id, *written):
    """Write 总体情况 and return its revision."""
    return save_section(store, report_id, "overview", 1, {"blocks": blocks(*written)}, "张三").revision


def test_what_was_saved_is_there_on_opening(store, report_id):
    result = save_section(store, report_id, "applications", 1, {NEW: "14", OLD: "3（含补正1件）"}, "张三")
    assert (result.revision, result.merged, result.conflicts) == (2, {}, [])
    draft = open_draft(store, report_id)
    assert draft.revisions["applications"] == 2
    assert figure(store, report_id, NEW) == "14"
    assert draft.report.value("applications.carried_in.person").note == "含补正1件"
    assert draft.updated_by == "张三"


@pytest.mark.parametrize("typed", ["abc", "-5", "10^30", "1.5", "/"])
def test_wrong_figures_are_saved_as_they_are(store, report_id, typed):
    save_section(store, report_id, "applications", 1, {NEW: typed}, "张三")
    value = open_draft(store, report_id).report.value("applications.new.person")
    assert value.text == typed or str(value.number) == typed


def test_a_cell_is_made_blank_again_with_null(store, report_id):
    save_section(store, report_id, "applications", 1, {NEW: "14"}, "张三")
    save_section(store, report_id, "applications", 2, {NEW: None}, "张三")
    assert open_draft(store, report_id).report.value("applications.new.person").is_blank


def test_every_part_of_the_cover_is_saved(store, report_id):
    changes = {
        "title": "示例市司法局2023年政府信息公开工作年度报告",
        "issuer": "示例市司法局",
        "date": "2024-01-20",
        "contact.email": "xxgk@sfj.example",
        "agency.credit_code": "11320800014314799F",
        "introduction": blocks("根据条例编制。"),
        "extra_sections": [{"heading": "七、附件", "after": "other", "blocks": blocks("无")}],
        "headings.review": "四、行政复议、行政诉讼情况",
    }
    save_section(store, report_id, "cover", 1, changes, "张三")
    report = open_draft(store, report_id).report
    assert (report.title, report.issuer, report.date.isoformat()) == (
        changes["title"],
        "示例市司法局",
        "2024-01-20",
    )
    assert (report.contact.email, report.agency.credit_code) == ("xxgk@sfj.example", "11320800014314799F")
    assert [b.text for b in report.introduction] == ["根据条例编制。"]
    assert [e.heading for e in report.extra_sections] == ["七、附件"]
    assert report.headings == {"review": "四、行政复议、行政诉讼情况"}


def test_facts_are_saved_with_their_section(store, report_id):
    save_section(store, report_id, "other", 1, {"facts.processing_fees.charged": "1200.5"}, "张三")
    assert str(open_draft(store, report_id).report.facts["processing_fees.charged"].number) == "1200.5"


def test_what_cannot_be_stored_leaves_everything_as_it_was(store, report_id):
    with pytest.raises(ReportError):
        save_section(store, report_id, "overview", 1, {"blocks": [{"type": "table", "text": "表"}]}, "张三")
    with pytest.raises(ChangeRefused):
        save_section(store, report_id, "applications", 1, {NEW: "14", "values.no.such": "1"}, "张三")
    assert open_draft(store, report_id).revisions["applications"] == 1


def test_a_report_that_there_is_not_cannot_be_saved(store):
    with pytest.raises(ReportNotFound, match="没有这份年度报告"):
        save_section(store, "nosuchreport", "cover", 1, {"title": "x"}, "张三")


def test_different_cells_saved_by_two_are_both_there(store, report_id):
    save_section(store, report_id, "applications", 1, {NEW: "14"}, "张三")
    result = save_section(store, report_id, "applications", 1, {OLD: "3"}, "李四")
    assert (result.merged, result.conflicts) == ({NEW: "14"}, [])
    assert (figure(store, report_id, NEW), figure(store, report_id, OLD)) == ("14", "3")


def test_the_same_figure_saved_by_two_is_no_conflict(store, report_id):
    save_section(store, report_id, "applications", 1, {NEW: "14"}, "张三")
    assert save_section(store, report_id, "applications", 1, {NEW: "１４"}, "李四").conflicts == []


def test_a_save_that_is_sent_again_changes_nothing(store, report_id):
    first = save_section(store, report_id, "applications", 1, {NEW: "14"}, "张三")
    again = save_section(store, report_id, "applications", 1, {NEW: "14"}, "张三")
    assert (again.revision, again.conflicts) == (first.revision, [])


def test_the_same_cell_saved_by_two_keeps_the_first_and_shows_both(store, report_id):
    save_section(store, report_id, "applications", 1, {NEW: "14"}, "张三")
    result = save_section(store, report_id, "applications", 1, {NEW: "15", OLD: "2"}, "李四")
    (conflict,) = result.conflicts
    assert (conflict.path, conflict.base, conflict.theirs, conflict.mine, conflict.who) == (
        NEW,
        None,
        "14",
        "15",
        "李四",
    )
    assert result.merged == {NEW: "14"}
    assert (figure(store, report_id, NEW), figure(store, report_id, OLD)) == ("14", "2")
    assert open_draft(store, report_id).conflicts == [conflict]


def test_a_conflict_sent_again_is_one_conflict(store, report_id):
    save_section(store, report_id, "applications", 1, {NEW: "14"}, "张三")
    for _ in range(2):
        save_section(store, report_id, "applications", 1, {NEW: "15"}, "李四")
    assert len(open_draft(store, report_id).conflicts) == 1


@pytest.mark.parametrize(("choice", "figure_after"), [("mine", "15"), ("theirs", "14")])
def test_a_person_chooses_a_side(store, report_id, choice, figure_after):
    save_section(store, report_id, "applications", 1, {NEW: "14"}, "张三")
    (conflict,) = save_section(store, report_id, "applications", 1, {NEW: "15"}, "李四").conflicts
    assert resolve_conflict(store, conflict.id, choice, "王五").conflicts == []
    assert figure(store, report_id, NEW) == figure_after
    assert open_draft(store, report_id).conflicts == []


def test_a_conflict_is_chosen_only_once(store, report_id):
    save_section(store, report_id, "applications", 1, {NEW: "14"}, "张三")
    (conflict,) = save_section(store, report_id, "applications", 1, {NEW: "15"}, "李四").conflicts
    resolve_conflict(store, conflict.id, "theirs", "王五")
    with pytest.raises(ChangeRefused, match="已经选定"):
        resolve_conflict(store, conflict.id, "mine", "李四")


@pytest.mark.parametrize("choice", ["", "both", "他们的"])
def test_a_figure_has_no_other_choices(store, report_id, choice):
    save_section(store, report_id, "applications", 1, {NEW: "14"}, "张三")
    (conflict,) = save_section(store, report_id, "applications", 1, {NEW: "15"}, "李四").conflicts
    with pytest.raises(ChangeRefused, match="不能这样选择"):
        resolve_conflict(store, conflict.id, choice, "王五")


def test_a_choice_does_not_overwrite_what_was_changed_since(store, report_id):
    save_section(store, report_id, "applications", 1, {NEW: "14"}, "张三")
    (conflict,) = save_section(store, report_id, "applications", 1, {NEW: "15"}, "李四").conflicts
    save_section(store, report_id, "applications", 2, {NEW: "16"}, "张三")
    (renewed,) = resolve_conflict(store, conflict.id, "mine", "李四").conflicts
    assert (renewed.base, renewed.theirs, renewed.mine) == ("14", "16", "15")
    assert figure(store, report_id, NEW) == "16"
    resolve_conflict(store, renewed.id, "mine", "李四")
    assert figure(store, report_id, NEW) == "15"


def test_typing_what_waits_in_a_conflict_chooses_it(store, report_id):
    save_section(store, report_id, "applications", 1, {NEW: "14"}, "张三")
    save_section(store, report_id, "applications", 1, {NEW: "15"}, "李四")
    save_section(store, report_id, "applications", 2, {NEW: "15"}, "李四")
    draft = open_draft(store, report_id)
    assert (draft.conflicts, figure(store, report_id, NEW)) == ([], "15")


def test_different_paragraphs_changed_by_two_are_both_there(store, report_id):
    seen = start(store, report_id, "一", "二", "三")
    save_section(store, report_id, "overview", seen, {"blocks": blocks("一改", "二", "三")}, "张三")
    result = save_section(store, report_id, "overview", seen, {"blocks": blocks("一", "二", "三改", "四")}, "李四")
    assert result.conflicts == []
    assert texts(result.merged["blocks"]) == ["一改", "二", "三改", "四"]
    assert paragraphs(store, report_id) == ["一改", "二", "三改", "四"]


@pytest.mark.parametrize(
    ("choice", "after"),
    [("mine", ["一", "李二", "三"]), ("theirs", ["一", "张二", "三"]), ("both", ["一", "张二", "李二", "三"])],
)
def test_the_same_paragraph_changed_by_two_waits_for_a_choice(store, report_id, choice, after):
    seen = start(store, report_id, "一", "二", "三")
    save_section(store, report_id, "overview", seen, {"blocks": blocks("一", "张二", "三")}, "张三")
    result = save_section(store, report_id, "overview", seen, {"blocks": blocks("一", "李二", "三")}, "李四")
    (conflict,) = result.conflicts
    sides = [texts(side) for side in (conflict.base, conflict.theirs, conflict.mine)]
    assert (conflict.path, sides) == ("blocks", [["二"], ["张二"], ["李二"]])
    assert paragraphs(store, report_id) == ["一", "张二", "三"]
    resolve_conflict(store, conflict.id, choice, "王五")
    assert paragraphs(store, report_id) == after


def test_two_texts_that_differ_everywhere_wait_as_a_whole(store, report_id):
    seen = start(store, report_id, *map(str, range(30)))
    ours, yours = ([f"{name}{n}" for n in range(30)] for name in "张李")
    save_section(store, report_id, "overview", seen, {"blocks": blocks(*ours)}, "张三")
    (conflict,) = save_section(store, report_id, "overview", seen, {"blocks": blocks(*yours)}, "李四").conflicts
    assert (texts(conflict.theirs), texts(conflict.mine)) == (ours, yours)
    assert paragraphs(store, report_id) == ours
    resolve_conflict(store, conflict.id, "mine", "李四")
    assert paragraphs(store, report_id) == yours


def test_a_paragraph_is_chosen_in_a_text_that_has_changed_around_it(store, report_id):
    seen = start(store, report_id, "一", "二", "三")
    save_section(store, report_id, "overview", seen, {"blocks": blocks("一", "张二", "三")}, "张三")
    result = save_section(store, report_id, "overview", seen, {"blocks": blocks("一", "李二", "三")}, "李四")
    later = blocks("零", "一", "张二", "三改")
    save_section(store, report_id, "overview", result.revision, {"blocks": later}, "张三")
    assert resolve_conflict(store, result.conflicts[0].id, "mine", "李四").conflicts == []
    assert paragraphs(store, report_id) == ["零", "一", "李二", "三改"]


def test_a_section_taken_out_by_one_and_changed_by_the_other_waits_for_a_choice(store, report_id):
    seen = start(store, report_id, "一")
    save_section(store, report_id, "overview", seen, {"blocks": blocks("一改")}, "张三")
    (conflict,) = save_section(store, report_id, "overview", seen, {"blocks": None}, "李四").conflicts
    assert paragraphs(store, report_id) == ["一改"]
    resolve_conflict(store, conflict.id, "mine", "李四")
    assert "overview" not in open_draft(store, report_id).report.narrative


@pytest.mark.parametrize("revision", [0, -1, 99, 10**30])
def test_changes_from_a_revision_that_nobody_knows_never_overwrite(store, report_id, revision):
    save_section(store, report_id, "applications", 1, {NEW: "14"}, "张三")
    result = save_section(store, report_id, "applications", revision, {NEW: "15", OLD: "3"}, "李四")
    assert [(c.path, c.base, c.theirs, c.mine) for c in result.conflicts] == [
        (NEW, None, "14", "15"),
        (OLD, None, None, "3"),
    ]
    assert result.merged == {NEW: "14", OLD: None}
    assert figure(store, report_id, NEW) == "14"


def test_text_from_a_revision_that_nobody_knows_never_overwrites(store, report_id):
    start(store, report_id, "一", "二")
    result = save_section(store, report_id, "overview", 99, {"blocks": blocks("一", "二改")}, "李四")
    assert [(texts(c.theirs), texts(c.mine)) for c in result.conflicts] == [(["二"], ["二改"])]
    assert paragraphs(store, report_id) == ["一", "二"]


def test_a_revision_is_known_for_a_week_however_many_saves_follow(store, report_id, clock):
    for n in range(1, 80):
        save_section(store, report_id, "applications", n, {NEW: str(n)}, "张三")
    clock.pass_by(days=6)
    result = save_section(store, report_id, "applications", 1, {OLD: "3"}, "李四")
    assert result.conflicts == []
    assert result.merged[NEW] == "79"


def test_after_a_week_the_last_fifty_revisions_are_known(store, report_id, clock):
    for n in range(1, 80):
        save_section(store, report_id, "applications", n, {NEW: str(n)}, "张三")
    clock.pass_by(days=8)
    save_section(store, report_id, "applications", 80, {NEW: "80"}, "张三")
    assert save_section(store, report_id, "applications", 81 - 49, {OLD: "3"}, "李四").conflicts == []
    assert [c.path for c in save_section(store, report_id, "applications", 20, {OLD: "4"}, "李四").conflicts] == [OLD]


def test_a_new_name_of_the_agency_finds_the_report(store, report_id):
    save_section(store, report_id, "cover", 1, {"agency.name": "示例市司法局（新）"}, "张三")
    assert create_report(store, agency=AGENCY, year=2023, who="李四") != report_id


def test_the_name_of_another_report_of_the_year_is_refused(store, report_id):
    other = create_report(store, agency=Agency("示例市财政局"), year=2023, who="张三")
    with pytest.raises(ReportExists, match="示例市司法局") as refusal:
        save_section(store, other, "cover", 1, {"agency.name": "示例市司法局"}, "张三")
    assert refusal.value.report_id == report_id


def test_saving_a_finished_report_makes_it_a_draft_and_keeps_the_final_version(store):
    finished = import_report(store, sample("demo"), "张三")
    version = finish(store, finished, "局长")
    save_section(store, finished, "cover", 1, {"issuer": "新落款"}, "张三")
    draft = open_draft(store, finished)
    assert (draft.state, draft.report.issuer) == ("draft", "新落款")
    kept = get_version(store, finished, version.number)
    assert (kept.final, kept.report) == (True, sample("demo"))


def test_a_save_without_a_change_leaves_a_report_finished(store):
    finished = import_report(store, sample("demo"), "张三")
    finish(store, finished, "局长")
    save_section(store, finished, "cover", 1, {"issuer": sample("demo").issuer}, "张三")
    assert open_draft(store, finished).state == "final"
