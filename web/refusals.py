"""What somebody was refused, told to the log: what is not theirs, a form that no page gave, too much too soon."""

from __future__ import annotations

import logging
import re

from flask import Flask, Response, current_app, g, request

from services import audit
from services.limiter import Limiter, TooOften
from services.people.model import Person
from storage.faults import StorageError
from web.access import has_accounts, store
from web.guarding import BY_ITSELF

log = logging.getLogger("nianbao")
NOTED, REPEATED = "nianbao_refusals", "nianbao_repeated_refusals"
# Of one person, or one address where nobody is signed in: whoever tries everything does not fill the log.
MOST, SECONDS = 30, 60
# An open page goes on asking for a report that was taken away.
AN_HOUR = 3_600
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def init_app(app: Flask) -> None:
    """Look at every answer."""
    app.extensions[NOTED] = Limiter(most=MOST, seconds=SECONDS)
    app.extensions[REPEATED] = Limiter(most=1, seconds=AN_HOUR)
    app.after_request(_note)


def _note(response: Response) -> Response:
    if has_accounts() and request.endpoint and _is_refusal(response.status_code):
        person: Person | None = g.get("person")
        who = person.account_id if person else request.remote_addr or ""
        try:
            if request.endpoint in BY_ITSELF:
                current_app.extensions[REPEATED].enter(f"{who} {(request.view_args or {}).get('report_id', '')}")
            current_app.extensions[NOTED].enter(who)
            _tell(response.status_code)
        except TooOften:
            return response
        except StorageError as error:
            log.warning("a refusal could not be noted: %s", error)
    return response


def _is_refusal(status: int) -> bool:
    """Whether an answer refuses somebody something, rather than saying that they mistyped."""
    person: Person | None = g.get("person")
    if person is not None and person.must_change:
        return False
    # Of what the address names there is none for this person; a form without the page's token is a wrong request.
    return status in {403, 429} or (status == 404 and bool(request.view_args)) or (status == 400 and _sends())


def _sends() -> bool:
    return request.method not in {"GET", "HEAD"}


def _tell(status: int) -> None:
    named = str((request.view_args or {}).get("report_id", ""))
    subject = f"report:{named}" if _ID.fullmatch(named) else "installation"
    after = {"endpoint": request.endpoint, "method": request.method, "status": status}
    with store().write() as tx:
        audit.record(tx, "session.barred", subject, store().now(), after=after)
