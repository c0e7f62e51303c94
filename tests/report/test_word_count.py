"""字数 is counted alike on the server and in the editor."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from report.narrative import Block, count_characters

VECTORS = json.loads((Path(__file__).resolve().parents[1] / "js" / "fixtures" / "word-count.json").read_text("utf-8"))


@pytest.mark.parametrize("case", VECTORS if isinstance(VECTORS, list) else VECTORS["cases"], ids=str)
def test_characters_are_counted_as_the_editor_counts_them(case: dict[str, object]) -> None:
    assert count_characters([Block("paragraph", str(case["text"]))]) == case["count"]
