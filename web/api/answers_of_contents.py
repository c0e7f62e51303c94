"""What the API answers with about contents: saved, checked, compared. Names of fields are a contract."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from msgspec import Meta

from report.format import Severity
from services.workflow.table import Action, State
from web.api.answers import CountsAnswer, Mark, Moment

Figure = Annotated[str | None, Meta(description="数字，十进制文本；null 为空白")]


@dataclass(frozen=True)
class Doubt:
    """A figure that could not be read, kept as text."""

    cell: str
    text: str
    doubt: str


@dataclass(frozen=True)
class SavedAnswer:
    """What a save led to. `merged` is what others changed elsewhere meanwhile."""

    mark: Mark
    revisions: dict[str, int]
    merged: Annotated[dict[str, dict[str, Any]], Meta(description="此间别人在别处的改动：部分 → 位置 → 内容")]
    doubts: list[Doubt]
    findings: CountsAnswer


@dataclass(frozen=True)
class TermAnswer:
    """A summand as it stood."""

    cell: str
    name: str
    sign: int
    value: Figure


@dataclass(frozen=True)
class SideAnswer:
    """One side of a relation as it stood."""

    name: str
    sum: Figure
    terms: list[TermAnswer]


@dataclass(frozen=True)
class FindingAnswer:
    """One finding, as `cli.py check --json` tells it."""

    code: str
    kind: str
    severity: Severity
    key: Annotated[str, Meta(description="这条问题的名字，写说明时用")]
    section: str
    cells: list[str]
    left: SideAnswer | None
    right: SideAnswer | None
    gap: Figure
    message: str
    suggestion: str
    source: str
    covers: dict[str, str]
    explanation: str


@dataclass(frozen=True)
class VersionLine:
    """A version."""

    number: int
    reason: str
    reason_name: str
    who: str
    at: Moment
    note: str
    final: Annotated[bool, Meta(description="定稿")]


@dataclass(frozen=True)
class ChangeAnswer:
    """One difference between two states."""

    path: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class VersionAnswer(VersionLine):
    """A version with what it changed."""

    against: Annotated[int | None, Meta(description="与第几版比较，null 为没有更早的版本")]
    changes: list[ChangeAnswer]


@dataclass(frozen=True)
class StepAnswer:
    """A step that was taken."""

    action: Action
    name: str
    before: State
    after: State
    who: str
    at: Moment
    reason: str
    version: Annotated[int, Meta(description="批准、发布或更正的是第几版，0 为没有")]


@dataclass(frozen=True)
class CorrectionAnswer:
    """A correction with what it changed."""

    old: int
    new: Annotated[int, Meta(description="更正后发布为第几版，0 为还在更正")]
    who: str
    at: Moment
    reason: str
    changes: list[ChangeAnswer]


@dataclass(frozen=True)
class PublicationAnswer:
    """A publication."""

    id: int
    version: int
    signed: Annotated[bool, Meta(description="签章发布")]
    sha256: Annotated[str, Meta(description="PDF 的校验值，没有留存为空")]
    code: Annotated[str, Meta(description="核验码")]
    reason: Annotated[str, Meta(description="更正的原因，首次发布为空")]
    who: str
    at: Moment
    superseded_by: Annotated[int | None, Meta(description="被哪一次发布代替，null 为现行")]
    superseded_at: Moment | None


@dataclass(frozen=True)
class Making:
    """A file that is being made."""

    state: Literal["waiting"]
    message: str


@dataclass(frozen=True)
class EntryAnswer:
    """An entry of the audit log."""

    number: int
    at: Moment
    account_id: str
    name: str
    address: str
    via: str
    action: str
    subject: str
    before: Any
    after: Any


@dataclass(frozen=True)
class LogAnswer:
    """Entries, oldest first, and the end of the chain."""

    items: list[EntryAnswer]
    head: Annotated[str, Meta(description="日志末尾的记号：条数:校验值")]
