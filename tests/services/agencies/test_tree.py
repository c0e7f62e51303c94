"""The tree of agencies and what happens to them over the years."""

from __future__ import annotations

from datetime import date

import pytest

from report.report import Agency
from services.agencies.changes import abolish, merge, name_on, rename
from services.agencies.tree import (
    DEEPEST,
    NewAgency,
    change_agency,
    list_agencies,
    make_agency,
    past_names,
    read_code,
    subtree,
)
from services.audit import latest, verify
from services.errors import ChangeRefused
from services.people.model import CONSOLE, NotAllowed, Person
from services.reports import create_report, list_reports
from tests.services.agencies.conftest import CODES, HERE, made

DAY = date(2024, 3, 1)


def names(store, **more):
    return [agency.name for agency in list_agencies(store, **more)]


def test_a_subtree_has_the_agency_and_all_below_it(store, county):
    assert subtree(store, [county["示例县民政局"]]) == {county["示例县民政局"], county["示例县老龄办"]}
    assert subtree(store, [county["示例县人民政府"]]) == set(county.values())
    assert subtree(store, []) == set()


@pytest.mark.parametrize("code", [CODES[0], CODES[0].lower(), f" {CODES[0][:9]} {CODES[0][9:]} "])
def test_a_credit_code_is_kept_in_one_writing(code):
    assert read_code(code) == CODES[0]


@pytest.mark.parametrize("code", [CODES[0][:-1] + "B", CODES[0][:-1], "x", "１" * 18, "11330100OO1234567A"])
def test_a_credit_code_with_a_slip_is_refused(code):
    with pytest.raises(ChangeRefused, match="统一社会信用代码"):
        read_code(code)


@pytest.mark.parametrize(
    ("name", "kind", "code", "words"),
    [
        ("", "department", "", "机关全称"),
        ("示例县民政局", "department", "", "已经有"),
        ("示例县财政局", "company", "", "机关类型"),
        ("示例县财政局", "department", "123", "统一社会信用代码"),
    ],
)
def test_what_cannot_be_an_agency_is_refused(store, county, name, kind, code, words):
    with pytest.raises(ChangeRefused, match=words):
        made(store, name, kind=kind, code=code)
    assert len(names(store)) == len(county)


def test_two_agencies_cannot_have_one_code(store):
    made(store, "甲局", code=CODES[0])
    with pytest.raises(ChangeRefused, match="是“甲局”的"):
        made(store, "乙局", code=CODES[0])


def test_an_agency_is_not_put_below_itself_or_what_is_below_it(store, county):
    for below in ("示例县民政局", "示例县老龄办"):
        with pytest.raises(ChangeRefused, match="不能作它的上级"):
            change_agency(
                store, CONSOLE, county["示例县民政局"], HERE, kind="department", credit_code="",
                parent_id=county[below], self_review=False,
            )  # fmt: skip
    assert county["示例县老龄办"] in subtree(store, [county["示例县人民政府"]])


def test_the_tree_has_a_depth(store):
    parent = None
    for level in range(DEEPEST):
        parent = made(store, f"第{level}级", parent)
    with pytest.raises(ChangeRefused, match="最多分"):
        made(store, "再一级", parent)


def test_moving_an_agency_takes_along_what_is_below_it(store, county):
    change_agency(
        store, CONSOLE, county["示例县民政局"], HERE, kind="department", credit_code="",
        parent_id=county["示例县司法局"], self_review=True,
    )  # fmt: skip
    assert county["示例县老龄办"] in subtree(store, [county["示例县司法局"]])
    assert latest(store)[0].after["self_review"] is True


