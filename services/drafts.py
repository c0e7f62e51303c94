"""The draft of a report: saved section by section, merged with what others saved, conflicts kept for a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from report.loading import load_format
from report.report import Report
from services import merging
from services.errors import ChangeRefused
from services.flowing import tell_save
from services.pictures import take_over_pictures
from services.slicing import COVER, Content, assemble, flatten, read_changes, slices, unflatten
from services.stored import HeldPictures, rename, row_to_change, touch
from services.totals import settle_totals
from services.versions import keep_after_pause
from storage import Store, queries
from storage.models import ConflictRow, ReportRow
from storage.store import Transaction

__all__ = ["Conflict", "Draft", "SaveResult", "assemble", "resolve_conflict", "save_section", "slices"]

CHOICES = ("mine", "theirs", "both")


@dataclass(frozen=True)
class Conflict:
    """One place that two people changed: `theirs` stands in the draft, `mine` (by `who`) waits.

    For a list of blocks `base`, `mine` and `theirs` are the blocks concerned; `base` is None if it is not known.
    """

    id: int
    section: str
    path: str
    base: Any
    mine: Any
    theirs: Any
    who: str
    at: datetime


@dataclass(frozen=True)
class SaveResult:
    """`merged`, put over what was sent, gives just what is stored now at `revision`: {path: content}."""

    revision: int
    merged: dict[str, Any]
    conflicts: list[Conflict]


@dataclass(frozen=True)
class Draft:
    """A report as it stands, with the revision of each section, last year's report, and open conflicts."""

    report_id: str
    report: Report
    revisions: dict[str, int]
    state: str
    previous: Report | None
    updated_at: datetime
    updated_by: str
    conflicts: list[Conflict]


def save_section(
    store: Store, report_id: str, section: str, base_revision: int, changes: Mapping[str, Any], who: str
) -> SaveResult:
    """Save changed paths of a section, made from `base_revision`; what was acknowledged survives a power cut.

    `changes` maps paths ("values.<cell>", "facts.<id>", "blocks", "title", "contact.email", "agency.name",
    "introduction", "extra_sections", "headings.<section>"; in "explanations" a finding's key) to JSON contents.
    Wrong figures are saved. A report in 定稿 becomes a draft again; its final version stays.
    ReportNotFound; ChangeRefused or ReportError if a content cannot be stored; ReportExists if the agency's new
    name is that of another report of the year; StorageError. Then nothing of it is stored.
    """
    with store.write() as tx:
        row = row_to_change(tx, report_id)
        now = store.now()
        take_over_pictures(tx, row, changes, who, now)
        pictures = HeldPictures(tx, row.id)
        wanted = read_changes(load_format(row.format_id), section, row.year, changes, pictures)
        keep_after_pause(tx, row, now)
        return apply(tx, row, section, seen_at(tx, report_id, section, base_revision), wanted, who, now)


def resolve_conflict(store: Store, conflict_id: int, choice: str, who: str) -> SaveResult:
    """Choose a side: "mine" puts it into the draft, "theirs" leaves the draft, "both" keeps both sides' paragraphs.

    If what stands there was changed since the conflict arose, it is not overwritten: the result has a new conflict.
    """
    with store.write() as tx:
        conflict = queries.conflict(tx, conflict_id)
        if conflict is None:
            raise ChangeRefused("没有这处冲突。")
        row = row_to_change(tx, conflict.report_id)
        tx.refresh(conflict)
        if choice not in CHOICES or (choice == "both" and conflict.place is None):
            raise ChangeRefused(f"不能这样选择：“{choice}”。")
        if conflict.resolved_at is not None:
            raise ChangeRefused("这处冲突已经选定了，请刷新页面。")
        now = store.now()
        keep_after_pause(tx, row, now)
        _settle(conflict, choice, who, now)
        stored = flatten(conflict.section, queries.sections(tx, row.id)[conflict.section].content)
        if choice == "theirs":
            return apply(tx, row, conflict.section, stored, {}, who, now)
        wanted = [*conflict.theirs, *conflict.mine] if choice == "both" else conflict.mine
        seen, changes = merging.as_seen(conflict.path, conflict.theirs, conflict.place, wanted)
        return apply(tx, row, conflict.section, stored | seen, changes, conflict.who, now)


def seen_at(tx: Transaction, report_id: str, section: str, revision: int) -> Content | None:
    """A section as somebody saw it at a revision, flat; None if that is not known any more."""
    stored = queries.sections(tx, report_id).get(section)
    if stored is None or not 0 < revision <= stored.revision:
        return None
    kept = queries.revision(tx, report_id, section, revision)
    return None if kept is None else flatten(section, kept.content)


def apply(
    tx: Transaction,
    row: ReportRow,
    section: str,
    base: Mapping[str, Any] | None,
    changes: Mapping[str, Any],
    who: str,
    now: datetime,
) -> SaveResult:
    """Merge changes, in the form that `read_changes` gives them, into a section."""
    stored = queries.sections(tx, row.id)[section]
    before = flatten(section, stored.content)
    merge = merging.merge(base, before, changes)
    merge = settle_totals(load_format(row.format_id), base, before, changes, merge)
    content = unflatten(section, merge.content)
    revision = stored.revision
    if content != unflatten(section, before):
        if section == COVER:
            rename(tx, row, content)
        revision = queries.write_section(tx, stored, content, who, now)
        touch(tx, row, who, now)
        tell_save(tx, row.id, section, before, merge.content, who, now)
        _settle_agreed(tx, row, section, merge.content, who, now)
    conflicts = _keep_conflicts(tx, row, section, merge.clashes, who, now)
    return SaveResult(revision, merge.unseen, conflicts)


def open_conflicts(tx: Transaction, row: ReportRow) -> list[Conflict]:
    """What waits for a person to choose, oldest first."""
    return [_conflict(found) for found in queries.open_conflicts(tx, row.id)]


def _settle(conflict: ConflictRow, choice: str, who: str, now: datetime) -> None:
    conflict.resolved_at, conflict.resolved_by, conflict.choice = now, who, choice


def _settle_agreed(tx: Transaction, row: ReportRow, section: str, content: Content, who: str, now: datetime) -> None:
    """Whoever types just what waits in a conflict has chosen it."""
    for conflict in queries.open_conflicts(tx, row.id):
        if conflict.section == section and conflict.place is None and content.get(conflict.path) == conflict.mine:
            _settle(conflict, "mine", who, now)


def _keep_conflicts(
    tx: Transaction, row: ReportRow, section: str, clashes: list[merging.PathClash], who: str, now: datetime
) -> list[Conflict]:
    """Store clashes; one that is open already, because a save was sent twice, is not stored again."""
    kept: list[Conflict] = []
    known = queries.open_conflicts(tx, row.id) if clashes else []
    for clash in clashes:
        what = (section, clash.path, clash.mine, clash.theirs, who)
        found = next((c for c in known if (c.section, c.path, c.mine, c.theirs, c.who) == what), None)
        if found is None:
            found = ConflictRow(
                report_id=row.id, section=section, path=clash.path, base=clash.base, mine=clash.mine,
                theirs=clash.theirs, place=clash.place, who=who, at=now, resolved_by="", choice="",
            )  # fmt: skip
            queries.add(tx, found)
            touch(tx, row, who, now)
        kept.append(_conflict(found))
    return kept


def _conflict(row: ConflictRow) -> Conflict:
    return Conflict(row.id, row.section, row.path, row.base, row.mine, row.theirs, row.who, row.at)
