"""Files to sign: one report made ready once, and what is done to files by those who mean no good."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from typing import Any

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from exporters.appearance import draw_box, draw_seal
from exporters.document import Document
from exporters.pdf import render_pdf
from signing.pades import Options, sign
from signing.picture import check_seal
from signing.timestamps import TimestampServer
from tests.exporters.documents import RECENT, sample
from tests.signing.authority import NOW, Issued, key_file, revocations, signer, trust
from tests.signing.servers import time_server

Name = generic.NameObject

SEAL = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 420 420" fill="#d7000f">
<circle cx="210" cy="210" r="202" fill="none" stroke="#d7000f" stroke-width="12"/>
<polygon points="210,140 226,189 278,189 236,219 252,268 210,238 168,268 184,219 142,189 194,189"/>
<g font-family="FandolSong" font-size="52" text-anchor="middle">
<text x="210" y="75" transform="rotate(-60 210 210)">示</text>
<text x="210" y="75" transform="rotate(-20 210 210)">例</text>
<text x="210" y="75" transform="rotate(20 210 210)">公</text>
<text x="210" y="75" transform="rotate(60 210 210)">章</text></g>
</svg>""".encode()


@cache
def prepared(kind: str = "seal", draft: bool = False) -> bytes:
    """A report as PDF with a place for a signature."""
    return render_pdf(Document(sample(RECENT), draft=draft, signature=kind))


@cache
def seal_drawing() -> bytes:
    seal = check_seal(SEAL)
    return draw_seal(seal.content, seal.media_type, 42)


@cache
def box_drawing() -> bytes:
    return draw_box(["电子签名", "签名人：示例市民政局"])


@cache
def signed(level: str = "B-B", by: Issued | None = None, kind: str = "seal") -> bytes:
    """The report signed on the day `NOW`."""
    drawn = {"seal": seal_drawing, "box": box_drawing}.get(kind, bytes)()
    with time_server() as server:
        stamps = TimestampServer(server.url) if level != "B-B" else None
        options = Options(level, stamps, trust(revocations()), lambda *_: drawn, at=NOW)
        return sign(prepared(kind), key_file(by or signer()), options)


def appended(pdf: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """A PDF with an incremental update, as an attacker would write one."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer)
    written = io.BytesIO()
    writer.write(written)
    assert written.getvalue().startswith(pdf)
    return written.getvalue()


def rebuilt(pdf: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """A PDF written anew with a change, uncompressed so that its bytes can be found."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        change(opened)
        written = io.BytesIO()
        opened.save(written, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return written.getvalue()


def page_of(writer: IncrementalPdfFileWriter, number: int) -> Any:
    """A page that may be changed, from 0."""
    reference = writer.find_page_for_modification(number)[0]
    writer.mark_update(reference)
    return reference.get_object()


def stream(content: bytes, **entries: Any) -> generic.StreamObject:
    """A stream with entries of the dictionary given by name."""
    return generic.StreamObject({Name(f"/{key}"): value for key, value in entries.items()}, stream_data=content)
