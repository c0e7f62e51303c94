"""待办: what waits for whoever looks, by deadline; also as a calendar file. For a 主管 how far those below are."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from services.deadlines import clear_deadline, set_deadline
from services.errors import Refusal
from services.ics import calendar
from services.people.model import NotAllowed
from services.progress import list_progress, totals, year_under_way
from services.tasks import list_tasks
from web.access import number_or_none, signed_in, store
from web.guarding import source

pages = Blueprint("tasks", __name__)
# 《政府信息公开条例》 is of 2008.
YEARS = range(2008, 2100)


def _page(problem: str = "", status: int = 200) -> ResponseReturnValue:
    asked = number_or_none(request.args.get("year"))
    year = asked if asked is not None and asked in YEARS else year_under_way(store())
    lines = list_progress(store(), signed_in(), year)
    page = render_template(
        "pages/people/tasks.html",
        tasks=list_tasks(store(), signed_in()),
        year=year,
        lines=lines,
        totals=totals(lines),
        late=sum(line.late for line in lines),
        problem=problem,
        typed=request.form,
    )
    return page, status


@pages.get("/tasks")
def index() -> ResponseReturnValue:
    """The nearest deadline first; `?year=` is the year of the progress."""
    return _page()


@pages.post("/tasks/deadline")
def deadline() -> ResponseReturnValue:
    """A 主管 sets the last day for an agency, or takes it back (`clear`)."""
    form, below = request.form, "below" in request.form
    month, day = number_or_none(form.get("month")) or 0, number_or_none(form.get("date")) or 0
    try:
        if "clear" in form:
            clear_deadline(store(), signed_in(), form.get("agency", ""), source(), below=below)
        else:
            set_deadline(
                store(), signed_in(), form.get("agency", ""), month, day, form.get("reason", ""), source(), below=below
            )  # fmt: skip
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _page(str(refusal), 422)
    flash("规定已取消。" if "clear" in form else "截止日已规定。")
    return redirect(url_for("tasks.index"))


@pages.get("/tasks.ics")
def as_calendar() -> ResponseReturnValue:
    """The deadlines for a calendar program."""
    content = calendar(list_tasks(store(), signed_in()), datetime.now(UTC))
    response = Response(content, mimetype="text/calendar")
    response.headers["Content-Disposition"] = "attachment; filename=tasks.ics"
    return response
