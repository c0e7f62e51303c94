"""What every page needs: the store, who is at work, and the report that the address names."""

from __future__ import annotations

import re
import secrets

from flask import abort, current_app, session

from services.drafts import Draft
from services.errors import ReportNotFound
from services.reports import open_draft
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


def who() -> str:
    """The name that goes into the version history; until there are accounts, what the person said."""
    return str(session.get("who") or NOBODY)


def number_or_none(text: str | None) -> int | None:
    """A small natural number as an address or form writes it; None for anything else."""
    plain = text is not None and text.isascii() and text.isdigit() and len(text) < MOST_DIGITS
    return int(text) if plain and text else None


def person() -> str:
    """A random name for whoever is at work in this browser; what the browser keeps unsaved is kept under it."""
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


def draft_or_404(report_id: str) -> Draft:
    """The draft that the address names, or a page saying that there is none."""
    if not _ID.fullmatch(report_id):
        abort(404)
    try:
        return open_draft(store(), report_id)
    except ReportNotFound:
        abort(404)
