"""审计日志: what was done, in words, found by person, agency, report, action and days; whether the chain holds; CSV."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date, datetime
from tempfile import TemporaryFile
from typing import Any

from flask import Blueprint, current_app, render_template, request, send_file
from flask.typing import ResponseReturnValue

from report.errors import NianbaoError
from services.audit import Fault, Head, head, read_head, verify
from services.audit_csv import write_audit_csv
from services.audit_search import Wanted, choices, search
from services.audit_words import ACTIONS, GROUPS
from web.access import number_or_none, store

pages = Blueprint("auditing", __name__)
CHECK = "nianbao_audit_check"
# So many entries are verified in less than half a second, at every look; a longer log when somebody asks for it.
VERIFIED_AT_ONCE = 10_000
OLDEST = date(2000, 1, 1)


@dataclass(frozen=True)
class Check:
    """That the chain was verified at a moment up to this end, and what was found; `compared` with a head kept apart."""

    at: datetime
    head: Head
    faults: tuple[Fault, ...]
    compared: bool = False


@pages.get("/audit")
def index() -> ResponseReturnValue:
    """A page of entries, newest first, with the state of the chain."""
    return _index(_known_check())


@pages.post("/audit/verify")
def check() -> ResponseReturnValue:
    """The same after verifying all of the chain, against a head kept elsewhere if one is given."""
    kept = request.form.get("head", "").strip()
    try:
        known = read_head(kept) if kept else None
    except NianbaoError as error:
        return _index(_known_check(), str(error), 422)
    return _index(_verified(known))


@pages.get("/audit.csv")
def export() -> ResponseReturnValue:
    """The entries that the address asks for, oldest first; every one where it asks for nothing."""
    with ExitStack() as stack:
        target = stack.enter_context(TemporaryFile())
        write_audit_csv(store(), target, _wanted())
        target.seek(0)
        # From here on the answer closes it, once it is sent.
        stack.pop_all()
    response = send_file(target, "text/csv", as_attachment=True, download_name="audit.csv", max_age=0)
    response.headers["Cache-Control"] = "no-store"
    return response


def _index(checked: Check | None, problem: str = "", status: int = 200) -> ResponseReturnValue:
    wanted = _wanted()
    asked = {name: value for name, value in vars(wanted).items() if value}
    found = search(store(), wanted, number_or_none(request.args.get("page")) or 1)
    page = render_template(
        "pages/people/audit.html",
        found=found,
        wanted=wanted,
        asked={name: value.isoformat() if isinstance(value, date) else value for name, value in asked.items()},
        choices=choices(store()),
        groups=_groups(),
        head=head(store()),
        checked=checked,
        problem=problem,
    )
    return page, status


def _groups() -> list[tuple[str, list[tuple[str, str]]]]:
    """The actions by what they are about: (group, [(code, name)])."""
    found: dict[str, list[tuple[str, str]]] = {}
    for code, words in ACTIONS.items():
        found.setdefault(GROUPS[code.partition(".")[0]], []).append((code, words.label))
    return list(found.items())


def _wanted() -> Wanted:
    """What the address asks for; what is no day or unknown is left out."""
    args: dict[str, Any] = {
        name: request.args.get(name, "")[:64] for name in ("account_id", "agency_id", "report_id", "action")
    }
    return replace(Wanted(**args), first=_day("first"), last=_day("last"))


def _day(name: str) -> date | None:
    try:
        found = date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
    return found if found >= OLDEST else None


def _known_check() -> Check | None:
    """A verification of now if the log is short enough, else the last one, None if nobody asked for one yet."""
    if head(store()).number <= VERIFIED_AT_ONCE:
        return _verified(None)
    found = current_app.extensions.get(CHECK)
    assert found is None or isinstance(found, Check)
    return found


def _verified(known: Head | None) -> Check:
    found = Check(store().now(), head(store()), tuple(verify(store(), known)), known is not None)
    current_app.extensions[CHECK] = found
    return found
