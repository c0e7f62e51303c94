"""A program begins reports, reads them, and saves into them, by the same services and checks as the pages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from report.record import dump_report
from services.people.programs import Scope
from services.reports import open_draft
from services.versions import make_version
from tests.services.helpers import sample
from tests.services.workflow.conftest import County
from tests.web.api.conftest import V1, ProgramOf, Robot

FORMAT_PAGE = Path(__file__).resolve().parents[3] / "docs" / "file-format.md"
CELL, OTHER = "proactive.normative.in_force", "proactive.normative.issued"


@pytest.fixture
def robot(program: ProgramOf) -> Robot:
    return program("filler")


def begun(robot: Robot, county: County, **what: Any) -> Any:
    return robot.ask("POST", "/reports", json={"agency": county.bureau, **what})


def test_a_blank_report_is_begun_for_a_year(county: County, robot: Robot) -> None:
    made = begun(robot, county, year=2024)
    assert made.status_code == 201
    assert made.location == f"{V1}/reports/{made.json['id']}"
    assert (made.json["state"], made.json["format"], made.json["findings"]["blanks"] > 10) == ("filling", "2021", True)
    assert robot.json("/reports")["items"][0]["id"] == made.json["id"]


def test_a_report_is_begun_from_a_file_of_record(county: County, robot: Robot) -> None:
    record = json.loads(dump_report(sample("demo")))
    made = begun(robot, county, report=record)
    assert made.status_code == 201
    assert robot.json(f"/reports/{made.json['id']}/content") == record
    assert robot.json(f"/reports/{made.json['id']}/versions")[0]["reason"] == "import"


def test_a_second_report_of_the_year_is_refused_and_the_first_is_named(county: County, robot: Robot) -> None:
    first = begun(robot, county, year=2024).json["id"]
    refused = begun(robot, county, year=2024)
    assert (refused.status_code, refused.json["report"]) == (409, first)


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ({}, "year"),
        ({"year": 2024, "report": {}}, "year"),
        ({"year": "2024"}, "year"),
        ({"year": 1990}, "1990"),
        ({"year": 2024, "kind": "x"}, "不认识的键"),
        ({"report": {"agency": "别的机关", "year": 2024}}, "别的机关"),
        ({"agency": "0" * 32, "year": 2024}, "没有编号为"),
    ],
)
def test_a_report_that_cannot_be_begun_is_refused_with_the_reason(
    county: County, robot: Robot, what: dict[str, Any], said: str
) -> None:  # fmt: skip
    refused = begun(robot, county, **what)
    assert refused.status_code == 422
    assert said in " ".join(refused.json["errors"])
    assert robot.json("/reports")["total"] == 0


def test_only_who_fills_in_for_the_agency_begins_its_report(county: County, program: ProgramOf) -> None:
    assert begun(program("reviewer"), county, year=2024).status_code == 403
    refused = begun(program("stranger"), county, year=2024)
    assert (refused.status_code, "没有编号为" in refused.json["detail"]) == (422, True)


def test_the_contents_are_the_very_file_that_the_pages_export(county: County, robot: Robot) -> None:
    report_id = county.complete()
    assert robot.get(f"/reports/{report_id}/content").data == dump_report(open_draft(county.store, report_id).report)


def test_contents_that_have_not_changed_are_not_sent_again(county: County, robot: Robot) -> None:
    path = f"/reports/{county.complete()}/content"
    tag = robot.get(path).headers["ETag"]
    again = robot.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)


def test_a_report_read_and_sent_back_changes_nothing(county: County, robot: Robot) -> None:
    report_id = county.complete()
    read = robot.get(f"/reports/{report_id}/content")
    saved = robot.put(report_id, read.json, read.headers["ETag"])
    assert (saved.status_code, saved.headers["ETag"]) == (200, read.headers["ETag"])


def test_wrong_figures_are_saved_and_the_findings_say_so(county: County, robot: Robot) -> None:
    report_id = county.complete()
    saved = robot.patch(report_id, {"values": {"applications.new.person": "99999", CELL: "约三十件"}})
    assert saved.status_code == 200
    assert [doubt["cell"] for doubt in saved.json["doubts"]] == [CELL]
    assert saved.json["findings"]["errors"] > 0
    found = robot.json(f"/reports/{report_id}/findings")
    assert any("applications.new.person" in finding["cells"] for finding in found)


def test_numbers_are_kept_exactly(county: County, robot: Robot) -> None:
    report_id = county.complete()
    exact = '{"values": {"proactive.fees.amount": 12345678901234.123456}}'
    headers = {"If-Match": "*", "Content-Type": "application/json"}
    robot.ask("PATCH", f"/reports/{report_id}/content", data=exact, headers=headers)
    stands = robot.json(f"/reports/{report_id}/content")["values"]["proactive.fees.amount"]
    assert "12345678901234.123456" in str(stands)


def test_a_change_has_to_say_what_it_was_made_from(county: County, robot: Robot) -> None:
    report_id = county.complete()
    for method, path in (("PUT", "content"), ("PATCH", "content"), ("POST", "explanations"), ("POST", "steps/submit")):
        refused = robot.ask(method, f"/reports/{report_id}/{path}", json={})
        assert refused.status_code == 428, path


def test_with_if_match_nothing_is_done_once_anything_changed(county: County, robot: Robot) -> None:
    report_id = county.complete()
    tag = robot.get(f"/reports/{report_id}/content").headers["ETag"]
    county.save("filler2", report_id, 7, f"values.{OTHER}")
    refused = robot.patch(report_id, {"values": {CELL: "77"}}, tag)
    assert refused.status_code == 412
    assert [(place["path"], place["now"]) for place in refused.json["changed"]] == [(f"values.{OTHER}", "7")]
    assert refused.headers["ETag"] not in ("", tag)
    assert robot.patch(report_id, {"values": {CELL: "77"}}, refused.headers["ETag"]).status_code == 200


def test_with_base_what_others_changed_elsewhere_is_merged_and_told(county: County, robot: Robot) -> None:
    report_id = county.complete()
    mark = robot.json(f"/reports/{report_id}")["mark"]
    county.save("filler2", report_id, 7, f"values.{OTHER}")
    saved = robot.ask("PATCH", f"/reports/{report_id}/content?base={mark}", json={"values": {CELL: "77"}})
    assert saved.status_code == 200
    assert saved.json["merged"]["proactive"][f"values.{OTHER}"] == "7"
    values = robot.json(f"/reports/{report_id}/content")["values"]
    assert (values[CELL], values[OTHER]) == ("77", "7")


def test_with_base_what_both_changed_is_not_saved_and_both_sides_are_told(county: County, robot: Robot) -> None:
    report_id = county.complete()
    mark = robot.json(f"/reports/{report_id}")["mark"]
    county.save("filler2", report_id, 7)
    refused = robot.ask("PATCH", f"/reports/{report_id}/content?base={mark}", json={"values": {CELL: "77"}})
    assert refused.status_code == 409
    (clash,) = refused.json["conflicts"]
    assert (clash["section"], clash["path"], clash["mine"], clash["theirs"]) == (
        "proactive",
        f"values.{CELL}",
        "77",
        "7",
    )
    assert robot.json(f"/reports/{report_id}")["conflicts"] == 0
    assert robot.json(f"/reports/{report_id}/content")["values"][CELL] == "7"


@pytest.mark.parametrize("base", ["x", "cover-x", "cover-1-2", "cover--1", "", "cover-1.cover-1", "*"])
def test_a_base_that_is_no_mark_is_refused(county: County, robot: Robot, base: str) -> None:
    path = f"/reports/{county.complete()}/content?base={base}"
    assert robot.ask("PATCH", path, json={}).status_code == 400


def test_both_ways_to_say_what_a_change_was_made_from_are_one_too_many(county: County, robot: Robot) -> None:
    path, headers = f"/reports/{county.complete()}/content?base=cover-1", {"If-Match": "*"}
    assert robot.ask("PATCH", path, json={}, headers=headers).status_code == 400


@pytest.mark.parametrize("tag", ['"cover-99"', '"x"', 'W/"x"', '"a", "b"'])
def test_an_if_match_that_is_not_the_present_state_stops_it(county: County, robot: Robot, tag: str) -> None:
    report_id = county.complete()
    assert robot.patch(report_id, {"issuer": "改了"}, tag).status_code in {412, 428}
    assert robot.json(f"/reports/{report_id}/content")["issuer"] != "改了"


@pytest.mark.parametrize("tag", ["x", "cover-1", '"', "**", '"a" "b"', "1" * 2_001])
def test_an_if_match_that_is_no_entity_tag_is_refused(county: County, robot: Robot, tag: str) -> None:
    assert robot.patch(county.complete(), {"issuer": "改了"}, tag).status_code == 400


def test_a_whole_report_has_to_have_figures_and_text(county: County, robot: Robot) -> None:
    report_id = county.complete()
    record = robot.json(f"/reports/{report_id}/content")
    for name in ("values", "narrative"):
        refused = robot.put(report_id, {key: part for key, part in record.items() if key != name})
        assert (refused.status_code, name in refused.json["detail"]) == (422, True)


@pytest.mark.parametrize("changed", [{"year": 2021}, {"agency": "示例市司法局"}, {"agency": "没有过的名称"}])
def test_a_report_becomes_no_other_ones(county: County, robot: Robot, changed: dict[str, Any]) -> None:
    report_id = county.complete()
    assert robot.put(report_id, robot.json(f"/reports/{report_id}/content") | changed).status_code == 422


def test_pictures_come_with_the_whole_report(county: County, robot: Robot) -> None:
    example = json.loads(FORMAT_PAGE.read_text("utf-8").split("```json\n")[1].split("```")[0])
    report_id = county.complete()
    record = robot.json(f"/reports/{report_id}/content")
    text = {**record["narrative"], "other": example["narrative"]["other"]}
    saved = robot.put(report_id, record | {"nianbao": 2, "narrative": text, "pictures": example["pictures"]})
    assert saved.status_code == 200, saved.text
    assert robot.json(f"/reports/{report_id}/content")["pictures"] == example["pictures"]
    assert robot.patch(report_id, {"pictures": example["pictures"]}).status_code == 422
    assert robot.patch(report_id, {"issuer": "改了"}).status_code == 200


def test_a_report_that_was_sent_on_is_not_changed(county: County, robot: Robot) -> None:
    report_id = county.complete()
    county.go(report_id, "filler submit")
    assert robot.patch(report_id, {"issuer": "改了"}).status_code == 403


def test_what_is_sent_has_to_be_json(county: County, robot: Robot) -> None:
    path, headers = f"/reports/{county.complete()}/content", {"If-Match": "*"}
    assert robot.ask("PATCH", path, data="a=1", headers=headers).status_code == 415
    as_json = headers | {"Content-Type": "application/json"}
    for broken in ("{", '{"a": 1, "a": 2}', "\ufeff[1", '{"a": NaN}', b"\xff"):
        refused = robot.ask("PATCH", path, data=broken, headers=as_json)
        assert (refused.status_code, len(refused.json["errors"])) == (400, 1)
    for strange in ("[]", "1", "null", '"x"'):
        assert robot.ask("PATCH", path, data=strange, headers=as_json).status_code == 422


def test_more_than_an_address_takes_is_refused(county: County, robot: Robot) -> None:
    report_id = county.complete()
    assert robot.step(report_id, "submit", reason="长" * 40_000).status_code == 413
    assert robot.step(report_id, "submit", reason="长" * 2_001).status_code == 422


def test_a_report_is_checked_without_being_stored(county: County, robot: Robot) -> None:
    record = json.loads(dump_report(sample("demo")))
    assert robot.ask("POST", "/checks", json=record).json == []
    record["values"]["applications.new.person"] = "99999"
    found = robot.ask("POST", "/checks", json=record).json
    assert {finding["severity"] for finding in found} >= {"error"}
    assert robot.json("/reports")["total"] == 0


def test_a_warning_is_explained(county: County, program: ProgramOf) -> None:
    robot, report_id = program("filler", Scope.READ, Scope.WRITE), county.complete()
    robot.patch(report_id, {"values": {"proactive.fees.amount": "99999999999"}})
    path = f"/reports/{report_id}"
    warnings = [f for f in robot.json(f"{path}/findings") if f["severity"] == "warning"]
    body = {"finding": warnings[0]["key"], "text": "当年集中清缴。"}
    assert robot.ask("POST", f"{path}/explanations", json=body, headers={"If-Match": '"cover-1"'}).status_code == 412
    done = robot.ask("POST", f"{path}/explanations", json=body, headers={"If-Match": "*"})
    assert done.status_code == 200
    assert next(f for f in robot.json(f"{path}/findings") if f["key"] == body["finding"])["explanation"] == body["text"]
    unknown = robot.ask("POST", f"{path}/explanations", json=body | {"finding": "x"}, headers={"If-Match": "*"})
    assert unknown.status_code == 422


def test_versions_are_listed_compared_and_read(county: County, robot: Robot) -> None:
    report_id = county.complete()
    robot.patch(report_id, {"issuer": "改了"})
    make_version(county.store, report_id, "manual", "张三", "送审前")
    path = f"/reports/{report_id}/versions"
    assert [(v["number"], v["reason_name"]) for v in robot.json(path)] == [(2, "手动留存"), (1, "导入")]
    shown = robot.json(f"{path}/2")
    assert (shown["against"], [(c["path"], c["after"]) for c in shown["changes"]]) == (1, [("issuer", "改了")])
    assert (robot.json(f"{path}/1")["against"], robot.json(f"{path}/2?against=2")["changes"]) == (None, [])
    assert robot.json(f"{path}/2/content")["issuer"] == "改了"
    assert robot.get(f"{path}/3").status_code == 404
    assert robot.get(f"{path}/2?against=9").status_code == 404
