"""Comments on places of a report, answered and resolved."""

from __future__ import annotations

import pytest

from services.audit import latest
from services.errors import ChangeRefused
from services.people.model import NotAllowed
from services.workflow.comments import MOST_TEXT, Anchor, add_comment, answer, list_comments, open_comments, resolve
from tests.services.workflow.conftest import DESK, FORWARD

CELL = Anchor("cell", "proactive", "proactive.normative.in_force", "12")


def test_a_comment_stays_at_its_place_with_what_stood_there(county, store):
    report_id = county.complete()
    add_comment(store, county.reviewer, report_id, CELL, " 是否含废止？\r\n请核 ", DESK)
    (comment,) = list_comments(store, county.filler, report_id)
    assert (comment.kind, comment.place, comment.quote) == ("cell", CELL.place, "12")
    assert (comment.who, comment.text) == ("reviewer某", "是否含废止？\n请核")
    assert latest(store)[0].action == "comment.add"


def test_answers_stand_under_what_they_answer(county, store):
    report_id = county.complete()
    first = add_comment(store, county.reviewer, report_id, CELL, "请核", DESK)
    reply = answer(store, county.filler, report_id, first, "已核", DESK)
    answer(store, county.supervisor, report_id, reply, "好", DESK)
    (comment,) = list_comments(store, county.filler, report_id)
    assert [(a.who, a.text) for a in comment.answers] == [("filler某", "已核"), ("supervisor某", "好")]


def test_open_comments_are_counted_by_section_and_answers_are_not(county, store):
    report_id = county.complete()
    first = add_comment(store, county.reviewer, report_id, CELL, "请核", DESK)
    add_comment(store, county.reviewer, report_id, Anchor("paragraph", "overview", "blocks.2"), "太长", DESK)
    add_comment(store, county.reviewer, report_id, Anchor("finding", "proactive", "C1:x"), "说明不足", DESK)
    answer(store, county.filler, report_id, first, "已核", DESK)
    assert open_comments(store, county.filler, report_id) == {"proactive": 2, "overview": 1}
    resolve(store, county.filler, report_id, first, DESK)
    resolve(store, county.filler, report_id, first, DESK)
    assert open_comments(store, county.filler, report_id) == {"proactive": 1, "overview": 1}
    assert list_comments(store, county.filler, report_id)[0].resolved_by == "filler某"
    resolve(store, county.filler, report_id, first, DESK, done=False)
    assert open_comments(store, county.filler, report_id)["proactive"] == 2


@pytest.mark.parametrize(
    ("anchor", "text"),
    [
        (CELL, ""),
        (CELL, " \n "),
        (CELL, "字" * (MOST_TEXT + 1)),
        (Anchor("cell", "proactive", "no.such.cell"), "请核"),
        (Anchor("cell", "no section", CELL.place), "请核"),
        (Anchor("page", "proactive"), "请核"),
        (Anchor("paragraph", "overview", "x" * 301), "请核"),
    ],
)
def test_a_comment_without_words_or_place_is_refused(county, store, anchor, text):
    report_id = county.complete()
    with pytest.raises(ChangeRefused):
        add_comment(store, county.reviewer, report_id, anchor, text, DESK)
    assert list_comments(store, county.filler, report_id) == []


def test_a_comment_of_another_report_cannot_be_reached_through_ones_own(county, store):
    report_id = county.complete()
    comment = add_comment(store, county.filler, report_id, CELL, "请核", DESK)
    from services.workflow.starting import start_report

    other = start_report(store, county.stranger, county.other, 2023, DESK)
    for attempt in (
        lambda: answer(store, county.stranger, other, comment, "好", DESK),
        lambda: resolve(store, county.stranger, other, comment, DESK),
    ):
        with pytest.raises(NotAllowed, match="没有这条批注"):
            attempt()


def test_what_is_published_is_not_commented_on(county, store):
    report_id = county.complete()
    county.go(report_id, *FORWARD)
    with pytest.raises(NotAllowed):
        add_comment(store, county.reviewer, report_id, CELL, "请核", DESK)
