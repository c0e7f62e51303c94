"""A whole report saved at once: merged like the pages' saves, and all of it or nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from report.errors import ReportError
from report.numbers import Value
from report.record import read_report, write_report
from services.drafts import save_section
from services.errors import ChangeRefused
from services.replacing import Collided, Outdated, save_whole, with_parts
from services.reports import import_report, open_draft
from services.versions import list_versions
from tests.services.helpers import blocks, figure, paragraphs, sample

CELL, OTHER = "proactive.normative.in_force", "proactive.normative.issued"


@pytest.fixture
def demo(store):
    """(id, revisions) of a report that somebody has read."""
    report_id = import_report(store, sample("demo"), "填报员")
    return report_id, open_draft(store, report_id).revisions


def put(store, demo, parts, who="平台", **how):
    report, base = with_parts(store, demo[0], parts, demo[1])
    return save_whole(store, demo[0], report, who, base, **how)


def type_in(store, report_id, path, content):
    """Somebody at a page saves one place."""
    section = path.split(".")[1] if path.startswith("values.") else "overview"
    revision = open_draft(store, report_id).revisions[section]
    save_section(store, report_id, section, revision, {path: content}, "另一人")


def test_figures_go_in_one_by_one_and_the_rest_stays(store, demo):
    before = write_report(open_draft(store, demo[0]).report)
    put(store, demo, {"values": {CELL: "77"}})
    after = write_report(open_draft(store, demo[0]).report)
    assert after["values"][CELL] == "77"
    after["values"][CELL] = before["values"][CELL]
    assert after == before


def test_a_whole_report_takes_the_place_of_what_stood_there(store, demo):
    report = read_report({**write_report(sample("demo")), "values": {CELL: "1"}, "issuer": "另一个落款"})
    save_whole(store, demo[0], report, "平台", demo[1])
    now = open_draft(store, demo[0]).report
    assert (now.issuer, {n: v.number for n, v in now.values.items() if not v.is_blank}) == ("另一个落款", {CELL: 1})


def test_only_sections_that_change_get_a_new_revision(store, demo):
    saved = put(store, demo, {"values": {CELL: "77"}})
    changed = {name for name, number in saved.revisions.items() if number != demo[1][name]}
    assert changed == {"proactive"}


def test_wrong_figures_are_saved_and_what_is_no_number_is_kept_as_text_with_the_doubt(store, demo):
    put(store, demo, {"values": {CELL: "约三十件", OTHER: "999999"}})
    value = open_draft(store, demo[0]).report.value(CELL)
    assert (value.text, bool(value.doubt), figure(store, demo[0], f"values.{OTHER}")) == ("约三十件", True, "999999")


def test_null_takes_away(store, demo):
    put(store, demo, {"values": {CELL: None}, "contact": None, "issuer": None})
    now = open_draft(store, demo[0]).report
    assert (now.value(CELL), now.issuer, now.contact.telephone) == (Value(), "", "")


def test_what_somebody_changed_elsewhere_meanwhile_stays_and_is_told(store, demo):
    type_in(store, demo[0], f"values.{OTHER}", "5")
    saved = put(store, demo, {"values": {CELL: "77"}})
    assert figure(store, demo[0], f"values.{OTHER}") == "5"
    assert saved.merged["proactive"][f"values.{OTHER}"] == "5"


def test_what_both_changed_is_not_saved_and_both_sides_are_told(store, demo):
    type_in(store, demo[0], f"values.{CELL}", "5")
    with pytest.raises(Collided) as refused:
        put(store, demo, {"values": {CELL: "77"}, "issuer": "别的落款"})
    (clash,) = refused.value.clashes
    assert (clash.section, clash.path, clash.mine, clash.theirs) == ("proactive", f"values.{CELL}", "77", "5")
    draft = open_draft(store, demo[0])
    assert (figure(store, demo[0], clash.path), draft.conflicts) == ("5", [])
    assert draft.report.issuer != "别的落款"


def test_strictly_any_change_meanwhile_stops_it(store, demo):
    type_in(store, demo[0], f"values.{OTHER}", "5")
    with pytest.raises(Outdated) as refused:
        put(store, demo, {"values": {CELL: "77"}}, strict=True)
    assert refused.value.clashes == []
    assert [(a.path, a.now) for a in refused.value.changed] == [(f"values.{OTHER}", "5")]
    assert figure(store, demo[0], f"values.{CELL}") != "77"


def test_paragraphs_that_two_people_change_apart_are_merged(store, demo):
    put(store, demo, {"narrative": {"overview": blocks("甲", "乙", "丙")}})
    seen = (demo[0], open_draft(store, demo[0]).revisions)
    type_in(store, demo[0], "blocks", blocks("甲", "乙", "丙改"))
    put(store, seen, {"narrative": {"overview": blocks("甲改", "乙", "丙")}})
    assert paragraphs(store, demo[0]) == ["甲改", "乙", "丙改"]


def test_from_a_state_that_is_not_known_nothing_is_overwritten(store, demo):
    unknown = (demo[0], dict.fromkeys(demo[1], 99))
    with pytest.raises(Collided):
        put(store, unknown, {"values": {CELL: "77"}})


def test_whatever_stands_may_be_replaced_deliberately(store, demo):
    type_in(store, demo[0], f"values.{CELL}", "5")
    put(store, (demo[0], None), {"values": {CELL: "77"}})
    assert figure(store, demo[0], f"values.{CELL}") == "77"


def test_what_stood_before_is_kept_as_a_version_after_a_pause(store, demo, clock):
    put(store, demo, {"values": {CELL: "77"}})
    clock.pass_by(minutes=11)
    put(store, (demo[0], None), {"values": {CELL: "78"}})
    assert list_versions(store, demo[0])[0].reason == "pause"


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"values": {"proactive.normative.nothing": "1"}}, "nothing"),
        ({"vals": {}}, "不认识的键"),
        ({"narrative": {"overview": [{"type": "figure", "picture": "0" * 64, "alt": "", "caption": ""}]}}, "缺少图片"),
    ],
)
def test_what_no_report_can_hold_is_refused(store, demo, parts, said):
    with pytest.raises(ReportError, match=said):
        put(store, demo, parts)


@pytest.mark.parametrize("parts", [{"pictures": {}}, {"year": 2021}])
def test_what_is_not_to_be_changed_is_refused(store, demo, parts):
    with pytest.raises((ChangeRefused, ReportError)):
        put(store, demo, parts)
    assert open_draft(store, demo[0]).report.year == sample("demo").year


def test_the_agency_keeps_its_kind_when_only_its_name_is_given(store, demo):
    kind = sample("demo").agency.kind
    put(store, demo, {"agency": "示例市某局"})
    assert open_draft(store, demo[0]).report.agency == replace(sample("demo").agency, name="示例市某局", kind=kind)
