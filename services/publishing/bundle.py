"""发布包: everything of a publication in one ZIP, with what proves it; made once, and the same bytes ever after."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC
from hashlib import sha256

from exporters import EXPORTERS
from exporters.document import Document
from services import audit
from services.actor import Actor
from services.batch_names import stem
from services.publishing.approved import Registry
from services.publishing.correction import corrected, correction_page
from services.publishing.files import NoSuchFile, file_of, keep_file
from services.publishing.record import Publication, publications_within
from services.stored import row_to_change
from services.versions import Version, version_of
from storage import publishing as stored
from storage import queries
from storage.blobs import get_blob
from storage.store import Transaction

KINDS = ("html", "docx", "json", "csv", "xlsx")
FACTS, CORRECTION, SUMS = "发布信息.json", "更正说明.html", "SHA256SUMS"
# Packed already.
_STORED = {"pdf", "docx", "xlsx"}
_FIRST = (1980, 1, 1)


@dataclass(frozen=True)
class _Wanted:
    """A publication with its version, what it corrects, and the end of the log."""

    this: Publication
    version: Version
    signer: str
    old: tuple[Publication, Version] | None
    head: audit.Head


def bundle(
    registry: Registry, report_id: str, publication_id: int, render: Callable[[Version, str], bytes], actor: Actor
) -> tuple[str, bytes]:
    """Name and bytes of the bundle of a publication; `render` makes a version as a file of a kind.

    NoSuchFile if the report has no such publication; StorageError; what `render` raises.
    """
    with registry.store.read() as tx:
        for row in stored.files(tx, report_id):
            if row.kind == "bundle" and row.place == str(publication_id):
                kept = file_of(row)
                version = queries.version(tx, report_id, kept.version)
                assert version is not None
                return _name(version_of(tx, version)), get_blob(registry.data_dir, kept.sha256)
        wanted = _wanted(tx, report_id, publication_id)
    content = _packed(wanted, _files(registry, wanted, render))
    with registry.store.write() as tx:
        row_to_change(tx, report_id)
        kept = keep_file(
            registry, tx, report_id, wanted.version.number, "bundle", content, place=str(publication_id), who=actor.name
        )  # fmt: skip
        after = {"version": kept.version, "file": kept.sha256}
        audit.record(tx, "report.bundle", f"report:{report_id}", registry.store.now(), after=after, actor=actor)
    return _name(wanted.version), content


def _wanted(tx: Transaction, report_id: str, publication_id: int) -> _Wanted:
    every = publications_within(tx, report_id)
    this = next((item for item in every if item.id == publication_id), None)
    if this is None:
        raise NoSuchFile
    file = stored.file(tx, report_id, this.file_id) if this.file_id else None
    old = corrected(every, this)
    return _Wanted(
        this, _version(tx, report_id, this.version), file.signer if file else "",
        (old, _version(tx, report_id, old.version)) if old else None, audit.head_within(tx),
    )  # fmt: skip


def _version(tx: Transaction, report_id: str, number: int) -> Version:
    row = queries.version(tx, report_id, number)
    assert row is not None
    return version_of(tx, row)


def _name(version: Version) -> str:
    return f"{stem(Document(version.report))}_第{version.number}版.zip"


def _files(registry: Registry, wanted: _Wanted, render: Callable[[Version, str], bytes]) -> dict[str, bytes]:
    """Every file by its name, but the list of their hashes."""
    name, this = stem(Document(wanted.version.report)), wanted.this
    pdf = get_blob(registry.data_dir, this.sha256) if this.sha256 else render(wanted.version, "pdf")
    found = {f"{name}.pdf": pdf}
    for kind in KINDS:
        found[f"{name}.{EXPORTERS[kind].extension}"] = render(wanted.version, kind)
    if wanted.old:
        old, version = wanted.old
        found[CORRECTION] = correction_page(old, version.report, this, wanted.version.report)
    found[FACTS] = json.dumps(_facts(wanted, pdf), ensure_ascii=False, indent=1).encode() + b"\n"
    return found


def _facts(wanted: _Wanted, pdf: bytes) -> Mapping[str, object]:
    """What was published when by whom, and the end of the audit log, which proves that nothing was slipped in later."""
    this, report = wanted.this, wanted.version.report
    old = wanted.old[0] if wanted.old else None
    return {
        "agency": report.agency.name, "year": report.year, "title": report.shown_title, "version": this.version,
        "check_code": this.code, "published_at": this.at.astimezone(UTC).isoformat(), "published_by": this.who,
        "signed": this.signed, "signer": wanted.signer, "pdf_sha256": sha256(pdf).hexdigest(),
        "corrects": {"check_code": old.code, "version": old.version, "reason": this.reason} if old else None,
        "audit_head": str(wanted.head),
    }  # fmt: skip


def _packed(wanted: _Wanted, files: Mapping[str, bytes]) -> bytes:
    lines = [f"{sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)]
    day = Document(wanted.version.report).dated
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in (*files.items(), (SUMS, "".join(lines).encode())):
            info = zipfile.ZipInfo(name, (*max((day.year, day.month, day.day), _FIRST), 0, 0, 0))
            info.compress_type = zipfile.ZIP_STORED if name.rsplit(".", 1)[-1] in _STORED else zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)
    return made.getvalue()
