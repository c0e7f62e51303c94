"""审计日志: the newest entries, whether the chain holds, and all of it as CSV; for administrators."""

from __future__ import annotations

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from services.audit import head, latest, verify
from services.audit_csv import audit_csv
from web.access import store

pages = Blueprint("auditing", __name__)
MOST_SHOWN = 200


@pages.get("/audit")
def index() -> ResponseReturnValue:
    """What was done last, by whom and from where."""
    return _index(None)


@pages.post("/audit/verify")
def check() -> ResponseReturnValue:
    """The same, with what is wrong with the chain."""
    return _index([fault.message for fault in verify(store())])


def _index(faults: list[str] | None) -> str:
    entries = latest(store(), MOST_SHOWN)
    return render_template("pages/people/audit.html", entries=entries, head=head(store()), faults=faults)


@pages.get("/audit.csv")
def export() -> ResponseReturnValue:
    """Every entry, oldest first."""
    response = Response(audit_csv(store()), mimetype="text/csv")
    response.headers["Content-Disposition"] = "attachment; filename=audit.csv"
    response.headers["Cache-Control"] = "no-store"
    return response
