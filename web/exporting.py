"""A finished file handed on at once, or a page that waits for it; and the word to the workers of what comes next."""

from __future__ import annotations

from io import BytesIO

from flask import Flask, Response, current_app, jsonify, render_template, request, send_file
from flask.typing import ResponseReturnValue

from exporters import EXPORTERS
from exporters.document import Document
from services.batch_names import DRAFT, safe
from services.rendering import Failed, Ready, Rendering, Waiting
from services.rendering_ahead import Ahead

RENDERING, AHEAD = "nianbao_rendering", "nianbao_ahead"
# Whoever looks at these pages is about to download.
LOOKED_AT = {"finishing.preview", "finishing.review", "history.version"}


def start_rendering(app: Flask, rendering: Rendering) -> None:
    """Have the application's files made by `rendering`; after saves also ahead, where there are workers for it."""
    app.extensions[RENDERING] = rendering
    if rendering.installation.work.ahead and not rendering.here:
        app.extensions[AHEAD] = Ahead(rendering)
        app.extensions[AHEAD].start()
        app.after_request(_tell_workers)


def rendering() -> Rendering:
    """Where the application has its files made."""
    found = current_app.extensions[RENDERING]
    assert isinstance(found, Rendering)
    return found


def handed_on(document: Document, name: str, back: str) -> ResponseReturnValue:
    """The document as a file of kind `name`; while it is being made, a page that asks again and leads `back`.

    To a script that asks for JSON it says how far it is: {"state": "ready"}, "waiting", or "failed" with the message.
    """
    answer = rendering().ask(document, name)
    exporter = EXPORTERS[name]
    filename = f"{safe(document.report.shown_title)}{DRAFT if document.draft else ''}.{exporter.extension}"
    asked_by_script = request.accept_mimetypes.best == "application/json"
    match answer:
        case Ready() if asked_by_script:
            return jsonify(state="ready")
        case Ready(content):
            # Of text the encoding is added.
            media_type = exporter.media_type.partition(";")[0]
            return send_file(BytesIO(content), media_type, as_attachment=True, download_name=filename)
        case Waiting() if asked_by_script:
            return jsonify(state="waiting")
        case Waiting():
            page = render_template("pages/making.html", filename=filename, label=exporter.label, back=back)
            return page, 202
        case Failed(message, details) if asked_by_script:
            return jsonify(state="failed", message=message, details=details)
        case Failed(message, details):
            return render_template(
                "pages/not_made.html", filename=filename, message=message, details=details, back=back
            ), 422


def _tell_workers(response: Response) -> Response:
    """After a save the files of the report are made ahead, once it has settled; none of it takes time here."""
    ahead: Ahead = current_app.extensions[AHEAD]
    report_id = (request.view_args or {}).get("report_id")
    if report_id is None or response.status_code >= 400:
        return response
    if request.method in {"POST", "PUT", "PATCH"}:
        ahead.saved(report_id)
    elif request.endpoint in LOOKED_AT:
        ahead.soon(report_id)
    return response
