"""The way of a report from filling in to publication, back, and through a correction."""

from __future__ import annotations

from datetime import date

import pytest

from report.report import Agency
from services.agencies.changes import merge, rename
from services.agencies.tree import change_agency
from services.audit import latest, verify
from services.drafts import save_section
from services.errors import ChangeRefused, ReportExists, ReportNotFound
from services.finish import finish
from services.flowing import ReportLocked
from services.people.model import CONSOLE, NotAllowed, Role
from services.reports import create_report, import_report, open_draft
from services.versions import get_version, make_version, restore_version
from services.workflow.acting import act, note_opened, obstacles
from services.workflow.guards import StepRefused
from services.workflow.history import SELF_REVIEWED, list_corrections, list_steps, remark
from services.workflow.rights import require
from services.workflow.starting import adopt_reports, assign, list_flows, start_report, take_in_report
from services.workflow.table import Action, Guard, State
from tests.services.helpers import sample
from tests.services.workflow.conftest import DESK, FORWARD, WORD


def state(county, report_id):
    return require(county.store, county.supervisor, Action.VIEW, report_id).state


def test_a_report_goes_through_four_hands_to_publication(county, store):
    report_id = county.complete()
    states = [county.do(*step.split(), report_id) for step in FORWARD]
    assert states == [State.REVIEW, State.APPROVAL, State.FINAL, State.PUBLISHED]
    steps = list_steps(store, county.filler, report_id)
    assert [(step.action.label, step.who, step.version) for step in steps] == [
        ("送审", "filler某", 0), ("审核通过", "reviewer某", 0), ("批准定稿", "approver某", 2),
        ("发布", "approver某", 2),
    ]  # fmt: skip
    assert get_version(store, report_id, 2).final
    assert verify(store) == []


def test_each_step_is_told_in_the_log_with_both_states(county, store):
    report_id = county.complete()
    county.go(report_id, "filler submit")
    entry = latest(store)[0]
    assert (entry.action, entry.subject, entry.address) == ("report.submit", f"report:{report_id}", DESK.address)
    assert (entry.before["state"], entry.after["state"]) == ("filling", "review")


def test_a_blank_report_is_not_sent_on_and_every_guard_says_why(county, store):
    report_id = start_report(store, county.filler, county.bureau, 2024, DESK)
    with pytest.raises(StepRefused) as refused:
        county.do("filler", "submit", report_id)
    assert set(refused.value.barred) >= {Guard.NO_BLANKS, Guard.NO_FAULTS}
    assert "处漏填" in str(refused.value)
    assert obstacles(store, county.filler, report_id, Action.SUBMIT) == refused.value.barred


def test_broken_sums_bar_the_way(county):
    report_id = county.complete()
    county.save("filler", report_id, 9999, "values.applications.carried_out.person")
    with pytest.raises(StepRefused) as refused:
        county.do("filler", "submit", report_id)
    assert Guard.NO_FAULTS in refused.value.barred


def test_a_warning_without_an_explanation_bars_the_way(county):
    report_id = county.complete()
    county.save("filler", report_id, 1)
    with pytest.raises(StepRefused) as refused:
        county.do("filler", "submit", report_id)
    assert list(refused.value.barred) == [Guard.EXPLAINED]


def test_an_open_conflict_bars_the_way(county, store):
    report_id = county.complete()
    for number in (5, 6):
        save_section(store, report_id, "proactive", 1, {WORD: {"number": str(number), "note": ""}}, f"某{number}")
    with pytest.raises(StepRefused) as refused:
        county.do("filler", "submit", report_id)
    assert "1 处两人都改过的内容没有选定" in refused.value.barred[Guard.NO_CONFLICTS]


@pytest.mark.parametrize("steps", [FORWARD[:1], FORWARD[:2], FORWARD[:3], FORWARD])
def test_what_was_sent_on_cannot_be_changed_in_any_way(county, store, steps):
    report_id = county.complete()
    county.go(report_id, *steps)
    before = open_draft(store, report_id).report
    for attempt in (
        lambda: county.save("filler", report_id, 7),
        lambda: restore_version(store, report_id, 1, "filler某"),
    ):
        with pytest.raises(ReportLocked, match="不能改动"):
            attempt()
    assert open_draft(store, report_id).report == before


def test_a_report_on_its_way_is_not_made_final_by_one_alone(county, store):
    with pytest.raises(ChangeRefused, match="送审"):
        finish(store, county.complete(), "filler某")


