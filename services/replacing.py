"""A whole report, or parts of one, saved at once: merged section by section as the pages save, all of it or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from report.format import ReportFormat
from report.loading import load_format
from report.record import read_report, write_report
from report.report import Report
from services.drafts import SaveResult, apply, seen_at
from services.errors import ChangeRefused, Refusal
from services.pictures import take_in_pictures
from services.slicing import Content, assemble, flatten, read_changes, section_ids, slices, unflatten
from services.stored import HeldPictures, live_row, row_to_change
from services.versions import keep_after_pause
from storage import Store, queries
from storage.models import ReportRow
from storage.store import Transaction

FIGURES_ONLY = "figures_only"
# Parts of a record that are given key by key; every other is replaced as a whole.
BY_KEY = {
    "agency", "values", "processing_fees", "narrative", "headings", "contact", "explanations", "presentation",
}  # fmt: skip
COLLIDED = "有 {number} 处别人也改过，没有保存。请看过两边的内容，选定后重新提交。"
OUTDATED = "您读取之后内容又有改动，没有保存。请重新读取，看过以后再提交。"
OTHER = "这份报告是 {year} 年度的，格式 {format}，不能换成 {other_year} 年度、格式 {other_format} 的，没有保存。"
NO_PICTURES = "只改一部分时不能带图片（pictures），没有保存。要加图片，请提交整份报告。"


@dataclass(frozen=True)
class Clash:
    """A place that both changed: what stood there when the change was made (None: not known), and both sides."""

    section: str
    path: str
    base: Any
    mine: Any
    theirs: Any


@dataclass(frozen=True)
class Alteration:
    """What somebody else changed since, in a place of its own or the same."""

    section: str
    path: str
    before: Any
    now: Any


class Outdated(Refusal):
    """Something changed since; nothing is stored."""

    def __init__(self, message: str, clashes: list[Clash], changed: list[Alteration]) -> None:
        super().__init__(message)
        self.clashes, self.changed = clashes, changed


class Collided(Outdated):
    """The same places were changed by somebody else; nothing is stored."""


@dataclass(frozen=True)
class Saved:
    """`merged` is what others changed elsewhere since, {section: {path: content}}: it was not sent, and stands now."""

    revisions: dict[str, int]
    merged: dict[str, Content]


def save_whole(
    store: Store, report_id: str, report: Report, who: str, base: Mapping[str, int] | None, *, strict: bool = False
) -> Saved:
    """Make the report what stands, for somebody who saw the revisions `base` (None: whatever stands now).

    What others changed elsewhere since stays. Collided where they changed the same place; Outdated, if `strict`,
    where they changed anything. Wrong figures are saved. ReportNotFound, ReportLocked, ChangeRefused, ReportError,
    ReportExists, StorageError. Then nothing of it is stored.
    """
    with store.write() as tx:
        row, now = row_to_change(tx, report_id), store.now()
        _require_same(row, report)
        stored = queries.sections(tx, row.id)
        revisions = {name: part.revision for name, part in stored.items()}
        theirs = {name: flatten(name, part.content) for name, part in stored.items()}
        bases = theirs if base is None else {name: seen_at(tx, row.id, name, base.get(name, 0)) for name in stored}
        changed = _alterations(bases, theirs)
        keep_after_pause(tx, row, now)
        take_in_pictures(tx, row, report.pictures.values(), who, now)
        results = _apply_all(tx, row, bases, theirs, report, who, now)
        clashes = [
            Clash(c.section, c.path, c.base, c.mine, c.theirs) for saved in results.values() for c in saved.conflicts
        ]
        if strict and base is not None and dict(base) != revisions:
            raise Outdated(OUTDATED, clashes, changed)
        if clashes:
            raise Collided(COLLIDED.format(number=len(clashes)), clashes, changed)
        merged = {name: saved.merged for name, saved in results.items() if saved.merged}
        return Saved({name: part.revision for name, part in queries.sections(tx, row.id).items()}, merged)


def with_parts(
    store: Store, report_id: str, parts: Mapping[str, Any], base: Mapping[str, int] | None
) -> tuple[Report, Mapping[str, int]]:
    """The report of the revisions `base` (None: as it stands) with some of its parts put in; and those revisions.

    `parts` is as in a file of record: figures are replaced one by one, text section by section, lines line by line;
    null takes away. Its text may show the pictures that the report has. ReportError, ChangeRefused, ReportNotFound.
    """
    if "pictures" in parts:
        raise ChangeRefused(NO_PICTURES)
    with store.read() as tx:
        row = live_row(tx, report_id)
        fmt, held = load_format(row.format_id), HeldPictures(tx, row.id)
        stored = queries.sections(tx, row.id)
        seen: dict[str, Content] = {}
        for name, part in stored.items():
            known = seen_at(tx, row.id, name, base.get(name, 0)) if base is not None else None
            seen[name] = part.content if known is None else unflatten(name, known)
        record = write_report(assemble(row.format_id, row.year, seen, held), with_pictures=False)
        report = read_report(merged_record(fmt, record, parts), pictures=held)
        return report, base if base is not None else {name: part.revision for name, part in stored.items()}


def merged_record(fmt: ReportFormat, record: Mapping[str, Any], parts: Mapping[str, Any]) -> dict[str, Any]:
    """A record with parts of it put in; see `with_parts`."""
    ids = {section.heading: section.id for section in fmt.sections}
    found = dict(record)
    # It says what may stand in the text, and the new text may have more.
    found.pop("nianbao")
    for key, given in parts.items():
        part = {"name": given} if key == "agency" and isinstance(given, str) else given
        if key == "narrative" and isinstance(part, Mapping):
            part = {ids.get(name, name): text for name, text in part.items()}
        if key in BY_KEY and isinstance(part, Mapping):
            whole = {**(found.get(key) or {}), **part}
            part = {name: content for name, content in whole.items() if content is not None}
        found[key] = part
    return found


def _require_same(row: ReportRow, report: Report) -> None:
    if (report.year, report.format.id) != (row.year, row.format_id):
        told = {"year": row.year, "format": row.format_id}
        raise ChangeRefused(OTHER.format(**told, other_year=report.year, other_format=report.format.id))


def _apply_all(
    tx: Transaction, row: ReportRow, bases: Mapping[str, Content | None], theirs: Mapping[str, Content],
    report: Report, who: str, now: datetime,
) -> dict[str, SaveResult]:  # fmt: skip
    """Merge each section that differs from what was seen; {section: what became of it}."""
    fmt, parts, results = load_format(row.format_id), slices(report), {}
    held = HeldPictures(tx, row.id)
    for section in section_ids(fmt):
        base = bases[section]
        before = theirs[section] if base is None else base
        wanted = flatten(section, parts[section])
        changes = {path: wanted.get(path) for path in {**before, **wanted} if wanted.get(path) != before.get(path)}
        only = {FIGURES_ONLY: changes.pop(FIGURES_ONLY)} if FIGURES_ONLY in changes else {}
        if changes or only:
            read = read_changes(fmt, section, row.year, changes, held)
            results[section] = apply(tx, row, section, base, read | only, who, now)
    return results


def _alterations(bases: Mapping[str, Content | None], theirs: Mapping[str, Content]) -> list[Alteration]:
    """What differs from what was seen."""
    return [
        Alteration(section, path, base.get(path), theirs[section].get(path))
        for section, base in bases.items()
        if base is not None
        for path in {**base, **theirs[section]}
        if base.get(path) != theirs[section].get(path)
    ]
