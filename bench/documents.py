"""Time, memory and size of each exported format, beside headless Chromium's print of the same page, in one run.

`python -m bench.documents` prints the table; with `--write` it replaces the section "Documents" of
`docs/performance.md`. `--reports N` makes the set of N reports instead of a hundred. Needs Chromium.
"""

from __future__ import annotations

import argparse
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path

from playwright.sync_api import sync_playwright

from bench.documents_served import section
from bench.page import write_section
from exporters import EXPORTERS
from exporters.document import Document
from exporters.fonts import use_document_fonts
from exporters.markup import page
from exporters.outline import outline
from report.record import load_report

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "samples" / "001_6bf957eabb57496e.json"
ROUNDS = 9
# Renders once and tells what the process held at most, in kB. (ru_maxrss would count the parent's memory.)
ONE_SHOT = """
import sys
from pathlib import Path
from exporters import EXPORTERS
from exporters.document import Document
from report.record import load_report
EXPORTERS[sys.argv[1]].render(Document(load_report(Path(sys.argv[2]).read_bytes())))
print(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])
"""
CHROMIUM = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
HEAD = """## Documents

Made by `python -m bench.documents --write`; do not edit by hand. Sample `001`. Cold: a new process from
its start to the file, the best of three; memory is the most that process held. Warm: {rounds} rounds in one process,
all kinds in turn, so that a busy machine disturbs them alike; read ratios rather than seconds.
Python {python}, WeasyPrint {weasyprint}, {chromium}, {machine}.

| file | cold s | cold MB | warm s, best | warm s, median | to Chromium, warm | kB |
|---|---|---|---|---|---|---|
"""


@dataclass
class Row:
    """One kind of file: seconds and megabytes of new processes, seconds of rounds, bytes."""

    label: str
    render: Callable[[], bytes]
    command: list[str]
    cold: tuple[float, int] = (0.0, 0)
    size: int = 0

    def __post_init__(self) -> None:
        self.warm: list[float] = []


def document() -> Document:
    """The report that is measured."""
    return Document(load_report(SAMPLE.read_bytes()))


def plain_pdf() -> bytes:
    """The same pages as PDF without tags, archival form or embedded data."""
    use_document_fonts()
    from exporters.typeset import typeset_plain

    return typeset_plain(outline(document()))


def cold(command: list[str]) -> tuple[float, int]:
    """Seconds and megabytes of a new process, the best of three; 0 where it does not tell its memory."""
    if not command:
        return (0.0, 0)
    best = (float("inf"), 0)
    for _ in range(3):
        start = time.perf_counter()
        done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
        seconds = time.perf_counter() - start
        if seconds < best[0]:
            best = (seconds, int(done.stdout) // 1024 if done.stdout.strip() else 0)
    return best


@contextmanager
def printing(file: Path) -> Iterator[Callable[[], bytes]]:
    """A running Chromium that loads the page anew and prints it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        tab = browser.new_page()

        def render() -> bytes:
            tab.goto(file.as_uri())
            return tab.pdf(prefer_css_page_size=True)

        yield render
        browser.close()


def measure() -> list[Row]:
    """Every kind of file, cold and warm."""
    contents = document()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "report.html"
        file.write_text(page(outline(contents), "paper"), encoding="utf-8")
        with printing(file) as chromium:
            chrome = shutil.which("chromium") or ""
            shot = [sys.executable, "-c", ONE_SHOT]
            rows = [
                Row(
                    "Chromium, PDF of the same page",
                    chromium,
                    [chrome, *CHROMIUM, f"--print-to-pdf={folder}/c.pdf", file.as_uri()],
                ),
                Row("PDF, plain", plain_pdf, []),
                *(
                    Row(
                        {"pdf": "PDF/A-3a and PDF/UA-1"}.get(name, exporter.label),
                        partial(exporter.render, contents),
                        [*shot, name, str(SAMPLE)],
                    )
                    for name, exporter in EXPORTERS.items()
                ),
            ]
            for row in rows:
                row.size = len(row.render())
            for _ in range(ROUNDS):
                for row in rows:
                    start = time.perf_counter()
                    row.render()
                    row.warm.append(time.perf_counter() - start)
        for row in rows:
            row.cold = cold(row.command)
    return rows


def table(rows: list[Row]) -> str:
    """The section as Markdown."""
    chromium = min(rows[0].warm)
    text = HEAD.format(
        rounds=ROUNDS,
        python=platform.python_version(),
        weasyprint=version("weasyprint"),
        chromium=subprocess.run(["chromium", "--version"], check=True, capture_output=True, text=True).stdout.strip(),
        machine=f"{platform.system()} {platform.machine()}",
    )
    for row in rows:
        seconds, memory = row.cold
        best, middle = min(row.warm), statistics.median(row.warm)
        text += (
            f"| {row.label} | {f'{seconds:.2f}' if seconds else '—'} | {memory or '—'} "
            f"| {best:.3f} | {middle:.3f} | {best / chromium:.2f} | {row.size / 1000:.0f} |\n"
        )
    return text


def main() -> None:
    """Measure and print; write the page only if asked."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--write", action="store_true")
    options.add_argument("--reports", type=int, default=100)
    given = options.parse_args()
    use_document_fonts()
    result = f"{table(measure())}\n{section(SAMPLE, given.reports)}"
    print(result)
    if given.write:
        write_section(result)


if __name__ == "__main__":
    main()
