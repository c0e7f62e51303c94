"""Three-way merge of a slice: cell by cell, and list by list in `services.paragraphs`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.paragraphs import Clash, differences, merge_lists
from services.slicing import LISTS, Content

# Nobody chooses paragraph by paragraph between two texts that differ in more places than this.
MOST_CLASHES = 20


@dataclass(frozen=True)
class PathClash:
    """A path that both changed; `theirs` stays, `mine` waits. For lists the items concerned, and their place.

    `place` is {"items": the merged list, "start", "end"}: where `theirs` stands in it; None for a single content.
    """

    path: str
    base: Any
    mine: Any
    theirs: Any
    place: dict[str, Any] | None = None


@dataclass(frozen=True)
class Merge:
    """The flat content to store, what of it the saver did not send or see, and where both sides differ."""

    content: Content
    unseen: Content
    clashes: list[PathClash]


def merge(base: Mapping[str, Any] | None, theirs: Mapping[str, Any], changes: Mapping[str, Any]) -> Merge:
    """Merge `changes`, made from `base`, into what is stored now (`theirs`); all flat, absent is null.

    Without a base (None: it is not kept any more) every difference is a clash.
    """
    content = dict(theirs)
    clashes: list[PathClash] = []
    for path, mine in changes.items():
        stored = theirs.get(path)
        if mine == stored:
            continue
        if base is None:
            clashes += _unfounded(path, stored, mine)
            continue
        before = base.get(path)
        if mine == before:
            continue
        if stored == before:
            content[path] = mine
        elif path in LISTS and isinstance(mine, list) and isinstance(stored, list):
            items, places = merge_lists(before or [], stored, mine)
            if len(places) > MOST_CLASHES:
                items, places = stored, [Clash(before, mine, stored, 0, len(stored))]
            content[path] = items
            clashes += _placed(path, items, places)
        else:
            clashes.append(PathClash(path, before, mine, stored))
    seen = {**(base or {}), **changes}
    unseen = {p: content.get(p) for p in {**content, **seen} if base is None or content.get(p) != seen.get(p)}
    return Merge(content, unseen, clashes)


def _unfounded(path: str, stored: Any, mine: Any) -> list[PathClash]:
    if path not in LISTS or not isinstance(mine, list) or not isinstance(stored, list):
        return [PathClash(path, None, mine, stored)]
    places = differences(stored, mine)
    if len(places) > MOST_CLASHES:
        places = [Clash(None, mine, stored, 0, len(stored))]
    return _placed(path, stored, places)


def _placed(path: str, items: list[Any], places: list[Clash]) -> list[PathClash]:
    return [PathClash(path, p.base, p.mine, p.theirs, {"items": items, "start": p.start, "end": p.end}) for p in places]


def as_seen(path: str, theirs: Any, place: Mapping[str, Any] | None, wanted: Any) -> tuple[Content, Content]:
    """(base, changes) that put `wanted` where `theirs` stood when the conflict arose.

    The base is what the person saw stored, so that what has changed since is not overwritten unseen.
    """
    if place is None:
        return {path: theirs}, {path: wanted}
    items = place["items"]
    return {path: items}, {path: [*items[: place["start"]], *wanted, *items[place["end"] :]]}
