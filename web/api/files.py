"""A report as a file: at once if it is made, else 202 until it is."""

from __future__ import annotations

from io import BytesIO

from flask import Response, send_file
from flask.typing import ResponseReturnValue

from exporters import EXPORTERS
from exporters.document import Document
from services.rendering import NO_WORKERS, Failed, Ready, Waiting
from services.rendering_documents import stored_document
from services.workflow.acting import note_opened
from web.access import store
from web.api import answers_of_contents as about
from web.api.bearer import program, source
from web.api.bodies import query
from web.api.operations import JSON, Gives, Operation, Parameter, answer, operation, pages
from web.api.paths import LARGEST, draft, version
from web.api.problems import KINDS, Refused
from web.exporting import rendering

RETRY_SECONDS = "2"
MAKING = "文件正在生成，请按 Retry-After 的秒数等候，再请求同一网址。"
VERSION = Parameter("version", {"type": "integer", "minimum": 1, "maximum": LARGEST}, "第几版，不写为现在的内容")
MEDIA_TYPES = tuple(dict.fromkeys(exporter.media_type.partition(";")[0] for exporter in EXPORTERS.values()))


class StillMaking(Exception):  # noqa: N818  no error: the file is to be asked for again
    """A file is not there yet."""


@operation(
    "GET", "/reports/<report_id>/exports/<kind>",
    Operation(
        "下载报告的文件；没有定稿的标明草稿",
        {
            200: Gives("文件", None, MEDIA_TYPES, ("Content-Disposition",)),
            202: Gives("正在生成，过一会儿再请求", about.Making, (JSON,), ("Retry-After",)),
        },
        "送给本人办理的报告，由此算作已经打开。", parameters=(VERSION,), problems=("not-exportable", "unavailable"),
    ),
)  # fmt: skip
def export(report_id: str, kind: str) -> ResponseReturnValue:
    """The report as a file of this kind."""
    if kind not in EXPORTERS:
        raise Refused("not-found", KINDS["not-found"].meaning)
    now, number = draft(report_id), query().get("version")
    chosen = None if number is None else version(report_id, number)
    report, unfinished = (now.report, now.state != "final") if chosen is None else (chosen.report, not chosen.final)
    note_opened(store(), program().person, report_id, source())
    made_by, exporter = rendering(), EXPORTERS[kind]
    site, verification = made_by.installation.site, made_by.installation.verification
    document = stored_document(store(), report_id, report, unfinished, site, verification)
    content = handed(document, kind)
    name = f"{document.report.shown_title}{'（草稿）' if document.draft else ''}.{exporter.extension}"
    plain = exporter.media_type.partition(";")[0]
    return send_file(BytesIO(content), plain, as_attachment=True, download_name=name)


def handed(document: Document, kind: str) -> bytes:
    """The document as a file. StillMaking while it is made; Refused where it cannot be."""
    match rendering().ask(document, kind):
        case Ready(content):
            return content
        case Waiting():
            raise StillMaking
        case Failed(message, _) if message == NO_WORKERS:
            raise Refused("unavailable", message, {"Retry-After": "60"})
        case Failed(message, details):
            raise Refused("not-exportable", message, errors=list(details))


@pages.errorhandler(StillMaking)
def still_making(_: StillMaking) -> Response:
    """Ask again."""
    return answer(about.Making("waiting", MAKING), 202, {"Retry-After": RETRY_SECONDS})
