"""What bars a step, each a sentence that says what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from checks.findings import Finding
from report.format import Severity
from services.errors import Refusal
from services.people.model import Person
from services.workflow.rights import Standing
from services.workflow.table import Guard, Transition


@dataclass(frozen=True)
class Facts:
    """What guards look at: the report's standing and findings, who is at work, and what they said."""

    person: Person
    standing: Standing
    findings: Sequence[Finding]
    conflicts: int
    fillers: frozenset[str]
    self_review: bool
    reason: str
    as_approved: bool
    signed: bool
    scanned: bool
    by_proxy: bool


class StepRefused(Refusal):
    """A step is barred: `barred` says by which guards, with a sentence each."""

    def __init__(self, step: Transition, barred: Mapping[Guard, str]) -> None:
        super().__init__(f"还不能{step.action.label}：{'；'.join(barred.values())}。")
        self.barred = dict(barred)


def _faults(facts: Facts) -> str:
    found = [f for f in facts.findings if f.severity is Severity.ERROR and f.kind != "blank"]
    return f"有 {len(found)} 条强制性问题，请改正" if found else ""


def _blanks(facts: Facts) -> str:
    found = [f for f in facts.findings if f.severity is Severity.ERROR and f.kind == "blank"]
    return f"有 {len(found)} 处漏填，请填写，没有发生的填 0" if found else ""


def _unexplained(facts: Facts) -> str:
    found = [f for f in facts.findings if f.severity is Severity.WARNING and f.bars]
    return f"有 {len(found)} 条核实性问题没有说明，请核实后填写说明" if found else ""


def _conflicts(facts: Facts) -> str:
    return f"有 {facts.conflicts} 处两人都改过的内容没有选定" if facts.conflicts else ""


def _other_person(facts: Facts) -> str:
    if facts.self_review or facts.person.account_id not in facts.fillers:
        return ""
    return "您填过这份报告，要由另一个人审核；只有一人经办的单位，请系统管理员设为可以自行审核"


def _sender(facts: Facts) -> str:
    return "" if facts.person.account_id == facts.standing.sender_id else "不是您送出的，只有送出的人可以撤回"


def _unopened(facts: Facts) -> str:
    return "已经有人打开，请联系对方退回" if facts.standing.opened else ""


def _reason(facts: Facts) -> str:
    return "" if facts.reason.strip() else "请写明原因"


def _as_approved(facts: Facts) -> str:
    return "" if facts.as_approved else "内容与批准的版本不同，请退回修改后重新审核、批准"


def _signed(facts: Facts) -> str:
    return "" if facts.signed else "还没有签章，请到“签章与发布”签章，或在那里选定不签章发布"


def _scanned(facts: Facts) -> str:
    return "" if facts.scanned else "还没有审签单的扫描件，请在“签章与发布”打印审签单，签字后上传扫描件"


def _by_proxy(facts: Facts) -> str:
    return "" if facts.by_proxy else "本单位的设置不允许代录批准，请批准人自己登录批准"


GUARDS: Mapping[Guard, Callable[[Facts], str]] = {
    Guard.NO_FAULTS: _faults,
    Guard.NO_BLANKS: _blanks,
    Guard.EXPLAINED: _unexplained,
    Guard.NO_CONFLICTS: _conflicts,
    Guard.OTHER_PERSON: _other_person,
    Guard.IS_SENDER: _sender,
    Guard.UNOPENED: _unopened,
    Guard.REASON: _reason,
    Guard.AS_APPROVED: _as_approved,
    Guard.SIGNED: _signed,
    Guard.SCANNED: _scanned,
    Guard.BY_PROXY: _by_proxy,
}


def barred(step: Transition, facts: Facts) -> dict[Guard, str]:
    """The guards of a step that do not hold, each with its sentence."""
    found = {guard: GUARDS[guard](facts) for guard in step.guards}
    return {guard: sentence for guard, sentence in found.items() if sentence}
