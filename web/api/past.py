"""Versions of a report, for programs."""

from __future__ import annotations

from flask import Response
from flask.typing import ResponseReturnValue

from report.record import dump_report
from services.versions import REASONS, VersionSummary, diff_versions, get_version, list_versions
from web.access import store
from web.api import answers_of_contents as about
from web.api.bodies import query
from web.api.operations import JSON, Gives, Operation, Parameter, answer, operation
from web.api.paths import LARGEST, NUMBER, version

AGAINST = Parameter("against", {"type": "integer", "minimum": 1, "maximum": LARGEST}, "与第几版比较，不写为前一版")


@operation(
    "GET", "/reports/<report_id>/versions",
    Operation("报告的各个版本，新的在前", {200: Gives("版本", list[about.VersionLine])}),
)  # fmt: skip
def versions(report_id: str) -> ResponseReturnValue:
    """Every version."""
    return answer([_line(found) for found in list_versions(store(), report_id)])


def _line(found: VersionSummary) -> about.VersionLine:
    return about.VersionLine(
        found.number, found.reason, REASONS[found.reason], found.who, found.at, found.note, found.final
    )  # fmt: skip


@operation(
    "GET", f"/reports/<report_id>/versions/{NUMBER}",
    Operation(
        "一个版本，与前一版或另一版比较", {200: Gives("版本和不同之处", about.VersionAnswer)}, parameters=(AGAINST,)
    ),
)  # fmt: skip
def one_version(report_id: str, number: int) -> ResponseReturnValue:
    """One version with what it changed."""
    shown, against = version(report_id, number), query().get("against")
    other = get_version(store(), report_id, number - 1) if against is None else version(report_id, against)
    changes = [] if other is None else diff_versions(other.report, shown.report)
    told = [about.ChangeAnswer(**vars(change)) for change in changes]
    compared = None if other is None else other.number
    return answer(about.VersionAnswer(**vars(_line(shown)), against=compared, changes=told))


@operation(
    "GET", f"/reports/<report_id>/versions/{NUMBER}/content",
    Operation("一个版本的内容，即年报数据文件；版本从不改变", {200: Gives("年报数据文件", "Report")}),
)  # fmt: skip
def version_content(report_id: str, number: int) -> ResponseReturnValue:
    """A version as a file of record."""
    return Response(dump_report(version(report_id, number).report), mimetype=JSON)
