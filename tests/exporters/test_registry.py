"""The exporters that there are, what they have in common, and the file of record."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from exporters import EXPORTERS
from report.record import load_report
from tests.exporters.documents import NAMES, RECENT, SEED, draft, final, sample

ROOT = Path(__file__).parents[2]
HASHING = """
import hashlib, sys
from exporters import EXPORTERS
from tests.exporters.documents import draft
for name, exporter in EXPORTERS.items():
    print(name, hashlib.sha256(exporter.render(draft(sys.argv[1]))).hexdigest())
"""


def test_each_exporter_goes_by_its_name():
    assert list(EXPORTERS) == ["html", "pdf", "docx", "xlsx", "csv", "json", "fragment"]
    assert all(exporter.name == name for name, exporter in EXPORTERS.items())


@pytest.mark.parametrize(
    ("name", "start"),
    [("html", b"<!DOCTYPE html>"), ("pdf", b"%PDF-"), ("docx", b"PK\x03\x04"), ("xlsx", b"PK\x03\x04")],
)
def test_each_file_begins_as_files_of_its_kind_do(name, start):
    assert EXPORTERS[name].render(final(RECENT)).startswith(start)


@pytest.mark.parametrize("name", NAMES)
def test_the_file_of_record_reads_back_as_the_same_report(name):
    assert load_report(EXPORTERS["json"].render(draft(name))) == sample(name)


def test_the_same_document_gives_the_same_bytes_in_another_process_and_place():
    here = {name: hashlib.sha256(exporter.render(draft(SEED))).hexdigest() for name, exporter in EXPORTERS.items()}
    elsewhere = {**os.environ, "TZ": "America/Los_Angeles", "LANG": "C", "PYTHONHASHSEED": "7", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", HASHING, SEED], env=elsewhere, capture_output=True, text=True, check=True, cwd="/"
    )
    assert dict(line.split() for line in done.stdout.splitlines()) == here


def test_loading_the_registry_loads_no_layout_engine():
    script = (
        "import sys, exporters; print([name for name in ('weasyprint', 'flask', 'sqlalchemy') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"
