"""Python and the browser's JavaScript find the same in the same report, letter for letter."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from checks import check
from checks.model import browser_model
from report.format import ReportFormat, Severity
from report.loading import load_formats
from report.record import read_report
from report.report import Report

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "tests/js/all_findings.mjs"
SHARED_KINDS = {"relation", "swing", "number", "blank", "unit"}
REPORTS = 10_000
SEED = 711
ODD: list[Any] = [
    "１２", "134,691", "13,46", "14 2", "12。5", "-3", "−27", "增1423", "5.19亿元", "3元", "2万", "/", "无", "1e9",
    "十", "⑭", "1" + "0" * 30, "0.0000001", "20.30", "1.005", "2000000", "22（其中修订16件）", "", None, " ",
    {"number": "7", "note": "含网上3件"}, {"number": "x", "note": "甲"}, {"text": "2,232,951", "doubt": "无单位"},
    {"text": "约 5"},
]  # fmt: skip


LAST = ["0", "0", "1", "2", "3", "40", "0.001", "9000"]


def _levelled(fmt: ReportFormat, chance: random.Random) -> dict[str, Any]:
    """Small figures, or none but 0, whose sums agree: one figure of each mandated relation is made to fit."""
    choices = chance.choice(((0,), (0, 0, 0, 1, 2, 14)))
    figures = {name: chance.choice(choices) for name in fmt.cell_index}
    for _ in range(3):
        for relation in fmt.relations:
            if relation.severity is Severity.ERROR and relation.compare == "=":
                fitted, *rest = relation.left.terms
                figures[fitted.cell] = sum(figures[t.cell] * t.sign for t in relation.right.terms)
                figures[fitted.cell] -= sum(figures[t.cell] * t.sign for t in rest)
    return {name: str(figure) for name, figure in figures.items()}


def _random_report(fmt: ReportFormat, chance: random.Random) -> dict[str, Any]:
    values = _levelled(fmt, chance)
    for name in chance.sample(list(values), chance.choice((0, 1, 1, 3, 10, 40))):
        values[name] = chance.choice(ODD) if chance.random() < 0.5 else str(chance.randint(0, 99))
    if chance.random() < 0.03:
        values = {name: value for name, value in values.items() if chance.random() < 0.3}
    facts = {
        name.removeprefix("facts."): chance.choice(["0", "3", "2950.00", "1.005", *ODD])
        for name in fmt.fact_index
        if chance.random() < 0.5
    }
    last = {n: chance.choice(LAST) for n in fmt.cell_index} if chance.random() < 0.5 else {}
    return {"format": fmt.id, "values": values, "facts": facts, "last": last}


def _read(fmt: ReportFormat, values: dict[str, Any], facts: dict[str, Any]) -> Report:
    fees = {name.removeprefix("processing_fees."): value for name, value in facts.items()}
    return read_report(
        {
            "format": fmt.id,
            "year": fmt.first_year,
            "agency": "示例局",
            "values": values,
            "processing_fees": fees,
        }
    )


def _in_python(fmt: ReportFormat, data: dict[str, Any]) -> list[dict[str, Any]]:
    previous = _read(fmt, data["last"], {}) if data["last"] else None
    findings = check(_read(fmt, data["values"], data["facts"]), previous)
    return [finding.data() for finding in findings if finding.kind in SHARED_KINDS]


def _for_browser(data: dict[str, Any]) -> dict[str, Any]:
    facts = {f"facts.{name}": value for name, value in data["facts"].items()}
    return {"format": data["format"], "values": data["values"] | facts, "last": data["last"]}


def _node(*arguments: str) -> str:
    node = shutil.which("node")
    assert node, "Node.js is needed to ask the browser's side"
    done = subprocess.run([node, str(SCRIPT), *arguments], check=True, capture_output=True, text=True, encoding="utf-8")
    return done.stdout


def _digest(findings: list[dict[str, Any]]) -> str:
    text = json.dumps(findings, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.slow
def test_ten_thousand_random_reports_have_the_same_findings_in_python_and_in_javascript(tmp_path: Path) -> None:
    chance = random.Random(SEED)
    formats = {fmt.id: fmt for fmt in load_formats()}
    reports = [_random_report(chance.choice(list(formats.values())), chance) for _ in range(REPORTS)]
    given, answered = tmp_path / "reports.json", tmp_path / "digests.txt"
    models = {fmt_id: browser_model(fmt) for fmt_id, fmt in formats.items()}
    given.write_text(json.dumps({"models": models, "reports": [_for_browser(r) for r in reports]}), encoding="utf-8")

    _node(str(given), str(answered))
    digests = answered.read_text().split()

    assert len(digests) == REPORTS
    kinds: Counter[str] = Counter()
    clean = 0
    for i, (data, digest) in enumerate(zip(reports, digests, strict=True)):
        findings = _in_python(formats[data["format"]], data)
        kinds.update(finding["kind"] for finding in findings)
        clean += not findings
        if _digest(findings) != digest:
            assert json.loads(_node(str(given), str(answered), str(i))) == findings
            pytest.fail(f"report {i}: the same findings, written differently")
    # The sample is worth its name: every kind of finding occurs, and reports without any.
    assert set(kinds) == SHARED_KINDS
    assert clean > REPORTS // 100
