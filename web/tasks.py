"""待办: what waits for whoever looks, by deadline; also as a calendar file."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from services.ics import calendar
from services.tasks import list_tasks
from web.access import signed_in, store

pages = Blueprint("tasks", __name__)


@pages.get("/tasks")
def index() -> ResponseReturnValue:
    """The nearest deadline first."""
    return render_template("pages/people/tasks.html", tasks=list_tasks(store(), signed_in()))


@pages.get("/tasks.ics")
def as_calendar() -> ResponseReturnValue:
    """The deadlines for a calendar program."""
    content = calendar(list_tasks(store(), signed_in()), datetime.now(UTC))
    response = Response(content, mimetype="text/calendar")
    response.headers["Content-Disposition"] = "attachment; filename=tasks.ics"
    return response
