"""Files of record for tests: the samples, the smallest one, and JSON of every kind."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from jsonschema import Draft202012Validator

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = sorted((ROOT / "samples").glob("*.json"))
SCHEMA = json.loads((ROOT / "schemas" / "report.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def smallest(**more: Any) -> dict[str, Any]:
    """The smallest file of record that is one, with more keys laid over it."""
    return {"nianbao": 1, "format": "2021", "agency": {"name": "示例市民政局"}, "year": 2023} | more


def content(data: Any) -> bytes:
    """JSON data as the bytes of a file; lone surrogates and NaN are written as Python writes them."""
    return json.dumps(data).encode()


def sample(name: str) -> dict[str, Any]:
    """The sample whose file name begins so, as data."""
    (file,) = (file for file in SAMPLES if file.name.startswith(name))
    return json.loads(file.read_text("utf-8"))


def schema_accepts(data: Any) -> bool:
    """Whether the JSON Schema of the file of record accepts the data."""
    return VALIDATOR.is_valid(data)
