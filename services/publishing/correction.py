"""更正: what a published version changes against the one published before it, and why, as a page for the public."""

from __future__ import annotations

from collections.abc import Sequence

from exporters.markup import ENVIRONMENT
from report.report import Report
from services.differences import Change, diff_versions
from services.publishing.record import Publication
from signing.certificates import shown_time


def corrected(publications: Sequence[Publication], this: Publication) -> Publication | None:
    """The publication that `this` corrects: the newest one before it with other content; None for the first.

    `publications` are those of the report, oldest first.
    """
    before = [item for item in publications if item.id < this.id and item.code != this.code]
    return before[-1] if before else None


def correction_page(old: Publication, before: Report, new: Publication, after: Report) -> bytes:
    """What was changed and why, as HTML (UTF-8) without script; the same publications give the same bytes."""
    changes: list[Change] = diff_versions(before, after)
    page = ENVIRONMENT.get_template("export/correction.html").render(
        title=after.shown_title, agency=after.agency.name, old=old, new=new, changes=changes,
        old_time=shown_time(old.at), new_time=shown_time(new.at),
    )  # fmt: skip
    return page.encode()
