"""Which version may be signed and published: the approved one, unchanged since, with nothing against it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from report.record import write_report
from services.configuration.publication import Publication
from services.configuration.signing import SigningSettings
from services.errors import Refusal, barring_words
from services.exports import barring
from services.stored import live_row, previous_report, stored_report
from services.versions import Version, version_of
from services.workflow.table import State
from storage import Store, queries
from storage import workflow as stored
from storage.models import ReportRow
from storage.store import Transaction

NOT_FINAL = "这份报告还没有定稿，不能签章和发布。请先完成审核与定稿。"
CHANGED = "定稿以后内容又有改动，不能签章和发布。请重新定稿。"
FAULTY = "这份报告有{found}，不能签章和发布。请改正后重新定稿。"
OTHER = "签章期间报告又有改动，没有保存签章。请刷新页面，看过以后再签。"


class NotApproved(Refusal):
    """There is no approved version, or something stands against it now."""


@dataclass(frozen=True)
class Registry:
    """Where an installation keeps what it signs and publishes, and how it does so."""

    store: Store
    data_dir: Path
    signing: SigningSettings = field(default_factory=SigningSettings)
    publication: Publication = field(default_factory=Publication)


def approved_version(tx: Transaction, report_id: str) -> Version:
    """The version that may be signed and published now. ReportNotFound, NotApproved."""
    row = live_row(tx, report_id)
    number = _number(tx, row)
    found = queries.version(tx, report_id, number) if number else None
    if found is None or not found.final:
        raise NotApproved(NOT_FINAL)
    report = stored_report(tx, row)
    if found.content != write_report(report, with_pictures=False):
        raise NotApproved(CHANGED)
    if faults := barring(report, previous_report(tx, row)):
        raise NotApproved(FAULTY.format(found=barring_words(faults)))
    return version_of(tx, found)


def require_still(tx: Transaction, report_id: str, number: int) -> Version:
    """The approved version, if it is still that of this number; work on it took a while. NotApproved."""
    version = approved_version(tx, report_id)
    if version.number != number:
        raise NotApproved(OTHER)
    return version


def _number(tx: Transaction, row: ReportRow) -> int:
    """The number of the approved version, 0 if there is none."""
    flow = stored.flow(tx, row.id)
    if flow is not None:
        return flow.final_version if flow.state in (State.FINAL, State.PUBLISHED) else 0
    if row.state != "final":
        return 0
    return next((version.number for version in queries.versions(tx, row.id) if version.final), 0)
