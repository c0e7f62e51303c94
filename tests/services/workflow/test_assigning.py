"""Whose part of a report is whose: chosen by who leads, else anybody's with the role."""

from __future__ import annotations

import pytest

from services.errors import ChangeRefused, ReportNotFound
from services.people.accounts import set_disabled
from services.people.model import CONSOLE, NotAllowed, Role
from services.tasks import list_tasks
from services.workflow.assigning import assign_all, list_duties
from tests.services.workflow.conftest import DESK


def duties(county, report_id):
    return {duty.role: duty for duty in list_duties(county.store, county.approver, report_id)}


def test_a_duty_is_anybodys_with_the_role_until_it_is_given(county):
    found = duties(county, county.complete())
    assert found[Role.FILLER].shown == "both某、filler2某、filler某"
    assert found[Role.REVIEWER].shown == "both某、reviewer某"
    assert found[Role.APPROVER].shown == "approver某"
    assert {duty.chosen for duty in found.values()} == {""}


def test_who_was_given_it_has_it_waiting_and_the_others_not(county):
    report_id = county.complete()
    wanted = {Role.FILLER: county.filler2.account_id, Role.REVIEWER: "", Role.APPROVER: ""}
    assert assign_all(county.store, county.approver, report_id, wanted, DESK) == 1
    assert duties(county, report_id)[Role.FILLER].shown == "filler2某"
    assert list_tasks(county.store, county.filler) == []
    assert [task.what for task in list_tasks(county.store, county.filler2)] == ["送审"]
    assert assign_all(county.store, county.approver, report_id, wanted, DESK) == 0
    assert assign_all(county.store, county.approver, report_id, {Role.FILLER: ""}, DESK) == 1
    assert [task.what for task in list_tasks(county.store, county.filler)] == ["送审"]


def test_who_has_not_the_role_is_given_nothing(county):
    report_id = county.complete()
    with pytest.raises(ChangeRefused, match="没有“审核”的角色"):
        assign_all(county.store, county.approver, report_id, {Role.REVIEWER: county.filler.account_id}, DESK)


@pytest.mark.parametrize("who", ["filler", "reviewer", "stranger"])
def test_only_who_leads_gives_duties(county, who):
    report_id = county.complete()
    with pytest.raises((NotAllowed, ReportNotFound)):
        assign_all(county.store, getattr(county, who), report_id, {Role.FILLER: county.filler.account_id}, DESK)


def test_an_account_out_of_use_is_not_offered(county):
    report_id = county.complete()
    set_disabled(county.store, CONSOLE, county.filler2.account_id, True, DESK)
    assert duties(county, report_id)[Role.FILLER].shown == "both某、filler某"
