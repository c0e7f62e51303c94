"""Time to check one complete report, beside `json.loads` and `jsonschema` on the same report, in one run.

`python -m bench.checking` prints the table; with `--write` it replaces the section "Checking" of
`docs/performance.md`.
"""

from __future__ import annotations

import json
import platform
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from jsonschema import Draft202012Validator

from bench.page import write_section
from checks import check
from checks.relations import relation_findings
from report.record import load_report

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "samples"
ROUNDS = 300
REPORTS = (
    ("001_6bf957eabb57496e", "", "seed `001`, eight sums broken"),
    ("demo-2023", "", "`demo-2023`, without fault"),
    ("hongze-2024", "hongze-2023", "`hongze-2024`, with last year's report"),
)
HEAD = """## Checking

Made by `python -m bench.checking --write`; do not edit by hand. One complete report of some 200 cells, already read:
the relations alone (all {relations} of the format), then everything that `check` looks at, text included. The peer
reads the same report from JSON and validates it against `schemas/report.schema.json` with jsonschema {jsonschema}.
{rounds} rounds, all in turn, so that a busy machine disturbs them alike; milliseconds are the median, the best in
brackets; reports a second are by the median. Python {python}, {machine}.

| report | relations ms | check ms | reports a second | peer ms | check to peer |
|---|---|---|---|---|---|
"""


@dataclass
class Timed:
    """Something done over and over; seconds of each round."""

    do: Callable[[], object]
    seconds: list[float] = field(default_factory=list)

    def once(self) -> None:
        start = time.perf_counter()
        self.do()
        self.seconds.append(time.perf_counter() - start)

    @property
    def median(self) -> float:
        """Milliseconds."""
        return statistics.median(self.seconds) * 1000

    def __str__(self) -> str:
        return f"{self.median:.2f} ({min(self.seconds) * 1000:.2f})"


@dataclass(frozen=True)
class Row:
    """One report: the relations alone, all checks, and the peer."""

    label: str
    relations: Timed
    check: Timed
    peer: Timed

    def __str__(self) -> str:
        a_second = 1000 / self.check.median
        ratio = self.check.median / self.peer.median
        return f"| {self.label} | {self.relations} | {self.check} | {a_second:.0f} | {self.peer} | {ratio:.2f} |"


def row(name: str, previous_name: str, label: str) -> Row:
    """What is done with one sample, not yet measured."""
    content = (SAMPLES / f"{name}.json").read_bytes()
    report = load_report(content)
    previous = load_report((SAMPLES / f"{previous_name}.json").read_bytes()) if previous_name else None
    validator = Draft202012Validator(json.loads((ROOT / "schemas" / "report.schema.json").read_text("utf-8")))
    return Row(
        label,
        Timed(lambda: list(relation_findings(report, previous))),
        Timed(lambda: check(report, previous)),
        Timed(lambda: validator.validate(json.loads(content))),
    )


def measure() -> list[Row]:
    """Every report, every kind of work in turn."""
    rows = [row(*report) for report in REPORTS]
    for _ in range(ROUNDS):
        for each in rows:
            for timed in (each.relations, each.check, each.peer):
                timed.once()
    return rows


def table(rows: list[Row]) -> str:
    """The section as Markdown."""
    relations = {len(load_report((SAMPLES / f"{name}.json").read_bytes()).format.relations) for name, _, _ in REPORTS}
    head = HEAD.format(
        relations=" or ".join(map(str, sorted(relations))),
        rounds=ROUNDS,
        python=platform.python_version(),
        jsonschema=version("jsonschema"),
        machine=f"{platform.system()} {platform.machine()}",
    )
    return head + "".join(f"{each}\n" for each in rows)


if __name__ == "__main__":
    result = table(measure())
    print(result)
    if "--write" in sys.argv:
        write_section(result)
