"""核验: anybody asks whether a PDF, or a check code, is what was published here. No account; nothing is kept."""

from __future__ import annotations

import threading

from flask import Blueprint, Flask, current_app, render_template, request
from flask.typing import ResponseReturnValue

from report.errors import NianbaoError
from services.errors import Refusal
from services.limiter import Limiter, TooOften
from services.publishing.known import Known, known_code, known_file
from services.verification import Examined, examine_safely
from web.access import store
from web.publication_files import registry

pages = Blueprint("verifying", __name__)
LIMITS, CODE_LIMITS, PLACES = "nianbao_verify", "nianbao_verify_codes", "nianbao_verify_places"
MOST_BYTES = 20 * 1024 * 1024
NO_FILE = "请选择一个 PDF 文件。"
TOO_LARGE = "文件超过 20 MB，没有核验。年度报告的 PDF 一般不到 1 MB。"
BUSY = "正在核验别的文件，请过几秒再试。"


def init_app(app: Flask) -> None:
    """Set how often an address may ask, and how many files are examined at the same time."""
    app.extensions[LIMITS] = Limiter(most=12, seconds=300)
    app.extensions[CODE_LIMITS] = Limiter(most=60, seconds=300)
    app.extensions[PLACES] = threading.BoundedSemaphore(2)


@pages.get("/verify")
def page() -> ResponseReturnValue:
    """The page that asks for a file or a code; with `?code=…`, as the QR code has it, what it stands for."""
    text = request.args.get("code", "").strip()[:40]
    if not text:
        return _page()
    try:
        current_app.extensions[CODE_LIMITS].enter(request.remote_addr or "")
    except TooOften as refusal:
        return _page(problem=str(refusal), status=429, wait=refusal.seconds)
    return _page(known=known_code(store(), text), code=text)


@pages.post("/verify")
def verify() -> ResponseReturnValue:
    """Examine a file in a process that is killed when it takes too long."""
    sent = request.files.get("file")
    content = sent.stream.read(MOST_BYTES + 1) if sent is not None else b""
    if not content or len(content) > MOST_BYTES:
        return _page(problem=TOO_LARGE if content else NO_FILE, status=422)
    places = current_app.extensions[PLACES]
    try:
        current_app.extensions[LIMITS].enter(request.remote_addr or "")
        if not places.acquire(timeout=5):
            return _page(problem=BUSY, status=503, wait=5)
        try:
            found = examine_safely(content, registry().signing.roots_folder(registry().data_dir))
        finally:
            places.release()
    except TooOften as refusal:
        return _page(problem=str(refusal), status=429, wait=refusal.seconds)
    except (NianbaoError, Refusal) as error:
        return _page(problem=str(error), status=422)
    return _page(examined=found, known=known_file(store(), found.verification), name=str(sent.filename if sent else ""))


def _page(
    *, examined: Examined | None = None, known: Known | None = None, problem: str = "", code: str = "", name: str = "",
    status: int = 200, wait: int = 0,
) -> ResponseReturnValue:  # fmt: skip
    answer = render_template(
        "pages/verify.html", examined=examined, known=known, problem=problem, code=code, name=name[:200]
    )
    return answer, status, {"Retry-After": str(wait)} if wait else {}
