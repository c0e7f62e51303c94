"""Server processes to be measured, and what they and the rest of the machine took of the processor."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TICKS = os.sysconf("SC_CLK_TCK")
STOP_SECONDS = 30


@dataclass(frozen=True)
class Server:
    """A running server: where it answers, and its process."""

    address: str
    process: int


@contextmanager
def ours(folder: Path) -> Iterator[Server]:
    """`cli.py serve` on a free port, with its workers."""
    with _running([sys.executable, str(ROOT / "cli.py"), "serve", "--port", "0", "--data", str(folder)]) as (server):
        yield server


@contextmanager
def peer() -> Iterator[Server]:
    """The trivial page of `bench.load.peer` on a free port."""
    with _running([sys.executable, "-m", "bench.load.peer"]) as server:
        yield server


@contextmanager
def _running(command: list[str]) -> Iterator[Server]:
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            told = re.search(r"http://\S+?(?=/$)", process.stdout.readline().strip())
            if not told:
                raise SystemExit(f"did not start: {' '.join(command)}")
            yield Server(told[0], process.pid)
        finally:
            process.terminate()
            process.communicate(timeout=STOP_SECONDS)


def used(process: int, *, below: bool) -> float:
    """Seconds of processor time that a process took; or those `below` it, the ones that have ended included."""
    own, ended = _times(process)
    return ended + sum(sum(_times(child)) for child in _family(process)) if below else own


def machine() -> float:
    """Seconds of processor time that the whole machine took since it began, of all its cores."""
    first = Path("/proc/stat").read_text(encoding="ascii").splitlines()[0].split()
    user, nice, system, _idle, _waiting, irq, softirq = (int(text) for text in first[1:8])
    return (user + nice + system + irq + softirq) / TICKS


def _times(process: int) -> tuple[float, float]:
    """(own, of children that have ended) in seconds; nothing for a process that is gone."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0, 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS, (int(fields[13]) + int(fields[14])) / TICKS


def _family(process: int) -> Iterator[int]:
    """Every process that descends from this one."""
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        for child in task.read_text(encoding="ascii").split():
            yield int(child)
            yield from _family(int(child))
