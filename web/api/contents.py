"""The contents of reports as files of record: begun, read, replaced, changed in part, checked, explained."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from checks import check
from report.json_input import MAX_BYTES
from report.record import dump_report, read_report
from report.report import Report
from services.errors import ChangeRefused
from services.finish import explain
from services.replacing import Collided, Outdated, save_whole, with_parts
from services.stored import completable
from services.summaries import reckon
from services.workflow.acting import note_opened
from services.workflow.starting import start_report, take_in_report
from web.access import store
from web.api import answers
from web.api import answers_of_contents as about
from web.api.bearer import program, source
from web.api.bodies import ExplanationBody, NewReport, read_body, read_json
from web.api.looking import report_answer, seen_agencies
from web.api.marks import BASE, IF_MATCH, IF_NONE_MATCH, Seen, mark_of, seen, tag_of
from web.api.operations import JSON, Gives, Operation, answer, operation
from web.api.paths import draft
from web.api.problems import Refused, problem

MOST_BYTES = MAX_BYTES + 64 * 1024
NEITHER = "请写 year（空白报告）或 report（年报数据文件）其中之一，没有新建。"
NO_AGENCY = "没有编号为“{id}”的机关，或者令牌的主人看不到它，没有新建。"
WHOLE = "整份提交须有 {names}，没有保存。只改一部分请用 PATCH。"
NEEDED = ("values", "narrative")
CHANGED = "您读取之后内容又有改动，没有保存。请重新读取，看过以后再提交。"
SAVED = {200: Gives("保存后的状态", about.SavedAnswer, headers=("ETag",))}
SAVE_PROBLEMS = (
    "malformed", "collided", "exists", "locked", "changed", "too-large", "media-type", "invalid", "required",
)  # fmt: skip


@operation(
    "POST", "/reports",
    Operation(
        "新建报告：空白的，或照一份年报数据文件",
        {201: Gives("新建的报告，网址在 Location 中", answers.ReportAnswer, headers=("Location", "ETag"))},
        body=NewReport, problems=("malformed", "exists", "too-large", "media-type", "invalid"), most_bytes=MOST_BYTES,
    ),
)  # fmt: skip
def create_report() -> ResponseReturnValue:
    """Begin a report for an agency for which the person fills in."""
    wanted, person = read_body(NewReport), program().person
    if (wanted.year is None) == (wanted.report is None):
        raise ChangeRefused(NEITHER)
    if wanted.agency not in {agency.id for agency in seen_agencies(person)}:
        raise ChangeRefused(NO_AGENCY.format(id=wanted.agency))
    if wanted.year is not None:
        made = start_report(store(), person, wanted.agency, wanted.year, source())
    else:
        made = take_in_report(store(), person, wanted.agency, completable(read_report(wanted.report)), source())
    return report_answer(made, 201, {"Location": url_for("api.report", report_id=made)})


@operation(
    "GET", "/reports/<report_id>/content",
    Operation(
        "报告的内容，即年报数据文件",
        {200: Gives("年报数据文件", "Report", headers=("ETag",)), 304: Gives("没有变化", headers=("ETag",))},
        "送给本人办理的报告，由此算作已经打开，送出的人不能再撤回。", parameters=(IF_NONE_MATCH,),
    ),
)  # fmt: skip
def content(report_id: str) -> ResponseReturnValue:
    """The report as a file of record, the very bytes that the pages export."""
    now = draft(report_id)
    note_opened(store(), program().person, report_id, source())
    response = Response(dump_report(now.report), mimetype=JSON)
    response.set_etag(mark_of(now.revisions))
    return response.make_conditional(request.environ)


@operation(
    "PUT", "/reports/<report_id>/content",
    Operation(
        "提交整份报告", SAVED,
        "没有写的就成为空白。数字错了照样保存，由审核结果指出；读不出的数字按文字保存，并记下疑点。"
        "须写 If-Match 或 base。",
        body="WholeReport", parameters=(IF_MATCH, BASE), problems=SAVE_PROBLEMS, most_bytes=MOST_BYTES,
    ),
)  # fmt: skip
def replace_content(report_id: str) -> ResponseReturnValue:
    """Make a file of record what stands."""
    before, record = seen(), read_json()
    if isinstance(record, dict):
        if missing := [name for name in NEEDED if record.get(name) is None]:
            raise ChangeRefused(WHOLE.format(names="、".join(missing)))
        record.setdefault("format", draft(report_id).report.format.id)
    return _saved(report_id, read_report(record), before)


@operation(
    "PATCH", "/reports/<report_id>/content",
    Operation(
        "只改一部分：写了的改，没有写的不动", SAVED,
        "values 逐格、narrative 逐部分、contact 等逐项；null 为去掉。图片只能用报告里已有的。须写 If-Match 或 base。",
        body="PartOfReport", parameters=(IF_MATCH, BASE), problems=SAVE_PROBLEMS, most_bytes=MOST_BYTES,
    ),
)  # fmt: skip
def change_content(report_id: str) -> ResponseReturnValue:
    """Put parts of a file of record into what stands."""
    before, parts = seen(), read_json()
    if not isinstance(parts, dict):
        raise ChangeRefused("请求体应为一个 JSON 对象，没有保存。")
    report, base = with_parts(store(), report_id, parts, before.revisions)
    return _saved(report_id, report, Seen(base, before.strict))


def _saved(report_id: str, report: Report, before: Seen) -> ResponseReturnValue:
    person = program().person
    try:
        saved = save_whole(store(), report_id, report, person.name, before.revisions, strict=before.strict)
    except Outdated as refusal:
        kind = "collided" if isinstance(refusal, Collided) else "changed"
        told = {"conflicts": [asdict(c) for c in refusal.clashes], "changed": [asdict(c) for c in refusal.changed]}
        return problem(kind, str(refusal), {"ETag": tag_of(draft(report_id).revisions)}, **told)
    now = draft(report_id)
    doubts = [about.Doubt(name, v.text, v.doubt) for name, v in now.report.values.items() if v.text]
    counts = answers.CountsAnswer(**vars(reckon(now.report, now.previous)))
    told_saved = about.SavedAnswer(mark_of(saved.revisions), saved.revisions, saved.merged, doubts, counts)
    return answer(told_saved, headers={"ETag": tag_of(saved.revisions)})


@operation(
    "POST", "/reports/<report_id>/explanations",
    Operation(
        "给核实性问题写说明，或撤回", {200: Gives("报告", answers.ReportAnswer, headers=("ETag",))},
        "说明只对那些格现在的内容有效，之后数字变了要重写。", body=ExplanationBody, parameters=(IF_MATCH, BASE),
        problems=("malformed", "locked", "changed", "too-large", "media-type", "invalid", "required"),
    ),
)  # fmt: skip
def explain_finding(report_id: str) -> ResponseReturnValue:
    """Store the 说明 of a finding for the contents that it has now."""
    before, given = seen(), read_body(ExplanationBody)
    require_unchanged(report_id, before)
    explain(store(), report_id, given.finding, given.text, program().person.name)
    return report_answer(report_id)


def require_unchanged(report_id: str, before: Seen) -> None:
    """Refused if anything changed since the program looked; for what is about all of a report."""
    now = draft(report_id).revisions
    if before.revisions is not None and dict(before.revisions) != now:
        raise Refused("changed", CHANGED, {"ETag": tag_of(now)})


@operation(
    "POST", "/checks",
    Operation(
        "审核一份年报数据文件，什么也不保存",
        {200: Gives("审核结果，不与上年比较", list[about.FindingAnswer])},
        body="Report", problems=("malformed", "too-large", "media-type", "invalid"), most_bytes=MOST_BYTES,
    ),
)  # fmt: skip
def check_report() -> ResponseReturnValue:
    """What the checks say of a report that is not stored."""
    record: Any = read_json()
    return answer([finding.data() for finding in check(read_report(record))])
