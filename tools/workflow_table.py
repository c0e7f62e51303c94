"""The way of a report as the tables in `docs/workflow.md`, made from `services.workflow.table`.

`python -m tools.workflow_table` prints them; with `--write` they replace those in the page.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable

from services.people.model import Role
from services.workflow.table import RIGHTS, TRANSITIONS, State
from tools.pages import DOCS, between

PAGE = DOCS / "workflow.md"
BEGIN, END = "<!-- steps: made by tools.workflow_table -->", "<!-- end of steps -->"


def _roles(roles: Iterable[Role]) -> str:
    held = set(roles)
    return "、".join(role.label for role in Role if role in held)


def _states(states: Iterable[State]) -> str:
    held = set(states)
    return "任何状态" if held == set(State) else "、".join(state.label for state in State if state in held)


def steps() -> str:
    """Every step: state, action, roles, guards and next state, as Markdown."""
    lines = ["| 状态 | 操作 | 角色 | 条件 | 之后 |", "|---|---|---|---|---|"]
    for step in TRANSITIONS:
        guards = "；".join(guard.label for guard in step.guards)
        cells = (step.state.label, f"{step.action.label} `{step.action}`", _roles(step.roles), guards, step.next.label)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def rights() -> str:
    """What leaves a report where it stands: states and roles, as Markdown."""
    lines = ["| 操作 | 状态 | 角色 |", "|---|---|---|"]
    for action, (states, roles) in RIGHTS.items():
        lines.append(f"| {action.label} `{action}` | {_states(states)} | {_roles(roles)} |")
    return "\n".join(lines)


def tables() -> str:
    """Both, the marks around them included."""
    return f"{BEGIN}\n\n{steps()}\n\n{rights()}\n\n{END}"


def replaced(page: str) -> str:
    """The page with its tables made anew. ValueError if it has not the marks."""
    return between(page, BEGIN, END, tables())


if __name__ == "__main__":
    if "--write" in sys.argv:
        PAGE.write_text(replaced(PAGE.read_text("utf-8")), "utf-8")
    else:
        print(tables())
