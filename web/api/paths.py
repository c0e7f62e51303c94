"""Parts of addresses that several operations have, and the report that an address names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from exporters import EXPORTERS
from report.loading import load_formats
from services.drafts import Draft
from services.reports import open_draft
from services.versions import Version, get_version
from services.workflow.table import TRANSITIONS
from web.access import store
from web.api.problems import KINDS, Refused

NO_VERSION = "这份报告没有第 {number} 版。"
LARGEST = 999_999_999
NUMBER = f"<int(max={LARGEST}):number>"
STEPS = tuple(dict.fromkeys(step.action.value for step in TRANSITIONS))


def path_schemas() -> Mapping[str, Mapping[str, Any]]:
    """JSON Schema of what may stand in an address, by its name there."""
    return {
        "report_id": {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}$", "description": "报告编号"},
        "format_id": {"enum": [fmt.id for fmt in load_formats()], "description": "格式编号"},
        "number": {"type": "integer", "minimum": 0, "maximum": LARGEST, "description": "版本号"},
        "publication_id": {"type": "integer", "minimum": 0, "maximum": LARGEST, "description": "发布编号"},
        "kind": {
            "enum": list(EXPORTERS),
            "description": "文件种类：" + "，".join(f"{known.name} {known.label}" for known in EXPORTERS.values()),
        },
        "action": {"enum": list(STEPS), "description": "流转的一步"},
        "name": {"enum": list(KINDS), "description": "问题的种类"},
    }  # fmt: skip


def draft(report_id: str) -> Draft:
    """The draft of a report that the person may see, as the guard found."""
    return open_draft(store(), report_id)


def version(report_id: str, number: int) -> Version:
    """A version of it. Refused if there is none of that number."""
    found = get_version(store(), report_id, number)
    if found is None:
        raise Refused("not-found", NO_VERSION.format(number=number))
    return found