def test_a_renamed_agency_keeps_its_former_name_with_its_dates(store, county):
    own = county["示例县民政局"]
    rename(store, CONSOLE, own, "示例县民政和退役军人局", DAY, "县委编办〔2024〕3号", HERE)
    former, present = past_names(store, own)
    assert (former.name, former.until) == ("示例县民政局", DAY)
    assert (present.name, present.since, present.reason) == ("示例县民政和退役军人局", DAY, "县委编办〔2024〕3号")
    assert [name_on(store, own, day) for day in (date(2024, 2, 29), DAY)] == ["示例县民政局", "示例县民政和退役军人局"]


def test_a_past_report_keeps_the_name_it_was_made_under(store, county):
    create_report(store, agency=Agency("示例县民政局"), year=2023, who="张三")
    rename(store, CONSOLE, county["示例县民政局"], "示例县民政事务局", DAY, "机构改革", HERE)
    assert [report.agency_name for report in list_reports(store)] == ["示例县民政局"]


@pytest.mark.parametrize(
    ("name", "day", "reason", "words"),
    [
        ("示例县司法局", DAY, "改革", "合并机关请用合并"),
        ("新名", date(2023, 1, 1), "改革", "应在这之后"),
        ("新名", date(2025, 1, 1), " ", "依据或原因"),
        ("", date(2025, 1, 1), "改革", "机关全称"),
    ],
)
def test_a_renaming_that_cannot_be_is_refused(store, county, name, day, reason, words):
    own = county["示例县民政局"]
    rename(store, CONSOLE, own, "示例县民政事务局", DAY, "机构改革", HERE)
    with pytest.raises(ChangeRefused, match=words):
        rename(store, CONSOLE, own, name, day, reason, HERE)
    assert len(past_names(store, own)) == 2


def test_a_merged_agency_is_closed_and_what_was_below_it_moves(store, county):
    merge(store, CONSOLE, county["示例县民政局"], county["示例县司法局"], DAY, "机构改革", HERE)
    assert "示例县民政局" not in names(store)
    (gone,) = [agency for agency in list_agencies(store, closed=True) if agency.closed]
    assert gone.merged_into_id == county["示例县司法局"]
    assert county["示例县老龄办"] in subtree(store, [county["示例县司法局"]])
    assert past_names(store, gone.id)[-1].until == DAY
    assert made(store, "示例县民政局") != gone.id


def test_an_agency_is_not_merged_into_one_below_it(store, county):
    for into in ("示例县民政局", "示例县老龄办"):
        with pytest.raises(ChangeRefused, match="不能并入"):
            merge(store, CONSOLE, county["示例县民政局"], county[into], DAY, "改革", HERE)


def test_an_agency_is_abolished_only_with_nothing_below_it(store, county):
    with pytest.raises(ChangeRefused, match="下面还有机关"):
        abolish(store, CONSOLE, county["示例县民政局"], DAY, "改革", HERE)
    abolish(store, CONSOLE, county["示例县老龄办"], DAY, "改革", HERE)
    abolish(store, CONSOLE, county["示例县民政局"], DAY, "改革", HERE)
    assert names(store) == ["示例县人民政府", "示例县司法局"]


def test_only_an_administrator_changes_the_tree(store, county):
    clerk = Person("a", "a", "张三", "")
    attempts = [
        lambda: make_agency(store, clerk, NewAgency("新局"), HERE),
        lambda: rename(store, clerk, county["示例县民政局"], "新名", DAY, "改革", HERE),
        lambda: merge(store, clerk, county["示例县民政局"], county["示例县司法局"], DAY, "改革", HERE),
        lambda: abolish(store, clerk, county["示例县老龄办"], DAY, "改革", HERE),
    ]
    for attempt in attempts:
        with pytest.raises(NotAllowed):
            attempt()


def test_every_change_is_told_in_the_log(store, county):
    rename(store, CONSOLE, county["示例县民政局"], "示例县民政事务局", DAY, "机构改革", HERE)
    entry = latest(store)[0]
    assert (entry.before["name"], entry.after["name"]) == ("示例县民政局", "示例县民政事务局")
    assert entry.after["reason"] == "机构改革"
    assert verify(store) == []
