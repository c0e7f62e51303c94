"""Documents as people get them: a click on a file made ahead, through the real server; a hundred reports in a set.

Used by `python -m bench.documents`.
"""

from __future__ import annotations

import http.client
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from exporters import EXPORTERS
from exporters.document import Document
from report.record import load_report
from report.report import Report
from services.batch import load_batch, new_batch
from services.configuration.work import Work
from services.queue_process import WorkerProcess
from services.rendering import Rendering
from services.rendering_work import Installation
from services.reports import import_report
from storage import StorageSettings, open_store

ROOT = Path(__file__).resolve().parent.parent
CLICKS = 300
WARM_CLICKS = 20
TEXT = """### A click on a PDF made ahead

Through the real server on one kept connection: {clicks} clicks in turn on the PDF of the sample ({size:.0f} kB),
each to its last byte. The very first, just after the start, was answered by the page that waits after
{answered:.0f} ms; the file, made while the workers were loading, was there after {first:.2f} s.

| median | 95 % | slowest |
|---|---|---|
| {median:.1f} ms | {high:.1f} ms | {most:.1f} ms |

### {count} reports in a set

The PDF of {count} reports that differ: one after another in one warm process; then by {workers} workers on
{cores} cores through the queue, into the ZIP. Memory is the most that any one process of the workers held.

| serial s | set s | serial to set | MB of ZIP | MB of memory |
|---|---|---|---|---|
| {serial:.1f} | {pooled:.1f} | {ratio:.2f} | {zip_size:.1f} | {memory} |
"""


@dataclass(frozen=True)
class Clicks:
    """Milliseconds of clicks on a file that is there; seconds until it was, and milliseconds to the waiting page."""

    taken: list[float]
    first: float
    answered: float
    size: int


@dataclass(frozen=True)
class Pool:
    """Seconds for the same reports serially and as a set; bytes of the ZIP; most kB that a process held."""

    count: int
    serial: float
    pooled: float
    size: int
    memory: int


@contextmanager
def serving(folder: Path) -> Iterator[http.client.HTTPConnection]:
    """A connection to `serve` as a process of its own, on a data folder."""
    command = [sys.executable, str(ROOT / "cli.py"), "serve", "--alone", "--port", "0", "--data", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        (port,) = re.findall(r"http://127\.0\.0\.1:(\d+)/", server.stdout.readline())
        connection = http.client.HTTPConnection("127.0.0.1", int(port))
        yield connection
        connection.close()
        server.terminate()


def get(connection: http.client.HTTPConnection, path: str) -> tuple[int, bytes]:
    """Status and body, all of it read."""
    connection.request("GET", path)
    response = connection.getresponse()
    return response.status, response.read()


def clicks(report: Report) -> Clicks:
    """Measure clicks on the report's PDF, the first before it is made."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "data"
        store = open_store(StorageSettings(folder))
        path = f"/reports/{import_report(store, report, '测量')}/export/pdf"
        store.close()
        with serving(folder) as connection:
            start = time.perf_counter()
            status, _ = get(connection, path)
            answered = time.perf_counter() - start
            while status != 200:
                time.sleep(0.02)
                status, content = get(connection, path)
            first = time.perf_counter() - start
            taken = []
            for _ in range(CLICKS + WARM_CLICKS):
                start = time.perf_counter()
                status, content = get(connection, path)
                taken.append((time.perf_counter() - start) * 1000)
                assert (status, content[:5]) == (200, b"%PDF-")
    return Clicks(taken[WARM_CLICKS:], first, answered * 1000, len(content))


def pool(report: Report, count: int) -> Pool:
    """Measure `count` reports, each with another agency, in one process and as a set."""
    reports = [
        replace(report, agency=replace(report.agency, name=f"{report.agency.name}第{n}局")) for n in range(count)
    ]
    EXPORTERS["pdf"].render(Document(report, draft=True))
    start = time.perf_counter()
    for one in reports:
        EXPORTERS["pdf"].render(Document(one, draft=True))
    serial = time.perf_counter() - start
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "data"
        store = open_store(StorageSettings(folder))
        ids = [(import_report(store, one, "测量"), one.agency.name, one.year) for one in reports]
        rendering = Rendering(Installation(folder, Work()), store)
        command = [sys.executable, str(ROOT / "cli.py"), "work", "--data", str(folder), "--parent", str(os.getpid())]
        workers = WorkerProcess(command)
        workers.start()
        # Warm before the clock starts, as with a server that runs.
        while len(family(workers.running)) < 2 + (os.cpu_count() or 1):
            time.sleep(0.1)
        start = time.perf_counter()
        batch = new_batch(rendering.shop.folder, ids, ("pdf",), "测量")
        rendering.tasks.begin(batch)
        memory = 0
        while (state := load_batch(rendering.shop.folder, batch)) is not None and state.state == "running":
            memory = max([memory, *map(held, family(workers.running))])
            time.sleep(0.05)
        pooled = time.perf_counter() - start
        workers.stop()
        store.close()
        assert state is not None
        assert (state.state, state.failed) == ("done", 0), state
    return Pool(count, serial, pooled, state.size, memory)


def family(process: int) -> list[int]:
    """A process and all that come from it."""
    done = subprocess.run(["pgrep", "-P", str(process)], capture_output=True, text=True, check=False)
    return [process, *(other for line in done.stdout.split() for other in family(int(line)))]


def held(process: int) -> int:
    """The kB that a process holds in memory; 0 if it is gone."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return 0
    found = re.search(r"VmRSS:\s+(\d+)", status)
    return int(found[1]) if found else 0


def section(sample: Path, count: int) -> str:
    """Both measurements as Markdown."""
    report = load_report(sample.read_bytes())
    clicked, pooled = clicks(report), pool(report, count)
    return TEXT.format(
        clicks=CLICKS,
        size=clicked.size / 1000,
        first=clicked.first,
        answered=clicked.answered,
        median=statistics.median(clicked.taken),
        high=statistics.quantiles(clicked.taken, n=20)[-1],
        most=max(clicked.taken),
        count=count,
        workers=os.cpu_count(),
        cores=os.cpu_count(),
        serial=pooled.serial,
        pooled=pooled.pooled,
        ratio=pooled.serial / pooled.pooled,
        zip_size=pooled.size / 1e6,
        memory=pooled.memory // 1024,
    )
