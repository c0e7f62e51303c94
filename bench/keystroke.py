"""From a key stroke in the table of requests to the painted finding, in Chromium, beside a page that does nothing.

`python -m bench.keystroke` prints the table; with `--write` it replaces the section "Key stroke to painted finding"
of `docs/performance.md`. Needs Chromium.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from bench.page import write_section
from tests.browser.table.harness import contents, figures_2021, page, sample, served

ROOT = Path(__file__).resolve().parent.parent
TITLE = "Key stroke to painted finding"
ROUNDS = 6
STROKES = 60
# What the main thread does from a key to the frame; script runs within the first and the last.
WORK = {
    "EventDispatch", "UpdateLayoutTree", "Layout", "PrePaint", "Paint", "Layerize", "Commit", "FireAnimationFrame",
    "FunctionCall",
}  # fmt: skip
CELLS = (
    "applications.refused.internal.welfare",
    "applications.new.person",
    "applications.total.business",
    "applications.other.rest.other_org",
)
HEAD = """## {title}

Made by `python -m bench.keystroke --write`; do not edit by hand. The table of requests of the 2021 format, all 175
figures filled in and last year's beside them. In each of {cells} cells (a stray figure, a received one, a total, a
zero) digits are typed and deleted in turn, so that findings come and go: {count} key strokes a page, the two pages in
turn, traced. All times are of the main thread, from one key to the next:

- `processor`: what it used for script, style, layout and paint. Within one frame (16.7 ms at 60 Hz) the finding can be
  in the first picture after the key.
- `work`: the same by the clock on the wall; a busy machine lengthens it.
- `handlers`: within the handlers of the input event, by the clock on the wall.
- `painted`: from the key to the end of the frame that shows it, waits for the screen and for the software rendering of
  the frame before included.

The peer is the same page without the table's script; 95 % is the 95th percentile. {chromium}, {machine}, load
{load:.1f} on {cores} cores.

| page | processor, median | processor, 95 % | work, median | work, 95 % | handlers, 95 % | painted, median |
|---|---|---|---|---|---|---|
"""


@dataclass
class Times:
    """What the key strokes of one page took, in milliseconds, one number a stroke."""

    processor: list[float] = field(default_factory=list)
    work: list[float] = field(default_factory=list)
    painted: list[float] = field(default_factory=list)
    handlers: list[float] = field(default_factory=list)


@contextmanager
def _open(address: str) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": 1366, "height": 768})
        tab.goto(address)
        tab.wait_for_selector("html[data-ready]")
        yield tab
        browser.close()


def _strokes(tab: Page) -> None:
    """One round in every cell; each stroke waits for the frame of the one before."""
    for cell in CELLS:
        tab.locator(f'[id="{cell}"]').focus()
        for n in range(STROKES // len(CELLS)):
            tab.keyboard.press("Backspace" if n % 2 else str(n % 9 + 1))
            tab.evaluate("shown()")


def _is_key(event: dict[str, Any]) -> bool:
    return bool(event["name"] == "EventDispatch" and event["args"]["data"]["type"] == "keydown")


def _main_thread(trace: bytes) -> list[dict[str, Any]]:
    """What the main thread did, in order, outermost pieces of work only."""
    events = [e for e in json.loads(trace)["traceEvents"] if e.get("ph") == "X" and e["name"] in WORK]
    thread = next((e["pid"], e["tid"]) for e in events if _is_key(e))
    found: list[dict[str, Any]] = []
    end = 0
    for event in sorted((e for e in events if (e["pid"], e["tid"]) == thread), key=lambda e: (e["ts"], -e["dur"])):
        if event["ts"] >= end:
            found.append(event)
            end = event["ts"] + event["dur"]
    return found


def _add(times: Times, trace: bytes) -> None:
    """The strokes of a trace, each from its key to the next."""
    start = 0
    is_shown = True
    for event in _main_thread(trace):
        if _is_key(event):
            times.processor.append(0.0)
            times.work.append(0.0)
            start, is_shown = event["ts"], False
        if not times.work or not start:
            continue
        times.processor[-1] += event.get("tdur", 0) / 1000
        times.work[-1] += event["dur"] / 1000
        if event["name"] == "Layerize" and not is_shown:
            times.painted.append((event["ts"] + event["dur"] - start) / 1000)
            is_shown = True


def _measure(tab: Page, times: Times) -> None:
    browser = tab.context.browser
    assert browser
    _strokes(tab)  # warm
    browser.start_tracing(page=tab, categories=["devtools.timeline"])
    _strokes(tab)
    _add(times, browser.stop_tracing())
    times.handlers += tab.evaluate("handled")[-STROKES:]


def _findings_move(tab: Page) -> bool:
    """Whether the page is worth measuring: a stroke brings findings into view, the next takes them away."""
    tab.locator(f'[id="{CELLS[0]}"]').focus()
    shown = []
    for key in ("9", "Backspace"):
        tab.keyboard.press(key)
        shown.append(tab.locator("#finding-summary .findings.error li").count())
    tab.keyboard.press("Escape")
    return shown[0] > shown[1]


def measure() -> tuple[dict[str, Times], str]:
    """Times by page, and the browser's name."""
    figures = replace(figures_2021(), last=contents(sample("demo-2023")), script="bench/keystroke.mjs")
    names = {"table": "/applications", "peer": "/applications?peer"}
    times = {name: Times() for name in names}
    with served() as (address, pages):
        pages["/applications"] = page(figures)
        for _ in range(ROUNDS):
            for name, path in names.items():
                with _open(address + path) as tab:
                    if name == "table" and not _findings_move(tab):
                        raise SystemExit("the findings do not move with the keys: nothing to measure")
                    _measure(tab, times[name])
                    browser = tab.context.browser
                    version = f"Chromium {browser.version}" if browser else ""
    return times, version


def _percentile(numbers: list[float], percent: int) -> float:
    return statistics.quantiles(numbers, n=100)[percent - 1]


def table(times: dict[str, Times], version: str) -> str:
    """The section as Markdown."""
    head = HEAD.format(
        title=TITLE,
        cells=len(CELLS),
        count=len(times["table"].work),
        chromium=version,
        machine=platform.machine(),
        load=os.getloadavg()[0],
        cores=os.cpu_count(),
    )
    rows = []
    for name, some in times.items():
        figures = (
            statistics.median(some.processor),
            _percentile(some.processor, 95),
            statistics.median(some.work),
            _percentile(some.work, 95),
            _percentile(some.handlers, 95),
            statistics.median(some.painted),
        )
        rows.append(f"| {name} | " + " | ".join(f"{figure:.1f} ms" for figure in figures) + " |\n")
    mine, peer = times["table"], times["peer"]
    ratio = _percentile(mine.processor, 95) / _percentile(peer.processor, 95)
    last = f"At the 95th percentile the table takes {ratio:.1f} times the processor time of the peer."
    return head + "".join(rows) + f"\n{last}\n"


if __name__ == "__main__":
    result = table(*measure())
    print(result)
    if "--write" in sys.argv:
        write_section(result)