@pytest.mark.parametrize(
    ("steps", "who"),
    [(FORWARD[:1], "reviewer"), (FORWARD[:1], "supervisor"), (FORWARD[:2], "approver"), (FORWARD[:3], "approver")],
)
def test_from_every_state_it_can_be_returned_with_a_reason(county, store, steps, who):
    report_id = county.complete()
    county.go(report_id, *steps)
    with pytest.raises(StepRefused, match="请写明原因"):
        county.do(who, "return", report_id, "  ")
    assert county.do(who, "return", report_id, "第三部分有误") is State.FILLING
    assert list_steps(store, county.filler, report_id)[-1].reason == "第三部分有误"
    assert county.save("filler", report_id, 3).revision == 2


@pytest.mark.parametrize(
    ("steps", "who", "back"),
    [
        (FORWARD[:1], "filler", State.FILLING),
        (FORWARD[:2], "reviewer", State.REVIEW),
        (FORWARD[:3], "approver", State.APPROVAL),
    ],
)
def test_the_sender_withdraws_while_nobody_has_opened_it(county, steps, who, back):
    report_id = county.complete()
    county.go(report_id, *steps)
    assert county.do(who, "withdraw", report_id) is back


def test_once_a_recipient_has_opened_it_it_is_not_withdrawn(county, store):
    report_id = county.complete()
    county.go(report_id, "filler submit")
    note_opened(store, county.filler2, report_id, DESK)
    note_opened(store, county.approver, report_id, DESK)
    assert obstacles(store, county.filler, report_id, Action.WITHDRAW) == {}
    note_opened(store, county.reviewer, report_id, DESK)
    with pytest.raises(StepRefused, match="已经有人打开"):
        county.do("filler", "withdraw", report_id)


def test_only_the_sender_withdraws(county):
    report_id = county.complete()
    county.go(report_id, "filler submit")
    with pytest.raises(StepRefused, match="只有送出的人"):
        county.do("filler2", "withdraw", report_id)


def test_whoever_filled_it_in_does_not_review_it(county):
    report_id = county.complete()
    county.save("both", report_id, 3)
    county.go(report_id, "filler submit")
    with pytest.raises(StepRefused, match="要由另一个人审核"):
        county.do("both", "pass", report_id)
    assert county.do("reviewer", "pass", report_id) is State.APPROVAL


def test_whoever_sent_it_counts_as_having_filled_it_in(county):
    report_id = county.complete()
    county.go(report_id, "both submit")
    with pytest.raises(StepRefused, match="要由另一个人审核"):
        county.do("both", "pass", report_id)


def test_the_smallest_offices_review_themselves_and_the_report_says_so(county, store):
    change_agency(
        store, CONSOLE, county.bureau, DESK, kind="department", credit_code="", parent_id=county.government,
        self_review=True,
    )  # fmt: skip
    report_id = county.complete()
    county.go(report_id, "both submit", "both pass")
    assert remark(store, county.filler, report_id) == SELF_REVIEWED
    county.go(report_id, "approver return", "filler submit", "reviewer pass")
    assert remark(store, county.filler, report_id) == ""


def test_a_correction_has_a_reason_and_shows_what_changed_and_the_old_version_stays(county, store):
    report_id = county.complete()
    county.go(report_id, *FORWARD)
    published = get_version(store, report_id, 2).report
    with pytest.raises(StepRefused, match="请写明原因"):
        county.do("filler", "correct", report_id)
    county.do("filler", "correct", report_id, "网民指出数字有误")
    old = int(published.value("proactive.normative.in_force").number)
    county.save("filler2", report_id, old + 1)
    (going_on,) = list_corrections(store, county.filler, report_id)
    assert (going_on.old, going_on.new, going_on.reason) == (2, 0, "网民指出数字有误")
    county.go(report_id, *FORWARD)
    (done,) = list_corrections(store, county.filler, report_id)
    assert (done.old, done.new) == (2, 3)
    assert [(c.path, c.before, c.after) for c in done.changes] == [(WORD, str(old), str(old + 1))]
    assert get_version(store, report_id, 2).report == published


def test_a_version_made_by_hand_after_approval_does_not_bar_publication(county, store):
    report_id = county.complete()
    county.go(report_id, *FORWARD[:3])
    make_version(store, report_id, "manual", "filler某")
    assert county.do("approver", "publish", report_id) is State.PUBLISHED


def test_what_was_changed_behind_the_services_is_not_published(county, store):
    report_id = county.complete()
    county.go(report_id, *FORWARD[:3])
    with store.write() as tx:
        tx.connection().exec_driver_sql("UPDATE sections SET content = '{\"values\": {}}' WHERE section = 'proactive'")
    with pytest.raises(StepRefused) as refused:
        county.do("approver", "publish", report_id)
    assert Guard.AS_APPROVED in refused.value.barred


