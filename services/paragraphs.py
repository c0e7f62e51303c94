"""Two people's changes of one list, merged paragraph by paragraph.

The regions are those of a three-way merge; one that both changed is taken apart once more, since two neighbouring
paragraphs changed by two people are no conflict.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from merge3 import Merge3

from services.aligning import Aligner

Lines = list[str]


@dataclass(frozen=True)
class Clash:
    """A place that both changed: `start` and `end` are where the stored side stands in the merged list."""

    base: list[Any] | None
    mine: list[Any]
    theirs: list[Any]
    start: int
    end: int


@dataclass(frozen=True)
class _Edit:
    """Items `start` to `end` of the base replaced by `lines`; an insertion has start == end."""

    start: int
    end: int
    lines: tuple[str, ...]

    @property
    def grows(self) -> bool:
        """Whether it puts in more than it takes out, so that its edges matter to an insertion beside it."""
        return len(self.lines) > self.end - self.start

    def meets(self, other: _Edit) -> bool:
        """Whether both touch the same item, or put something in at the same point."""
        if max(self.start, other.start) < min(self.end, other.end):
            return True
        touching = self.start == other.end or other.start == self.end
        inside = self.start < other.start == other.end < self.end or other.start < self.start == self.end < other.end
        return inside or (touching and self.grows and other.grows)


def merge_lists(base: Sequence[Any], theirs: Sequence[Any], mine: Sequence[Any]) -> tuple[list[Any], list[Clash]]:
    """The merged list, with the stored side (`theirs`) where both changed the same item, and those places."""
    texts = [_lines(side) for side in (base, theirs, mine)]
    merged: Lines = []
    clashes: list[Clash] = []
    for kind, *bounds in Merge3(texts[0], texts[1], texts[2], sequence_matcher=Aligner).merge_regions():
        if kind == "conflict":
            parts = [texts[i][bounds[2 * i] : bounds[2 * i + 1]] for i in range(3)]
            _take_apart(parts[0], parts[1], parts[2], merged, clashes)
        else:
            source = {"unchanged": 0, "a": 1, "same": 1, "b": 2}[kind]
            merged += texts[source][bounds[0] : bounds[1]]
    return _items(merged), clashes


def differences(theirs: Sequence[Any], mine: Sequence[Any]) -> list[Clash]:
    """Every difference as a clash, for when nobody knows any more what both started from."""
    return [
        Clash(None, list(mine[b0:b1]), list(theirs[a0:a1]), a0, a1)
        for a0, a1, b0, b1 in Aligner(None, _lines(theirs), _lines(mine)).changes()
    ]


def _take_apart(base: Lines, theirs: Lines, mine: Lines, merged: Lines, clashes: list[Clash]) -> None:
    """Merge a region that both changed, edit by edit; appends to `merged` and `clashes`."""
    done = 0
    for start, end, ours, yours in _groups(_edits(base, theirs), _edits(base, mine)):
        merged += base[done:start]
        done = end
        stored, wanted = _applied(base, start, end, ours), _applied(base, start, end, yours)
        if ours and yours and stored != wanted:
            place = len(merged), len(merged) + len(stored)
            clashes.append(Clash(_items(base[start:end]), _items(wanted), _items(stored), *place))
        merged += stored if ours else wanted
    merged += base[done:]


def _edits(base: Lines, side: Lines) -> list[_Edit]:
    found = []
    for i1, i2, j1, j2 in Aligner(None, base, side).changes():
        if i2 - i1 == j2 - j1:
            pairs = zip(range(i1, i2), side[j1:j2], strict=True)
            found += [_Edit(i, i + 1, (line,)) for i, line in pairs if base[i] != line]
        else:
            found.append(_Edit(i1, i2, tuple(side[j1:j2])))
    return found


def _groups(ours: list[_Edit], yours: list[_Edit]) -> Iterator[tuple[int, int, list[_Edit], list[_Edit]]]:
    """Edits of both sides, those that meet put together: (start, end, ours, yours) in the order of the base."""
    waiting = sorted([(e, 0) for e in ours] + [(e, 1) for e in yours], key=lambda item: (item[0].start, item[0].end))
    group: tuple[list[_Edit], list[_Edit]] = ([], [])
    for edit, side in waiting:
        if any(group) and not any(edit.meets(other) for other in group[1 - side]):
            yield _span(group)
            group = ([], [])
        group[side].append(edit)
    if any(group):
        yield _span(group)


def _span(group: tuple[list[_Edit], list[_Edit]]) -> tuple[int, int, list[_Edit], list[_Edit]]:
    both = [*group[0], *group[1]]
    return min(e.start for e in both), max(e.end for e in both), *group


def _applied(base: Lines, start: int, end: int, edits: list[_Edit]) -> Lines:
    """Items `start` to `end` of the base with one side's edits."""
    result: Lines = []
    for edit in edits:
        result += [*base[start : edit.start], *edit.lines]
        start = edit.end
    return result + base[start:end]


def _lines(items: Sequence[Any]) -> Lines:
    return [json.dumps(item, ensure_ascii=False, sort_keys=True) for item in items]


def _items(lines: Lines) -> list[Any]:
    return [json.loads(line) for line in lines]
