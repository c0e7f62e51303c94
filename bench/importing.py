"""Accuracy and cost of importing: cells right, flagged and wrong over every real report, seconds and memory of each.

`python -m bench.importing` prints the table; with `--write` it goes to `docs/import-accuracy.md`. Exit code 1 if any
cell is wrong.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "samples"
TABLE = ROOT / "docs" / "import-accuracy.md"
ROUNDS = 3
HEAD = """# Import accuracy

Made by `python -m bench.importing --write`; do not edit by hand.

Every cell of the report's format is counted once. **Right**: the value, or the blank, is what the source prints.
**Flagged**: it is not, and the cell carries a doubt that the person sees first. **Wrong**: it is not, and nothing says
so; this must be 0. *Doubted* cells are right but carry a doubt all the same, as blanks do that the source leaves
blank. Seconds are the best of {rounds} in a fresh process, without the start of the interpreter; memory is what the
process held at most, libraries included. Files under `real/` are published reports and excerpts
([samples/real/README.md](../samples/real/README.md)).

| file | type | cells | right | flagged | wrong | doubted | seconds | MB |
|---|---|---|---|---|---|---|---|---|
"""


@dataclass(frozen=True)
class Result:
    """One file's outcome: cells by kind, seconds, megabytes."""

    cells: int
    right: int
    flagged: int
    wrong: tuple[str, ...]
    doubted: int
    seconds: float
    megabytes: int


def cases() -> list[tuple[Path, Path | None]]:
    """(source, its truth) of every real report; None for the blank form, in which nothing is true."""
    found: list[tuple[Path, Path | None]] = []
    for source in [*sorted((SAMPLES / "sources").iterdir()), *sorted((SAMPLES / "real").iterdir())]:
        folder = SAMPLES if source.parent.name == "sources" else source.parent
        truth = folder / f"{source.stem}.json"
        if source.suffix not in {".json", ".md"}:
            found.append((source, truth if truth.exists() else None))
    return found


def measure(source: Path, truth: Path | None) -> Result:
    """Import one file in this process and hold it to its truth."""
    from importers import read_file
    from report.record import write_report

    content, seconds = source.read_bytes(), []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        found = read_file(source.name, content)
        seconds.append(time.perf_counter() - started)
    values = write_report(found.report)["values"]
    expected: dict[str, Any] = json.loads(truth.read_text("utf-8"))["values"] if truth else {}
    right = [cell for cell in values if values[cell] == expected.get(cell)]
    missed = [cell for cell in values if values[cell] != expected.get(cell)]
    doubts = {cell for cell, item in found.provenance.items() if item.doubt}
    return Result(
        cells=len(values),
        right=len(right),
        flagged=sum(cell in doubts for cell in missed),
        wrong=tuple(f"{cell}: {values[cell]}, not {expected.get(cell)}" for cell in missed if cell not in doubts),
        doubted=sum(cell in doubts for cell in right),
        seconds=min(seconds),
        megabytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    )


def in_own_process(source: Path, truth: Path | None) -> Result:
    """The same in a process of its own, so that its memory is its own."""
    command = [sys.executable, "-m", "bench.importing", "--one", str(source), str(truth or "")]
    done = subprocess.run(command, capture_output=True, check=True, cwd=ROOT, text=True)
    data = json.loads(done.stdout)
    return Result(**{**data, "wrong": tuple(data["wrong"])})


def row(name: str, kind: str, result: Result) -> str:
    """One line of the table."""
    return (
        f"| {name} | {kind} | {result.cells} | {result.right} | {result.flagged} | {len(result.wrong)} "
        f"| {result.doubted} | {result.seconds:.2f} | {result.megabytes} |"
    )


def table() -> tuple[str, list[str]]:
    """(the table in Markdown, every wrong cell)."""
    results = {source: in_own_process(source, truth) for source, truth in cases()}
    lines = []
    for source, result in results.items():
        name = source.name if source.parent.name == "sources" else f"real/{source.name}"
        lines.append(row(f"`{name}`", source.suffix[1:], result))
    wrong = [f"{source.name} {cell}" for source, result in results.items() for cell in result.wrong]
    total = Result(
        cells=sum(r.cells for r in results.values()),
        right=sum(r.right for r in results.values()),
        flagged=sum(r.flagged for r in results.values()),
        wrong=tuple(wrong),
        doubted=sum(r.doubted for r in results.values()),
        seconds=sum(r.seconds for r in results.values()),
        megabytes=max(r.megabytes for r in results.values()),
    )
    lines.append(row(f"**all {len(results)} files**", "", total))
    return HEAD.format(rounds=ROUNDS) + "\n".join(lines) + "\n", wrong


def main(arguments: list[str]) -> int:
    """The command line; 1 if a cell is wrong."""
    if arguments[:1] == ["--one"]:
        source, truth = arguments[1:]
        print(json.dumps(vars(measure(Path(source), Path(truth) if truth else None))))
        return 0
    text, wrong = table()
    if "--write" in arguments:
        TABLE.write_text(text, encoding="utf-8")
    print(text)
    print("\n".join(wrong), file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
