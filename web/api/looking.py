"""What a person may see, for their programs: themselves, agencies, formats, reports."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue

from checks import check
from report.format import ReportFormat
from report.loading import load_format, load_formats
from services.agencies.tree import AgencyInfo, list_agencies, subtree
from services.people.model import Person, Role
from services.summaries import reckon
from services.workflow.acting import obstacles
from services.workflow.rights import Standing, allowed
from services.workflow.starting import FlowSummary, flow_summary, list_flows
from services.workflow.table import Guard, State, transition
from web.access import store
from web.api import answers
from web.api import answers_of_contents as about
from web.api.bearer import program
from web.api.bodies import query
from web.api.marks import mark_of, tag_of
from web.api.operations import Gives, Operation, Parameter, answer, operation
from web.api.paths import LARGEST, draft
from web.api.problems import Refused
from web.publication_files import registry

USUAL, MOST = 100, 500
NO_FORMAT = "没有编号为“{id}”的格式。"


@operation("GET", "/me", Operation("令牌的主人，以及令牌的权限和有效期", {200: Gives("本人", answers.Me)}))
def me() -> ResponseReturnValue:
    """For whom the program acts."""
    person, token = program().person, program().token
    held = [answers.Held(agency, role) for agency, role in sorted(person.roles)]
    shown = answers.TokenAnswer(token.name, sorted(token.scope), token.expires_at)
    return answer(
        answers.Me(person.account_id, person.login, person.name, person.unit, person.administrator, held, shown)
    )


@operation(
    "GET", "/agencies",
    Operation(
        "本人任职的机关，主管的还有下级机关；系统管理员看到全部", {200: Gives("机关", list[answers.AgencyAnswer])}
    ),
)  # fmt: skip
def agencies() -> ResponseReturnValue:
    """The agencies that the person may see."""
    return answer([_agency(program().person, agency) for agency in seen_agencies(program().person)])


def seen_agencies(person: Person) -> list[AgencyInfo]:
    """The agencies there are that a person has to do with, by name."""
    seen = {agency for agency, _ in person.roles} | subtree(store(), person.agencies(Role.SUPERVISOR))
    return [agency for agency in list_agencies(store()) if person.administrator or agency.id in seen]


def _agency(person: Person, agency: AgencyInfo) -> answers.AgencyAnswer:
    roles = sorted(role for held, role in person.roles if held == agency.id)
    return answers.AgencyAnswer(agency.id, agency.parent_id, agency.name, agency.kind, agency.credit_code, roles)


@operation("GET", "/formats", Operation("年度报告的格式", {200: Gives("格式", list[answers.FormatLine])}))
def formats() -> ResponseReturnValue:
    """Every format."""
    return answer([answers.FormatLine(f.id, f.name, f.first_year, f.last_year) for f in load_formats()])


@operation(
    "GET", "/formats/<format_id>",
    Operation("一种格式的部分、单元格和单位", {200: Gives("格式", answers.FormatAnswer)}),
)  # fmt: skip
def one_format(format_id: str) -> ResponseReturnValue:
    """One format with what it asks for."""
    if format_id not in {fmt.id for fmt in load_formats()}:
        raise Refused("not-found", NO_FORMAT.format(id=format_id[:20]))
    fmt = load_format(format_id)
    return answer(answers.FormatAnswer(fmt.id, fmt.name, fmt.first_year, fmt.last_year, _sections(fmt)))


def _sections(fmt: ReportFormat) -> list[answers.SectionAnswer]:
    return [
        answers.SectionAnswer(
            section.id, section.heading, section.narrative is not None,
            [
                answers.CellAnswer(c.name, c.title, c.kind, c.unit, c.row_label, c.column_label)
                for c in fmt.cells
                if c.section.id == section.id
            ],
            [answers.FactAnswer(fact.id.rpartition(".")[2], fact.label, fact.unit) for fact in section.facts],
        )
        for section in fmt.sections
    ]  # fmt: skip


@operation(
    "GET", "/reports",
    Operation(
        "看得到的报告，新的年度在前", {200: Gives("一页报告", answers.ReportList)},
        parameters=(
            Parameter("agency", {"type": "string", "maxLength": 64}, "只要这个机关的"),
            Parameter("year", {"type": "integer", "minimum": 1900, "maximum": 9999}, "只要这个年度的"),
            Parameter("state", {"type": "string", "enum": [state.value for state in State]}, "只要在这个状态的"),
            Parameter("limit", {"type": "integer", "minimum": 1, "maximum": MOST}, f"一页几份，不写为 {USUAL}"),
            Parameter("offset", {"type": "integer", "minimum": 0, "maximum": LARGEST}, "跳过几份"),
        ),
    ),
)  # fmt: skip
def reports() -> ResponseReturnValue:
    """The reports that the person may see, a page at a time."""
    wanted = query()
    found = [flow for flow in list_flows(store(), program().person) if _wanted(flow, wanted)]
    first, most = wanted.get("offset", 0), wanted.get("limit", USUAL)
    more = first + most < len(found)
    return answer(
        answers.ReportList(
            [_line(flow) for flow in found[first : first + most]], len(found),
            url_for("api.reports", **{**wanted, "offset": first + most}) if more else None,
        )
    )  # fmt: skip


def _wanted(flow: FlowSummary, wanted: dict[str, object]) -> bool:
    known = {"agency": flow.standing.agency_id, "year": flow.year, "state": flow.standing.state.value}
    return all(known[name] == wanted[name] for name in known if name in wanted)


def _line(flow: FlowSummary) -> answers.ReportLine:
    return answers.ReportLine(
        flow.standing.report_id, flow.standing.agency_id, flow.agency_name, flow.year, flow.standing.state,
        flow.standing.state.label, flow.since, flow.published_version, flow.correcting, flow.self_reviewed,
        flow.open_comments,
    )  # fmt: skip


@operation(
    "GET", "/reports/<report_id>",
    Operation(
        "一份报告的状态、审核结果的条数，以及本人现在能办的每一步和还缺的条件",
        {200: Gives("报告", answers.ReportAnswer, headers=("ETag",))},
    ),
)  # fmt: skip
def report(report_id: str) -> ResponseReturnValue:
    """Where a report stands, without its contents."""
    return report_answer(report_id)


def report_answer(report_id: str, status: int = 200, headers: dict[str, str] | None = None) -> ResponseReturnValue:
    """A report as an answer, also to what was done with it."""
    person, now = program().person, draft(report_id)
    flow = flow_summary(store(), person, report_id)
    told = answers.ReportAnswer(
        **vars(_line(flow)), format=now.report.format.id, title=now.report.shown_title, mark=mark_of(now.revisions),
        updated_at=now.updated_at, updated_by=now.updated_by,
        findings=answers.CountsAnswer(**vars(reckon(now.report, now.previous))), conflicts=len(now.conflicts),
        steps=_offers(person, flow.standing),
    )  # fmt: skip
    return answer(told, status, {"ETag": tag_of(now.revisions), **(headers or {})})


def _offers(person: Person, standing: Standing) -> list[answers.Offer]:
    found = []
    for action in allowed(person, standing):
        step = transition(standing.state, action)
        if step is None:
            continue
        by_proxy = registry().publication.record_approval
        barred = obstacles(store(), person, standing.report_id, action, by_proxy=by_proxy)
        told = [answers.Obstacle(guard, f"{sentence}。") for guard, sentence in barred.items()]
        found.append(answers.Offer(action, action.label, Guard.REASON in step.guards, told))
    return found


@operation(
    "GET", "/reports/<report_id>/findings",
    Operation("审核结果，与命令 cli.py check --json 相同", {200: Gives("审核结果", list[about.FindingAnswer])}),
)  # fmt: skip
def findings(report_id: str) -> ResponseReturnValue:
    """What the checks have to say."""
    now = draft(report_id)
    return answer([finding.data() for finding in check(now.report, now.previous)])
