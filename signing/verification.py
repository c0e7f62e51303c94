"""A PDF examined: who signed it and when, whether it was changed, and whom that convinces."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from asn1crypto import x509
from cryptography.exceptions import UnsupportedAlgorithm
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import SuspiciousModification
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError, SignatureValidationError
from pyhanko.sign.validation.generic_cms import collect_timing_info
from pyhanko.sign.validation.pdf_embedded import (
    EmbeddedPdfSignature,
    async_validate_pdf_signature,
    async_validate_pdf_timestamp,
)
from pyhanko.sign.validation.status import DocumentTimestampStatus, PdfSignatureStatus, SignatureCoverageLevel

from signing.certificates import full_name, issuer_of, name_of
from signing.changes import Change, changes_since, digest_of, signed_fields
from signing.errors import UnreadablePdfError
from signing.opening import last_revision, open_pdf, readable, record_of
from signing.sentences import answers
from signing.trust import Trust
from signing.validity import USAGES, Evidence, Judge, Standing
from signing.verdicts import Seen, Verification

_COVERS: dict[SignatureCoverageLevel | None, str] = {
    SignatureCoverageLevel.ENTIRE_FILE: "file",
    SignatureCoverageLevel.ENTIRE_REVISION: "revision",
}

NO_CERTIFICATE = "签名里没有签名人的证书，无法核验。请向签名单位重新取得这个文件。"

# What the library raises of a signature that it cannot make out at all.
UNREAD = (SignatureValidationError, UnsupportedAlgorithm, NotImplementedError, ValueError, KeyError, AttributeError)


def verify(pdf: bytes, trust: Trust, at: datetime | None = None) -> Verification:
    """Examine every signature of a PDF, as of `at` (by default now), asking nobody but the file and `trust`.

    UnreadablePdfError if it is no PDF, protected or damaged. Files of strangers may take long or much memory:
    `services.verification` examines them in a process of its own.
    """
    now = at or datetime.now(UTC)
    reader = open_pdf(pdf)
    with readable():
        signatures = asyncio.run(_examined(reader, trust, now))
        removed = _removed(reader)
    real = [seen for seen in signatures if seen.kind == "signature"]
    record, unchanged = _records(reader, bool(real))
    state = _state(real, signatures, removed, unchanged)
    verdict = Verification(state, digest_of(pdf), len(pdf), now, tuple(signatures), removed, record, unchanged)
    return replace(verdict, answers=answers(verdict))


async def _examined(reader: PdfFileReader, trust: Trust, now: datetime) -> list[Seen]:
    """All signatures in the order in which they were made.

    The newest is judged as of now; a trusted document time stamp proves the time for all that it covers.
    """
    embedded = sorted(reader.embedded_signatures, key=lambda item: item.signed_revision)
    evidence = _evidence(reader, embedded)
    judge, proven = Judge(trust, evidence, now), now
    found: list[Seen] = []
    for item in reversed(embedded):
        is_stamp = item.sig_object_type == "/DocTimeStamp"
        seen = await (_stamp(reader, item, judge, proven) if is_stamp else _signature(reader, item, judge, proven))
        if seen.kind == "timestamp" and seen.proven_at and seen.is_whole:
            proven = min(proven, seen.proven_at)
        found.insert(0, seen)
    stamped = any(seen.kind == "timestamp" for seen in found)
    has_proofs = bool(evidence.crls or evidence.ocsps)
    return [replace(seen, level=_level(seen, has_proofs, stamped)) for seen in found]


def _evidence(reader: PdfFileReader, embedded: Sequence[EmbeddedPdfSignature]) -> Evidence:
    certificates = [item for signature in embedded for item in _certificates(signature)]
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return Evidence(tuple(certificates))
    context = store.as_validation_context({"trust_roots": []})
    return Evidence((*certificates, *store.load_certs()), tuple(context.crls), tuple(context.ocsps))


async def _signature(reader: PdfFileReader, item: EmbeddedPdfSignature, judge: Judge, proven: datetime) -> Seen:
    try:
        timing = await collect_timing_info(item.signer_info, judge.context(proven), item.compute_digest)
        stamp = timing.get("timestamp_validity")
        sound = stamp is not None and stamp.valid and stamp.intact
        trusted = bool(sound and stamp.trusted)
        at = stamp.timestamp if trusted else proven
        status = await async_validate_pdf_signature(
            item,
            signer_validation_context=judge.context(at),
            ts_validation_context=judge.context(proven),
            key_usage_settings=USAGES,
        )
    except UNREAD as error:
        return _unsound(item, str(error))
    standing = await judge.standing(status, at, item.other_embedded_certs)
    return replace(
        _seen(reader, item, status, standing),
        claimed_at=item.self_reported_timestamp,
        stamped_at=stamp.timestamp if sound else None,
        stamped_by=name_of(stamp.signing_cert) if sound else "",
        stamp_trusted=trusted,
    )


def _certificates(item: EmbeddedPdfSignature) -> list[x509.Certificate]:
    """All certificates that come with a signature, before it is known whether they belong to it."""
    return [choice.chosen for choice in item.signed_data["certificates"] if choice.name == "certificate"]


def _own_certificate(item: EmbeddedPdfSignature) -> x509.Certificate:
    """The certificate that a signature names as its own, whether or not it fits."""
    named = item.signer_info["sid"]
    for certificate in _certificates(item):
        if named.name == "issuer_and_serial_number":
            if (certificate.issuer, certificate.serial_number) == (
                named.chosen["issuer"],
                named.chosen["serial_number"].native,
            ):
                return certificate
        elif certificate.key_identifier == named.chosen.native:
            return certificate
    raise UnreadablePdfError(NO_CERTIFICATE)


def _is_known(item: EmbeddedPdfSignature) -> bool:
    """Whether the algorithms are such as the library has names for; those of China (SM2, SM3) are not."""
    key = _own_certificate(item).public_key
    names = (
        item.md_algorithm,
        item.signer_info["signature_algorithm"]["algorithm"].native,
        key.algorithm,
        key.curve[1] if key.algorithm == "ec" else "",
    )
    return not any(str(name)[:1].isdigit() and "." in str(name) for name in names)


async def _stamp(reader: PdfFileReader, item: EmbeddedPdfSignature, judge: Judge, proven: datetime) -> Seen:
    try:
        status = await async_validate_pdf_timestamp(item, judge.context(proven))
    except UNREAD as error:
        return _unsound(item, str(error))
    standing = await judge.standing(status, proven, item.other_embedded_certs, stamp=True)
    return replace(
        _seen(reader, item, status, standing),
        stamped_at=status.timestamp,
        stamped_by=name_of(status.signing_cert),
        stamp_trusted=standing.trust == "trusted",
    )


def _seen(
    reader: PdfFileReader,
    item: EmbeddedPdfSignature,
    status: PdfSignatureStatus | DocumentTimestampStatus,
    standing: Standing,
) -> Seen:
    """What holds of both kinds: the file's state, and how the certificate stands."""
    covers = _COVERS.get(status.coverage, "part")
    permitted = not isinstance(status, PdfSignatureStatus) or status.docmdp_ok is not False
    return replace(
        _unsound(item, ""),
        intact=bool(status.intact and status.valid),
        covers=covers,
        allowed=permitted and not isinstance(item.diff_result, SuspiciousModification),
        changes=_changes(reader, item) if covers == "revision" else (),
        trust=standing.trust,
        revocation=standing.revocation,
        revoked_on=standing.revoked_on,
        problem=standing.problem,
    )


