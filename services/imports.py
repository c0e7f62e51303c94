"""A published report taken in by way of a person: read, held aside, looked at, and only then stored."""

from __future__ import annotations

import json
import re
import secrets
import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from importers import Imported
from importers.errors import UnreadableError
from importers.sandbox import import_safely
from importers.transfer import from_plain, to_plain
from report.errors import NianbaoError
from report.narrative import Blocks
from report.numbers import Value, parse, shown
from report.record import write_value
from report.report import Agency, Report
from services.drafts import save_section
from services.reports import import_report, open_draft
from services.slicing import slices
from services.versions import make_version
from storage import Store

FOLDER = "imports"
DAYS_KEPT = 30
_TOKEN = re.compile(r"[0-9a-f]{32}")
GONE = "这份待确认的导入已不在，可能已经确认或取消。请重新导入。"


@dataclass(frozen=True)
class Pending:
    """A file that was read and waits to be looked at; nothing of it is stored as a report yet."""

    token: str
    name: str
    imported: Imported
    file: Path

    @property
    def is_pdf(self) -> bool:
        """Whether there are pages to show."""
        return self.file.read_bytes()[:5] == b"%PDF-"


@dataclass(frozen=True)
class Accepted:
    """What a person decided: who and which year, figures as they left them, texts to clean, blanks to make 0.

    `typed` maps cells to what stands in their boxes, absent meaning as read; `cleaned` are indices of the offers.
    """

    agency: Agency
    year: int
    typed: Mapping[str, str] = field(default_factory=dict)
    zeros: bool = False
    cleaned: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Proposal:
    """One place of a draft that an import would change: path, name, and both contents in words."""

    section: str
    path: str
    label: str
    before: str
    after: str


def _folder(data_dir: Path, token: str) -> Path:
    if not _TOKEN.fullmatch(token):
        raise NianbaoError(GONE)
    return data_dir / FOLDER / token


def receive(data_dir: Path, name: str, content: bytes) -> str:
    """Read a file under the limits of the sandbox and hold it aside; gives its token.

    UnreadableError says why it cannot be read; then nothing is kept.
    """
    imported = import_safely(name, content)
    token = secrets.token_hex(16)
    folder = _folder(data_dir, token)
    _forget_old(data_dir)
    folder.mkdir(mode=0o700, parents=True)
    (folder / "source").write_bytes(content)
    held = {"name": Path(name).name[:200], "imported": to_plain(imported)}
    (folder / "held.json").write_text(json.dumps(held, ensure_ascii=False), encoding="utf-8")
    return token


def _forget_old(data_dir: Path) -> None:
    """Files that nobody confirmed within a month are taken away."""
    before = time.time() - DAYS_KEPT * 86400
    for folder in (data_dir / FOLDER).glob("*"):
        if folder.stat().st_mtime < before:
            shutil.rmtree(folder)


