"""Comments (批注) on a cell, a paragraph, a finding or the whole report, with answers, until somebody resolves them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from report.loading import load_format
from report.narrative import clean_text
from services import audit
from services.errors import ChangeRefused
from services.people.model import NotAllowed, Person, Source
from services.slicing import section_ids
from services.stored import live_row
from services.workflow.rights import require_within
from services.workflow.table import Action
from storage import Store, queries
from storage import workflow as stored
from storage.store import Transaction

KINDS = {"cell": "单元格", "paragraph": "段落", "finding": "审核结果", "report": "整份报告"}
MOST_TEXT = 2_000
MOST_PLACE = 300
MOST_COMMENTS = 1_000


@dataclass(frozen=True)
class Comment:
    """A comment with its answers. `quote` is what stood there when it was made; `resolved_by` is empty while open."""

    id: int
    kind: str
    section: str
    place: str
    quote: str
    text: str
    account_id: str
    who: str
    at: datetime
    resolved_at: datetime | None
    resolved_by: str
    answers: tuple[Comment, ...]


@dataclass(frozen=True)
class Anchor:
    """What a comment is about: a kind of `KINDS`, the section's id, and there the cell, "blocks.<n>" or a key."""

    kind: str
    section: str
    place: str = ""
    quote: str = ""


def add_comment(store: Store, person: Person, report_id: str, anchor: Anchor, text: str, source: Source) -> int:
    """Say something about a place; returns the comment's id. ReportNotFound, NotAllowed, ChangeRefused."""
    with store.write() as tx:
        require_within(tx, person, Action.COMMENT, report_id)
        _require_place(tx, report_id, anchor)
        return _put(tx, person, report_id, anchor, None, text, store.now(), source)


def answer(store: Store, person: Person, report_id: str, comment_id: int, text: str, source: Source) -> int:
    """Answer a comment; an answer to an answer joins the same thread. Returns the answer's id."""
    with store.write() as tx:
        require_within(tx, person, Action.COMMENT, report_id)
        first = _comment(tx, report_id, comment_id)
        anchor = Anchor(first.kind, first.section, first.place)
        return _put(tx, person, report_id, anchor, first.parent_id or first.id, text, store.now(), source)


def resolve(
    store: Store, person: Person, report_id: str, comment_id: int, source: Source, *, done: bool = True
) -> None:
    """Close a comment, or open it again."""
    with store.write() as tx:
        require_within(tx, person, Action.COMMENT, report_id)
        found, now = _comment(tx, report_id, comment_id), store.now()
        if found.parent_id is not None:
            raise ChangeRefused("请在批注上选择“已解决”，回复不单独解决。")
        if (found.resolved_at is not None) == done:
            return
        found.resolved_at, found.resolved_by = (now, person.name) if done else (None, "")
        action = "comment.resolve" if done else "comment.reopen"
        audit.record(tx, action, f"report:{report_id}", now, after={"comment": found.id}, actor=person.actor(source))


def list_comments(store: Store, person: Person, report_id: str) -> list[Comment]:
    """Every comment with its answers, oldest first. ReportNotFound."""
    with store.read() as tx:
        require_within(tx, person, Action.VIEW, report_id)
        rows = stored.comments(tx, report_id)
        return [_shown(row, rows) for row in rows if row.parent_id is None]


def open_comments(store: Store, person: Person, report_id: str) -> dict[str, int]:
    """{section: comments that wait to be resolved}, for the tabs. ReportNotFound."""
    with store.read() as tx:
        require_within(tx, person, Action.VIEW, report_id)
        return stored.open_comments(tx, report_id)


def _put(
    tx: Transaction, person: Person, report_id: str, anchor: Anchor, parent_id: int | None, text: str, now: datetime,
    source: Source,
) -> int:  # fmt: skip
    said = clean_text(text).strip()
    if not said or len(said) > MOST_TEXT:
        raise ChangeRefused(f"批注应为 1 到 {MOST_TEXT} 字。")
    if len(stored.comments(tx, report_id)) >= MOST_COMMENTS:
        raise ChangeRefused(f"一份报告最多 {MOST_COMMENTS} 条批注和回复。")
    row = stored.CommentRow(
        report_id=report_id, parent_id=parent_id, kind=anchor.kind, section=anchor.section, place=anchor.place,
        quote=clean_text(anchor.quote)[:MOST_TEXT], text=said, account_id=person.account_id, who=person.name, at=now,
        resolved_at=None, resolved_by="",
    )  # fmt: skip
    queries.add(tx, row)
    after = {"comment": row.id, "parent": parent_id, "section": anchor.section, "place": anchor.place, "text": said}
    audit.record(tx, "comment.add", f"report:{report_id}", now, after=after, actor=person.actor(source))
    return row.id


def _comment(tx: Transaction, report_id: str, comment_id: int) -> stored.CommentRow:
    """A comment of just this report: a comment of another is none."""
    found = stored.comment(tx, comment_id)
    if found is None or found.report_id != report_id:
        raise NotAllowed("没有这条批注。")
    return found


def _require_place(tx: Transaction, report_id: str, anchor: Anchor) -> None:
    fmt = load_format(live_row(tx, report_id).format_id)
    fits = anchor.kind in KINDS and anchor.section in section_ids(fmt) and len(anchor.place) <= MOST_PLACE
    figures = {*fmt.cell_index, *fmt.fact_index}
    if not fits or (anchor.kind == "cell" and anchor.place not in figures):
        raise ChangeRefused("没有这个位置，批注没有保存。请刷新页面。")


def _shown(row: stored.CommentRow, rows: list[stored.CommentRow]) -> Comment:
    answers = tuple(_shown(other, []) for other in rows if other.parent_id == row.id)
    return Comment(
        row.id, row.kind, row.section, row.place, row.quote, row.text, row.account_id, row.who, row.at,
        row.resolved_at, row.resolved_by, answers,
    )  # fmt: skip
