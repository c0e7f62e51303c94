"""The mark of a report's contents as somebody saw them: the revision of every section, as an entity tag (RFC 9110)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from flask import request

from web.api.operations import Parameter
from web.api.problems import Refused

SEPARATOR = "."
ANY = "*"
NEEDED = "没有说明依据哪个状态改动，什么都没有做。请先读取，再把响应头 ETag 的值写进 If-Match。"
NO_MARK = "参数 base 不是这里给出的标记，什么都没有做。请写读取时 mark 的值。"
BOTH = "If-Match 和 base 只写其一，什么都没有做。"
# A list of entity tags, or a star (RFC 9110, 13.1).
TAGS = {"type": "string", "maxLength": 2000, "pattern": r'^(\*|(W/)?"[!#-~]*"([ \t]*,[ \t]*(W/)?"[!#-~]*")*)$'}
IF_MATCH = Parameter(
    "If-Match", TAGS,
    "读取时的 ETag：之后内容有任何改动就不做（412）。写 * 表示不论现在是什么", "header",
)  # fmt: skip
IF_NONE_MATCH = Parameter("If-None-Match", TAGS, "上次的 ETag：没有变化就答 304，不带内容", "header")
PART = "[a-z][a-z0-9_]*-[0-9]{1,9}"
BASE = Parameter(
    "base", {"type": "string", "maxLength": 2000, "pattern": rf"^{PART}(\.{PART})*$"},
    "读取时的 mark，代替 If-Match：别人改了别处就合并，改了同一处就不做（409）",
)  # fmt: skip


@dataclass(frozen=True)
class Seen:
    """What a program saw before it asked for a change: revisions, None for whatever stands; {} for a state unknown.

    `strict`: nothing is to be done once anything changed since.
    """

    revisions: Mapping[str, int] | None
    strict: bool


def mark_of(revisions: Mapping[str, int]) -> str:
    """The mark of these revisions."""
    return SEPARATOR.join(f"{section}-{number}" for section, number in sorted(revisions.items()))


def tag_of(revisions: Mapping[str, int]) -> str:
    """The same as an entity tag."""
    return f'"{mark_of(revisions)}"'


def read_mark(mark: str) -> dict[str, int] | None:
    """The revisions that a mark stands for; None for what is no mark."""
    parts = mark.split(SEPARATOR)
    if not all(re.fullmatch(PART, part) for part in parts):
        return None
    revisions = {section: int(number) for section, _, number in (part.rpartition("-") for part in parts)}
    return revisions if mark_of(revisions) == mark else None


def seen() -> Seen:
    """What the request says that the program saw. Refused if it says nothing."""
    base, tags = request.args.get("base"), request.if_match
    if base is not None and tags:
        raise Refused("malformed", BOTH, errors=[BOTH])
    if base is not None:
        revisions = read_mark(base)
        if revisions is None:
            raise Refused("malformed", NO_MARK, errors=[NO_MARK])
        return Seen(revisions, strict=False)
    if tags.star_tag:
        return Seen(None, strict=False)
    if not tags:
        raise Refused("required", NEEDED)
    # Of several states any will do; more than one is not what a program saw.
    marks = [read_mark(tag) for tag in sorted(tags.as_set())]
    return Seen(next((found for found in marks if found), {}), strict=True)
