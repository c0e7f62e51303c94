"""What workers do for a set (导出全部): make the files of one report, and in the end the ZIP of all."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from exporters import EXPORTERS
from exporters.document import Document
from report.errors import NianbaoError
from services.batch import ARCHIVE, CANCELLED, FAULT, Batch, batch_folder, load_batch, write
from services.batch_names import stem, unique
from services.rendering_apart import NotWantedError
from services.rendering_documents import draft_document
from services.rendering_work import Workshop, file_of
from services.reports import open_draft

NOTE = "说明.txt"
# Packed already.
STORED = {"pdf", "docx", "xlsx"}
# Data has no place for 草稿.
UNMARKED = {"csv", "json"}


def begin(shop: Workshop, batch: str, item: Callable[[str, int], object], assemble: Callable[[str], object]) -> None:
    """Put what is still to be done of a set into the queue."""
    state = load_batch(shop.folder, batch)
    if state is None or state.state != "running":
        return
    waiting = [number for number, one in enumerate(state.items) if one.state == "waiting"]
    for number in waiting:
        item(batch, number)
    if not waiting:
        assemble(batch)


def make_item(shop: Workshop, batch: str, number: int) -> bool:
    """Make the files of one report; what cannot be made is noted. Tells whether it was the last of its set."""
    state = load_batch(shop.folder, batch)
    if state is None or state.state != "running":
        return False
    place = batch_folder(shop.folder, batch)
    if state.items[number].state == "waiting":

        def wanted() -> bool:
            return not (place / CANCELLED).exists()

        try:
            _make_files(shop, state, number, place, wanted)
        except NotWantedError:
            return False
        except NianbaoError as error:
            fail_item(shop, batch, number, str(error))
    state = load_batch(shop.folder, batch)
    return state is not None and state.state == "running" and state.finished == len(state.items)


def _make_files(shop: Workshop, batch: Batch, number: int, place: Path, wanted: Callable[[], bool]) -> None:
    draft = open_draft(shop.store, batch.items[number].report_id)
    document = draft_document(shop.store, draft, shop.installation.site, shop.installation.verification)
    problems = []
    for kind in batch.kinds:
        if not wanted():
            raise NotWantedError
        try:
            write(place / f"{number}.{kind}", file_of(shop, document, kind, wanted=wanted))
        except NianbaoError as error:
            problems.append(f"{EXPORTERS[kind].label}：{_one_line(error)}")
    write(place / f"{number}.done", json.dumps(_told(document), ensure_ascii=False).encode())
    if problems:
        fail_item(shop, batch.id, number, "；".join(problems))


def _told(document: Document) -> dict[str, object]:
    day = document.dated
    return {"stem": stem(document), "draft": document.draft, "dated": [day.year, day.month, day.day]}


def fail_item(shop: Workshop, batch: str, number: int, message: str) -> None:
    """Note that a report of a set could not be made, or not in all kinds."""
    write(batch_folder(shop.folder, batch) / f"{number}.failed", message.encode())


def fail(shop: Workshop, batch: str, message: str) -> None:
    """Note that a set could not be finished."""
    write(batch_folder(shop.folder, batch) / FAULT, message.encode())


def assemble(shop: Workshop, batch: str) -> None:
    """Put the files of a set into one ZIP, a piece at a time, and clear them away. Nothing if it is there already."""
    with shop.kept.making(batch):
        state = load_batch(shop.folder, batch)
        if state is None or state.state != "running" or state.finished < len(state.items):
            return
        place = batch_folder(shop.folder, batch)
        made = place / f".{ARCHIVE}"
        try:
            with zipfile.ZipFile(made, "w") as archive:
                archive.writestr(_info(NOTE, zipfile.ZIP_DEFLATED), _note(state, place))
                for name, dated, file in _files(state, place):
                    _add(archive, name, dated, file)
        except OSError as error:
            fail(shop, batch, f"无法写出压缩包：{error.strerror}。请清理磁盘后点“继续”。")
            return
        made.replace(place / ARCHIVE)
        for number in range(len(state.items)):
            for kind in state.kinds:
                (place / f"{number}.{kind}").unlink(missing_ok=True)


def _files(batch: Batch, place: Path) -> Iterator[tuple[str, tuple[int, int, int], Path]]:
    """Every file of a set with its name in the ZIP and its day."""
    used: set[str] = set()
    for number in range(len(batch.items)):
        done = place / f"{number}.done"
        if not done.exists():
            continue
        told = json.loads(done.read_bytes())
        present = [kind for kind in batch.kinds if (place / f"{number}.{kind}").exists()]
        if not present:
            continue
        name = unique(told["stem"], used)
        year, month, day = told["dated"]
        for kind in present:
            yield f"{name}.{EXPORTERS[kind].extension}", (year, month, day), place / f"{number}.{kind}"


def _add(archive: zipfile.ZipFile, name: str, dated: tuple[int, int, int], file: Path) -> None:
    info = _info(name, zipfile.ZIP_STORED if file.suffix[1:] in STORED else zipfile.ZIP_DEFLATED, dated)
    with file.open("rb") as content, archive.open(info, "w") as target:
        shutil.copyfileobj(content, target)


def _info(name: str, method: int, dated: tuple[int, int, int] = (1980, 1, 1)) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, (*max(dated, (1980, 1, 1)), 0, 0, 0))
    info.compress_type = method
    info.external_attr = 0o644 << 16
    return info


def _note(batch: Batch, place: Path) -> bytes:
    """What the ZIP holds and what it lacks, for the editor of Windows."""
    drafts = sum(json.loads(file.read_bytes())["draft"] for file in place.glob("*.done"))
    kinds = "、".join(EXPORTERS[kind].label for kind in batch.kinds)
    lines = [f"政府信息公开工作年度报告：{len(batch.items)} 份，格式：{kinds}。"]
    if drafts:
        lines.append(f"其中 {drafts} 份尚未定稿，文件名和文件中标明“草稿”。")
        if UNMARKED & set(batch.kinds):
            lines.append("CSV 和数据文件只在文件名中标明。")
    if batch.failed:
        lines += ["", f"以下 {batch.failed} 份没有生成，或没有生成全部格式："]
        lines += [f"{item.agency} {item.year} 年：{item.message}" for item in batch.items if item.state == "failed"]
    else:
        lines.append("全部生成，没有遗漏。")
    return ("\r\n".join(lines) + "\r\n").encode("utf-8-sig")


def _one_line(error: NianbaoError) -> str:
    return " ".join([str(error), *getattr(error, "details", ())]).replace("\n", " ")
