"""Processes of their own that save, for tests of what happens when they are cut short."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

SAVE_FOREVER = """
import sys
from pathlib import Path
from report.report import Agency
from services.drafts import save_section
from services.reports import create_report, list_reports, open_draft
from storage import StorageError, StorageSettings, open_store

store = open_store(StorageSettings(Path(sys.argv[1])))
cell, most, limit = sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
if limit:
    import resource
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
found = list_reports(store)
report = found[0].id if found else create_report(store, agency=Agency("示例局"), year=2023, who="甲")
print("ready", flush=True)
if most:
    sys.stdin.readline()
n = 0
while not most or n < most:
    n += 1
    while True:
        revision = open_draft(store, report).revisions["applications"]
        try:
            result = save_section(store, report, "applications", revision, {cell: str(n)}, cell)
        except StorageError as error:
            print("refused", type(error).__name__, error, flush=True)
            sys.exit(3)
        if not result.conflicts:
            break
    print("saved", n, flush=True)
"""


def saving_process(data_dir: Path, cell: str, most: int = 0, limit: int = 0) -> subprocess.Popen[str]:
    """A process that saves 1, 2, 3, … into a cell and says "saved n" after each; waits for a line if `most` is given.

    `limit` is the size in bytes past which no file of it may grow.
    """
    return subprocess.Popen(
        [sys.executable, "-c", SAVE_FOREVER, str(data_dir), cell, str(most), str(limit)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
