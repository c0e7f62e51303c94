"""Pictures of the text: taken from a person's file, and served to the pages of their own report."""

from __future__ import annotations

import re

from flask import Blueprint, Response, abort, jsonify, request, url_for
from flask.typing import ResponseReturnValue

from report.errors import NianbaoError
from services.pictures import find_picture, take_picture
from web.access import draft_or_404, store, who

pages = Blueprint("pictures", __name__)

NO_FILE = "没有收到图片文件。请重新选择图片。"
# Nothing is shown beside the picture itself, were somebody to open it by its address.
POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'"
_ID = re.compile("[0-9a-f]{64}")


@pages.post("/reports/<report_id>/pictures")
def add(report_id: str) -> ResponseReturnValue:
    """Take a file as the form field `picture`: `{"id", "width", "height"}`, or 422 with a sentence why not.

    Its name is never looked at.
    """
    draft_or_404(report_id)
    sent = request.files.get("picture")
    if sent is None:
        raise NianbaoError(NO_FILE)
    made = take_picture(store(), report_id, sent.stream.read(), who())
    address = url_for("pictures.show", report_id=report_id, picture_id=made.id)
    return jsonify(id=made.id, width=made.width, height=made.height, address=address), 201


@pages.get("/reports/<report_id>/pictures/<picture_id>")
def show(report_id: str, picture_id: str) -> ResponseReturnValue:
    """A picture for the pages of its report, kept by the browser alone: an id never gets other bytes."""
    draft_or_404(report_id)
    found = find_picture(store(), report_id, picture_id) if _ID.fullmatch(picture_id) else None
    if found is None:
        abort(404)
    response = Response(found.data, mimetype=found.media_type)
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.cache_control.private = True
    response.cache_control.max_age = 86_400
    response.set_etag(picture_id)
    return response.make_conditional(request)
