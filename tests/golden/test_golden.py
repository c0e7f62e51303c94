"""Exported files hold what they held when a person last looked at them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.golden.described import CASES, described, golden_file

ASIDE = Path(__file__).parents[2] / "test-output" / "golden"


@pytest.mark.parametrize(("name", "kind"), CASES)
def test_the_file_holds_what_was_looked_at(name, kind):
    expected = golden_file(name, kind).read_text(encoding="utf-8")
    now = described(name, kind)
    if now != expected:
        ASIDE.mkdir(parents=True, exist_ok=True)
        (ASIDE / golden_file(name, kind).name).write_text(now, encoding="utf-8")
    assert now == expected, f"compare with {ASIDE / golden_file(name, kind).name}; see tests/golden/README.md"