def test_a_step_is_refused_if_the_report_changed_since_it_was_shown(county, store):
    report_id = county.complete()
    seen = open_draft(store, report_id).revisions
    county.save("filler2", report_id, 3)
    with pytest.raises(ChangeRefused, match="刚刚又有改动"):
        act(store, county.filler, report_id, Action.SUBMIT, DESK, seen=seen)
    seen = open_draft(store, report_id).revisions
    assert act(store, county.filler, report_id, Action.SUBMIT, DESK, seen=seen) is State.REVIEW


def test_a_save_is_told_in_the_log_by_its_paths(county, store):
    report_id = county.complete()
    county.save("filler", report_id, 3)
    entry = latest(store)[0]
    assert (entry.action, entry.name, entry.address) == ("report.save", "filler某", DESK.address)
    assert entry.after["contents"] == {WORD: "3"}


def test_an_agency_has_one_report_a_year_under_its_present_name(county, store):
    first = start_report(store, county.filler, county.bureau, 2023, DESK)
    with pytest.raises(ReportExists):
        start_report(store, county.filler, county.bureau, 2023, DESK)
    rename(store, CONSOLE, county.bureau, "示例市民政事务局", date(2024, 6, 1), "改革", DESK)
    second = start_report(store, county.filler, county.bureau, 2024, DESK)
    assert open_draft(store, second).report.agency.name == "示例市民政事务局"
    assert open_draft(store, second).previous == open_draft(store, first).report


def test_a_report_is_begun_only_where_one_fills_in(county, store):
    for who in ("reviewer", "stranger", "supervisor", "admin"):
        with pytest.raises(NotAllowed):
            start_report(store, getattr(county, who), county.bureau, 2023, DESK)


def test_a_report_of_another_agency_is_not_taken_in(county, store):
    with pytest.raises(ChangeRefused, match="不是“示例市民政局”的"):
        take_in_report(store, county.filler, county.bureau, sample("hongze-2024"), DESK)


def test_reports_from_the_time_without_accounts_are_given_to_their_agencies(county, store):
    done = import_report(store, sample("demo"), "甲")
    finish(store, done, "甲")
    going_on = create_report(store, agency=Agency("示例市司法局"), year=2023, who="乙")
    foreign = create_report(store, agency=Agency("无人的局"), year=2023, who="乙")
    assert adopt_reports(store, county.admin, DESK) == 2
    assert adopt_reports(store, county.admin, DESK) == 0
    assert state(county, done) is State.FINAL
    assert state(county, going_on) is State.FILLING
    with pytest.raises(ReportNotFound):
        state(county, foreign)
    assert county.do("approver", "publish", done) is State.PUBLISHED


def test_the_list_has_just_what_a_person_may_see(county, store):
    own = county.complete()
    other = start_report(store, county.stranger, county.other, 2023, DESK)
    seen = {
        who: {line.standing.report_id for line in list_flows(store, getattr(county, who))}
        for who in ("filler", "stranger", "supervisor", "admin")
    }
    assert seen == {"filler": {own}, "stranger": {other}, "supervisor": {own, other}, "admin": set()}


def test_those_who_go_on_with_a_merged_agencys_work_read_its_reports(county, store):
    report_id = county.complete()
    merge(store, CONSOLE, county.bureau, county.other, date(2024, 6, 1), "改革", DESK)
    county.refresh()
    assert [line.agency_name for line in list_flows(store, county.stranger)] == ["示例市民政局"]
    assert require(store, county.stranger, Action.VIEW, report_id).successors == (county.other,)
    with pytest.raises(NotAllowed):
        require(store, county.stranger, Action.EDIT, report_id)
    with pytest.raises(ReportNotFound):
        require(store, county.filler, Action.VIEW, report_id)


def test_a_part_is_assigned_to_somebody_who_has_the_role(county, store):
    report_id = county.complete()
    assign(store, county.approver, report_id, Role.REVIEWER, county.reviewer.account_id, DESK)
    (line,) = list_flows(store, county.filler)
    assert line.assigned == {Role.REVIEWER: county.reviewer.account_id}
    with pytest.raises(ChangeRefused, match="没有“审核”的角色"):
        assign(store, county.approver, report_id, Role.REVIEWER, county.filler.account_id, DESK)
    with pytest.raises(NotAllowed):
        assign(store, county.filler, report_id, Role.REVIEWER, None, DESK)
    assign(store, county.approver, report_id, Role.REVIEWER, None, DESK)
    assert list_flows(store, county.filler)[0].assigned == {}
