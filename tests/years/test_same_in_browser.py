"""Python and the browser's JavaScript find the same swings and doubtful units, letter for letter."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from checks.model import browser_model
from checks.years import swing_findings, unit_findings
from report.format import ReportFormat
from report.loading import load_formats
from tests.years.reports import report_of

SCRIPT = Path(__file__).parents[1] / "js/all_swings.mjs"
PAIRS = 1_000
ODD: list[Any] = ["-3", "16.50", "0.000001", "999999999999999", "/", None, {"number": "40", "note": "含网上3件"}]


def _figures(names: list[str], chance: random.Random) -> dict[str, Any]:
    """Figures of every size, near the limits of a swing as often as far from them."""
    sizes = (12, 40, 40, 3_000, 10**7)
    drawn = {name: str(chance.randint(0, chance.choice(sizes))) for name in names}
    for name in chance.sample(names, 2):
        drawn[name] = chance.choice(ODD)
    return drawn


@pytest.mark.parametrize("fmt", load_formats(), ids=lambda fmt: fmt.id)
def test_random_pairs_of_years_have_the_same_findings_in_python_and_in_javascript(fmt: ReportFormat) -> None:
    chance = random.Random(711)
    names = [*(s.cell for s in fmt.swings), *(c.name for c in fmt.cells if c.doubtful_ratio)]
    pairs = [{"now": _figures(names, chance), "last": _figures(names, chance)} for _ in range(PAIRS)]
    node = shutil.which("node")
    assert node, "Node.js is needed to ask the browser's side"
    asked = json.dumps({"model": browser_model(fmt), "reports": pairs})
    answer = subprocess.run([node, str(SCRIPT)], input=asked, capture_output=True, text=True, check=True)

    kinds = set()
    for pair, theirs in zip(pairs, json.loads(answer.stdout), strict=True):
        now = report_of(fmt.first_year, pair["now"], format_id=fmt.id)
        last = report_of(fmt.first_year, pair["last"], format_id=fmt.id)
        ours = [finding.data() for finding in (*swing_findings(now, last), *unit_findings(now, last))]
        assert ours == theirs
        kinds |= {finding["kind"] for finding in ours}
    assert kinds == {"swing", "unit"}
