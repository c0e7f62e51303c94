"""`export`: reports as files; several at once on all cores."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from commands.faces import fonts_of
from commands.files import read_report_file, same_file, write_file
from commands.serving import real_data_dir
from report.errors import NianbaoError
from services.batch_names import unique
from services.errors import barring_words
from services.exports import ExportDiffers, barring, export

FAILED = 2
UNMARKED = ("json", "csv")


@dataclass(frozen=True)
class Job:
    """One report to be written as some files: kind of file and where to, each."""

    file: Path
    targets: tuple[tuple[str, Path], ...]
    previous: Path | None
    draft: bool
    # How it is called where there are others, 「年报.json：」.
    name: str = ""


@dataclass(frozen=True)
class Done:
    """What became of a job: files written, and sentences for standard error; `failed` if a file is missing."""

    written: tuple[Path, ...]
    notes: tuple[str, ...]
    failed: bool = False


def export_files(files: Sequence[Path], kinds: Sequence[str], out: Path, previous: Path | None, draft: bool) -> int:
    """Write reports in other forms; several files or kinds into the folder `out`. Returns the exit code.

    While a finding bars a report, it is marked 草稿, and standard error says so. One that fails loses no other.
    """
    if previous is not None and len(files) > 1:
        raise NianbaoError("--previous 只能与一个文件同用。")
    if "pdf" in kinds:
        for fault in fonts_of(real_data_dir()).refused:
            print(f"注意：{fault}", file=sys.stderr)
    jobs = _jobs(files, list(dict.fromkeys(kinds)), out, previous, draft)
    failed = False
    for done in map(export_one, jobs) if len(jobs) == 1 else _on_all_cores(jobs):
        for note in done.notes:
            print(note, file=sys.stderr)
        for file in done.written:
            print(f"已导出 {file}")
        failed = failed or done.failed
    return FAILED if failed else 0


def _jobs(files: Sequence[Path], kinds: list[str], out: Path, previous: Path | None, draft: bool) -> list[Job]:
    if len(files) == 1 and len(kinds) == 1 and not out.is_dir():
        return [Job(files[0], ((kinds[0], out),), previous, draft)]
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NianbaoError(f"几个文件或几种格式时，-o 应为文件夹；{out} 不能作为文件夹使用。") from error
    # Only here: the exporters take a while to load, and are loaded by the one process that needs them otherwise.
    from exporters import EXPORTERS

    used: set[str] = set()
    stems = [unique(file.stem, used) for file in files]
    return [
        Job(
            file,
            tuple((kind, out / f"{stem}.{EXPORTERS[kind].extension}") for kind in kinds),
            previous,
            draft,
            f"{file}：" * (len(files) > 1),
        )
        for file, stem in zip(files, stems, strict=True)
    ]


def _on_all_cores(jobs: list[Job]) -> list[Done]:
    # Loaded once here, so that the processes need not.
    import services.readback  # noqa: F401  for what it loads

    count = min(len(jobs), os.cpu_count() or 1)
    try:
        with ProcessPoolExecutor(count, mp_context=get_context("fork")) as pool:
            return list(pool.map(export_one, jobs))
    except BrokenProcessPool as error:
        raise NianbaoError("导出的进程被系统终止（可能是内存不足），没有全部导出。请减少文件后再试。") from error


def export_one(job: Job) -> Done:
    """Write one report in every form that is wanted. What cannot be written is told, and counts as failed."""
    written: list[Path] = []
    try:
        report = read_report_file(job.file)
        previous = read_report_file(job.previous) if job.previous else None
        found = barring(report, previous)
        for kind, target in job.targets:
            if same_file(target, job.file):
                raise NianbaoError(f"输出文件就是输入文件 {job.file}，没有导出。请换一个文件名。")
            write_file(target, export(report, kind, job.draft or bool(found), previous))
            written.append(target)
    except NianbaoError as error:
        details = error.details if isinstance(error, ExportDiffers) else ()
        return Done(tuple(written), (f"错误：{job.name}{error}", *details), failed=True)
    notes = []
    if found:
        unmarked = all(kind in UNMARKED for kind, _ in job.targets)
        mark = "数据文件本身没有草稿标记" if unmarked else "已按草稿导出，文件中标明“草稿”"
        notes.append(f"注意：{job.name}还有{barring_words(found)}，{mark}。用 check 命令可看详情。")
    return Done(tuple(written), tuple(notes))
