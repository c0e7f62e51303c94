"""An approved version signed here, or taken back signed elsewhere: kept whole with its verdict, or nothing is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from services import audit
from services.actor import Actor
from services.errors import Refusal
from services.publishing.apart import Judged, judge_apart, sign_apart, signed_time
from services.publishing.approved import Registry, approved_version, require_still
from services.publishing.files import KeptFile, keep_file, newest
from services.publishing.seals import find_seal
from services.stored import row_to_change
from services.versions import Version
from signing.errors import NotSignableError
from signing.picture import USUAL_MM
from storage.blobs import get_blob
from storage.store import Transaction

NOT_PREPARED = "还没有下载过待签文件，无从核对。请先下载待签文件，签名后再上传。"
REFUSED = "没有收下这个文件：{reasons}"
NO_SEAL = "还没有印章图片。请先上传，或不用图片签名。"
PLACES = ("seal", "box", "")


class SignedFileRefused(Refusal):
    """What came back is ours with other changes than signatures; it is not kept."""


@dataclass(frozen=True)
class Asked:
    """How to sign: with a PKCS#12 file `key`, or without one with a token of that label; with the seal or without."""

    secret: bytearray = field(repr=False)
    key: bytes = field(default=b"", repr=False)
    label: str = ""
    certificate: str = ""
    with_seal: bool = False


def prepared_file(
    registry: Registry, report_id: str, place: str, make: Callable[[Version], bytes], actor: Actor
) -> tuple[KeptFile, bytes]:
    """The final unsigned PDF of the approved version, made by `make` the first time and the same ever after.

    `place` is where a signature goes, a name of `exporters.document.SIGNATURES`, or empty for none.
    NotApproved, NotSignableError, or what `make` raises.
    """
    with registry.store.read() as tx:
        version = approved_version(tx, report_id)
        kind = "prepared" if place else "plain"
        found = newest(tx, report_id, version.number, kind, place=place)
    if found is not None:
        return found, get_blob(registry.data_dir, found.sha256)
    # Only here: the library of signatures takes a third of a second to load.
    from signing.pades import prepare

    content = prepare(make(version))
    with registry.store.write() as tx:
        row_to_change(tx, report_id)
        require_still(tx, report_id, version.number)
        kept = keep_file(registry, tx, report_id, version.number, kind, content, place=place, who=actor.name)
        _tell(registry, tx, "report.prepare", report_id, kept, actor)
    return kept, content


def sign_version(
    registry: Registry, report_id: str, asked: Asked, make: Callable[[Version], bytes], actor: Actor
) -> KeptFile:
    """Sign the approved version; its passphrase is wiped whatever happens.

    NotApproved, ApartError or StorageError say why nothing was signed; then nothing is kept.
    """
    try:
        seal = find_seal(registry, report_id) if asked.with_seal else None
        if asked.with_seal and seal is None:
            raise NotSignableError(NO_SEAL)
        base, pdf = prepared_file(registry, report_id, "seal" if seal else "box", make, actor)
        blobs = {"key": asked.key} if asked.key else {}
        if seal:
            blobs["picture"] = seal.content
        key = {"kind": "file" if asked.key else "token", "label": asked.label, "certificate": asked.certificate}
        roots = registry.signing.roots_folder(registry.data_dir)
        size = seal.diameter if seal else USUAL_MM
        done = sign_apart(pdf, key, blobs, asked.secret, registry.signing, roots, size)
    finally:
        asked.secret[:] = bytes(len(asked.secret))
        asked.secret.clear()
    return _kept(registry, report_id, base, "own", done.content, done, actor, {"seal": seal.sha256 if seal else ""})


def take_outside(registry: Registry, report_id: str, content: bytes, actor: Actor) -> KeptFile:
    """Take back a file that was signed elsewhere: as signed, or as unproven if it is no continuation of ours.

    NotApproved, SignedFileRefused (ours with other changes than signatures), ApartError.
    """
    with registry.store.read() as tx:
        version = approved_version(tx, report_id)
        handed = [newest(tx, report_id, version.number, "prepared", place=place) for place in PLACES]
        plain = newest(tx, report_id, version.number, "plain")
    bases = [base for base in (*handed, plain) if base is not None]
    if not bases:
        raise SignedFileRefused(NOT_PREPARED)
    originals = {base.sha256: get_blob(registry.data_dir, base.sha256) for base in bases}
    base = next((item for item in bases if content.startswith(originals[item.sha256])), bases[0])
    roots = registry.signing.roots_folder(registry.data_dir)
    judged = judge_apart(originals[base.sha256], content, roots)
    if judged.state == "refused":
        raise SignedFileRefused(REFUSED.format(reasons="；".join(judged.reasons)))
    kind = "outside" if judged.state == "accepted" else "unproven"
    return _kept(registry, report_id, base, kind, content, judged, actor, {"reasons": list(judged.reasons)})


def _kept(
    registry: Registry, report_id: str, base: KeptFile, kind: str, content: bytes, judged: Judged, actor: Actor,
    more: Mapping[str, object],
) -> KeptFile:  # fmt: skip
    signer, at, level = signed_time(judged.verification)
    facts = {name: judged.verification[name] for name in ("answers", "figures")} | dict(more) | {"pages": judged.pages}
    with registry.store.write() as tx:
        row_to_change(tx, report_id)
        version = require_still(tx, report_id, base.version)
        kept = keep_file(
            registry, tx, report_id, version.number, kind, content, base=base.sha256, place=base.place,
            state=judged.verification["state"], signer=signer, signed_at=at, level=level, facts=facts, who=actor.name,
        )  # fmt: skip
        _tell(registry, tx, "report.sign" if kind == "own" else f"report.{kind}", report_id, kept, actor, more)
    return kept


def _tell(
    registry: Registry, tx: Transaction, action: str, report_id: str, kept: KeptFile, actor: Actor,
    more: Mapping[str, object] | None = None,
) -> None:  # fmt: skip
    after = {
        "version": kept.version, "file": kept.sha256, "kind": kept.kind, "state": kept.state, "signer": kept.signer,
        **(more or {}),
    }  # fmt: skip
    audit.record(tx, action, f"report:{report_id}", registry.store.now(), after=after, actor=actor)
