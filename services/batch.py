"""导出全部: many reports as one ZIP. A set is a folder that says by its files how far it is, so that it can go on after
any stop; workers do the rest (`services.batch_work`).
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from typing import Any

from services.errors import Refusal
from storage.faults import explained
from storage.files import make_data_dir

SETS = "sets"
MANIFEST, CANCELLED, FAULT, ARCHIVE = "manifest.json", "cancelled", "fault.txt", "result.zip"
MOST_REPORTS = 2_000
ID_DIGITS = 32
DAY_SECONDS = 86_400


@dataclass(frozen=True)
class Item:
    """One report of a set: `state` is waiting, done or failed, `message` tells why."""

    report_id: str
    agency: str
    year: int
    state: str
    message: str = ""


@dataclass(frozen=True)
class Batch:
    """A set as it stands: `state` is running, cancelled, done or failed, `message` why; `size` of the ZIP in bytes.

    `owner` is the account that asked for it, empty without accounts.
    """

    id: str
    at: datetime
    who: str
    kinds: tuple[str, ...]
    items: tuple[Item, ...]
    state: str
    message: str = ""
    size: int = 0
    owner: str = ""

    @property
    def finished(self) -> int:
        """How many reports are done or have failed."""
        return sum(item.state != "waiting" for item in self.items)

    @property
    def failed(self) -> int:
        """How many reports failed."""
        return sum(item.state == "failed" for item in self.items)


def new_batch(
    folder: Path, reports: Sequence[tuple[str, str, int]], kinds: Sequence[str], who: str, owner: str = ""
) -> str:
    """Note a new set of reports, each (id, agency, year), in the kinds of file wanted, for its `owner`; gives its id.

    Refusal if there is nothing to do or too much. StorageError if it cannot be written.
    """
    if not reports or not kinds:
        raise Refusal("请先勾选要导出的报告，并选择至少一种格式。")
    if len(reports) > MOST_REPORTS:
        raise Refusal(f"一次最多导出 {MOST_REPORTS} 份报告，请分几次导出。")
    batch = token_hex(ID_DIGITS // 2)
    made = folder / SETS / batch
    make_data_dir(made)
    manifest = {
        "at": datetime.now(UTC).isoformat(),
        "who": who,
        "owner": owner,
        "kinds": list(kinds),
        "items": [list(report) for report in reports],
    }
    write(made / MANIFEST, json.dumps(manifest, ensure_ascii=False).encode())
    return batch


def load_batch(folder: Path, batch: str) -> Batch | None:
    """A set as it stands, None if there is none of that id."""
    place = batch_folder(folder, batch)
    try:
        manifest: dict[str, Any] = json.loads((place / MANIFEST).read_bytes())
    except FileNotFoundError:
        return None
    present = {entry.name for entry in place.iterdir()}
    items = tuple(_item(place, present, number, *item) for number, item in enumerate(manifest["items"]))
    state, size = _state(place, present)
    return Batch(
        batch,
        datetime.fromisoformat(manifest["at"]),
        manifest["who"],
        tuple(manifest["kinds"]),
        items,
        state,
        (place / FAULT).read_text(encoding="utf-8") if state == "failed" else "",
        size,
        manifest.get("owner", ""),
    )


def list_batches(folder: Path) -> list[Batch]:
    """Every set, newest first."""
    names = [place.name for place in (folder / SETS).iterdir()] if (folder / SETS).is_dir() else []
    found = [batch for name in names if (batch := load_batch(folder, name))]
    return sorted(found, key=lambda batch: batch.at, reverse=True)


def cancel(folder: Path, batch: str) -> None:
    """Stop a set; what is made already is kept, and it can go on."""
    write(batch_folder(folder, batch) / CANCELLED, b"")


def allow(folder: Path, batch: str) -> None:
    """Let a set go on, what failed included; somebody has to put it into the queue."""
    place = batch_folder(folder, batch)
    for failed in place.glob("*.failed"):
        failed.with_suffix(".done").unlink(missing_ok=True)
        failed.unlink()
    for mark in (CANCELLED, FAULT):
        (place / mark).unlink(missing_ok=True)


def remove(folder: Path, batch: str) -> None:
    """Take a set away, its ZIP with it."""
    place = batch_folder(folder, batch)
    cancel(folder, batch)
    with suppress(FileNotFoundError):
        # Without it no worker takes the set for one.
        (place / MANIFEST).unlink()
    shutil.rmtree(place, ignore_errors=True)


def remove_old(folder: Path, days: int) -> None:
    """Take away sets that were asked for more than `days` days ago."""
    for batch in list_batches(folder):
        if time.time() - batch.at.timestamp() > days * DAY_SECONDS:
            remove(folder, batch.id)


def batch_folder(folder: Path, batch: str) -> Path:
    """Where a set lies. Refusal for what can be no id, so that an address reaches no other folder."""
    if len(batch) != ID_DIGITS or not set(batch) <= set("0123456789abcdef"):
        raise Refusal("没有这次导出，可能已经删除。")
    return folder / SETS / batch


def write(file: Path, content: bytes) -> None:
    """Write a file of a set: whole or not at all."""
    with explained("写入", file):
        made = file.with_name(f".{file.name}.{token_hex(4)}")
        try:
            made.write_bytes(content)
            made.replace(file)
        finally:
            made.unlink(missing_ok=True)


def _item(place: Path, present: set[str], number: int, report_id: str, agency: str, year: int) -> Item:
    if f"{number}.failed" in present:
        return Item(report_id, agency, year, "failed", (place / f"{number}.failed").read_text(encoding="utf-8"))
    return Item(report_id, agency, year, "done" if f"{number}.done" in present else "waiting")


def _state(place: Path, present: set[str]) -> tuple[str, int]:
    if ARCHIVE in present:
        return "done", (place / ARCHIVE).stat().st_size
    if FAULT in present:
        return "failed", 0
    return ("cancelled" if CANCELLED in present else "running"), 0
