"""Everything of one agency as a ZIP of plain files, to be handed over or kept: no program is needed to read it."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryFile
from typing import Any, BinaryIO

from report.record import dump_report
from services import audit
from services.audit_csv import write_audit_csv
from services.audit_search import Wanted
from services.errors import ChangeRefused
from services.people.model import Person, Source, require_administrator
from services.stored import stored_report
from storage import Store, queries
from storage import agencies as stored_agencies
from storage import people as stored_people
from storage import pictures as stored_pictures
from storage import publishing as stored_files
from storage import workflow as stored
from storage.blobs import get_blob
from storage.models import Base, ConflictRow, ReportRow
from storage.store import Transaction
from storage.whole import rows_as_data

README_NAME, SUMS_NAME = "说明.txt", "SHA256SUMS"
README = """本压缩包是一个机关在年报系统中的全部数据，不用本系统也能读。

agency.json         机关的资料、曾用名、规定过的期限、印章图片的登记
people.json         在该机关有角色的人员，和经手过其年报的其他人员（不含密码）
audit.csv           与该机关及其年报有关的审计日志
reports/年度-编号/  每份年报，包括回收站里的：
  draft.json        现在的内容（年报数据文件，连同图片，可以再导入本系统）
  versions/         各个版本的内容，图片另在 pictures/
  pictures/         各个版本用过的图片
  files/            待签文件、签章文件、发布包、审签单扫描件
  way.json          流转、经办人、批注、两人改动的冲突、发布的登记和文件的登记
SHA256SUMS          以上各文件的 SHA-256

不在其中：密码、登录状态和令牌；印章图片（只给签章的人用，由机关自己保管）；填写过程中逐次保存的内容（改动前后见审计日志）。
"""
# {part of way.json: the table that it comes from}; what is in them is told by their columns.
OF_REPORTS: Mapping[str, type[Base]] = {
    "flow": stored.FlowRow,
    "steps": stored.StepRow,
    "fillers": stored.FillerRow,
    "assignments": stored.AssignmentRow,
    "comments": stored.CommentRow,
    "conflicts": ConflictRow,
    "publications": stored_files.PublicationRow,
    "files": stored_files.FileRow,
    "scans": stored_files.ScanRow,
    "pictures": stored_pictures.PictureRow,
}
OF_AGENCIES: Mapping[str, type[Base]] = {
    "names": stored_agencies.AgencyNameRow,
    "deadlines": stored_agencies.AgencyDeadlineRow,
}
SECRETS = {"password_hash", "totp_secret", "totp_step", "must_change", "password_at"}


@dataclass(frozen=True)
class Exported:
    """What was written: the agency's name, how many reports and files, and the bytes of the ZIP."""

    name: str
    reports: int
    files: int
    size: int


def export_agency(
    store: Store, data_dir: Path, by: Person, agency_id: str, source: Source, target: BinaryIO
) -> Exported:
    """Write the ZIP into a file, a file in memory at a time.

    NotAllowed for who is no administrator, ChangeRefused if there is no such agency, StorageError if a kept file is
    gone or not what it was.
    """
    require_administrator(by)
    with store.write() as tx:
        row = stored_agencies.agency(tx, agency_id)
        if row is None:
            raise ChangeRefused("没有这个机关。")
        name, actor = row.name, by.actor(source)
        audit.record(tx, "agency.export", f"agency:{agency_id}", store.now(), after={"name": name}, actor=actor)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        bundle = _Bundle(archive)
        bundle.put(README_NAME, README.encode())
        with store.read() as tx:
            reports = stored.reports_of(tx, agency_id)
            bundle.put("agency.json", _json(_agency(tx, agency_id)))
            bundle.put("people.json", _json(_people(tx, agency_id, [report.id for report in reports])))
            for report in reports:
                for path, content in _report(tx, data_dir, report):
                    bundle.put(f"reports/{report.year}-{report.id}/{path}", content)
        with TemporaryFile() as log:
            write_audit_csv(store, log, Wanted(agency_id=agency_id))
            bundle.copy("audit.csv", log)
        sums = "".join(f"{digest}  {path}\n" for path, digest in bundle.sums.items())
        archive.writestr(SUMS_NAME, sums)
    return Exported(name, len(reports), len(bundle.sums) + 1, target.tell())


