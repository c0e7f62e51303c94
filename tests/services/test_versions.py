"""Versions: numbered, never changed, compared, gone back to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from report.narrative import Block
from report.report import ExtraSection
from services.drafts import save_section
from services.errors import ChangeRefused
from services.reports import create_report, import_report, open_draft
from services.versions import (
    diff_versions,
    get_version,
    list_versions,
    make_version,
    restore_version,
    version_after_pause,
)
from tests.services.helpers import AGENCY, NEW, blocks, figure, sample


def history(store, report_id):
    """(number, reason, who) of every version, newest first."""
    return [(v.number, v.reason, v.who) for v in list_versions(store, report_id)]


def test_a_new_report_has_no_version(store, report_id):
    assert history(store, report_id) == []


def test_an_imported_report_is_its_version_one(store):
    report_id = import_report(store, sample("001"), "张三")
    assert history(store, report_id) == [(1, "import", "张三")]
    assert get_version(store, report_id, 1).report == sample("001")


def test_a_version_keeps_what_stood_then(store, report_id):
    save_section(store, report_id, "applications", 1, {NEW: "14"}, "张三")
    version = make_version(store, report_id, "manual", "张三", "送审前")
    save_section(store, report_id, "applications", 2, {NEW: "15"}, "张三")
    kept = get_version(store, report_id, version.number)
    assert (str(kept.report.value("applications.new.person").number), kept.note) == ("14", "送审前")


def test_there_is_no_version_that_was_not_made(store, report_id):
    assert get_version(store, report_id, 7) is None


def test_a_version_is_made_for_no_reason_that_is_not_known(store, report_id):
    with pytest.raises(ChangeRefused):
        make_version(store, report_id, "because", "张三")


def test_a_save_after_a_pause_keeps_what_stood_before_it(store, report_id, clock):
    save_section(store, report_id, "applications", 1, {NEW: "14"}, "张三")
    clock.pass_by(minutes=10)
    save_section(store, report_id, "applications", 2, {NEW: "15"}, "李四")
    assert history(store, report_id) == [(1, "pause", "张三")]
    assert str(get_version(store, report_id, 1).report.value("applications.new.person").number) == "14"


def test_saves_without_a_pause_make_no_version(store, report_id, clock):
    for n in range(1, 5):
        save_section(store, report_id, "applications", n, {NEW: str(n)}, "张三")
        clock.pass_by(minutes=9)
    assert history(store, report_id) == []


def test_opening_after_a_pause_keeps_what_was_saved_once(store, report_id, clock):
    save_section(store, report_id, "applications", 1, {NEW: "14"}, "张三")
    clock.pass_by(hours=1)
    open_draft(store, report_id)
    open_draft(store, report_id)
    assert history(store, report_id) == [(1, "pause", "张三")]


def test_nothing_is_kept_after_a_pause_if_a_version_has_it(store, report_id, clock):
    save_section(store, report_id, "applications", 1, {NEW: "14"}, "张三")
    make_version(store, report_id, "manual", "张三")
    assert version_after_pause(store, report_id, clock.pass_by(hours=1)) is None


def test_a_report_that_nobody_has_touched_makes_no_version_by_itself(store, report_id, clock):
    assert version_after_pause(store, report_id, clock.pass_by(days=1)) is None


def test_going_back_keeps_the_present_first(store, report_id):
    save_section(store, report_id, "applications", 1, {NEW: "14"}, "张三")
    make_version(store, report_id, "manual", "张三")
    save_section(store, report_id, "applications", 2, {NEW: "15"}, "张三")
    restored = restore_version(store, report_id, 1, "李四")
    assert (restored.number, restored.reason) == (3, "restore")
    assert history(store, report_id) == [(3, "restore", "李四"), (2, "before-restore", "李四"), (1, "manual", "张三")]
    assert figure(store, report_id, NEW) == "14"
    assert str(get_version(store, report_id, 2).report.value("applications.new.person").number) == "15"


def test_going_back_is_itself_gone_back_on(store, report_id):
    save_section(store, report_id, "overview", 1, {"blocks": blocks("一")}, "张三")
    make_version(store, report_id, "manual", "张三")
    save_section(store, report_id, "overview", 2, {"blocks": blocks("二")}, "张三")
    restore_version(store, report_id, 1, "张三")
    restore_version(store, report_id, 2, "张三")
    assert [b.text for b in open_draft(store, report_id).report.blocks("overview")] == ["二"]
    assert [v.reason for v in list_versions(store, report_id)] == ["restore", "restore", "before-restore", "manual"]


def test_who_was_editing_while_another_went_back_is_merged_and_not_lost(store, report_id):
    save_section(store, report_id, "applications", 1, {NEW: "14"}, "张三")
    make_version(store, report_id, "manual", "张三")
    save_section(store, report_id, "applications", 2, {NEW: "15"}, "张三")
    restore_version(store, report_id, 1, "李四")
    (conflict,) = save_section(store, report_id, "applications", 3, {NEW: "16"}, "张三").conflicts
    assert (conflict.base, conflict.theirs, conflict.mine) == ("15", "14", "16")


def test_going_back_finds_the_report_under_its_old_name(store, report_id):
    make_version(store, report_id, "manual", "张三")
    save_section(store, report_id, "cover", 1, {"agency.name": "新名称"}, "张三")
    restore_version(store, report_id, 1, "张三")
    create_report(store, agency=replace(AGENCY, name="新名称"), year=2023, who="张三")
    assert open_draft(store, report_id).report.agency.name == AGENCY.name


def test_there_is_no_going_back_to_what_was_never_kept(store, report_id):
    with pytest.raises(ChangeRefused, match="没有第 9 版"):
        restore_version(store, report_id, 9, "张三")


def changes(before, after):
    return [(c.path, c.label, c.before, c.after) for c in diff_versions(before, after)]


def test_a_report_does_not_differ_from_itself():
    assert changes(sample("001"), sample("001")) == []


def test_a_changed_figure_is_told_by_its_title():
    report = sample("demo")
    values = {name: v for name, v in report.values.items() if name != "applications.new.person"}
    number = str(report.value("applications.new.person").number)
    assert changes(report, replace(report, values=values)) == [
        ("values.applications.new.person", "本年新收·自然人", number, "")
    ]


def test_changed_paragraphs_are_told_one_by_one():
    report = replace(sample("demo"), narrative={"problems": (Block("paragraph", "一"), Block("paragraph", "二"))})
    now = replace(report, narrative={"problems": (Block("paragraph", "一"), Block("heading", "二", 1))})
    assert changes(report, now) == [("problems.blocks.2", "问题及改进·第 2 段", "二", "〔小标题〕二")]


def test_the_cover_facts_headings_and_additional_sections_are_told():
    report = sample("demo")
    now = replace(
        report,
        issuer="另一落款",
        facts={},
        headings={"review": "四、别的标题"},
        extra_sections=(ExtraSection("七、附件", "other", (Block("paragraph", "无"),)),),
    )
    told = {path: (before, after) for path, _, before, after in changes(report, now)}
    assert told["issuer"] == (report.issuer, "另一落款")
    assert told["headings.review"] == ("", "四、别的标题")
    assert told["extra_sections.1"] == ("", "七、附件")
    assert told["extra_sections.1.blocks.1"] == ("", "无")
    assert {path for path in told if path.startswith("facts.")} == {f"facts.{fact}" for fact in report.facts}
