"""What there is as a workbook: it says what the store has, and taken in again it changes nothing."""

from __future__ import annotations

import io
from datetime import date

import pytest
import python_calamine as calamine

from services.agencies.exporting import filled_workbook
from services.agencies.importing import import_workbook, try_import
from services.agencies.tree import NewAgency, make_agency
from services.audit import head
from services.people.accounts import NewAccount, create_account
from services.people.model import CONSOLE, NotAllowed, Person, Role
from storage import StorageSettings, open_store
from tests.services.agencies.conftest import CODES, HERE

TODAY = date(2025, 1, 15)


@pytest.fixture
def peopled(store, county):
    """The county with people: one with roles at two agencies, an administrator, one with none, and an odd name."""
    make_agency(store, CONSOLE, NewAgency("=示例县+局", "department", CODES[0], county["示例县人民政府"]), HERE)
    bureau, court = county["示例县民政局"], county["示例县司法局"]
    held = frozenset({(bureau, Role.FILLER), (bureau, Role.REVIEWER), (court, Role.FILLER)})
    create_account(store, CONSOLE, NewAccount("zhang", "张三", "办公室", "z@example.gov.cn", roles=held), HERE)
    create_account(store, CONSOLE, NewAccount("root", "管理员", administrator=True), HERE)
    create_account(store, CONSOLE, NewAccount("li", "李四"), HERE)
    return store


def sheets(content):
    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in ("机关", "人员")}


def test_it_has_every_agency_and_every_person_at_each_agency(peopled):
    found = sheets(filled_workbook(peopled, CONSOLE))
    assert ["=示例县+局", "部门", CODES[0], "示例县人民政府"] in [row[:4] for row in found["机关"]]
    assert ["示例县老龄办", "部门", "", "示例县民政局"] in [row[:4] for row in found["机关"]]
    assert len(found["机关"]) == 6
    assert found["人员"][1:] == [
        ["li", "李四", "", "", "", ""],
        ["root", "管理员", "", "系统管理", "", ""],
        ["zhang", "张三", "示例县司法局", "填报", "办公室", "z@example.gov.cn"],
        ["zhang", "张三", "示例县民政局", "填报、审核", "办公室", "z@example.gov.cn"],
    ]


def test_taken_in_again_it_changes_nothing(peopled):
    before = head(peopled)
    outcome = import_workbook(peopled, CONSOLE, filled_workbook(peopled, CONSOLE), HERE, TODAY)
    assert (outcome.problems, outcome.changes) == ((), ())
    assert head(peopled) == before


def test_taken_in_elsewhere_it_makes_the_same(peopled, tmp_path):
    content = filled_workbook(peopled, CONSOLE)
    other = open_store(StorageSettings(tmp_path / "other"))
    assert import_workbook(other, CONSOLE, content, HERE, TODAY).problems == ()
    assert sheets(filled_workbook(other, CONSOLE)) == sheets(content)
    assert try_import(other, CONSOLE, content, HERE, TODAY).changes == ()
    other.close()


def test_nobody_but_an_administrator_takes_it(peopled):
    with pytest.raises(NotAllowed):
        filled_workbook(peopled, Person("a", "zhang", "张三", ""))
