"""What every page needs: the store, who is at work, and the report that the address names."""

from __future__ import annotations

import re

from flask import abort, current_app, session

from services.drafts import Draft
from services.errors import ReportNotFound
from services.reports import open_draft
from storage import Store

NOBODY = "本机用户"
MAX_NAME = 40
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def store() -> Store:
    """The application's store."""
    found = current_app.extensions["nianbao"]
    assert isinstance(found, Store)
    return found


def who() -> str:
    """The name that goes into the version history; until there are accounts, what the person said."""
    return str(session.get("who") or NOBODY)


def draft_or_404(report_id: str) -> Draft:
    """The draft that the address names, or a page saying that there is none."""
    if not _ID.fullmatch(report_id):
        abort(404)
    try:
        return open_draft(store(), report_id)
    except ReportNotFound:
        abort(404)
