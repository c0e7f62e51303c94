"""What others have changed since somebody looked: a mark that says whether anything has, and the changes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from services.drafts import seen_at
from services.merging import merge
from services.slicing import Content, flatten
from services.stored import live_row, previous_row
from storage import Store, queries


@dataclass(frozen=True)
class SectionNews:
    """What a section holds otherwise than at the revision that was seen: {path: content}, and who saved it last."""

    revision: int
    who: str
    changed: Content


def mark_of(store: Store, report_id: str) -> str:
    """A mark of all that the editor shows of a report; it differs once anything of it does. ReportNotFound.

    Reads no contents, so that it can be asked for again and again.
    """
    with store.read() as tx:
        row = live_row(tx, report_id)
        last = previous_row(tx, row)
        parts = [row.updated_at.isoformat(), row.state]
        parts += [last.id, last.updated_at.isoformat()] if last else []
        parts += [str(conflict.id) for conflict in queries.open_conflicts(tx, report_id)]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]


def news_since(store: Store, report_id: str, seen: Mapping[str, int]) -> dict[str, SectionNews]:
    """{section: its news} for the sections whose revision is not the one `seen`; others are left out.

    Of a revision that is not kept any more the whole section is news. ReportNotFound.
    """
    with store.read() as tx:
        live_row(tx, report_id)
        found: dict[str, SectionNews] = {}
        for name, part in queries.sections(tx, report_id).items():
            if name not in seen or seen[name] == part.revision:
                continue
            content = flatten(name, part.content)
            changed = merge(seen_at(tx, report_id, name, seen[name]), content, {}).unseen
            kept = queries.revision(tx, report_id, name, part.revision)
            found[name] = SectionNews(part.revision, kept.who if kept else "", changed)
        return found