class _Bundle:
    """A ZIP being written, with the hash of each file in it."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.sums: dict[str, str] = {}

    def put(self, path: str, content: bytes) -> None:
        self._archive.writestr(path, content)
        self.sums[path] = hashlib.sha256(content).hexdigest()

    def copy(self, path: str, source: BinaryIO) -> None:
        source.seek(0)
        self.sums[path] = hashlib.file_digest(source, "sha256").hexdigest()  # type: ignore[arg-type]  # a real file
        source.seek(0)
        with self._archive.open(path, "w") as target:
            shutil.copyfileobj(source, target)


def _agency(tx: Transaction, agency_id: str) -> dict[str, Any]:
    (about,) = rows_as_data(tx, stored_agencies.AgencyRow, "id", [agency_id])
    parts = {part: rows_as_data(tx, table, "agency_id", [agency_id]) for part, table in OF_AGENCIES.items()}
    return about | parts | {"seals": rows_as_data(tx, stored_files.SealRow, "owner", [agency_id])}


def _people(tx: Transaction, agency_id: str, report_ids: list[str]) -> list[dict[str, Any]]:
    """Everybody with a role here, and everybody that the reports' ways name."""
    held = rows_as_data(tx, stored_people.RoleRow, "agency_id", [agency_id])
    named = {role["account_id"] for role in held}
    for table in OF_REPORTS.values():
        for row in rows_as_data(tx, table, "report_id", report_ids):
            named |= {row[key] for key in ("account_id", "sender_id") if row.get(key)}
    people = rows_as_data(tx, stored_people.AccountRow, "id", sorted(named), without=SECRETS)
    return [
        person | {"roles": [role["role"] for role in held if role["account_id"] == person["id"]]} for person in people
    ]


def _report(tx: Transaction, data_dir: Path, row: ReportRow) -> Iterator[tuple[str, bytes]]:
    """(path, content) of each file of a report."""
    yield "draft.json", dump_report(stored_report(tx, row))
    for version in queries.versions(tx, row.id):
        about = {
            "number": version.number, "reason": version.reason, "who": version.who, "at": version.at,
            "final": version.final, "note": version.note, "report": version.content,
        }  # fmt: skip
        yield f"versions/{version.number}.json", _json(about)
    for picture_id in stored_pictures.picture_ids(tx, row.id):
        picture = stored_pictures.picture(tx, row.id, picture_id)
        assert picture is not None
        yield f"pictures/{picture_id}{_ending(picture.media_type)}", picture.data
    for file in reversed(stored_files.files(tx, row.id)):
        ending = ".zip" if file.kind == "bundle" else ".pdf"
        yield f"files/{file.id}-第{file.version}版-{file.kind}{ending}", get_blob(data_dir, file.sha256)
    for scan in reversed(stored_files.scans(tx, row.id)):
        name = f"files/审签单-{scan.id}-第{scan.version}版{_ending(scan.media_type)}"
        yield name, get_blob(data_dir, scan.sha256)
    (about,) = rows_as_data(tx, ReportRow, "id", [row.id])
    parts = {part: rows_as_data(tx, table, "report_id", [row.id]) for part, table in OF_REPORTS.items()}
    yield "way.json", _json({"report": about} | parts)


def _ending(media_type: str) -> str:
    return f".{PurePosixPath(media_type).name.partition('+')[0]}"


def _json(content: Any) -> bytes:
    def moment(value: object) -> str:
        if hasattr(value, "isoformat"):
            return str(value.isoformat())
        raise TypeError(f"no JSON: {value!r}")

    return json.dumps(content, ensure_ascii=False, indent=1, default=moment).encode()
