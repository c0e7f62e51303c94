"""A program takes the steps of the way: those of the table, by the same people, past the same guards."""

from __future__ import annotations

import pytest

from services.people.programs import Scope
from services.workflow.guards import GUARDS
from services.workflow.table import TRANSITIONS, Action
from tests.services.workflow.conftest import County
from tests.web.api.conftest import ProgramOf, Robot


def offered(robot: Robot, report_id: str) -> dict[str, list[str]]:
    """{step: the guards that bar it}."""
    found = robot.json(f"/reports/{report_id}")["steps"]
    return {offer["action"]: [barred["guard"] for barred in offer["barred"]] for offer in found}


def test_the_whole_way_to_publication_and_correction(county: County, program: ProgramOf) -> None:
    report_id = county.complete()
    seen = program("filler").get(f"/reports/{report_id}/content").headers["ETag"]
    for login, action, state in (
        ("filler", "submit", "review"), ("reviewer", "pass", "approval"), ("approver", "approve", "final"),
    ):  # fmt: skip
        assert action in offered(program(login), report_id)
        done = program(login).step(report_id, action, seen)
        assert (done.status_code, done.json["state"]) == (200, state), done.text
    refused = program("approver").step(report_id, "publish", seen)
    assert (refused.status_code, [b["guard"] for b in refused.json["barred"]]) == (422, ["signed"])
    done = program("approver").step(report_id, "publish", seen, unsigned=True)
    assert (done.json["state"], done.json["published_version"]) == ("published", 2)
    done = program("filler").step(report_id, "correct", seen, reason="落款写错")
    assert (done.json["state"], done.json["correcting"]) == ("filling", 2)
    program("filler").patch(report_id, {"issuer": "改正的落款"})
    (correction,) = program("supervisor").json(f"/reports/{report_id}/corrections")
    assert (correction["reason"], correction["old"], correction["new"]) == ("落款写错", 2, 0)
    assert [change["after"] for change in correction["changes"]] == ["改正的落款"]
    steps = program("supervisor").json(f"/reports/{report_id}/steps")
    assert [step["action"] for step in steps] == ["submit", "pass", "approve", "publish", "correct"]


def test_every_guard_that_bars_is_told_with_its_sentence_and_nothing_is_done(
    county: County, program: ProgramOf
) -> None:  # fmt: skip
    robot = program("filler")
    made = robot.ask("POST", "/reports", json={"agency": county.bureau, "year": 2024}).json["id"]
    robot.patch(made, {"values": {"applications.new.person": "1", "applications.carried_in.person": "-1"}})
    refused = robot.step(made, "submit")
    assert refused.status_code == 422
    barred = {told["guard"]: told["detail"] for told in refused.json["barred"]}
    assert set(barred) == set(offered(robot, made)["submit"]) >= {"no blanks"}
    assert all(sentence.endswith("。") for sentence in barred.values())
    assert robot.json(f"/reports/{made}")["state"] == "filling"


def test_a_return_needs_a_reason(county: County, program: ProgramOf) -> None:
    report_id, reviewer = county.complete(), program("reviewer")
    county.go(report_id, "filler submit")
    (offer,) = [o for o in reviewer.json(f"/reports/{report_id}")["steps"] if o["action"] == "return"]
    assert (offer["needs_reason"], offer["barred"]) == (True, [])
    refused = reviewer.step(report_id, "return", reason=" ")
    assert [told["guard"] for told in refused.json["barred"]] == ["reason"]
    assert reviewer.step(report_id, "return", reason="再核对").json["state"] == "filling"
    assert program("filler").json(f"/reports/{report_id}/steps")[-1]["reason"] == "再核对"


def test_a_step_is_taken_with_what_was_seen_or_not_at_all(county: County, program: ProgramOf) -> None:
    report_id, filler = county.complete(), program("filler")
    seen = filler.get(f"/reports/{report_id}").headers["ETag"]
    filler.patch(report_id, {"issuer": "另一个落款"})
    refused = filler.step(report_id, "submit", seen)
    assert (refused.status_code, filler.json(f"/reports/{report_id}")["state"]) == (412, "filling")
    assert filler.step(report_id, "submit", refused.headers["ETag"]).status_code == 200


def test_looking_at_the_contents_opens_what_waits_and_looking_at_the_state_does_not(
    county: County, program: ProgramOf
) -> None:  # fmt: skip
    report_id, reviewer = county.complete(), program("reviewer")
    county.go(report_id, "filler submit")
    reviewer.json(f"/reports/{report_id}")
    reviewer.json("/reports")
    assert offered(program("filler"), report_id)["withdraw"] == []
    reviewer.json(f"/reports/{report_id}/content")
    refused = program("filler").step(report_id, "withdraw")
    assert [told["guard"] for told in refused.json["barred"]] == ["unopened"]


@pytest.mark.parametrize("action", sorted({step.action for step in TRANSITIONS}))
def test_a_step_that_is_not_ones_to_take_is_refused(county: County, program: ProgramOf, action: Action) -> None:
    report_id = county.complete()
    at_first = {step.action for step in TRANSITIONS if step.state == "filling"}
    for login in ("reviewer", "approver", "supervisor", *(() if action in at_first else ("filler",))):
        assert program(login).step(report_id, action, reason="试").status_code == 403, login
    assert program("stranger").step(report_id, action).status_code == 404


@pytest.mark.parametrize("action", ["view", "edit", "delete", "nothing"])
def test_what_is_no_step_is_not_there(county: County, program: ProgramOf, action: str) -> None:
    assert program("filler").step(county.complete(), action).status_code == 404


def test_a_token_for_writing_takes_no_step(county: County, program: ProgramOf) -> None:
    refused = program("filler", Scope.READ, Scope.WRITE).step(county.complete(), "submit")
    assert (refused.status_code, refused.json["scope"]) == (403, "transition")


def test_the_description_tells_every_step_of_the_table_with_its_guards(program: ProgramOf) -> None:
    description = program().json("/openapi.json")
    told = description["paths"]["/api/v1/reports/{report_id}/steps/{action}"]["post"]
    action = next(p for p in told["parameters"] if p["name"] == "action")
    assert set(action["schema"]["enum"]) == {step.action.value for step in TRANSITIONS}
    for step in TRANSITIONS:
        line = f"| {step.action.label} `{step.action}` | {step.state.label} | {step.next.label} |"
        assert any(found.startswith(line) for found in told["description"].splitlines())
    assert set(description["components"]["schemas"]["Guard"]["enum"]) == {guard.value for guard in GUARDS}
