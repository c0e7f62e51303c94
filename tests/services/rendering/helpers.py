"""What tests of the queue share: documents, and waiting for other processes."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from exporters.document import Document
from report.narrative import paragraphs
from report.report import Agency, Report
from services.blank import blank_report
from services.configuration.work import Work
from services.rendering import Failed, Ready, Rendering, Waiting

ROOT = Path(__file__).resolve().parents[3]
WORK = Work(workers=2, settle_seconds=0)
# Generous: machines that test may be busy.
PATIENCE = 120


def until(happened: Callable[[], object], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, f"waited in vain until {what}"
        time.sleep(0.05)


def answer(rendering: Rendering, document: Document, name: str) -> Ready | Failed:
    end = time.monotonic() + PATIENCE
    while isinstance(told := rendering.ask(document, name), Waiting):
        assert time.monotonic() < end, f"no {name} in time"
        time.sleep(0.05)
    return told


def children(process: int) -> list[int]:
    done = subprocess.run(["pgrep", "-P", str(process)], capture_output=True, text=True, check=False)
    return [int(line) for line in done.stdout.split()]


def report(name: str, sentences: int = 0) -> Report:
    made = blank_report(Agency(name), 2023)
    return replace(made, introduction=paragraphs("\n".join(["依法公开政府信息，回应社会关切。" * 20] * sentences)))
