"""`cli.py import`: files in, JSON of record with provenance out; many at once with a summary."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from importers import MAX_BYTES, TOO_LARGE, Imported, to_record
from importers.errors import UnreadableError
from importers.sandbox import import_safely
from report.errors import NianbaoError
from report.reasons import reason

Progress = Callable[[int, int, str], None]
NO_FILE = "没有这个文件。"
NOT_READABLE = "无法打开文件：{fault}。"
ITS_OWN = "输出文件就是输入文件，没有写。请换一个文件名或文件夹。"
NEEDS_FOLDER = "要导入多个文件，-o 应是一个文件夹。"
SAME_NAME = "输出文件 {name} 已由本次的另一个文件写出，请分开导入。"


@dataclass(frozen=True)
class Outcome:
    """One file imported or not: the report and where it was written, or the reason why not."""

    file: Path
    imported: Imported | None = None
    written: Path | None = None
    fault: str = ""

    def __str__(self) -> str:
        """One line of the summary."""
        if self.imported is None:
            return f"✗ {self.file.name}：{self.fault.splitlines()[0]}"
        report = self.imported.report
        doubtful = sum(bool(p.doubt) for p in self.imported.provenance.values())
        parts = [f"{report.agency.name} {report.year} 年", f"读出 {len(report.values)} 格"]
        parts += [f"存疑或空白 {doubtful} 格"] if doubtful else []
        parts += [f"未放入 {len(self.imported.not_placed)} 项"] if self.imported.not_placed else []
        return f"✓ {self.file.name}：{'，'.join(parts)}"


def load(file: Path, format_id: str = "auto") -> Imported:
    """Read one file of any importable type under the limits of the sandbox. UnreadableError says why it cannot be."""
    try:
        size = file.stat().st_size
        if size > MAX_BYTES:
            raise UnreadableError(TOO_LARGE.format(size=size // 2**20, most=MAX_BYTES // 2**20))
        content = file.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableError(NO_FILE) from error
    except OSError as error:
        raise UnreadableError(NOT_READABLE.format(fault=reason(error))) from error
    return import_safely(file.name, content, format_id)


def _targets(files: Sequence[Path], out: Path) -> dict[Path, Path]:
    """Where each file's JSON goes: into the folder `out`, or to `out` itself for a single file."""
    if len(files) == 1 and not out.is_dir() and not str(out).endswith("/"):
        return {files[0]: out}
    if out.exists() and not out.is_dir():
        raise UnreadableError(NEEDS_FOLDER)
    out.mkdir(parents=True, exist_ok=True)
    return {file: out / f"{file.stem}.json" for file in files}


def _import(file: Path, target: Path, format_id: str, taken: set[Path]) -> Outcome:
    if target in taken:
        return Outcome(file, fault=SAME_NAME.format(name=target.name))
    try:
        imported = load(file, format_id)
        if target.exists() and target.samefile(file):
            raise UnreadableError(ITS_OWN)
        text = json.dumps(to_record(imported), ensure_ascii=False, indent=1) + "\n"
        target.write_text(text, encoding="utf-8")
    except NianbaoError as error:
        return Outcome(file, fault=str(error))
    except OSError as error:
        return Outcome(file, fault=NOT_READABLE.format(fault=reason(error)))
    taken.add(target)
    return Outcome(file, imported, target)


def progress_bar(stream: TextIO) -> Progress:
    """A progress bar on one line of a terminal; nothing on anything else."""

    def show(done: int, total: int, name: str) -> None:
        if stream.isatty() and total > 1:
            filled = done * 30 // total
            stream.write(f"\r\x1b[K[{'█' * filled}{' ' * (30 - filled)}] {done}/{total} {name[:40]}")
            stream.write("\n" if done == total else "")
            stream.flush()

    return show


def import_files(
    paths: Iterable[Path | str],
    out: Path | str,
    format_id: str = "auto",
    progress: Progress | None = None,
    output: TextIO | None = None,
) -> int:
    """Import files into `out` (a file for one, a folder for many), print a line for each and a sum.

    Returns the exit code: 0 if all were imported, 2 if some were not or `out` cannot take them.
    """
    files = [Path(path) for path in paths]
    shown = output or sys.stdout
    report_progress = progress or progress_bar(sys.stderr)
    try:
        targets = _targets(files, Path(out))
    except (UnreadableError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    taken: set[Path] = set()
    outcomes = []
    for number, file in enumerate(files, 1):
        outcomes.append(_import(file, targets[file], format_id, taken))
        report_progress(number, len(files), file.name)
    for outcome in outcomes:
        print(outcome, file=shown)
    failed = sum(outcome.imported is None for outcome in outcomes)
    if len(files) > 1:
        print(f"共 {len(files)} 个文件，导入 {len(files) - failed} 个，失败 {failed} 个。", file=shown)
    return 2 if failed else 0
