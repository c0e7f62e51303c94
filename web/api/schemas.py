"""Schemas that the description names: the answers' and bodies' from their types, the record's from its own file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from services.replacing import Alteration, Clash
from web.api.answers import Obstacle
from web.api.problems import KINDS, type_of

RECORD_FILE = Path(__file__).resolve().parents[2] / "schemas" / "report.schema.json"
COMPONENTS = "#/components/schemas/"
REF = COMPONENTS + "{name}"
PROBLEM = "Problem."
Schema = dict[str, Any]
# What a problem may have besides its detail.
MEMBERS: Mapping[str, Any] = {
    "errors": list[str], "scope": str, "conflicts": list[Clash], "changed": list[Alteration], "report": str,
    "barred": list[Obstacle],
}  # fmt: skip


def schemas_of(types: list[Any]) -> tuple[list[Schema], dict[str, Schema]]:
    """Each type's schema, and the components that these name. Docstrings are for who reads the code, and left out."""
    shown, components = msgspec.json.schema_components(types, ref_template=REF)
    for schema in components.values():
        schema.pop("description", None)
    return list(shown), dict(components)


@lru_cache(maxsize=1)
def record_schemas() -> dict[str, Schema]:
    """The schema of a file of record as components: `Report`, `WholeReport`, `PartOfReport` and what they name."""
    schema = json.loads(RECORD_FILE.read_text("utf-8"))
    del schema["$schema"]
    definitions = schema.pop("$defs")
    found = {f"Report.{name}": _moved(definition) for name, definition in definitions.items()}
    whole = _moved(schema)
    return {
        "Report": whole,
        "WholeReport": whole | {"required": [*whole["required"], "values", "narrative"]},
        "PartOfReport": {key: part for key, part in whole.items() if key != "required"},
        **found,
    }


def _moved(schema: Any) -> Any:
    """The same with its definitions looked for among the components."""
    if isinstance(schema, dict):
        return {
            key: f"{COMPONENTS}Report.{part.removeprefix('#/$defs/')}" if key == "$ref" else _moved(part)
            for key, part in schema.items()
        }
    return [_moved(part) for part in schema] if isinstance(schema, list) else schema


def problem_schemas() -> dict[str, Schema]:
    """A component for each kind of problem, and what these name."""
    shown, components = schemas_of(list(MEMBERS.values()))
    members = dict(zip(MEMBERS, shown, strict=True))
    for name, kind in KINDS.items():
        components[PROBLEM + name] = {
            "title": kind.title,
            "description": kind.meaning,
            "type": "object",
            "properties": {
                "type": {"const": type_of(name)},
                "title": {"const": kind.title},
                "status": {"const": kind.status},
                "detail": {"type": "string", "minLength": 1},
                **{member: members[member] for member in kind.members},
            },
            "required": ["type", "title", "status", "detail"],
            "additionalProperties": False,
        }
    return components
