"""`python -m bench.load` prints the section; with `--write` it puts it into `docs/performance.md`."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from collections import Counter
from pathlib import Path

from bench.load import serving
from bench.load.checking import missing
from bench.load.office import prepare
from bench.load.running import repeat, work
from bench.load.table import section
from bench.page import write_section


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.load", description=__doc__)
    parser.add_argument("--clerks", type=int, default=50, help="how many, at most 99")
    parser.add_argument("--seconds", type=float, default=120, help="how long they work together")
    parser.add_argument("--write", action="store_true", help="put the section into docs/performance.md")
    return parser.parse_args()


def main() -> int:
    """Measure; 1 if the clerks were told something that is not so."""
    given = _arguments()
    with tempfile.TemporaryDirectory(prefix="nianbao-load-") as name:
        folder = Path(name) / "data"
        desks = prepare(folder, given.clerks)
        with serving.ours(folder) as server:
            ours = asyncio.run(work(server, desks, given.seconds))
        faults = missing(folder, ours.clerks)
    with serving.peer() as server:
        peer = asyncio.run(repeat(server, desks, ours))
    result = section(ours, peer, faults)
    print(result)
    for fault, count in Counter((asked.kind, asked.fault) for asked in ours.log if asked.fault).items():
        print(*fault, count, file=sys.stderr)
    for line in faults:
        print(line, file=sys.stderr)
    if given.write:
        write_section(result)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
