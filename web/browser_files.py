"""The browser's part (`static/`): kept by browsers for good, under an address that is another once any file is."""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import Flask, Response, request

FOLDER = Path(__file__).resolve().parent.parent / "static"
YEAR = 365 * 86_400
MARK = 16


def address(folder: Path = FOLDER) -> str:
    """Where the files of a folder are found: `/static/` and a mark of all of them, as modules import one another."""
    digest = hashlib.sha256()
    for file in sorted(file for file in folder.rglob("*") if file.is_file()):
        content = file.read_bytes()
        digest.update(f"{file.relative_to(folder).as_posix()}\n{len(content)}\n".encode())
        digest.update(content)
    return f"/static/{digest.hexdigest()[:MARK]}"


def init_app(app: Flask) -> None:
    """Have browsers keep the files; else an open tab would ask for each of a hundred modules again."""
    app.after_request(_keep)


def _keep(response: Response) -> Response:
    if request.endpoint == "static" and response.status_code in {200, 304}:
        response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response
