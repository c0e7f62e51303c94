"""What the tests of the services share."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import MetaData, create_engine

from report.record import load_report
from report.report import Agency, Report
from services.reports import open_draft
from storage import Store

SAMPLES = Path(__file__).parents[2] / "samples"
AGENCY = Agency("示例市司法局", "department", "")
NEW = "values.applications.new.person"
OLD = "values.applications.carried_in.person"


class Clock:
    """A clock that stands still until it is moved on."""

    def __init__(self) -> None:
        self.at = datetime(2024, 1, 15, 1, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def pass_by(self, **span: float) -> datetime:
        self.at += timedelta(**span)
        return self.at


def emptied(address: str) -> None:
    """Take every table out of a database that is there for tests only."""
    engine = create_engine(address)
    with engine.begin() as connection:
        found = MetaData()
        found.reflect(connection)
        found.drop_all(connection)
    engine.dispose()


def sample(name: str) -> Report:
    """A report of `samples/` by the beginning of its file's name."""
    (file,) = SAMPLES.glob(f"{name}*.json")
    return load_report(file.read_bytes())


def samples() -> list[str]:
    """Names of all samples."""
    return sorted(file.stem for file in SAMPLES.glob("*.json"))


def blocks(*texts: str) -> list[dict[str, Any]]:
    """Paragraphs as JSON."""
    return [{"type": "paragraph", "text": text} for text in texts]


def texts(items: list[dict[str, Any]]) -> list[str]:
    """The texts of blocks as JSON."""
    return [item["text"] for item in items]


def figure(store: Store, report_id: str, path: str) -> str:
    """The number that stands in a cell of the draft, as text; empty for a blank."""
    value = open_draft(store, report_id).report.value(path.removeprefix("values."))
    return "" if value.number is None else str(value.number)


def paragraphs(store: Store, report_id: str, section: str = "overview") -> list[str]:
    """The text of a section of the draft."""
    return [block.text for block in open_draft(store, report_id).report.blocks(section)]
