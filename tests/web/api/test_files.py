"""A program downloads the files that the pages export; while one is made it is told to ask again."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from app import Settings, create_app
from exporters import EXPORTERS
from services.rendering import NO_WORKERS, Failed, Rendering
from services.workflow.starting import start_report
from tests.services.workflow.conftest import DESK, County
from tests.web.api.conftest import ProgramOf, Robot, token_of


@pytest.mark.parametrize("kind", list(EXPORTERS))
def test_every_kind_of_file_is_handed_on(county: County, program: ProgramOf, kind: str) -> None:
    response = program("reviewer").get(f"/reports/{county.complete()}/exports/{kind}")
    assert response.status_code == 200
    assert response.content_type == EXPORTERS[kind].media_type
    assert "%E8%8D%89%E7%A8%BF" in response.headers["Content-Disposition"]
    assert len(response.data) > 1_000


def test_a_final_version_is_no_draft(county: County, program: ProgramOf) -> None:
    report_id, robot = county.complete(), program("filler")
    county.go(report_id, "filler submit", "reviewer pass", "approver approve")
    final = robot.get(f"/reports/{report_id}/exports/html?version=2")
    assert ("草稿" in final.text, "草稿" in robot.get(f"/reports/{report_id}/exports/html?version=1").text) == (
        False,
        True,
    )
    assert robot.get(f"/reports/{report_id}/exports/html?version=9").status_code == 404


def test_what_is_no_kind_of_file_is_not_there(county: County, program: ProgramOf) -> None:
    assert program("filler").get(f"/reports/{county.complete()}/exports/exe").status_code == 404


def test_a_file_that_is_still_being_made_is_asked_for_again(tmp_path: Path, cheap_hashes: None) -> None:
    queued = create_app(Settings(tmp_path / "data", accounts=True, testing=True, queued=True))
    county = waiting_county(queued)
    robot = Robot(queued, token_of(county, "filler"))
    waits = robot.get(f"/reports/{county.complete()}/exports/pdf")
    assert (waits.status_code, waits.json["state"], int(waits.headers["Retry-After"]) > 0) == (202, "waiting", True)
    queued.extensions["nianbao"].close()


def waiting_county(app: Any) -> County:
    from services.people.passwords import hash_password
    from tests.web.people.conftest import PASSWORD

    county, hashed = County(app.extensions["nianbao"]), hash_password(PASSWORD)
    with county.store.write() as tx:
        tx.connection().exec_driver_sql("UPDATE accounts SET password_hash = ?", (hashed,))
    return county


@pytest.mark.parametrize(("message", "status"), [(NO_WORKERS, 503), ("文件没有做成。", 422)])
def test_a_file_that_cannot_be_made_is_told_why(
    county: County, program: ProgramOf, monkeypatch: pytest.MonkeyPatch, message: str, status: int
) -> None:  # fmt: skip
    monkeypatch.setattr(Rendering, "ask", lambda *_: Failed(message, ("第一处",)))
    refused = program("filler").get(f"/reports/{county.complete()}/exports/pdf")
    assert (refused.status_code, refused.json["detail"]) == (status, message)


def test_the_website_fetches_what_was_published_in_one_zip_the_same_each_time(
    county: County, program: ProgramOf
) -> None:  # fmt: skip
    report_id, robot = county.complete(), program("supervisor")
    assert robot.json(f"/reports/{report_id}/publications") == []
    county.go(report_id, "filler submit", "reviewer pass", "approver approve")
    program("approver").step(report_id, "publish", unsigned=True)
    (told,) = robot.json(f"/reports/{report_id}/publications")
    assert (told["version"], told["signed"], told["superseded_by"], len(told["sha256"])) == (2, False, None, 64)
    first, again = (robot.get(f"/reports/{report_id}/publications/{told['id']}/bundle") for _ in range(2))
    assert (first.status_code, first.mimetype, first.data == again.data) == (200, "application/zip", True)
    with ZipFile(BytesIO(first.data)) as packed:
        names = {Path(name).suffix for name in packed.namelist()}
        pdf = next(name for name in packed.namelist() if name.endswith(".pdf"))
        assert sha256(packed.read(pdf)).hexdigest() == told["sha256"]
    assert names >= {".pdf", ".html", ".docx", ".json", ".csv", ".xlsx"}
    assert robot.get(f"/reports/{report_id}/publications/999/bundle").status_code == 404


def test_a_bundle_of_another_report_is_not_there(county: County, program: ProgramOf) -> None:
    published, other = county.complete(), start_report(county.store, county.filler, county.bureau, 2024, DESK)
    county.go(published, "filler submit", "reviewer pass", "approver approve", "approver publish")
    (told,) = program("filler").json(f"/reports/{published}/publications")
    assert program("filler").get(f"/reports/{other}/publications/{told['id']}/bundle").status_code == 404
