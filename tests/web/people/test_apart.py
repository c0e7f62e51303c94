"""One agency's drafts, files and names are nobody else's: not by the list, not by an address, not by a trick."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from tests.services.workflow.conftest import County

SAMPLE = Path(__file__).parents[3] / "samples" / "demo-2023.json"


def test_the_list_has_only_what_one_may_see(county: County, desk: Any) -> None:
    county.complete()
    assert "示例市民政局" in desk("filler").client.get("/").text
    assert "示例市民政局" in desk("supervisor").client.get("/").text
    assert "示例市民政局" not in desk("stranger").client.get("/").text
    assert "示例市民政局" not in desk("stranger").client.get("/compare").text


def test_two_reports_are_compared_only_by_who_may_see_both(county: County, desk: Any) -> None:
    report_id = county.complete()
    address = f"/compare?a={report_id}&b={report_id}"
    assert desk("filler").client.get(address).status_code == 200
    assert desk("stranger").client.get(address).status_code == 404


def test_a_file_held_for_import_is_its_owners(county: County, desk: Any) -> None:
    filler = desk("filler")
    sent = filler.post("/imports", {"file": (BytesIO(SAMPLE.read_bytes()), "a.json")})
    assert sent.status_code == 302
    assert filler.client.get(sent.location).status_code == 200
    other = desk("filler2")
    assert other.client.get(sent.location).status_code == 422
    other.post(f"{sent.location}/discard")
    assert filler.client.get(sent.location).status_code == 200


def test_a_set_of_exports_is_its_owners(county: County, desk: Any) -> None:
    report_id, filler = county.complete(), desk("filler")
    made = filler.post("/sets", {"which": "chosen", "report": report_id, "kind": "json"})
    assert filler.client.get(made.location).status_code == 200
    other = desk("filler2")
    assert other.client.get(made.location).status_code == 404
    assert made.location.split("/")[-1] not in other.client.get("/sets").text


def test_a_set_takes_in_no_report_that_one_may_not_see(county: County, desk: Any) -> None:
    report_id = county.complete()
    refused = desk("stranger").post("/sets", {"which": "chosen", "report": report_id, "kind": "json"}, follow=True)
    assert "请先勾选" in refused.text


@pytest.mark.parametrize("name", ["示例市司法局", "没有这个局"])
def test_nobody_begins_a_report_for_an_agency_that_they_do_not_fill_in_for(
    county: County, desk: Any, name: str
) -> None:
    refused = desk("filler").post("/reports/new", {"name": name, "year": "2024", "kind": "department"})
    assert refused.status_code in (403, 422)
    assert name not in desk("admin").client.get("/").text


def test_a_report_begun_by_its_filler_is_on_its_way(county: County, desk: Any) -> None:
    made = desk("filler").post("/reports/new", {"name": "示例市民政局", "year": "2024", "kind": "department"})
    assert made.status_code == 302
    report_id = made.location.split("/")[2]
    assert desk("reviewer").client.get(f"/reports/{report_id}/edit/cover").status_code == 200
    assert desk("stranger").client.get(f"/reports/{report_id}/edit/cover").status_code == 404


def test_a_report_cannot_take_another_agencys_name_and_with_it_that_ones_last_year(county: County, desk: Any) -> None:
    """Last year's report is found by the agency's name; renaming a report must not open somebody else's."""
    report_id, filler = county.complete(), desk("filler")
    refused = filler.save(report_id, "cover", {"agency.name": "示例市司法局"}, filler.revision(report_id, "cover"))
    assert refused.status_code == 422
    assert "机关名称不能改成" in refused.json["message"]


def test_the_trash_shows_only_what_one_may_bring_back(county: County, desk: Any) -> None:
    report_id, filler = county.complete(), desk("filler")
    filler.post(f"/reports/{report_id}/delete")
    assert "回收站" in filler.client.get("/").text
    assert "回收站" not in desk("reviewer").client.get("/").text
    assert desk("reviewer").post(f"/reports/{report_id}/undelete").status_code == 403
    assert desk("stranger").post(f"/reports/{report_id}/undelete").status_code == 404
    assert filler.post(f"/reports/{report_id}/undelete").status_code == 302
