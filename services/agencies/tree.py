"""The tree of agencies: made, moved, renamed, merged; past reports keep the names that they were made under."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

from report.report import AGENCY_KINDS
from services import audit
from services.errors import ChangeRefused
from services.people.model import Person, Source, require_administrator
from services.people.names import read_name
from storage import Store, queries
from storage import agencies as stored
from storage.store import Transaction

MOST_NAME = 200
DEEPEST = 8


@dataclass(frozen=True)
class AgencyInfo:
    """An agency as it is now. `closed` once merged or abolished; `self_review`: too small for a second person."""

    id: str
    parent_id: str | None
    name: str
    kind: str
    credit_code: str
    self_review: bool
    closed: bool
    merged_into_id: str | None


@dataclass(frozen=True)
class PastName:
    """A name that an agency has or had, until the day before `until`; None where no date is known."""

    name: str
    since: date | None
    until: date | None
    reason: str


@dataclass(frozen=True)
class NewAgency:
    """What an agency is made from."""

    name: str
    kind: str = "department"
    credit_code: str = ""
    parent_id: str | None = None


def read_code(credit_code: str) -> str:
    """A 统一社会信用代码 (GB 32100-2015), or nothing. ChangeRefused if its check character does not fit."""
    found = "".join(credit_code.split()).upper()
    if not found:
        return ""
    try:
        return str(uscc.validate(found))
    except ValidationError as error:
        raise ChangeRefused(f"统一社会信用代码“{found[:30]}”不正确：应为 18 位，请核对有没有抄错。") from error


def read_agency(wanted: NewAgency) -> NewAgency:
    """The same, put in order. ChangeRefused for what cannot be an agency."""
    if wanted.kind not in AGENCY_KINDS:
        raise ChangeRefused(f"机关类型应为{'、'.join(AGENCY_KINDS.values())}。")
    name = read_name(wanted.name, "机关全称", MOST_NAME)
    return NewAgency(name, wanted.kind, read_code(wanted.credit_code), wanted.parent_id)


def list_agencies(store: Store, *, closed: bool = False) -> list[AgencyInfo]:
    """The agencies there are, by name; with those that were merged or abolished if `closed`."""
    with store.read() as tx:
        return [info(row) for row in stored.agencies(tx) if closed or row.closed_at is None]


def subtree(store: Store, roots: Iterable[str]) -> set[str]:
    """The ids of the agencies named and of all below them."""
    with store.read() as tx:
        return stored.subtree_ids(tx, roots)


def past_names(store: Store, agency_id: str) -> list[PastName]:
    """Every name of an agency, oldest first; the present one last."""
    with store.read() as tx:
        return [PastName(row.name, row.since, row.until, row.reason) for row in stored.names(tx, agency_id)]


def make_agency(store: Store, by: Person, wanted: NewAgency, source: Source) -> str:
    """Make an agency and return its id. ChangeRefused if there is one of that name or code, or no such parent."""
    require_administrator(by)
    with store.write() as tx:
        return add_agency(tx, by, wanted, store.now(), source).id


def add_agency(tx: Transaction, by: Person, wanted: NewAgency, now: datetime, source: Source) -> stored.AgencyRow:
    """`make_agency` within a transaction."""
    found = read_agency(wanted)
    row = stored.AgencyRow(
        id=uuid4().hex, parent_id=None, name=found.name, kind=found.kind, credit_code=found.credit_code,
        self_review=False, made_at=now, closed_at=None, merged_into_id=None,
    )  # fmt: skip
    _require_free(tx, row)
    queries.add(tx, row)
    queries.add(tx, stored.AgencyNameRow(agency_id=row.id, name=row.name, since=None, until=None, reason=""))
    place(tx, row, found.parent_id)
    _noted(tx, "agency.make", row, None, by, now, source)
    return row


def change_agency(
    store: Store, by: Person, agency_id: str, source: Source, *, kind: str, credit_code: str, parent_id: str | None,
    self_review: bool,
) -> None:  # fmt: skip
    """Correct what is known of an agency, or move it in the tree with all below it."""
    with store.write() as tx:
        row = to_change(tx, by, agency_id)
        before = shown(row)
        found = read_agency(NewAgency(row.name, kind, credit_code))
        row.kind, row.credit_code, row.self_review = found.kind, found.credit_code, self_review
        _require_free(tx, row)
        place(tx, row, parent_id)
        _noted(tx, "agency.change", row, before, by, store.now(), source)


def place(tx: Transaction, row: stored.AgencyRow, parent_id: str | None) -> None:
    """Put an agency under another. ChangeRefused if that is closed, below it, or eight levels down."""
    tx.flush()
    if parent_id is not None:
        parent = stored.agency(tx, parent_id)
        if parent is None or parent.closed_at is not None:
            raise ChangeRefused("没有这个上级机关，或已经撤并。")
        above = stored.ancestor_ids(tx, parent_id)
        if row.id in above:
            raise ChangeRefused(f"“{parent.name}”就是“{row.name}”或在它下面，不能作它的上级。")
        if len(above) >= DEEPEST:
            raise ChangeRefused(f"机关最多分 {DEEPEST} 级。")
    row.parent_id = parent_id
    tx.flush()


def to_change(tx: Transaction, by: Person, agency_id: str) -> stored.AgencyRow:
    """An agency that is there, for an administrator. NotAllowed, ChangeRefused."""
    require_administrator(by)
    row = stored.agency(tx, agency_id)
    if row is None or row.closed_at is not None:
        raise ChangeRefused("没有这个机关，或已经撤并。")
    return row


def info(row: stored.AgencyRow) -> AgencyInfo:
    """A stored agency as it is now."""
    return AgencyInfo(
        row.id, row.parent_id, row.name, row.kind, row.credit_code, row.self_review, row.closed_at is not None,
        row.merged_into_id,
    )  # fmt: skip


def shown(row: stored.AgencyRow) -> dict[str, Any]:
    """What the log says of an agency."""
    return {
        "name": row.name, "kind": row.kind, "credit_code": row.credit_code, "parent": row.parent_id,
        "self_review": row.self_review, "closed": row.closed_at is not None, "merged_into": row.merged_into_id,
    }  # fmt: skip


def _require_free(tx: Transaction, row: stored.AgencyRow) -> None:
    with tx.no_autoflush:
        same_name = stored.live_agency(tx, row.name)
        same_code = stored.live_agency_of_code(tx, row.credit_code) if row.credit_code else None
    if same_name is not None and same_name.id != row.id:
        raise ChangeRefused(f"已经有“{row.name}”了。")
    if same_code is not None and same_code.id != row.id:
        raise ChangeRefused(f"统一社会信用代码 {row.credit_code} 是“{same_code.name}”的。")


def _noted(
    tx: Transaction, action: str, row: stored.AgencyRow, before: dict[str, Any] | None, by: Person, now: datetime,
    source: Source,
) -> None:  # fmt: skip
    if shown(row) != before:
        audit.record(tx, action, f"agency:{row.id}", now, before=before, after=shown(row), actor=by.actor(source))
