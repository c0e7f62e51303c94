"""Whether what the server said was stored is stored, once it has stopped."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from bench.load.clerk import Clerk
from services import audit
from services.reports import open_draft
from storage import StorageSettings, open_store
from storage.opening import DATABASE_FILE


def missing(folder: Path, clerks: Sequence[Clerk]) -> list[str]:
    """What is not as the clerks were told, the log and the database included; nothing if all is well."""
    with closing(sqlite3.connect(folder / DATABASE_FILE)) as database:
        (verdict,) = database.execute("PRAGMA integrity_check").fetchone()
    faults = [] if verdict == "ok" else [f"database: {verdict}"]
    store = open_store(StorageSettings(folder))
    faults += [f"audit log: {fault.message}" for fault in audit.verify(store)]
    for clerk in clerks:
        report = open_draft(store, clerk.desk.report_id).report
        for path, text in clerk.stored.items():
            value = report.value(path.removeprefix("values."))
            if value.number is None or f"{value.number:f}" != text:
                faults.append(f"{clerk.desk.login}: {path} is {value.number}, not {text}")
        for section, text in clerk.written.items():
            if not any(block.text == text for block in report.blocks(section)):
                faults.append(f"{clerk.desk.login}: not in {section}: {text[-40:]}")
    store.close()
    return faults
