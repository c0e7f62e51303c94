"""Everything of one agency as a ZIP of plain files, to be handed over or kept: no program is needed to read it."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import asdict
from typing import Any

from report.record import dump_report, write_report
from services import audit
from services.agencies.tree import info
from services.audit_csv import audit_csv
from services.errors import ChangeRefused
from services.people.model import Person, Source, require_administrator
from services.stored import stored_report
from services.versions import version_of
from storage import Store, queries
from storage import agencies as stored_agencies
from storage import people as stored_people
from storage import workflow as stored
from storage.models import ReportRow
from storage.store import Transaction

README = """本压缩包是一个机关在年报系统中的全部数据。

agency.json       机关的名称、曾用名、期限
people.json       在该机关有角色的人员（不含密码）
reports/年度-编号/  每份年报：draft.json 为现在的内容，versions/ 为各个版本（均为年报数据文件），
                  way.json 为流转、经办人和批注
audit.csv         与该机关及其年报有关的审计日志
"""


def export_agency(store: Store, by: Person, agency_id: str, source: Source) -> bytes:
    """The ZIP. NotAllowed for who is no administrator, ChangeRefused if there is no such agency."""
    require_administrator(by)
    with store.write() as tx:
        row = stored_agencies.agency(tx, agency_id)
        if row is None:
            raise ChangeRefused("没有这个机关。")
        actor, now = by.actor(source), store.now()
        audit.record(tx, "agency.export", f"agency:{agency_id}", now, after={"name": row.name}, actor=actor)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", README)
        with store.read() as tx:
            reports = stored.reports_of(tx, agency_id)
            archive.writestr("agency.json", _json(_agency(tx, agency_id)))
            archive.writestr("people.json", _json(_people(tx, agency_id)))
            for report in reports:
                _report(tx, archive, report)
            subjects = [f"agency:{agency_id}", *(f"report:{report.id}" for report in reports)]
        archive.writestr("audit.csv", audit_csv(store, subjects))
    return target.getvalue()


def _agency(tx: Transaction, agency_id: str) -> dict[str, Any]:
    row = stored_agencies.agency(tx, agency_id)
    assert row is not None
    names = [
        {"name": past.name, "since": past.since, "until": past.until, "reason": past.reason}
        for past in stored_agencies.names(tx, agency_id)
    ]
    deadlines = [
        {"year": set_.year, "below": set_.below, "month": set_.month, "day": set_.day, "reason": set_.reason}
        for set_ in stored_agencies.deadlines(tx, [agency_id])
    ]
    return asdict(info(row)) | {"names": names, "deadlines": deadlines}


def _people(tx: Transaction, agency_id: str) -> list[dict[str, str]]:
    found = []
    for held in stored_people.roles_at(tx, [agency_id]):
        account = stored_people.account(tx, held.account_id)
        if account is not None:
            found.append({"login": account.login, "name": account.name, "unit": account.unit, "role": held.role})
    return found


def _report(tx: Transaction, archive: zipfile.ZipFile, row: ReportRow) -> None:
    folder = f"reports/{row.year}-{row.id}"
    archive.writestr(f"{folder}/draft.json", dump_report(stored_report(tx, row)))
    for version in queries.versions(tx, row.id):
        archive.writestr(
            f"{folder}/versions/{version.number}.json",
            _json(
                {"number": version.number, "reason": version.reason, "who": version.who, "at": version.at,
                 "final": version.final, "note": version.note, "report": write_report(version_of(tx, version).report)}
            ),
        )  # fmt: skip
    archive.writestr(f"{folder}/way.json", _json(_way(tx, row)))


def _way(tx: Transaction, row: ReportRow) -> dict[str, Any]:
    flow = stored.flow(tx, row.id)
    assert flow is not None
    return {
        "state": flow.state,
        "since": flow.since,
        "published_version": flow.published_version,
        "self_reviewed": flow.self_reviewed,
        "deleted_at": row.deleted_at,
        "steps": [
            {"action": s.action, "before": s.before, "after": s.after, "who": s.who, "at": s.at, "reason": s.reason,
             "version": s.version}
            for s in stored.steps(tx, row.id)
        ],
        "comments": [
            {"id": c.id, "answers": c.parent_id, "kind": c.kind, "section": c.section, "place": c.place,
             "quote": c.quote, "text": c.text, "who": c.who, "at": c.at, "resolved_at": c.resolved_at,
             "resolved_by": c.resolved_by}
            for c in stored.comments(tx, row.id)
        ],
    }  # fmt: skip


def _json(content: Any) -> str:
    def moment(value: object) -> str:
        if hasattr(value, "isoformat"):
            return str(value.isoformat())
        raise TypeError(f"no JSON: {value!r}")

    return json.dumps(content, ensure_ascii=False, indent=1, default=moment)
