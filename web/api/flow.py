"""The way of a report, for programs: its steps are those of `services.workflow.table`, past the same guards."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from services.people.model import NotAllowed
from services.publishing.approved import approved_version
from services.publishing.publish import publish_on_way
from services.publishing.signing import prepared_file
from services.workflow.acting import act
from services.workflow.history import Step, list_corrections, list_steps
from services.workflow.rights import may, require
from services.workflow.table import TRANSITIONS, Action, Transition, transition
from web.access import store
from web.api import answers
from web.api import answers_of_contents as about
from web.api.bearer import program, source
from web.api.bodies import StepBody, read_body
from web.api.contents import require_unchanged
from web.api.looking import report_answer
from web.api.marks import IF_MATCH, seen
from web.api.operations import Gives, Operation, answer, operation
from web.api.problems import KINDS, Refused
from web.publication_files import registry, unsigned_pdf

ELSEWHERE = "这份报告现在“{state}”，您不能{action}。"


def steps_in_words() -> str:
    """Every step, from the table of the way, as Markdown for the description."""
    lines = ["| 操作 | 从 | 到 | 角色 | 条件 |", "|---|---|---|---|---|"]
    for step in TRANSITIONS:
        roles = "、".join(role.label for role in sorted(step.roles))
        guards = "；".join(guard.label for guard in step.guards)
        name = f"{step.action.label} `{step.action}`"
        lines.append(f"| {name} | {step.state.label} | {step.next.label} | {roles} | {guards} |")
    return "\n".join(lines)


@operation(
    "GET", "/reports/<report_id>/steps",
    Operation("办过的每一步，从早到晚", {200: Gives("流转", list[about.StepAnswer])}),
)  # fmt: skip
def steps(report_id: str) -> ResponseReturnValue:
    """Every step that was taken."""
    return answer([_told(step) for step in list_steps(store(), program().person, report_id)])


def _told(step: Step) -> about.StepAnswer:
    return about.StepAnswer(
        step.action, step.action.label, step.before, step.after, step.who, step.at, step.reason, step.version
    )  # fmt: skip


@operation(
    "GET", "/reports/<report_id>/corrections",
    Operation("更正：为什么，改了什么", {200: Gives("更正，从早到晚", list[about.CorrectionAnswer])}),
)  # fmt: skip
def corrections(report_id: str) -> ResponseReturnValue:
    """Every correction with what it changed."""
    found = list_corrections(store(), program().person, report_id)
    return answer(
        [
            about.CorrectionAnswer(
                c.old, c.new, c.who, c.at, c.reason, [about.ChangeAnswer(**vars(change)) for change in c.changes]
            )
            for c in found
        ]
    )


@operation(
    "POST", "/reports/<report_id>/steps/<action>",
    Operation(
        "办理流转的一步", {200: Gives("办理以后的报告", answers.ReportAnswer, headers=("ETag",))},
        "须写 If-Match，确认办理的是看过的内容。条件不满足时什么都不改变，每个条件的说明在 barred 里。\n\n"
        + steps_in_words(),
        body=StepBody, parameters=(IF_MATCH,),
        problems=("malformed", "changed", "too-large", "media-type", "barred", "invalid", "required", "unavailable"),
    ),
)  # fmt: skip
def take_step(report_id: str, action: str) -> ResponseReturnValue:
    """Take a step; what bars it is told, and nothing is done."""
    wanted = next((step.action for step in TRANSITIONS if step.action.value == action), None)
    if wanted is None:
        raise Refused("not-found", KINDS["not-found"].meaning)
    before, given = seen(), read_body(StepBody)
    _required(report_id, wanted)
    require_unchanged(report_id, before)
    if wanted is Action.PUBLISH:
        _publish(report_id, unsigned=given.unsigned)
    else:
        act(
            store(), program().person, report_id, wanted, source(), reason=given.reason, seen=before.revisions,
            by_proxy=registry().publication.record_approval,
        )  # fmt: skip
    return report_answer(report_id)


def _required(report_id: str, action: Action) -> Transition:
    """The step that this is now. NotAllowed where it is none, or not the person's."""
    person = program().person
    at = require(store(), person, Action.VIEW, report_id)
    step = transition(at.state, action)
    if step is None or not may(person, action, at):
        raise NotAllowed(ELSEWHERE.format(state=at.state.label, action=action.label))
    return step


def _publish(report_id: str, *, unsigned: bool) -> None:
    """Publish the approved version. The file of an unsigned one is kept before, so that it can be verified."""
    known, person = registry(), program().person
    if unsigned and not known.publication.require_signature:
        actor = person.actor(source())
        prepared_file(known, report_id, "", lambda version: unsigned_pdf(report_id, version, ""), actor)
    with store().read() as tx:
        number = approved_version(tx, report_id).number
    publish_on_way(known, person, report_id, number, source(), unsigned=unsigned)
