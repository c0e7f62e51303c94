"""All of one agency's data, in plain files, held against the store; and nothing of another's."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile

import pytest
from sqlalchemy import LargeBinary, inspect, select

from report.record import load_report, read_report
from services.actor import acting
from services.agency_export import OF_AGENCIES, OF_REPORTS, SUMS_NAME, export_agency
from services.audit import latest
from services.drafts import save_section
from services.errors import ChangeRefused
from services.people.model import CONSOLE, NotAllowed, Role
from services.pictures import find_picture, take_picture
from services.publishing.approved import Registry
from services.publishing.files import keep_file
from services.reports import delete_report, open_draft
from services.versions import get_version, make_version
from services.workflow.comments import Anchor, add_comment, answer
from services.workflow.starting import assign, start_report
from storage import people, publishing, queries, workflow
from storage.agencies import AgencyRow
from storage.blobs import put_blob
from storage.models import Base, ReportRow, RevisionRow, SectionRow, VersionRow
from storage.whole import rows_as_data
from tests.services.test_pictures import png
from tests.services.workflow.conftest import DESK, FORWARD, WORD

# Told in files of their own, or left out, as the README says.
REPORTS_ELSEWHERE = {ReportRow, SectionRow, VersionRow, RevisionRow}
AGENCIES_ELSEWHERE = {AgencyRow, workflow.FlowRow, people.RoleRow}
MORE = {
    publishing.ScanRow: {"version": 1, "size": 4, "media_type": "image/png", "approver": "领导", "day": "2024-01-15"},
    publishing.PublicationRow: {"version": 1, "file_id": 1, "sha256": "", "code": "", "signed": False, "reason": ""},
    publishing.SealRow: {"media_type": "image/png", "diameter": 42},
}


def exported(store, tmp_path, agency_id):
    target = io.BytesIO()
    told = export_agency(store, tmp_path / "data", CONSOLE, agency_id, DESK, target)
    with zipfile.ZipFile(target) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    assert (told.files, told.size) == (len(files), len(target.getvalue()))
    return files


@pytest.fixture
def full(county, store, tmp_path):
    """A published report with something of everything that is kept of one, and another in the trash. Gives its id."""
    report_id = county.complete()
    county.go(report_id, "filler submit", "reviewer return")
    with acting(county.filler.actor(DESK)):
        make_version(store, report_id, "manual", "filler某", "留一版")
        made = take_picture(store, report_id, png(), "filler某")
        revision = open_draft(store, report_id).revisions["overview"]
        figure = {"type": "figure", "picture": made.id, "caption": "图1", "alt": "一张图"}
        text = [{"type": "paragraph", "level": 0, "text": "总体情况良好。"}, figure]
        save_section(store, report_id, "overview", revision, {"blocks": text}, "filler某")
        make_version(store, report_id, "manual", "filler某")
        for number in (5, 6):
            save_section(store, report_id, "proactive", 1, {WORD: {"number": str(number), "note": ""}}, "filler某")
        gone = start_report(store, county.filler, county.bureau, 2022, DESK)
        delete_report(store, gone, "filler某")
    comment = add_comment(store, county.reviewer, report_id, Anchor("report", "cover"), "请核", DESK)
    answer(store, county.filler, report_id, comment, "已核", DESK)
    assign(store, county.supervisor, report_id, Role.REVIEWER, county.reviewer.account_id, DESK)
    registry = Registry(store, tmp_path / "data")
    with store.write() as tx:
        keep_file(registry, tx, report_id, 1, "plain", b"%PDF-1.7 plain", who="approver某")
        keep_file(registry, tx, report_id, 1, "bundle", b"PK bundle", who="approver某")
        common = {"who": "approver某", "at": store.now()}
        scan, seal = (put_blob(tmp_path / "data", content) for content in (b"scan", b"seal"))
        for row in (
            publishing.ScanRow(report_id=report_id, sha256=scan, **MORE[publishing.ScanRow], **common),
            publishing.PublicationRow(report_id=report_id, **MORE[publishing.PublicationRow], **common),
            publishing.SealRow(owner=county.bureau, sha256=seal, **MORE[publishing.SealRow], **common),
        ):
            queries.add(tx, row)
    return report_id


def as_read_back(rows):
    """Rows as they come out of JSON."""
    return json.loads(json.dumps(rows, default=lambda moment: moment.isoformat()))


def tables_with(column):
    return {mapper.class_ for mapper in Base.registry.mappers if column in mapper.columns and mapper.class_ is not Base}


def test_every_table_that_speaks_of_reports_or_agencies_is_in_it():
    assert tables_with("report_id") | {ReportRow} == set(OF_REPORTS.values()) | REPORTS_ELSEWHERE
    assert tables_with("agency_id") | {AgencyRow} == set(OF_AGENCIES.values()) | AGENCIES_ELSEWHERE


def test_every_row_of_a_report_is_in_it_column_by_column(county, store, tmp_path, full):
    files = exported(store, tmp_path, county.bureau)
    way = json.loads(files[f"reports/2023-{full}/way.json"])
    with store.read() as tx:
        for part, table in OF_REPORTS.items():
            wanted = list(tx.scalars(select(table).where(inspect(table).columns["report_id"] == full)))
            assert wanted, f"the report has no {part}: nothing would be compared"
            columns = [c.key for c in inspect(table).columns if not isinstance(c.type, LargeBinary)]
            told = [{key: getattr(row, key) for key in columns} for row in wanted]
            key = repr
            assert sorted(way[part], key=key) == sorted(as_read_back(told), key=key), part


def test_drafts_and_versions_read_back_as_the_store_has_them(county, store, tmp_path, full):
    files = exported(store, tmp_path, county.bureau)
    folder = f"reports/2023-{full}"
    assert load_report(files[f"{folder}/draft.json"]) == open_draft(store, full).report
    numbers = sorted(int(name.split("/")[-1][:-5]) for name in files if name.startswith(f"{folder}/versions/"))
    with store.read() as tx:
        assert numbers == sorted(row.number for row in queries.versions(tx, full))
    for number in numbers:
        told, kept = json.loads(files[f"{folder}/versions/{number}.json"]), get_version(store, full, number)
        assert read_report(told["report"], pictures=kept.report.pictures) == kept.report
        assert (told["reason"], told["who"], told["final"], told["note"]) == (
            kept.reason, kept.who, kept.final, kept.note,
        )  # fmt: skip


def test_pictures_and_files_are_in_it_byte_by_byte(county, store, tmp_path, full):
    files = exported(store, tmp_path, county.bureau)
    folder = f"reports/2023-{full}"
    (picture,) = [name for name in files if name.startswith(f"{folder}/pictures/")]
    name, _, ending = picture.rpartition("/")[2].partition(".")
    kept = find_picture(store, full, name)
    assert (files[picture], ending) == (kept.data, kept.media_type.partition("/")[2])
    named = {path.rpartition("/")[2]: files[path] for path in files if path.startswith(f"{folder}/files/")}
    assert sorted(named.values()) == [b"%PDF-1.7 plain", b"PK bundle", b"scan"]
    assert [name for name in named if named[name] == b"scan"] == ["审签单-1-第1版.png"]


def test_a_report_in_the_trash_is_in_it(county, store, tmp_path, full):
    files = exported(store, tmp_path, county.bureau)
    ways = [json.loads(files[name]) for name in files if name.endswith("way.json")]
    assert sorted((way["report"]["year"], way["report"]["deleted_by"]) for way in ways) == [
        (2022, "filler某"), (2023, ""),
    ]  # fmt: skip


def test_each_file_has_its_hash(county, store, tmp_path, full):
    files = exported(store, tmp_path, county.bureau)
    lines = files[SUMS_NAME].decode().splitlines()
    told = {path: digest for digest, _, path in (line.partition("  ") for line in lines)}
    assert told == {
        path: hashlib.sha256(content).hexdigest() for path, content in files.items() if path != SUMS_NAME
    }  # fmt: skip


def test_it_has_the_agency_its_seals_hash_and_its_people_without_their_secrets(county, store, tmp_path, full):
    files = exported(store, tmp_path, county.bureau)
    about = json.loads(files["agency.json"])
    with store.read() as tx:
        for part, table in OF_AGENCIES.items():
            assert about[part] == as_read_back(rows_as_data(tx, table, "agency_id", [county.bureau]))
    assert [seal["sha256"] for seal in about["seals"]] == [hashlib.sha256(b"seal").hexdigest()]
    assert b"seal" not in files.values()
    roles = {person["login"]: person["roles"] for person in json.loads(files["people.json"])}
    assert roles["both"] == ["filler", "reviewer"]
    content = b"".join(files.values())
    assert b"argon2" not in content
    assert b"totp_secret" not in content


def test_the_log_in_it_is_that_of_the_agency_and_its_reports(county, store, tmp_path):
    county.go(county.complete(), *FORWARD)
    log = exported(store, tmp_path, county.bureau)["audit.csv"].decode("utf-8-sig")
    assert log.count("\r\n") == 1 + len(["agency.make", "report.start", *FORWARD, "agency.export"])


def test_it_has_nothing_of_another_agency(county, store, tmp_path):
    own = county.complete()
    other = start_report(store, county.stranger, county.other, 2023, DESK)
    content = b"".join(exported(store, tmp_path, county.bureau).values())
    assert own.encode() in content
    assert other.encode() not in content
    assert b"stranger" not in content


def test_only_an_administrator_takes_it_and_the_log_tells(county, store, tmp_path):
    folder, target = tmp_path / "data", io.BytesIO()
    with pytest.raises(NotAllowed):
        export_agency(store, folder, county.approver, county.bureau, DESK, target)
    with pytest.raises(ChangeRefused):
        export_agency(store, folder, CONSOLE, "none", DESK, target)
    assert target.getvalue() == b""
    export_agency(store, folder, county.admin, county.bureau, DESK, target)
    assert (latest(store)[0].action, latest(store)[0].name) == ("agency.export", "admin某")