def _unsound(item: EmbeddedPdfSignature, problem: str) -> Seen:
    """A signature that cannot be judged at all; also the ground on which a judged one is described."""
    certificate = _own_certificate(item)
    is_stamp = item.sig_object_type == "/DocTimeStamp"
    return Seen(
        field=item.field_name,
        kind="timestamp" if is_stamp else "signature",
        intact=False,
        covers="part",
        signer=name_of(certificate),
        subject=full_name(certificate.subject),
        issuer=issuer_of(certificate),
        serial=f"{certificate.serial_number:X}",
        valid_from=certificate.not_valid_before,
        valid_until=certificate.not_valid_after,
        trust="broken-chain" if _is_known(item) else "unsupported",
        revocation="unknown",
        revoked_on=None,
        claimed_at=None,
        stamped_at=None,
        stamped_by="",
        stamp_trusted=False,
        level="",
        allowed=False,
        changes=(),
        problem=problem,
    )


def _changes(reader: PdfFileReader, item: EmbeddedPdfSignature) -> tuple[Change, ...]:
    if item.signed_revision == last_revision(reader):
        return (Change("trailing"),)
    return changes_since(reader, item.signed_revision)


def _level(seen: Seen, has_proofs: bool, stamped: bool) -> str:
    """The level of PAdES (ETSI EN 319 142-1) by what is there."""
    if seen.kind == "timestamp":
        return ""
    if seen.stamped_at is None:
        return "B-B"
    return ("B-LTA" if stamped else "B-LT") if has_proofs else "B-T"


def _removed(reader: PdfFileReader) -> tuple[str, ...]:
    """Fields whose signature an earlier revision held and the newest does not."""
    newest = last_revision(reader)
    kept = signed_fields(reader.get_historical_resolver(newest))
    gone: dict[str, None] = {}
    for revision in range(newest):
        signed = signed_fields(reader.get_historical_resolver(revision))
        gone.update(dict.fromkeys(name for name, content in signed.items() if kept.get(name) != content))
    return tuple(gone)


def _records(reader: PdfFileReader, is_signed: bool) -> tuple[bytes | None, bool | None]:
    """The file of record as first signed, and whether the newest revision still has it."""
    newest = record_of(reader)
    if not is_signed:
        return newest, None
    with readable():
        first = min(item.signed_revision for item in reader.embedded_signatures)
        signed = record_of(reader.get_historical_resolver(first))
    return signed, None if signed is None and newest is None else signed == newest


def _state(real: Sequence[Seen], all_seen: Sequence[Seen], removed: tuple[str, ...], unchanged: bool | None) -> str:
    """The worst that is true of the file; what was done to its content weighs more than who signed it."""
    if not real:
        return "broken" if removed else "unsigned"
    if any(seen.trust == "unsupported" for seen in real) and not removed:
        return "unsupported"
    if removed or not all(seen.is_whole for seen in all_seen):
        return "broken"
    if unchanged is False or any(seen.was_changed for seen in all_seen):
        return "changed"
    kinds = {seen.trust for seen in real}
    if "test" in kinds:
        return "test"
    if kinds & {"revoked", "expired", "not-yet", "usage"}:
        return "bad-certificate"
    return "genuine" if kinds == {"trusted"} else "untrusted"
