"""The files of a version: the unsigned one that is signed, what came of it, and the bundle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.errors import Refusal
from services.publishing.approved import Registry
from storage import publishing as stored
from storage import queries
from storage.blobs import get_blob, put_blob
from storage.store import Transaction

KINDS = {
    "prepared": "待签文件",
    "plain": "不签章的正式文件",
    "own": "在本系统签章",
    "outside": "在外部系统签章",
    "unproven": "外部文件，未能证实",
    "bundle": "发布包",
}
SIGNED = ("own", "outside")


class NoSuchFile(Refusal):
    """The report has no such file."""

    def __init__(self) -> None:
        super().__init__("没有这个文件，可能属于别的报告。请从“签章与发布”页面进入。")


@dataclass(frozen=True)
class KeptFile:
    """A file of a version. `kind` is a key of `KINDS`; the other facts are empty where nothing was signed.

    `state` is a name of `signing.verdicts.STATES`; `facts` are the answers of the examination, as JSON.
    """

    id: int
    version: int
    kind: str
    sha256: str
    size: int
    base: str
    place: str
    state: str
    signer: str
    signed_at: datetime | None
    level: str
    facts: Mapping[str, Any]
    who: str
    at: datetime

    @property
    def is_signed(self) -> bool:
        """Whether it may be published as signed."""
        return self.kind in SIGNED

    @property
    def pages(self) -> int:
        """How many pages it has, as far as it was examined."""
        return int(self.facts.get("pages", 0))

    @property
    def label(self) -> str:
        """Its kind in words."""
        return KINDS[self.kind]


def keep_file(registry: Registry, tx: Transaction, report_id: str, version: int, kind: str, content: bytes, **more: Any
              ) -> KeptFile:  # fmt: skip
    """Keep a file of a version; `more` are further columns. The bytes are on the disk before the row is."""
    told: dict[str, Any] = {
        "base": "", "place": "", "state": "", "signer": "", "signed_at": None, "level": "", "facts": {}, "who": "",
    } | more  # fmt: skip
    digest = put_blob(registry.data_dir, content)
    row = stored.FileRow(
        report_id=report_id, version=version, kind=kind, sha256=digest, size=len(content),
        at=registry.store.now(), **told,
    )  # fmt: skip
    queries.add(tx, row)
    return file_of(row)


def list_files(registry: Registry, report_id: str) -> list[KeptFile]:
    """Every file of a report, newest first."""
    with registry.store.read() as tx:
        return [file_of(row) for row in stored.files(tx, report_id)]


def find_file(registry: Registry, report_id: str, file_id: int) -> tuple[KeptFile, bytes]:
    """A file of just this report with its bytes. NoSuchFile; StorageError if the bytes are not what they were."""
    with registry.store.read() as tx:
        row = stored.file(tx, report_id, file_id)
        if row is None:
            raise NoSuchFile
        found = file_of(row)
    return found, get_blob(registry.data_dir, found.sha256)


def newest(tx: Transaction, report_id: str, version: int, *kinds: str, place: str | None = None) -> KeptFile | None:
    """The newest file of a version of one of these kinds."""
    for row in stored.files(tx, report_id, version):
        if row.kind in kinds and place in (None, row.place):
            return file_of(row)
    return None


def file_of(row: stored.FileRow) -> KeptFile:
    """A stored row as a file."""
    return KeptFile(
        row.id, row.version, row.kind, row.sha256, row.size, row.base, row.place, row.state, row.signer,
        row.signed_at, row.level, row.facts, row.who, row.at,
    )  # fmt: skip
