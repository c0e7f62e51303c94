"""What the API answers with: the types from which its description is generated. Names of fields are a contract."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from msgspec import Meta

from report.format import Kind
from services.people.model import Role
from services.people.programs import Scope
from services.workflow.table import Action, Guard, State

Moment = Annotated[datetime, Meta(tz=True, description="时刻，RFC 3339")]
Mark = Annotated[str, Meta(description="内容所处状态的标记；加引号就是 ETag")]


@dataclass(frozen=True)
class Held:
    """A role at an agency."""

    agency: Annotated[str, Meta(description="机关编号")]
    role: Role


@dataclass(frozen=True)
class TokenAnswer:
    """The token that the request came with."""

    name: str
    scope: list[Scope]
    expires_at: Moment


@dataclass(frozen=True)
class Me:
    """For whom a program acts, and how far."""

    id: str
    login: str
    name: str
    unit: str
    administrator: bool
    roles: list[Held]
    token: TokenAnswer


@dataclass(frozen=True)
class AgencyAnswer:
    """An agency that the person works at or looks after."""

    id: str
    parent: Annotated[str | None, Meta(description="上级机关的编号")]
    name: str
    kind: str
    credit_code: Annotated[str, Meta(description="统一社会信用代码，没有为空")]
    roles: Annotated[list[Role], Meta(description="令牌的主人在这里的角色；主管也及于下级机关")]


@dataclass(frozen=True)
class FormatLine:
    """A mandated format."""

    id: str
    name: str
    first_year: int
    last_year: Annotated[int | None, Meta(description="null：现行")]


@dataclass(frozen=True)
class CellAnswer:
    """A figure of a format."""

    name: Annotated[str, Meta(description="单元格名，values 的键")]
    title: str
    kind: Kind
    unit: str
    row: str
    column: str


@dataclass(frozen=True)
class FactAnswer:
    """A figure that text must report."""

    name: Annotated[str, Meta(description="processing_fees 的键")]
    title: str
    unit: str


@dataclass(frozen=True)
class SectionAnswer:
    """A mandated section."""

    id: Annotated[str, Meta(description="narrative 和 headings 的键")]
    heading: str
    has_text: bool
    cells: list[CellAnswer]
    facts: list[FactAnswer]


@dataclass(frozen=True)
class FormatAnswer(FormatLine):
    """A format with all that it asks for."""

    sections: list[SectionAnswer]


@dataclass(frozen=True)
class ReportLine:
    """A report in a list."""

    id: str
    agency: Annotated[str, Meta(description="机关编号")]
    agency_name: str
    year: int
    state: State
    state_name: str
    since: Annotated[Moment, Meta(description="何时到了这个状态")]
    published_version: Annotated[int, Meta(description="已发布的是第几版，0 为没有发布过")]
    correcting: Annotated[int, Meta(description="正在更正第几版，0 为没有")]
    self_reviewed: bool
    open_comments: int


@dataclass(frozen=True)
class ReportList:
    """Reports that the person may see, latest year first."""

    items: list[ReportLine]
    total: int
    next: Annotated[str | None, Meta(description="下一页的网址，null 为没有")]


@dataclass(frozen=True)
class Obstacle:
    """A guard that bars a step."""

    guard: Guard
    detail: str


@dataclass(frozen=True)
class Offer:
    """A step that the person may take now, and what still bars it."""

    action: Action
    name: str
    needs_reason: bool
    barred: list[Obstacle]


@dataclass(frozen=True)
class CountsAnswer:
    """How many findings; blanks (待填) apart from the other mandatory ones, warnings without a 说明."""

    errors: int
    warnings: int
    blanks: int


@dataclass(frozen=True)
class ReportAnswer(ReportLine):
    """A report with all but its contents."""

    format: str
    title: str
    mark: Mark
    updated_at: Moment
    updated_by: str
    findings: CountsAnswer
    conflicts: Annotated[int, Meta(description="网页上等人选定的冲突")]
    steps: list[Offer]


@dataclass(frozen=True)
class TaskAnswer:
    """Something to do."""

    what: Annotated[str, Meta(description="要办什么")]
    agency: Annotated[str, Meta(description="机关编号")]
    agency_name: str
    year: int
    report: Annotated[str | None, Meta(description="报告编号，null 为还没有新建")]
    state: State | None
    returned: Annotated[str, Meta(description="退回修改的原因，没有为空")]
    deadline: Annotated[date | None, Meta(description="截止日，更正没有")]
    deadline_reason: str
    days_left: Annotated[int | None, Meta(description="还剩几天，过期为负数")]


@dataclass(frozen=True)
class ProblemKind:
    """What a kind of problem means."""

    type: str
    title: str
    status: int
    meaning: str
