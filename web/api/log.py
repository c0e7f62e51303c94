"""The audit log, for programs of administrators."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from services.audit import Entry, following, head
from web.access import store
from web.api import answers_of_contents as about
from web.api.bodies import query
from web.api.operations import Gives, Operation, Parameter, answer, operation
from web.api.paths import LARGEST

USUAL, MOST = 100, 1_000


@operation(
    "GET", "/audit",
    Operation(
        "审计日志，从早到晚；只对系统管理员", {200: Gives("日志", about.LogAnswer)},
        parameters=(
            Parameter("after", {"type": "integer", "minimum": 0, "maximum": LARGEST}, "只要第几条以后的，不写为从头"),
            Parameter("limit", {"type": "integer", "minimum": 1, "maximum": MOST}, f"最多几条，不写为 {USUAL}"),
        ),
    ),
)  # fmt: skip
def audit() -> ResponseReturnValue:
    """Entries after a number, oldest first: what a collector asks for again and again."""
    wanted = query()
    found = following(store(), wanted.get("after", 0), wanted.get("limit", USUAL))
    return answer(about.LogAnswer([_entry(entry) for entry in found], str(head(store()))))


def _entry(entry: Entry) -> about.EntryAnswer:
    return about.EntryAnswer(**vars(entry))
