"""The agencies of a workbook: found by code, name or former name; made, corrected, renamed, put in their places."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from report.report import AGENCY_KINDS
from services import audit
from services.agencies.changes import rename_within
from services.agencies.tree import MOST_NAME, NewAgency, add_agency, place, read_code, shown
from services.agencies.workbook import CODE, FORMER, KIND, NAME, PARENT, REASON, SINCE, Row
from services.errors import ChangeRefused
from services.people.model import Person, Source
from services.people.names import read_name
from storage import agencies as stored
from storage.store import Transaction

REASON_UNSAID = "机关名录导入"


class AgencyRows:
    """The rows taken in one after another; `changes` are (what, to whom, before, after)."""

    def __init__(self, tx: Transaction, by: Person, source: Source, now: datetime, today: date) -> None:
        self._tx, self._by, self._source, self._now, self._today = tx, by, source, now, today
        self._seen: dict[str, int] = {}
        self._ids: dict[int, str] = {}
        self.changes: list[tuple[str, str, str, str]] = []

    def take_in(self, row: Row) -> None:
        """Make or correct the agency of a row. ChangeRefused if that cannot be."""
        cells = row.cells
        name = read_name(cells[NAME], NAME, MOST_NAME)
        if name in self._seen:
            raise ChangeRefused(f"“{name}”与第 {self._seen[name]} 行重复")
        self._seen[name] = row.number
        code, kind = read_code(cells.get(CODE, "")), _kind(cells.get(KIND, ""))
        known = self._known(name, code, cells.get(FORMER, ""))
        if known is None:
            made = add_agency(self._tx, self._by, NewAgency(name, kind or "department", code), self._now, self._source)
            self.changes.append(("新增机关", name, "", AGENCY_KINDS[made.kind]))
            self._ids[row.number] = made.id
            return
        if known.id in self._ids.values():
            raise ChangeRefused(f"与前面一行是同一个机关（“{known.name}”），请核对名称和代码")
        if known.name != name:
            self._rename(known, name, cells)
        self._correct(known, kind, code)
        self._ids[row.number] = known.id

    def put_in_place(self, row: Row) -> None:
        """Put the agency of a row below its parent; an empty cell leaves it where it is."""
        wanted = row.cells.get(PARENT, "")
        if not wanted or row.number not in self._ids:
            return
        known, parent = stored.agency(self._tx, self._ids[row.number]), stored.live_agency(self._tx, wanted)
        assert known is not None
        if parent is None:
            raise ChangeRefused(f"没有名为“{wanted}”的机关，请写全称，或在表中加上它")
        if known.parent_id == parent.id:
            return
        old = stored.agency(self._tx, known.parent_id) if known.parent_id else None
        before = shown(known)
        place(self._tx, known, parent.id)
        self.changes.append(("列入上级机关", known.name, old.name if old else "", parent.name))
        self._tell(known, before)

    def _rename(self, known: stored.AgencyRow, name: str, cells: Any) -> None:
        self.changes.append(("更名", known.name, known.name, name))
        since, reason = _day(cells.get(SINCE, "")) or self._today, cells.get(REASON, "") or REASON_UNSAID
        rename_within(self._tx, self._by, known.id, name, since, reason, self._now, self._source)

    def _correct(self, known: stored.AgencyRow, kind: str, code: str) -> None:
        before = shown(known)
        if kind and kind != known.kind:
            self.changes.append(("更正类型", known.name, AGENCY_KINDS[known.kind], AGENCY_KINDS[kind]))
            known.kind = kind
        if code and code != known.credit_code:
            self.changes.append(("更正统一社会信用代码", known.name, known.credit_code, code))
            known.credit_code = code
        if shown(known) != before:
            self._tx.flush()
            self._tell(known, before)

    def _known(self, name: str, code: str, former: str) -> stored.AgencyRow | None:
        """The agency that a row speaks of: by its code, its name, or the name that it had."""
        by_code = stored.live_agency_of_code(self._tx, code) if code else None
        by_name = stored.live_agency(self._tx, name)
        by_former = stored.live_agency(self._tx, former) if former else None
        if former and by_former is None and by_name is None and by_code is None:
            raise ChangeRefused(f"没有原名称为“{former}”的机关")
        found = {row.id: row for row in (by_code, by_name, by_former) if row is not None}
        if len(found) > 1:
            names = "”和“".join(sorted(row.name for row in found.values()))
            raise ChangeRefused(f"同时指着“{names}”，请核对名称和代码。合并机关不能用导入")
        return next(iter(found.values()), None)

    def _tell(self, known: stored.AgencyRow, before: dict[str, Any]) -> None:
        actor = self._by.actor(self._source)
        subject = f"agency:{known.id}"
        audit.record(self._tx, "agency.change", subject, self._now, before=before, after=shown(known), actor=actor)


def _kind(text: str) -> str:
    if not text:
        return ""
    ids = {label: name for name, label in AGENCY_KINDS.items()}
    if text not in ids:
        raise ChangeRefused(f"类型“{text}”不认识，可用：{'、'.join(ids)}")
    return ids[text]


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10].replace("/", "-"))
    except ValueError as error:
        raise ChangeRefused(f"更名日期“{text}”不是日期，应如 2025-03-01") from error
