"""What others have changed in a report that is open in the editor; the page asks every quarter of a minute."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from flask import Blueprint, Flask, Response, abort, current_app, jsonify, request
from flask.typing import ResponseReturnValue

from checks import check
from services.errors import ReportNotFound
from services.presence import Presence, Present
from services.watching import mark_of, news_since
from web.access import draft_or_404, has_accounts, number_or_none, signed_in, store
from web.commenting import FINISH, mark_of_comments
from web.contents import conflict_shown, content_title, explanations_of, merged_shown
from web.editing import LIVE_KINDS
from web.last_year import repeated
from web.reading import reading_of

pages = Blueprint("news", __name__)
PRESENCE = "nianbao_presence"


def init_app(app: Flask) -> None:
    """Keep who is where for as long as the application runs."""
    app.extensions[PRESENCE] = Presence(app.extensions["nianbao"].now)


def presence() -> Presence:
    """Who is where."""
    found = current_app.extensions[PRESENCE]
    assert isinstance(found, Presence)
    return found


@pages.get("/reports/<report_id>/news/<section_id>")
def news(report_id: str, section_id: str) -> ResponseReturnValue:
    """What is other than at the revisions that the address names (`?cover=3&overview=1…`), or 304 with nothing new.

    `section_id` is the tab that asks. Each section has `{"revision", "who", "changed": {path: as its input shows
    it}, "titles": {path: its name}}`; besides, all that the page shows of checks and conflicts, and with accounts
    `around` it: who asks, how far the report is, whether comments changed, and who else is where.
    """
    try:
        mark = mark_of(store(), report_id)
    except ReportNotFound:
        abort(404)
    around = _around(report_id, section_id) if has_accounts() else None
    mark = _mark(mark, around)
    if request.if_none_match.contains(mark):
        return Response(status=304)
    seen = {name: number for name, text in request.args.items() if (number := number_or_none(text)) is not None}
    found = news_since(store(), report_id, seen)
    draft = draft_or_404(report_id)
    report = draft.report
    response = jsonify(
        sections={
            name: {
                "revision": part.revision,
                "who": part.who,
                "changed": merged_shown(report, part.changed),
                "titles": {path: content_title(report, path, name) for path in part.changed},
            }
            for name, part in found.items()
        },
        conflicts=[conflict_shown(report, conflict) for conflict in draft.conflicts],
        findings=[f.data() for f in check(report, draft.previous) if f.kind not in LIVE_KINDS],
        explanations=explanations_of(report),
        repetition=repeated(report, draft.previous, section_id),
        state=draft.state,
        around=around,
    )
    response.set_etag(mark)
    return response


def _around(report_id: str, section_id: str) -> dict[str, Any]:
    """What is no content of the report. Whoever asks is there themselves."""
    person, reading, present = signed_in(), reading_of(report_id), presence()
    writes = not reading.why and section_id != FINISH
    present.note(report_id, Present(person.account_id, person.name, section_id, writes))
    others = present.others(report_id, person.account_id)
    return {
        "person": person.account_id,
        "reading": reading.why,
        "stage": reading.stage,
        "comments": mark_of_comments(report_id),
        "others": [{"name": other.name, "section": other.section, "writes": other.writes} for other in others],
    }


def _mark(mark: str, around: dict[str, Any] | None) -> str:
    """A mark of the contents and of what is around them."""
    if around is None:
        return mark
    return hashlib.sha256(f"{mark}{json.dumps(around, sort_keys=True)}".encode()).hexdigest()[:24]
