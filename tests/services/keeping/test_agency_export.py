"""All of one agency's data, in plain files, and nothing of another's."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from report.record import load_report
from services.agency_export import export_agency
from services.audit import latest
from services.errors import ChangeRefused
from services.people.model import CONSOLE, NotAllowed
from services.workflow.comments import Anchor, add_comment
from services.workflow.starting import start_report
from tests.services.helpers import sample
from tests.services.workflow.conftest import DESK, FORWARD


def exported(store, agency_id):
    with zipfile.ZipFile(io.BytesIO(export_agency(store, CONSOLE, agency_id, DESK))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_it_has_the_reports_with_their_versions_and_their_way(county, store):
    report_id = county.complete()
    add_comment(store, county.reviewer, report_id, Anchor("report", "cover"), "请核", DESK)
    county.go(report_id, *FORWARD)
    files = exported(store, county.bureau)
    folder = f"reports/2023-{report_id}"
    assert load_report(files[f"{folder}/draft.json"]) == sample("demo")
    assert json.loads(files[f"{folder}/versions/2.json"])["final"] is True
    way = json.loads(files[f"{folder}/way.json"])
    assert way["state"] == "published"
    assert [step["action"] for step in way["steps"]] == ["submit", "pass", "approve", "publish"]
    assert [comment["text"] for comment in way["comments"]] == ["请核"]


def test_it_has_the_agency_and_its_people_without_their_secrets(county, store):
    files = exported(store, county.bureau)
    assert json.loads(files["agency.json"])["names"][0]["name"] == "示例市民政局"
    assert {entry["login"] for entry in json.loads(files["people.json"])} >= {"filler", "reviewer", "approver"}
    assert b"argon2" not in b"".join(files.values())


def test_it_has_nothing_of_another_agency(county, store):
    own = county.complete()
    other = start_report(store, county.stranger, county.other, 2023, DESK)
    content = b"".join(exported(store, county.bureau).values())
    assert own.encode() in content
    assert other.encode() not in content
    assert b"stranger" not in content


def test_only_an_administrator_takes_it_and_the_log_tells(county, store):
    with pytest.raises(NotAllowed):
        export_agency(store, county.approver, county.bureau, DESK)
    with pytest.raises(ChangeRefused):
        export_agency(store, CONSOLE, "none", DESK)
    export_agency(store, county.admin, county.bureau, DESK)
    assert (latest(store)[0].action, latest(store)[0].name) == ("agency.export", "admin某")
