"""What of a report was published, and all of it in one ZIP, for the program that puts it on the website."""

from __future__ import annotations

from io import BytesIO

from flask import send_file
from flask.typing import ResponseReturnValue

from services.publishing.bundle import bundle as make_bundle
from services.publishing.files import NoSuchFile
from services.publishing.record import Publication, list_publications
from services.versions import Version
from web.access import store
from web.api import answers_of_contents as about
from web.api.bearer import program, source
from web.api.files import handed
from web.api.operations import JSON, Gives, Operation, answer, operation
from web.api.paths import LARGEST
from web.api.problems import Refused
from web.publication_files import final_document, registry

ZIP = "application/zip"


@operation(
    "GET", "/reports/<report_id>/publications",
    Operation("发布过的版本，新的在前", {200: Gives("发布", list[about.PublicationAnswer])}),
)  # fmt: skip
def publications(report_id: str) -> ResponseReturnValue:
    """Every publication."""
    return answer([_told(found) for found in list_publications(store(), report_id)])


def _told(found: Publication) -> about.PublicationAnswer:
    return about.PublicationAnswer(
        found.id, found.version, found.signed, found.sha256, found.code, found.reason, found.who, found.at,
        found.superseded_by or None, found.superseded_at,
    )  # fmt: skip


@operation(
    "GET", f"/reports/<report_id>/publications/<int(max={LARGEST}):publication_id>/bundle",
    Operation(
        "发布包：这次发布的全部文件和校验值，一个 ZIP，每次字节相同",
        {
            200: Gives("发布包", None, (ZIP,), ("Content-Disposition",)),
            202: Gives("正在生成，过一会儿再请求", about.Making, (JSON,), ("Retry-After",)),
        },
        problems=("not-exportable",),
    ),
)  # fmt: skip
def bundle(report_id: str, publication_id: int) -> ResponseReturnValue:
    """Everything of a publication."""

    def render(version: Version, kind: str) -> bytes:
        return handed(final_document(report_id, version), kind)

    try:
        name, content = make_bundle(registry(), report_id, publication_id, render, program().person.actor(source()))
    except NoSuchFile as error:
        raise Refused("not-found", str(error)) from error
    return send_file(BytesIO(content), ZIP, as_attachment=True, download_name=name)
