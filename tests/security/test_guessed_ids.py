"""What belongs to one report is not had through another, whatever its number: files, scans, pictures, comments."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest
from flask import Flask

from services.actor import acting
from services.drafts import save_section
from services.pictures import take_picture
from services.publishing.files import keep_file
from services.reports import open_draft
from services.versions import make_version
from services.workflow.comments import Anchor, add_comment, list_comments
from services.workflow.starting import take_in_report
from storage import publishing as stored
from storage import queries
from tests.services.helpers import sample
from tests.services.workflow.conftest import DESK, FORWARD, WORD, County
from tests.web.test_pictures import png

SECRET = b"%PDF-1.4 secret-8841"


@dataclass(frozen=True)
class Theirs:
    """A published report of one bureau, and the ids of all that hangs on it; and one of another bureau."""

    report: str
    mine: str
    file: int
    publication: int
    scan: int
    picture: str
    comment: int
    conflict: int

    def read(self, report_id: str) -> list[str]:
        """Addresses that show something of theirs, under a report."""
        under = f"/reports/{report_id}"
        return [
            f"{under}/publication/files/{self.file}",
            f"{under}/publication/files/{self.file}/pages/0",
            f"{under}/publication/bundles/{self.publication}.zip",
            f"{under}/publication/scans/{self.scan}",
            f"{under}/pictures/{self.picture}",
        ]

    def change(self, report_id: str) -> list[tuple[str, dict[str, str]]]:
        """Addresses that change something of theirs, under a report."""
        under = f"/reports/{report_id}"
        return [
            (f"{under}/comments/{self.comment}/answers", {"text": "混进来"}),
            (f"{under}/comments/{self.comment}/state", {"done": "1"}),
            (f"{under}/conflicts/{self.conflict}", {"choice": "mine"}),
        ]


@pytest.fixture
def theirs(app: Flask, county: County) -> Theirs:
    store, registry = county.store, app.extensions["nianbao_registry"]
    report_id = county.complete()
    other = sample("demo")
    other = replace(other, title=None or "", agency=replace(other.agency, name="示例市司法局"))
    mine = take_in_report(store, county.stranger, county.other, other, DESK)
    picture = take_picture(store, report_id, png(), "filler").id
    comment = add_comment(store, county.reviewer, report_id, Anchor("report", "cover"), "看一看", DESK)
    conflict = _conflict(county, report_id)
    with store.write() as tx:
        tx.connection().exec_driver_sql("UPDATE conflicts SET resolved_at = '2024-01-01'")
    county.go(report_id, *FORWARD)
    with store.write() as tx:
        file = keep_file(registry, tx, report_id, 1, "plain", SECRET)
        scan = stored.ScanRow(
            report_id=report_id, version=1, sha256=file.sha256, size=file.size, media_type="application/pdf",
            approver="某", day="2024-01-18", who="某", at=store.now(),
        )  # fmt: skip
        queries.add(tx, scan)
        publication = stored.publications(tx, report_id)[0].id
        return Theirs(report_id, mine, file.id, publication, scan.id, picture, comment, conflict)


def _conflict(county: County, report_id: str) -> int:
    """The number of a conflict in the report."""
    draft = open_draft(county.store, report_id)
    section = WORD.split(".")[1]
    for who, number in (("filler", "901"), ("filler2", "902")):
        person = getattr(county, who)
        with acting(person.actor(DESK)):
            value = {WORD: {"number": number, "note": ""}}
            save_section(county.store, report_id, section, draft.revisions[section], value, person.name)
    make_version(county.store, report_id, "manual", "filler")
    return open_draft(county.store, report_id).conflicts[0].id


def test_who_may_see_it_sees_it(theirs: Theirs, desk: Any) -> None:
    """The addresses are right: their own people get all of it."""
    person = desk("approver")
    for address in theirs.read(theirs.report):
        if "pages" not in address and "bundles" not in address:
            assert person.client.get(address).status_code == 200, address


@pytest.mark.parametrize("login", ["stranger", "admin"])
def test_under_its_own_report_it_is_not_there_for_others(theirs: Theirs, desk: Any, login: str) -> None:
    person = desk(login)
    for address in theirs.read(theirs.report):
        answer = person.client.get(address)
        assert answer.status_code == 404, address
        assert SECRET not in answer.data
    for address, form in theirs.change(theirs.report):
        assert person.post(address, form).status_code == 404, address


def test_what_belongs_to_another_report_is_not_had_through_ones_own(county: County, theirs: Theirs, desk: Any) -> None:
    person = desk("stranger")
    assert person.client.get(f"/reports/{theirs.mine}/publication").status_code == 200
    for address in theirs.read(theirs.mine):
        answer = person.client.get(address)
        assert answer.status_code == 404, address
        assert SECRET not in answer.data
    for address, form in theirs.change(theirs.mine):
        assert person.post(address, form).status_code == 404, address
    [comment] = list_comments(county.store, county.reviewer, theirs.report)
    assert (comment.resolved_at, comment.answers) == (None, ())


@pytest.mark.parametrize("choice", ["{}", "{}:1"])
def test_it_cannot_be_laid_beside_ones_own(theirs: Theirs, desk: Any, choice: str) -> None:
    query = {"a": theirs.mine, "b": choice.format(theirs.report)}
    assert desk("stranger").client.get("/compare", query_string=query).status_code == 404