def pending(data_dir: Path, token: str) -> Pending:
    """What is held under a token. NianbaoError if it is no more."""
    folder = _folder(data_dir, token)
    try:
        held = json.loads((folder / "held.json").read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise NianbaoError(GONE) from error
    return Pending(token, held["name"], from_plain(held["imported"]), folder / "source")


def discard(data_dir: Path, token: str) -> None:
    """Forget a held file."""
    folder = _folder(data_dir, token)
    if folder.exists():
        shutil.rmtree(folder)


def _cleaned(imported: Imported, chosen: frozenset[int]) -> tuple[Blocks, dict[str, Blocks] | None]:
    """Introduction and narrative with the chosen clean-ups made; blocks are replaced where they stand."""
    report = imported.report
    texts = {"introduction": list(report.introduction), **{k: list(v) for k, v in (report.narrative or {}).items()}}
    for number in sorted(chosen):
        offer = imported.cleaning[number]
        blocks = texts.get(offer.section, [])
        if offer.block < len(blocks) and blocks[offer.block].text == offer.original:
            blocks[offer.block] = replace(blocks[offer.block], text=offer.cleaned)
    introduction = tuple(texts.pop("introduction"))
    return introduction, None if report.narrative is None else {k: tuple(v) for k, v in texts.items()}


def decided(imported: Imported, accepted: Accepted) -> Report:
    """The report as the person left it. UnreadableError if its year has no place in its format."""
    report = imported.report
    values = dict(report.values)
    for cell, typed in accepted.typed.items():
        if cell in report.format.cell_index and typed.strip() != shown(report.value(cell)):
            known = report.format.cell(cell)
            values[cell] = parse(typed, known.kind, known.unit)
    if accepted.zeros:
        values |= {
            cell: parse("0", report.format.cell(cell).kind)
            for cell in imported.proposed_zeros
            if not _has(values, cell)
        }
    introduction, narrative = _cleaned(imported, accepted.cleaned)
    if not report.format.covers(accepted.year):
        raise UnreadableError(f"{accepted.year} 年度不适用这份报告的格式（{report.format.name}），请核对报告年度。")
    return replace(
        report,
        agency=accepted.agency,
        year=accepted.year,
        values={cell: value for cell, value in values.items() if not value.is_blank},
        introduction=introduction,
        narrative=narrative,
    )


def _has(values: Mapping[str, Value], cell: str) -> bool:
    return cell in values and not values[cell].is_blank


def accept_new(store: Store, data_dir: Path, token: str, accepted: Accepted, who: str) -> str:
    """Store what was decided as a report of its own, version 1; gives its id. ReportExists if there is one."""
    report_id = import_report(store, decided(pending(data_dir, token).imported, accepted), who)
    discard(data_dir, token)
    return report_id


def proposals(current: Report, imported: Report) -> list[Proposal]:
    """Every place of a draft where the import says something else; a blank of the import proposes nothing.

    NianbaoError if the two are of different formats.
    """
    if current.format is not imported.format:
        raise NianbaoError(
            f"这份文件用“{imported.format.name}”，草稿用“{current.format.name}”，不能逐格并入；请另建报告。"
        )
    found = []
    for cell in current.format.cells:
        before, after = current.value(cell.name), imported.value(cell.name)
        if not after.is_blank and before != after:
            found.append(
                Proposal(cell.section.id, f"values.{cell.name}", cell.title, shown(before) or "（空）", shown(after))
            )
    for section in current.format.sections:
        old, new = current.blocks(section.id), imported.blocks(section.id)
        if section.narrative and new and old != new:
            found.append(Proposal(section.id, "blocks", f"{section.heading}（文字）", _words(old), _words(new)))
    return found


def _words(blocks: Blocks, most: int = 60) -> str:
    text = " ".join(block.text for block in blocks)
    return (text[:most] + "…" if len(text) > most else text) or "（空）"


def accept_into(
    store: Store, data_dir: Path, token: str, report_id: str, chosen: frozenset[str], accepted: Accepted, who: str
) -> int:
    """Put the chosen places (`section:path`) into a draft; gives how many. The draft is kept as a version first,
    so that going back is one step.
    """
    report = decided(pending(data_dir, token).imported, accepted)
    draft = open_draft(store, report_id)
    wanted: dict[str, dict[str, Any]] = {}
    contents = slices(report)
    for proposal in proposals(draft.report, report):
        if f"{proposal.section}:{proposal.path}" in chosen:
            wanted.setdefault(proposal.section, {})[proposal.path] = _content(report, contents, proposal)
    make_version(store, report_id, "manual", who, "导入前")
    for section, changes in wanted.items():
        save_section(store, report_id, section, draft.revisions[section], changes, who)
    make_version(store, report_id, "import", who, pending(data_dir, token).name)
    discard(data_dir, token)
    return sum(len(changes) for changes in wanted.values())


def _content(report: Report, contents: Mapping[str, Any], proposal: Proposal) -> Any:
    if proposal.path == "blocks":
        return contents[proposal.section]["blocks"]
    return write_value(report.value(proposal.path.removeprefix("values.")))
