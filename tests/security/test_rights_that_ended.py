"""A right that was taken away is gone at once, also from what was begun while it was there."""

from __future__ import annotations

from typing import Any

import pytest

from services.batch import cancel
from services.people.accounts import set_roles
from services.people.model import Role, Source
from services.reports import delete_report
from tests.services.workflow.conftest import County
from web.exporting import rendering

DESK = Source("10.0.0.7", "Firefox")


def moved_to_the_other_bureau(county: County) -> None:
    roles = {(county.other, Role.FILLER)}
    set_roles(county.store, county.admin, county.filler.account_id, roles, DESK, administrator=False)


def begun(county: County, person: Any) -> str:
    """The address of a set of exports."""
    report_id = county.complete()
    made = person.post("/sets", {"which": "chosen", "report": report_id, "kind": "json"})
    return str(made.location)


@pytest.mark.parametrize("what", ["", "/zip"])
def test_a_set_of_exports_is_not_to_be_had_by_whoever_lost_the_role(county: County, desk: Any, what: str) -> None:
    person = desk("filler")
    address = begun(county, person)
    assert person.client.get(address + what).status_code in (200, 302)
    moved_to_the_other_bureau(county)
    assert person.client.get(address + what).status_code == 404
    assert address.split("/")[-1] not in person.client.get("/sets").text


def test_a_stopped_set_does_not_go_on_for_whoever_lost_the_role(app: Any, county: County, desk: Any) -> None:
    person = desk("filler")
    address = begun(county, person)
    with app.app_context():
        cancel(rendering().shop.folder, address.split("/")[-1])
    moved_to_the_other_bureau(county)
    assert person.post(f"{address}/resume").status_code == 404


def test_a_set_stays_when_a_report_of_it_is_in_the_trash(county: County, desk: Any) -> None:
    person = desk("filler")
    address = begun(county, person)
    [report_id] = _reports(county)
    delete_report(county.store, report_id, "filler某")
    assert person.client.get(address).status_code == 200


def _reports(county: County) -> list[str]:
    with county.store.read() as tx:
        return list(tx.connection().exec_driver_sql("SELECT id FROM reports").scalars())


def test_an_open_page_of_a_report_is_closed_to_whoever_lost_the_role(county: County, desk: Any) -> None:
    report_id, person = county.complete(), desk("filler")
    revision = person.revision(report_id, "cover")
    moved_to_the_other_bureau(county)
    assert person.save(report_id, "cover", {"title": "改了"}, revision).status_code == 404
    assert person.client.get(f"/reports/{report_id}/news/cover").status_code == 404
