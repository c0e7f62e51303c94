"""The files of 签章与发布: the one to be signed elsewhere, the signed ones as files and pictures, the seal."""

from __future__ import annotations

import time
from dataclasses import replace
from io import BytesIO

from flask import Blueprint, Response, abort, current_app, send_file
from flask.typing import ResponseReturnValue

from exporters.document import Document
from importers.picture import page_picture
from report.errors import NianbaoError
from services.actor import Actor
from services.batch_names import stem
from services.publishing.approved import Registry
from services.publishing.bundle import bundle as make_bundle
from services.publishing.files import KeptFile, NoSuchFile, find_file
from services.publishing.seals import find_seal, small_picture
from services.publishing.signing import prepared_file
from services.rendering import Failed, Ready
from services.rendering_documents import stored_document
from services.versions import Version
from web.access import draft_or_404, has_accounts, signed_in, store, who
from web.exporting import rendering
from web.guarding import source

pages = Blueprint("publication_files", __name__)
REGISTRY = "nianbao_registry"
PDF = "application/pdf"
# A picture that is opened by its address runs and shows nothing else.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'; base-uri 'none'"
PATIENCE_SECONDS, LOOK_SECONDS = 25.0, 0.2
STILL_MAKING = "文件还在生成，没有改动什么。请过一会儿再试。"
NAMES = {"prepared": "（待签）", "own": "（已签章）", "outside": "（已签章）", "unproven": "（未能证实）", "plain": ""}


def registry() -> Registry:
    """What the application signs and publishes with."""
    found = current_app.extensions[REGISTRY]
    assert isinstance(found, Registry)
    return found


def actor() -> Actor:
    """Who is at work, for the log."""
    return signed_in().actor(source()) if has_accounts() else Actor(name=who(), address=source().address, via="web")


def final_document(report_id: str, version: Version, place: str = "") -> Document:
    """An approved version as the document that is published, with a place for a signature or without."""
    installation = rendering().installation
    document = stored_document(
        store(), report_id, version.report, False, installation.site, installation.verification
    )  # fmt: skip
    return replace(document, signature=place)


def unsigned_pdf(report_id: str, version: Version, place: str) -> bytes:
    """The final PDF of an approved version. NianbaoError if it cannot be made, or not soon enough."""
    return made(final_document(report_id, version, place), "pdf")


def made(document: Document, name: str) -> bytes:
    """A finished file, waited for. NianbaoError if it cannot be made, or not soon enough."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        match rendering().ask(document, name):
            case Ready(content):
                return content
            case Failed(message, details):
                raise NianbaoError("".join((message, *details)))
        if time.monotonic() > deadline:
            raise NianbaoError(STILL_MAKING)
        time.sleep(LOOK_SECONDS)


@pages.get("/reports/<report_id>/publication/prepared.pdf")
def prepared(report_id: str) -> ResponseReturnValue:
    """The file to be signed elsewhere (待签文件); the same bytes each time."""
    draft_or_404(report_id)
    kept, content = prepared_file(
        registry(), report_id, "seal", lambda version: unsigned_pdf(report_id, version, "seal"), actor()
    )  # fmt: skip
    return _sent(report_id, kept, content)


@pages.get("/reports/<report_id>/publication/bundles/<int(max=999999999):publication_id>.zip")
def bundle(report_id: str, publication_id: int) -> ResponseReturnValue:
    """Everything of a publication in one ZIP (发布包)."""
    draft_or_404(report_id)
    try:
        name, content = make_bundle(
            registry(), report_id, publication_id,
            lambda version, kind: made(final_document(report_id, version), kind), actor(),
        )  # fmt: skip
    except NoSuchFile:
        abort(404)
    return send_file(BytesIO(content), "application/zip", as_attachment=True, download_name=name)


@pages.get("/reports/<report_id>/publication/files/<int(max=999999999):file_id>")
def download(report_id: str, file_id: int) -> ResponseReturnValue:
    """A kept file."""
    return _sent(report_id, *_file(report_id, file_id))


@pages.get("/reports/<report_id>/publication/files/<int(max=999999999):file_id>/pages/<int(max=999):number>")
def picture(report_id: str, file_id: int, number: int) -> ResponseReturnValue:
    """A page of a kept file as people see it, the seal in its place."""
    _, content = _file(report_id, file_id)
    response = Response(page_picture(content, number), mimetype="image/png")
    response.headers["Content-Security-Policy"] = POLICY
    response.cache_control.private = True
    response.cache_control.max_age = 86_400
    return response


@pages.get("/reports/<report_id>/publication/seal")
def seal(report_id: str) -> ResponseReturnValue:
    """The seal, small, for those who sign."""
    draft_or_404(report_id)
    found = find_seal(registry(), report_id)
    if found is None:
        abort(404)
    content, media_type = small_picture(found)
    response = Response(content, mimetype=media_type)
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = "no-store"
    return response


def _file(report_id: str, file_id: int) -> tuple[KeptFile, bytes]:
    draft_or_404(report_id)
    try:
        kept, content = find_file(registry(), report_id, file_id)
    except NoSuchFile:
        abort(404)
    # A bundle has an address of its own.
    return (kept, content) if kept.kind in NAMES else abort(404)


def _sent(report_id: str, kept: KeptFile, content: bytes) -> ResponseReturnValue:
    name = stem(Document(draft_or_404(report_id).report))
    return send_file(BytesIO(content), PDF, as_attachment=True, download_name=f"{name}{NAMES[kept.kind]}.pdf")
