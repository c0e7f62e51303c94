"""What examining a PDF's signatures gives: facts for programs, and a sentence to each question for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from signing.changes import Change

# How a signature's certificate is judged, at the time that is proven for the signature.
TRUST = {
    "trusted": "由信任的机构发证",
    "test": "测试证书",
    "unknown": "发证机构不在信任的名单里",
    "expired": "证书已过期",
    "not-yet": "证书尚未生效",
    "revoked": "证书已被吊销",
    "usage": "证书没有签名用途",
    "broken-chain": "证书有问题",
    "unsupported": "签名算法不能核验",
}
# A file as a whole, from best to worst.
STATES = {
    "genuine": "签名有效，未被改动",
    "untrusted": "未被改动，但签名人的身份没有得到证明",
    "test": "测试签名，无法律效力",
    "unsupported": "签名的算法本程序不能核验",
    "bad-certificate": "签名所用的证书当时不能用",
    "unsigned": "没有签名",
    "changed": "签名之后有改动",
    "broken": "签名已失效，内容被改动过",
}


@dataclass(frozen=True)
class Answer:
    """A question answered in one sentence: `good` is True, False, or None for neither. `details` are for experts."""

    topic: str
    good: bool | None
    sentence: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True)
class Seen:
    """One signature or document time stamp (`kind` is "signature" or "timestamp").

    `covers` is "file", "revision" (what was there when it was made) or "part". `stamped_at` is set only by a time
    stamp that is sound; `stamp_trusted` says whether its authority is trusted. `revocation` is "good", "unknown" or
    "revoked". `allowed` is what pyHanko's difference analysis says of later changes.
    """

    field: str
    kind: str
    intact: bool
    covers: str
    signer: str
    subject: str
    issuer: str
    serial: str
    valid_from: datetime
    valid_until: datetime
    trust: str
    revocation: str
    revoked_on: datetime | None
    claimed_at: datetime | None
    stamped_at: datetime | None
    stamped_by: str
    stamp_trusted: bool
    level: str
    allowed: bool
    changes: tuple[Change, ...]
    problem: str = ""

    @property
    def proven_at(self) -> datetime | None:
        """When it was made at the latest, as far as somebody trusted says so."""
        return self.stamped_at if self.stamp_trusted else None

    @property
    def is_whole(self) -> bool:
        """Whether what it signs is as it was, and is all that there was."""
        return self.intact and self.covers != "part"

    @property
    def was_changed(self) -> bool:
        """Whether anything but signatures and their proofs was changed afterwards."""
        return not self.allowed or any(not change.is_harmless for change in self.changes)


@dataclass(frozen=True)
class Verification:
    """The verdict on a file: `state` is a name of `STATES`, `answers` are in the order in which people ask.

    `record` is the file of record as signed, by the first signature if there is one; `record_unchanged` is None where
    there is no signature or no record. `at` is when the file was examined.
    """

    state: str
    sha256: str
    size: int
    at: datetime
    signatures: tuple[Seen, ...]
    removed: tuple[str, ...]
    record: bytes | None
    record_unchanged: bool | None
    answers: tuple[Answer, ...] = ()

    @property
    def sentence(self) -> str:
        """The verdict in a few words."""
        return STATES[self.state]

    @property
    def is_genuine(self) -> bool:
        """Whether it is signed by somebody trusted and nothing was changed."""
        return self.state == "genuine"

    def data(self) -> dict[str, Any]:
        """Everything as JSON data, of the record only its SHA-256; moments in ISO 8601."""
        plain = asdict(self)
        plain["record"] = None if self.record is None else sha256(self.record).hexdigest()
        for number, seen in enumerate(self.signatures):
            plain["signatures"][number]["changes"] = [
                {"kind": c.kind, "page": c.page, "detail": c.detail, "sentence": str(c)} for c in seen.changes
            ]
        return {key: _plain(value) for key, value in {**plain, "sentence": self.sentence}.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, datetime) else value
