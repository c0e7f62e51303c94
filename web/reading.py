"""Where a person may look at a report but not change it: why, in a sentence, and what they may do instead."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, g

from services.people.model import Role
from services.workflow.rights import Standing, allowed, roles_for
from services.workflow.table import Action, State
from web.access import has_accounts, signed_in
from web.flowing import may_edit, standing_of


@dataclass(frozen=True)
class Reading:
    """How a report is open to whoever looks: `why` it cannot be changed, empty where it can; whether to comment on it.

    `stage` is the state of its way in words, empty without accounts.
    """

    why: str
    may_comment: bool
    stage: str


def reading_of(report_id: str) -> Reading:
    """How the report is open to whoever is at work. Without accounts everything may be changed."""
    standing = standing_of(report_id)
    if standing is None:
        return Reading("", False, "")
    may_comment = Action.COMMENT in allowed(signed_in(), standing)
    why = "" if may_edit(report_id) else _why(standing, may_comment)
    return Reading(why, may_comment, standing.state.label)


def _why(standing: Standing, may_comment: bool) -> str:
    doing = "只能查看和批注" if may_comment else "只能查看"
    fills_in = Role.FILLER in roles_for(signed_in(), standing)
    if standing.state is State.FILLING:
        return f"{standing.state.label}：由填报人填写，您{doing}。"
    if standing.state is State.PUBLISHED:
        return f"{standing.state.label}：{doing}。" + ("要改请到“审核与定稿”办理“更正”。" if fills_in else "")
    return f"{standing.state.label}：{doing}。" + ("要改请先撤回，或请对方退回修改。" if fills_in else "")


def may_delete(report_id: str) -> bool:
    """Whether whoever is at work may take the report off the list."""
    standing = standing_of(report_id)
    return standing is None or Action.DELETE in allowed(signed_in(), standing)


def may_continue(report_id: str) -> bool:
    """Whether whoever is at work fills in for the report's agency, and so may begin its next year."""
    standing = standing_of(report_id)
    return standing is None or Role.FILLER in roles_for(signed_in(), standing)


def fills_in() -> bool:
    """Whether whoever is at work fills in for any agency; without accounts everybody does."""
    if not has_accounts():
        return True
    person = g.get("person")
    return person is not None and any(role is Role.FILLER for _, role in person.roles)


def init_app(app: Flask) -> None:
    """Let every template ask how a report is open, so that it offers what can be done and nothing else."""
    known = {
        "reading_of": reading_of, "may_delete": may_delete, "may_continue": may_continue, "fills_in": fills_in,
    }  # fmt: skip
    app.context_processor(lambda: known)
