"""What every page needs: the store, who is at work, and the report that the address names."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable

from flask import abort, current_app, g, request, session

from services.drafts import Draft
from services.errors import ReportNotFound
from services.people.model import NotAllowed, Person
from services.reports import ReportSummary, list_reports, open_draft
from services.workflow.rights import may, require
from services.workflow.starting import list_flows
from services.workflow.table import Action, State
from storage import Store

NOBODY = "本机用户"
MAX_NAME = 40
MOST_DIGITS = 10
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def store() -> Store:
    """The application's store."""
    found = current_app.extensions["nianbao"]
    assert isinstance(found, Store)
    return found


def has_accounts() -> bool:
    """Whether people sign in here; else whoever sits at the machine does everything (单机方式)."""
    return bool(current_app.config["NIANBAO_SETTINGS"].accounts)


def signed_in() -> Person:
    """Who is at work. Only for addresses whose rule asks for somebody signed in."""
    person = g.person
    assert isinstance(person, Person)
    return person


def who() -> str:
    """The name that goes into the version history; without accounts, what the person said."""
    return signed_in().name if has_accounts() else str(session.get("who") or NOBODY)


def number_or_none(text: str | None) -> int | None:
    """A small natural number as an address or form writes it; None for anything else."""
    plain = text is not None and text.isascii() and text.isdigit() and len(text) < MOST_DIGITS
    return int(text) if plain and text else None


def person() -> str:
    """A name for whoever is at work in this browser; what the browser keeps unsaved is kept under it."""
    if has_accounts():
        return signed_in().account_id
    if "person" not in session:
        session["person"] = secrets.token_hex(8)
        session.permanent = True
    return str(session["person"])


def call_oneself(name: str) -> None:
    """Take a name for the history. Another name than the one before is another person at the same computer."""
    if session.get("who") not in {None, "", name}:
        session.pop("person", None)
    session["who"] = name
    session.permanent = True


def seen_reports() -> list[ReportSummary]:
    """The reports on the list: with accounts, those that the person may see."""
    return list_reports(store(), stages().keys() if has_accounts() else None)


def stages() -> dict[str, State]:
    """Where each report that the person may see stands, asked once a request; nothing without accounts."""
    if not has_accounts():
        return {}
    if "stages" not in g:
        g.standings = {flow.standing.report_id: flow.standing for flow in list_flows(store(), signed_in())}
        g.stages = {report_id: standing.state for report_id, standing in g.standings.items()}
    known: dict[str, State] = g.stages
    return known


def may_see(report_ids: Iterable[str]) -> bool:
    """Whether whoever is at work may see all these reports today, in the trash or not."""
    return not has_accounts() or all(_sees(found) for found in report_ids if found not in stages())


def _sees(report_id: str) -> bool:
    try:
        require(store(), signed_in(), Action.VIEW, report_id, trashed=True)
    except ReportNotFound:
        return False
    return True


def owner() -> str:
    """Whose a file is that is kept apart from the reports: the account's id, empty without accounts."""
    return signed_in().account_id if has_accounts() else ""


def may_bring_back(report_id: str) -> bool:
    """Whether whoever is at work may take a report out of the trash."""
    if not has_accounts():
        return True
    try:
        require(store(), signed_in(), Action.DELETE, report_id, trashed=True)
    except (ReportNotFound, NotAllowed):
        return False
    return True


def report_of_address() -> str:
    """The id of the report that the address names; a 404 page if it is none."""
    report_id = str((request.view_args or {}).get("report_id", ""))
    return report_id if _ID.fullmatch(report_id) else abort(404)


def require_once(action: Action, report_id: str) -> None:
    """`require` of whoever is at work; what the same request was allowed already is not asked of the database again."""
    person, known = signed_in(), g.setdefault("standings", {})
    at = known.get(report_id)
    if at is None or not may(person, Action.VIEW, at) or not may(person, action, at):
        known[report_id] = require(store(), person, action, report_id)


def draft_or_404(report_id: str, action: Action = Action.VIEW) -> Draft:
    """The draft of that id, or a page saying that there is none, also where the person may not see it.

    NotAllowed if they may see it but not do this with it.
    """
    if not _ID.fullmatch(report_id):
        abort(404)
    try:
        if has_accounts():
            require_once(action, report_id)
        return open_draft(store(), report_id)
    except ReportNotFound:
        abort(404)
