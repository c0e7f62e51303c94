"""The way of a report as data: which step leads from where to where, for which roles, past which guards.

Pages, programs and `docs/workflow.md` are made from this; there is no other place that knows a step.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from services.people.model import Role


class State(StrEnum):
    """Where a report stands."""

    FILLING = "filling"
    REVIEW = "review"
    APPROVAL = "approval"
    FINAL = "final"
    PUBLISHED = "published"

    @property
    def label(self) -> str:
        """In words for people."""
        return {
            "filling": "填报中", "review": "待审核", "approval": "待批准", "final": "已定稿", "published": "已发布",
        }[self.value]  # fmt: skip


class Action(StrEnum):
    """What a person does with a report: the steps first, then what leaves it where it stands."""

    SUBMIT = "submit"
    PASS = "pass"
    APPROVE = "approve"
    RECORD = "record"
    PUBLISH = "publish"
    RETURN = "return"
    WITHDRAW = "withdraw"
    CORRECT = "correct"
    VIEW = "view"
    EDIT = "edit"
    COMMENT = "comment"
    ASSIGN = "assign"
    DELETE = "delete"
    SIGN = "sign"
    SCAN = "scan"

    @property
    def label(self) -> str:
        """In words for people."""
        return {
            "submit": "送审", "pass": "审核通过", "approve": "批准定稿", "publish": "发布", "return": "退回修改",
            "withdraw": "撤回", "correct": "更正", "view": "查看", "edit": "填写", "comment": "批注",
            "assign": "指定经办人", "delete": "移到回收站", "sign": "签章",
            "record": "代录批准", "scan": "附审签单扫描件",
        }[self.value]  # fmt: skip


class Guard(StrEnum):
    """What has to hold for a step."""

    NO_FAULTS = "no faults"
    NO_BLANKS = "no blanks"
    EXPLAINED = "explained"
    NO_CONFLICTS = "no conflicts"
    OTHER_PERSON = "other person"
    IS_SENDER = "is sender"
    UNOPENED = "unopened"
    REASON = "reason"
    AS_APPROVED = "as approved"
    SIGNED = "signed"
    SCANNED = "scanned"
    BY_PROXY = "by proxy"

    @property
    def label(self) -> str:
        """In words for people."""
        return {
            "no faults": "没有强制性问题",
            "no blanks": "没有漏填",
            "explained": "核实性问题都有说明",
            "no conflicts": "没有未选定的冲突",
            "other person": "审核人没有填过这份报告（最小的单位可设为例外，并在报告上注明）",
            "is sender": "是送出的人本人",
            "unopened": "送出后还没有人打开",
            "reason": "写明原因",
            "as approved": "内容与批准的版本相同",
            "signed": "已签章，或选定不签章发布",
            "scanned": "附有领导在审签单上签字的扫描件，内容与现在相同",
            "by proxy": "安装设置允许代录批准（`publication.record_approval`）",
        }[self.value]


@dataclass(frozen=True)
class Transition:
    """One step: from a state, by people with one of these roles, past all these guards, to the next state."""

    state: State
    action: Action
    roles: frozenset[Role]
    guards: tuple[Guard, ...]
    next: State


def _step(state: State, action: Action, roles: tuple[Role, ...], guards: tuple[Guard, ...], to: State) -> Transition:
    return Transition(state, action, frozenset(roles), guards, to)


_SOUND = (Guard.NO_FAULTS, Guard.NO_BLANKS, Guard.EXPLAINED, Guard.NO_CONFLICTS)
_BACK = (Guard.REASON,)
_UNSEEN = (Guard.IS_SENDER, Guard.UNOPENED)
_F, _R, _A, _S = Role.FILLER, Role.REVIEWER, Role.APPROVER, Role.SUPERVISOR

TRANSITIONS: tuple[Transition, ...] = (
    _step(State.FILLING, Action.SUBMIT, (_F,), _SOUND, State.REVIEW),
    _step(State.REVIEW, Action.PASS, (_R,), (*_SOUND, Guard.OTHER_PERSON), State.APPROVAL),
    _step(State.REVIEW, Action.RETURN, (_R, _S), _BACK, State.FILLING),
    _step(State.REVIEW, Action.WITHDRAW, (_F,), _UNSEEN, State.FILLING),
    _step(State.APPROVAL, Action.APPROVE, (_A,), _SOUND, State.FINAL),
    _step(State.APPROVAL, Action.RECORD, (_R,), (*_SOUND, Guard.SCANNED, Guard.BY_PROXY), State.FINAL),
    _step(State.APPROVAL, Action.RETURN, (_A, _S), _BACK, State.FILLING),
    _step(State.APPROVAL, Action.WITHDRAW, (_R,), _UNSEEN, State.REVIEW),
    _step(State.FINAL, Action.PUBLISH, (_A,), (*_SOUND, Guard.AS_APPROVED, Guard.SIGNED), State.PUBLISHED),
    _step(State.FINAL, Action.RETURN, (_A, _S), _BACK, State.FILLING),
    _step(State.FINAL, Action.WITHDRAW, (_A,), _UNSEEN, State.APPROVAL),
    _step(State.PUBLISHED, Action.CORRECT, (_F, _A), _BACK, State.FILLING),
)

_ALL_STATES, _ALL_ROLES = frozenset(State), frozenset(Role)
# What leaves a report where it stands: in which states, for which roles.
RIGHTS: Mapping[Action, tuple[frozenset[State], frozenset[Role]]] = {
    Action.VIEW: (_ALL_STATES, _ALL_ROLES),
    Action.EDIT: (frozenset({State.FILLING}), frozenset({Role.FILLER})),
    Action.COMMENT: (_ALL_STATES - {State.PUBLISHED}, _ALL_ROLES),
    Action.ASSIGN: (_ALL_STATES - {State.PUBLISHED}, frozenset({Role.APPROVER, Role.SUPERVISOR})),
    Action.DELETE: (frozenset({State.FILLING}), frozenset({Role.FILLER})),
    Action.SIGN: (frozenset({State.FINAL}), frozenset({Role.APPROVER})),
    Action.SCAN: (frozenset({State.APPROVAL, State.FINAL}), frozenset({Role.REVIEWER, Role.APPROVER})),
}


def transition(state: State, action: Action) -> Transition | None:
    """The step that an action is in a state, None if it is none there."""
    return next((step for step in TRANSITIONS if (step.state, step.action) == (state, action)), None)


def steps_from(state: State) -> tuple[Transition, ...]:
    """Every step out of a state, the way forward first."""
    return tuple(step for step in TRANSITIONS if step.state is state)
