"""The same report is the same bytes in every kind of file, whatever process, time zone, locale or moment makes it."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from bench.generated import ugly
from exporters import EXPORTERS
from exporters.document import Document
from exporters.site import SiteMetadata
from report.loading import load_format
from report.presentation import Presentation
from tests.exporters.documents import RECENT, TRADITIONAL, sample

ROOT = Path(__file__).parents[2]
# Sections, figures, tables and characters of every sort stand in this one.
UGLY = 3
PLACES = {
    "Shanghai": {"TZ": "Asia/Shanghai", "PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8"},
    "New York": {
        "TZ": "America/New_York", "PYTHONHASHSEED": "4242", "LC_ALL": "C", "SOURCE_DATE_EPOCH": "1700000000",
        "LANGUAGE": "en",
    },
    "Kiritimati": {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "random", "SOURCE_DATE_EPOCH": "1"},
}  # fmt: skip


def documents() -> dict[str, Document]:
    """A final one with charts, figures and a site, a draft with a check code, and one without a date."""
    report = replace(sample(RECENT), presentation=Presentation(("outcomes", "applicants", "trend")))
    site = SiteMetadata(name="示例网", url="https://www.example.invalid/{year}", catalogue=True)
    return {
        "charts": Document(report, earlier=(replace(report, year=2022),), site=site),
        "draft": Document(sample(TRADITIONAL), draft=True, check_code="1234-5678"),
        "ugly": Document(replace(ugly(load_format("2021"), UGLY), date=None)),
    }


def hashes() -> dict[str, str]:
    """The hash of every document in every kind of file."""
    return {
        f"{document} {name}": hashlib.sha256(exporter.render(contents)).hexdigest()
        for document, contents in documents().items()
        for name, exporter in EXPORTERS.items()
    }


@cache
def hashes_in(place: str) -> dict[str, str]:
    """The same made by a new process somewhere else."""
    code = "import json; from tests.exporters.test_determinism import hashes; print(json.dumps(hashes()))"
    environment = {**os.environ, **PLACES[place], "PYTHONPATH": str(ROOT)}
    cwd = ROOT if place == "Shanghai" else Path(sys.prefix)
    done = subprocess.run([sys.executable, "-c", code], env=environment, cwd=cwd, capture_output=True, check=True)
    told: dict[str, str] = json.loads(done.stdout)
    return told


@pytest.mark.parametrize("place", PLACES)
def test_every_file_has_the_same_bytes_in_another_process_time_zone_and_locale(place):
    assert hashes_in(place) == hashes_in("Shanghai")
    assert len(hashes_in(place)) == 3 * len(EXPORTERS)


@pytest.mark.parametrize("name", EXPORTERS)
def test_a_process_that_has_made_other_files_before_makes_the_same_bytes_a_moment_later(name):
    document = documents()["draft"]
    first = EXPORTERS[name].render(document)
    EXPORTERS[name].render(documents()["ugly"])
    # Times in archives are kept in steps of two seconds.
    time.sleep(2.1 if name in {"docx", "xlsx"} else 1.1)
    assert EXPORTERS[name].render(document) == first


def test_only_the_date_of_the_report_dates_a_file():
    report = sample(RECENT)
    for name in ("html", "pdf", "docx", "xlsx"):
        later = replace(report, date=report.date.replace(year=2031))
        assert EXPORTERS[name].render(Document(later)) != EXPORTERS[name].render(Document(report))


@pytest.mark.parametrize("name", EXPORTERS)
def test_the_order_in_which_figures_and_text_were_put_in_leaves_no_trace(name):
    report = sample(RECENT)
    values = dict(reversed(report.values.items()))
    narrative = dict(reversed((report.narrative or {}).items()))
    turned = replace(report, values=values, narrative=narrative)
    assert EXPORTERS[name].render(Document(turned)) == EXPORTERS[name].render(Document(report))
