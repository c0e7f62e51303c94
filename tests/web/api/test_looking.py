"""What a program finds: agencies, formats, reports by the page, the log; and how it is told of mistakes."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from services.agencies.tree import list_agencies
from services.audit import head, verify
from services.workflow.starting import start_report
from tests.services.workflow.conftest import DESK, County
from tests.web.api.conftest import V1, ProgramOf
from web.api.problems import KINDS


def names(found: Any) -> set[str]:
    return {agency["name"] for agency in found}


def test_agencies_are_those_that_one_has_to_do_with(county: County, program: ProgramOf) -> None:
    assert names(program("filler").json("/agencies")) == {"示例市民政局"}
    assert names(program("supervisor").json("/agencies")) == {"示例市人民政府", "示例市民政局", "示例市司法局"}
    assert len(program("admin").json("/agencies")) == len(list_agencies(county.store))


def test_a_format_names_every_figure(program: ProgramOf) -> None:
    robot = program("filler")
    assert [fmt["id"] for fmt in robot.json("/formats")] == ["2019", "2021"]
    fmt = robot.json("/formats/2021")
    cells = {cell["name"]: cell for section in fmt["sections"] for cell in section["cells"]}
    assert (cells["applications.new.person"]["title"], len(cells) > 100) == ("本年新收·自然人", True)
    assert [f["name"] for s in fmt["sections"] for f in s["facts"]] == ["notices", "charged", "received"]
    assert robot.get("/formats/1999").status_code == 404


@pytest.fixture
def many(county: County) -> list[str]:
    return [start_report(county.store, county.filler, county.bureau, year, DESK) for year in range(2019, 2026)]


def test_reports_come_by_the_page_latest_first(many: list[str], program: ProgramOf) -> None:
    robot, path, found = program("filler"), "/reports?limit=3", []
    while path:
        page = robot.json(path)
        assert page["total"] == len(many)
        found += [report["year"] for report in page["items"]]
        path = (page["next"] or "").removeprefix(V1)
    assert found == list(range(2025, 2018, -1))


def test_reports_are_chosen_by_agency_year_and_state(county: County, many: list[str], program: ProgramOf) -> None:
    robot = program("supervisor")
    assert robot.json("/reports?year=2020")["total"] == 1
    assert robot.json(f"/reports?agency={county.bureau}&state=filling")["total"] == len(many)
    assert robot.json(f"/reports?agency={county.other}")["total"] == 0
    assert robot.json("/reports?state=final")["items"] == []


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("limit=0", "limit"), ("limit=501", "limit"), ("limit=x", "整数"), ("limit=1&limit=2", "只能写一次"),
        ("offset=-1", "offset"), ("state=nothing", "filling"), ("yaer=2020", "没有这个参数"), ("year=", "year"),
    ],
)  # fmt: skip
def test_a_parameter_that_is_wrong_is_named(program: ProgramOf, query: str, said: str) -> None:
    refused = program("filler").get(f"/reports?{query}")
    assert (refused.status_code, said in refused.json["detail"]) == (400, True)


def test_the_log_is_read_on_from_where_one_was(county: County, program: ProgramOf) -> None:
    robot = program("admin")
    first = robot.json("/audit?limit=3")
    rest = robot.json(f"/audit?after={first['items'][-1]['number']}&limit=1000")
    numbers = [entry["number"] for entry in first["items"] + rest["items"]]
    assert numbers == list(range(1, len(numbers) + 1))
    assert rest["head"] == str(head(county.store))
    assert verify(county.store) == []


def test_what_waits_for_a_person_is_told_with_its_deadline(county: County, program: ProgramOf) -> None:
    report_id = county.complete()
    county.go(report_id, "filler submit")
    (task,) = [t for t in program("reviewer").json("/tasks") if t["report"] == report_id]
    assert (task["what"], task["state"], task["deadline"], task["days_left"] < 0) == (
        "审核通过", "review", "2024-01-31", True,
    )  # fmt: skip
    assert [t["report"] for t in program("approver").json("/tasks")] == []
    assert {t["report"] for t in program("filler").json("/tasks")} == {None}


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_kind_of_problem_is_explained_to_anybody(program: ProgramOf, kind: str) -> None:
    told = program().json(f"/problems/{kind}")
    assert (told["type"], told["status"], told["title"]) == (
        f"{V1}/problems/{kind}", KINDS[kind].status, KINDS[kind].title,
    )  # fmt: skip


def test_an_address_that_there_is_not_is_told_as_a_problem(app: Flask, program: ProgramOf) -> None:
    robot = program("filler")
    for method, path, status in (
        ("GET", "/nothing", 404), ("GET", "/reports/", 404), ("DELETE", "/me", 405), ("OPTIONS", "/me", 405),
        ("GET", "/reports/x/versions/1234567890123", 404), ("PATCH", "/reports", 405),
    ):  # fmt: skip
        told = robot.client.open(V1 + path, method=method)
        assert (told.status_code, told.mimetype) == (status, "application/problem+json"), path
        assert told.json["status"] == status
        assert told.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/me", "/openapi.json", "/nothing"])
def test_another_host_is_told_of_as_a_problem_too(program: ProgramOf, path: str) -> None:
    told = program("filler").client.get(V1 + path, headers={"Host": "evil.example"})
    assert (told.status_code, told.mimetype, told.json["status"]) == (400, "application/problem+json", 400)


def test_a_fault_of_the_program_is_told_by_its_number_alone(
    app: Flask, county: County, program: ProgramOf, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    from web import errors

    def broken(*_: Any) -> None:
        raise ZeroDivisionError("secret")

    robot = program("filler")
    app.testing = False
    errors.init_app(app)
    monkeypatch.setattr("web.api.looking.list_flows", broken)
    told = robot.get("/reports")
    assert (told.status_code, "编号" in told.json["detail"], "secret" in told.text) == (500, True, False)


def test_no_answer_is_kept_on_the_way(county: County, program: ProgramOf) -> None:
    robot, report_id = program("filler"), county.complete()
    for path in ("/me", "/reports", f"/reports/{report_id}/content", f"/reports/{report_id}/exports/csv"):
        assert robot.get(path).headers["Cache-Control"] == "no-store"
