"""How often one person may have the server do what costs it most: far more than anybody does by hand."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask, Response, current_app, g, make_response, render_template, request

from services.limiter import Limiter, TooOften
from services.people.model import Person

LIMITS = "nianbao_limits"
FILES, SETS, CHANGES = "files", "sets", "changes"
# {what: (how often, within how many seconds, how people are told of it)}
RATES: Mapping[str, tuple[int, float, str]] = {
    FILES: (60, 300, "上传文件"),
    SETS: (20, 300, "批量导出"),
    CHANGES: (600, 60, "提交"),
}
# Read, drawn or examined in processes of their own, each worth seconds of a processor.
COSTLY: Mapping[str, str] = {
    "batch.create": SETS,
    "batch.resume": SETS,
    "directory.bring_in": FILES,
    "importing.upload": FILES,
    "paper.add": FILES,
    "pictures.add": FILES,
    "publishing.outside": FILES,
    "publishing.seal": FILES,
    "publishing.sign": FILES,
    "reports.import_file": FILES,
}


def init_app(app: Flask) -> None:
    """Count what people do, and tell them past a limit to wait."""
    app.extensions[LIMITS] = {name: Limiter(most, span, what=told) for name, (most, span, told) in RATES.items()}
    app.before_request(_count)
    app.register_error_handler(TooOften, _refused)


def _count() -> None:
    person: Person | None = g.get("person")
    if person is None or request.method in {"GET", "HEAD"}:
        return
    limits: dict[str, Limiter] = current_app.extensions[LIMITS]
    limits[CHANGES].enter(person.account_id)
    kind = COSTLY.get(request.endpoint or "")
    if kind is not None:
        limits[kind].enter(person.account_id)


def _refused(refusal: TooOften) -> Response:
    message = str(refusal)
    if request.is_json or request.accept_mimetypes.best == "application/json":
        answer = make_response({"error": "次数过多", "message": message}, 429)
    else:
        answer = make_response(
            render_template("pages/error.html", title="次数过多", message=message, status=429), 429
        )  # fmt: skip
    answer.headers["Retry-After"] = str(refusal.seconds)
    return answer
