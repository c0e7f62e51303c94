"""Generated reports exported, read back as a person sees them, and imported as a stranger's file.

`python -m bench.roundtrip 1000` does so many of each kind of report in each kind of file and both mandated formats;
`--only pdf,xlsx` some kinds of file, `--first 500` from that seed on, `--write` puts the table into the docs.
Exit code 1 if any file does not show what its report says. A failure is told with its seed.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import product

from bench.generated import kinds
from bench.page import write_section
from exporters import EXPORTERS
from exporters.document import Document
from importers import read_file
from importers.errors import UnreadableError
from report.loading import load_formats
from report.numbers import shown
from report.report import Report
from services.readback import read_back

HEAD = """## Round trip

Made by `python -m bench.roundtrip {count} --write`; do not edit by hand. For each row {count} generated reports from
seed {first} on (`bench/generated.py`). *Equal* is what every final file must be: read back box by box and paragraph by
paragraph it shows what the report says. The cells are those of the same files imported as a stranger's: an ugly
report holds text in cells that no import may take for a figure, and lines that look like headings, so that some are
flagged or misread; a PDF is imported from its embedded data, held against its pages. Reading back is given as a share
of the time of making the file. {machine}.

| file | reports | format | equal | cells right | flagged | misread | read back / made |
|---|---|---|---|---|---|---|---|
"""


@dataclass(frozen=True)
class Trip:
    """One report in one kind of file: differences told, seconds made and read, cells right, flagged and misread."""

    case: str
    row: tuple[str, str, str]
    told: tuple[str, ...]
    made: float
    read: float
    cells: tuple[int, int, int]


def cells(report: Report, name: str, content: bytes) -> tuple[int, int, int]:
    """Cells right, flagged and misread when the file is imported."""
    try:
        found = read_file(f"report.{name}", content, report.format.id)
    except UnreadableError:
        return (0, len(report.format.cells), 0)
    right = [cell for cell in report.format.cell_index if shown(found.report.value(cell)) == shown(report.value(cell))]
    # A report read in another format is doubtful as a whole.
    known = found.report.format is report.format
    flagged = [c for c in set(report.format.cell_index) - set(right) if not known or found.provenance[c].doubt]
    return (len(right), len(flagged), len(report.format.cells) - len(right) - len(flagged))


def trips(job: tuple[str, str, int, tuple[str, ...]]) -> list[Trip]:
    """One report in every kind of file."""
    format_id, kind, seed, names = job
    fmt = next(fmt for fmt in load_formats() if fmt.id == format_id)
    report = dict(kinds())[kind](fmt, seed)
    found = []
    for name in names:
        start = time.perf_counter()
        content = EXPORTERS[name].render(Document(report))
        made = time.perf_counter()
        told = read_back(Document(report), name, content)
        read = time.perf_counter()
        imported = cells(report, name, content) if name != "csv" else (0, 0, 0)
        messages = tuple(finding.message for finding in told)
        case = f"{kind} {format_id} {seed} {name}"
        found.append(Trip(case, (name, kind, format_id), messages, made - start, read - made, imported))
    return found


def run(count: int, first: int, names: Sequence[str]) -> Iterator[Trip]:
    """Every trip, on all cores; failures go to standard error as they come."""
    formats = [fmt.id for fmt in load_formats()]
    seeds = range(first, first + count)
    jobs = [(fmt, kind, seed, tuple(names)) for seed, fmt, (kind, _) in product(seeds, formats, kinds())]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for number, done in enumerate(pool.map(trips, jobs, chunksize=4), 1):
            for trip in done:
                if trip.told:
                    print(f"{trip.case}: {trip.told[0]}", file=sys.stderr)
                yield trip
            if number % 100 == 0:
                print(f"{number} of {len(jobs)} reports", file=sys.stderr)


def table(found: Sequence[Trip], count: int, first: int) -> str:
    """The results as Markdown."""
    rows: dict[tuple[str, str, str], list[Trip]] = defaultdict(list)
    for trip in found:
        rows[trip.row].append(trip)
    text = HEAD.format(count=count, first=first, machine=f"{platform.system()} {platform.machine()}")
    for (name, kind, fmt), trips_made in sorted(
        rows.items(), key=lambda item: (list(EXPORTERS).index(item[0][0]), item[0])
    ):
        equal = sum(not trip.told for trip in trips_made)
        right, flagged, wrong = (sum(trip.cells[n] for trip in trips_made) for n in range(3))
        imported = f"{right} | {flagged} | {wrong}" if right else "— | — | —"
        ratio = sum(trip.read for trip in trips_made) / sum(trip.made for trip in trips_made)
        text += f"| {name} | {kind} | {fmt} | {equal} of {len(trips_made)} | {imported} | {ratio:.2f} |\n"
    return text


def main() -> int:
    """Run as the command line says; 1 if a file differs from its report."""
    options = argparse.ArgumentParser(description="Export, read back and import generated reports.")
    options.add_argument("count", type=int)
    options.add_argument("--first", type=int, default=0)
    options.add_argument("--only", default=",".join(EXPORTERS))
    options.add_argument("--write", action="store_true")
    chosen = options.parse_args()
    found = list(run(chosen.count, chosen.first, chosen.only.split(",")))
    section = table(found, chosen.count, chosen.first)
    print(section)
    if chosen.write:
        write_section(section)
    return 1 if any(trip.told for trip in found) else 0


if __name__ == "__main__":
    sys.exit(main())
