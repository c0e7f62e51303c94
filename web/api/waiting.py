"""What waits for a person (待办), for the program that gathers it from many systems."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from services.tasks import Task, list_tasks
from web.access import store
from web.api import answers
from web.api.bearer import program
from web.api.operations import Gives, Operation, answer, operation


@operation("GET", "/tasks", Operation("等本人办理的事，期限近的在前", {200: Gives("待办", list[answers.TaskAnswer])}))
def tasks() -> ResponseReturnValue:
    """Everything that waits for the person."""
    return answer([_told(task) for task in list_tasks(store(), program().person)])


def _told(task: Task) -> answers.TaskAnswer:
    until = task.deadline
    return answers.TaskAnswer(
        task.what, task.agency_id, task.agency_name, task.year, task.report_id or None, task.state, task.returned,
        until.day if until else None, until.reason if until else "", task.days_left,
    )  # fmt: skip
