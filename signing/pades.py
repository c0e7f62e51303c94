"""A PDF of ours signed after PAdES: whole and correct, or not at all."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from asn1crypto import x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.general import SigningError as LibraryError
from pyhanko.sign.signers.pdf_cms import Signer
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner, PdfSigningSession
from pyhanko_certvalidator import ValidationContext

from report.errors import NianbaoError
from report.record import load_report
from signing.appearance import OverlayStyle
from signing.certificates import name_of
from signing.errors import NotSignableError, SigningError
from signing.keys import KeyFile, opened_key_file
from signing.opening import held, open_pdf, readable, record_of
from signing.timestamps import BoundedTimeStamper, TimestampServer
from signing.tokens import Token, opened_token
from signing.trust import Trust

LEVELS = ("B-B", "B-T", "B-LT", "B-LTA")
FIELD_NAME = "signature"
DRAFT_MARK = "草稿"
MM_PER_POINT = 25.4 / 72

Key = KeyFile | Token

NO_RECORD = "这个 PDF 不是本程序生成的年度报告（里面没有年报数据文件），不能在这里签名。请用本程序导出的 PDF。"
IS_DRAFT = "这是草稿，不能签名。请定稿并审核通过后再签。"
IS_SIGNED = "这个 PDF 已经签过名，不能再签。需要改动时请用未签名的文件重新签。"
NO_SERVER = "级别 {level} 要有时间戳服务器。请在设置中填写 signing.timestamp_url，或改用级别 B-B。"
NO_LEVEL = "没有签名级别“{level}”，可用：{levels}。"
NO_REVOCATION = (
    "级别 {level} 要附上证书的核验资料，但是证书到信任的根证书之间缺少资料（根证书、吊销列表），没有签名。"
    "请在信任的根证书文件夹中放入根证书和最新的吊销列表（CRL），或改用级别 B-T。"
)
FAILED = "签名没有成功（{reason}），文件没有改动。"


# The name in the signer's certificate and the time of signing to what is seen of the signature.
Drawing = Callable[[str, datetime], bytes]


def nothing(_signer: str, _at: datetime) -> bytes:
    """A drawing that leaves the field blank."""
    return b""


@dataclass(frozen=True)
class Options:
    """How to sign. `drawing` gives a PDF of one page to be shown in the field, empty for none, from signer and time.

    Levels above B-B need `timestamps`; those above B-T also need in `trust` all that proves the signer's and the
    time stamp's certificates. `at` is the time that the signature claims, by default now.
    """

    level: str = "B-B"
    timestamps: TimestampServer | None = None
    trust: Trust = field(default_factory=Trust)
    drawing: Drawing = nothing
    reason: str = ""
    location: str = ""
    at: datetime | None = None


def place_for_signature(pdf: bytes) -> tuple[float, float] | None:
    """Width and height in millimetres of the field that was left for a signature; None if there is none to be seen.

    UnreadablePdfError if the PDF cannot be read.
    """
    reader = open_pdf(pdf)
    with readable():
        for name, _, field in enumerate_sig_fields(reader, with_name=FIELD_NAME):
            left, bottom, right, top = (float(edge) for edge in field.get_object()["/Rect"])
            if name == FIELD_NAME and right > left and top > bottom:
                return (right - left) * MM_PER_POINT, (top - bottom) * MM_PER_POINT
    return None


def prepare(pdf: bytes) -> bytes:
    """The file to be signed elsewhere: the PDF as it is, once it is known to be final, ours and unsigned.

    NotSignableError or UnreadablePdfError if it is not.
    """
    _open_signable(pdf)
    return pdf


def sign(pdf: bytes, key: Key, options: Options) -> bytes:
    """The PDF with a signature appended; the bytes of `pdf` stand unchanged at its beginning.

    The key's passphrase is wiped. SigningError says why nothing was signed, UnreadablePdfError why it cannot be read.
    """
    at = options.at or datetime.now(UTC)
    with key.passphrase if isinstance(key, KeyFile) else key.pin:
        if options.level not in LEVELS:
            raise SigningError(NO_LEVEL.format(level=options.level, levels="、".join(LEVELS)))
        if options.level != "B-B" and options.timestamps is None:
            raise SigningError(NO_SERVER.format(level=options.level))
        reader = _open_signable(pdf)
        with _opened(key, at) as signer:
            return _signed(reader, pdf, signer, options, at)


def _opened(key: Key, at: datetime) -> AbstractContextManager[Signer]:
    return opened_key_file(key, at) if isinstance(key, KeyFile) else opened_token(key, at)


def _open_signable(pdf: bytes) -> PdfFileReader:
    reader = open_pdf(pdf)
    record = record_of(reader)
    if record is None:
        raise NotSignableError(NO_RECORD)
    try:
        load_report(record)
    except NianbaoError as error:
        raise NotSignableError(NO_RECORD) from error
    with readable():
        title = _title(reader)
        signed = any(value is not None for _, value, _ in enumerate_sig_fields(reader))
    if signed:
        raise NotSignableError(IS_SIGNED)
    if title.startswith(DRAFT_MARK):
        raise NotSignableError(IS_DRAFT)
    return reader


def _title(reader: PdfFileReader) -> str:
    # The trailer is no plain dictionary, but has the newest of every revision's entries.
    if "/Info" not in reader.trailer:
        return ""
    return str(held(reader.trailer["/Info"], "/Title") or "")


def _signed(reader: PdfFileReader, pdf: bytes, signer: Signer, options: Options, at: datetime) -> bytes:
    stamper = BoundedTimeStamper(options.timestamps) if options.timestamps and options.level != "B-B" else None
    long_term = options.level in ("B-LT", "B-LTA")
    metadata = PdfSignatureMetadata(
        field_name=FIELD_NAME,
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        reason=options.reason or None,
        location=options.location or None,
        embed_validation_info=long_term,
        use_pades_lta=options.level == "B-LTA",
        timestamp_field_name="archive-timestamp",
        validation_context=_context(options.trust, at) if long_term else None,
        signer_key_usage=set(),
    )
    drawn = options.drawing(name_of(signer.signing_cert), at)
    worker = _DatedSigner(metadata, signer, timestamper=stamper, stamp_style=OverlayStyle(drawing=drawn))
    worker.at = at
    reserved = 2 * _container_bytes(signer, stamper is not None)
    try:
        written = asyncio.run(
            worker.async_sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf), prev=reader), bytes_reserved=reserved)
        )
    except LibraryError as error:
        why = NO_REVOCATION.format(level=options.level) if long_term else FAILED.format(reason=error)
        raise SigningError(why) from error
    signed = bytes(written.getbuffer())
    if not signed.startswith(pdf):
        raise SigningError(FAILED.format(reason="结果不是对原文件的追加"))
    return signed


class _DatedSigner(PdfSigner):
    """pyHanko's worker, that claims the time `at` and not the clock's."""

    at: datetime

    def init_signing_session(self, *given: Any, **named: Any) -> PdfSigningSession:
        session = super().init_signing_session(*given, **named)
        session.system_time = self.at
        return session


def _context(trust: Trust, at: datetime) -> ValidationContext:
    return trust.context(at, now=at, require_revocation=True)


def _container_bytes(signer: Signer, stamped: bool) -> int:
    """Bytes to keep free for the signature: its certificates and attributes, and a time stamp with its own.

    Given so that the library needs no time stamp only to see how long one is.
    """
    chain: list[x509.Certificate] = [*signer.cert_registry, signer.signing_cert]
    return sum(len(item.dump()) for item in chain) + 4096 + (16 * 1024 if stamped else 0)
