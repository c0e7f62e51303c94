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
from importers.picture import page_sizes
from importers.sandbox import import_safely
from importers.transfer import from_plain, to_plain
from report.errors import NianbaoError
from report.narrative import Blocks, clean_text, read_blocks
from report.numbers import Value, parse, shown
from report.record import read_value
from report.report import Agency, Report
from services.differences import block_lines
from services.drafts import save_section
from services.pictures import keep_pictures
from services.reports import import_report, open_draft
from services.slicing import EXPLANATIONS, flatten, slices
from services.stored import row_to_change
from services.versions import make_version
from storage import Store

FOLDER = "imports"
DAYS_KEPT = 30
_TOKEN = re.compile(r"[0-9a-f]{32}")
GONE = "这份待确认的导入已不在，可能已经确认或取消。请重新导入。"


@dataclass(frozen=True)
class Pending:
    """A file that was read and waits to be looked at; nothing of it is stored as a report yet.

    `pages` are width and height in points of the pages that there are pictures of; `owner` is the account that handed
    it in, empty without accounts.
    """

    token: str
    name: str
    imported: Imported
    file: Path
    pages: tuple[tuple[float, float], ...] = ()
    owner: str = ""


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


def receive(data_dir: Path, name: str, content: bytes, owner: str = "") -> str:
    """Read a file under the limits of the sandbox and hold it aside for its `owner`; gives its token.

    UnreadableError says why it cannot be read; then nothing is kept.
    """
    imported = import_safely(name, content)
    token = secrets.token_hex(16)
    folder = _folder(data_dir, token)
    _forget_old(data_dir)
    folder.mkdir(mode=0o700, parents=True)
    (folder / "source").write_bytes(content)
    pages = page_sizes(content) if content.startswith(b"%PDF-") else []
    held = {"name": clean_text(Path(name).name)[:200], "imported": to_plain(imported), "pages": pages, "owner": owner}
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
    pages = tuple((width, height) for width, height in held["pages"])
    owner = held.get("owner", "")
    return Pending(token, held["name"], from_plain(held["imported"]), folder / "source", pages, owner)


def pending_of(data_dir: Path, token: str, owner: str) -> Pending:
    """What is held under a token for this owner. NianbaoError if it is no more, or another's, which looks the same."""
    held = pending(data_dir, token)
    if held.owner != owner:
        raise NianbaoError(GONE)
    return held


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
        if cell in report.format.cell_index and typed.strip() != one_line(shown(report.value(cell))):
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


def one_line(text: str) -> str:
    """Text as the box of a page shows it: a box that nobody touched must not be read again as something else."""
    return "".join(text.splitlines()).strip()


def _has(values: Mapping[str, Value], cell: str) -> bool:
    return cell in values and not values[cell].is_blank


def accept_new(store: Store, data_dir: Path, token: str, accepted: Accepted, who: str) -> str:
    """Store what was decided as a report of its own, version 1; gives its id. ReportExists if there is one."""
    report_id = import_report(store, decided(pending(data_dir, token).imported, accepted), who)
    discard(data_dir, token)
    return report_id


COVER_LABELS = {
    "title": "标题",
    "introduction": "引言",
    "issuer": "落款",
    "date": "成文日期",
    "extra_sections": "附加部分",
}
CONTACT_LABELS = {
    "address": "地址", "postcode": "邮编", "telephone": "电话", "fax": "传真", "email": "电子邮箱", "person": "联系人",
}  # fmt: skip


def _label(report: Report, section: str, path: str) -> str:
    """What people call a path."""
    fmt = report.format
    group, _, name = path.partition(".")
    if group == "values":
        return fmt.cell(name).title
    if group == "facts":
        return fmt.fact_index[f"facts.{name}"].label
    if group == "contact":
        return CONTACT_LABELS[name]
    if group == "headings":
        return f"{fmt.section(name).heading}（所印标题）"
    return COVER_LABELS.get(path) or f"{fmt.section(section).heading}（文字）"


def _words(report: Report, path: str, content: Any, most: int = 60) -> str:
    """A content as a person compares it."""
    group, _, name = path.partition(".")
    if group in {"values", "facts"}:
        known = report.format.cell(name) if group == "values" else report.format.fact_index[path]
        text = shown(read_value(content, known.kind, known.unit, name, []))
    elif path == "extra_sections":
        text = "；".join(item["heading"] for item in content or [])
    elif isinstance(content, list):
        text = " ".join(line for block in read_blocks(content, path, []) for line in block_lines(block))
    else:
        text = str(content or "")
    return (text[:most] + "…" if len(text) > most else text) or "（空）"


def proposals(current: Report, imported: Report) -> list[Proposal]:
    """Every place of a draft where the import says something else; a blank of the import proposes nothing.

    The agency is the draft's own. NianbaoError if the two are of different formats.
    """
    if current.format is not imported.format:
        raise NianbaoError(
            f"这份文件用“{imported.format.name}”，草稿用“{current.format.name}”，不能逐格并入；请另建报告。"
        )
    ours, theirs = slices(current), slices(imported)
    found = []
    for section, content in theirs.items():
        if section == EXPLANATIONS:
            continue
        before = flatten(section, ours[section])
        for path, after in flatten(section, content).items():
            if after and not path.startswith("agency") and after != before.get(path):
                words = (_words(current, path, before.get(path)), _words(current, path, after))
                found.append(Proposal(section, path, _label(current, section, path), *words))
    return found


def accept_into(
    store: Store,
    data_dir: Path,
    token: str,
    report_id: str,
    chosen: frozenset[str],
    seen: Mapping[str, int],
    accepted: Accepted,
    who: str,
) -> tuple[int, int]:
    """Put the chosen places (`section:path`) into a draft; gives how many went in, and how many wait as conflicts.

    `seen` are the revisions of the sections that the person chose by: what was changed since is not overwritten.
    The draft is kept as a version first, so that going back is one step.
    """
    held = pending(data_dir, token)
    report = decided(held.imported, accepted)
    contents = slices(report)
    wanted: dict[str, dict[str, Any]] = {}
    for proposal in proposals(open_draft(store, report_id).report, report):
        if f"{proposal.section}:{proposal.path}" in chosen:
            content = flatten(proposal.section, contents[proposal.section])[proposal.path]
            wanted.setdefault(proposal.section, {})[proposal.path] = content
    make_version(store, report_id, "before-import", who)
    with store.write() as tx:
        keep_pictures(tx, row_to_change(tx, report_id).id, report.pictures.values(), who, store.now())
    clashes = 0
    for section, changes in wanted.items():
        result = save_section(store, report_id, section, seen[section], changes, who)
        clashes += len({conflict.path for conflict in result.conflicts} & set(changes))
    make_version(store, report_id, "import", who, held.name)
    discard(data_dir, token)
    return sum(len(changes) for changes in wanted.values()) - clashes, clashes
