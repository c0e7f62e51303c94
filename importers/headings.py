"""Which columns of a block are printed, told by the headings over them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations

from importers.normal import distance, key
from importers.tokens import Token, without_remarks
from report.format import Header

COLUMNS_NOT_SEEN = "未见栏目名称，按格式的次序读取"
COLUMNS_REORDERED = "栏目的次序似与格式不同"
HEADINGS_DIFFER = "栏目名称与格式不同，按格式的次序读取"
UNLIKE = 0.55
SHARED = 0.6


@dataclass(frozen=True)
class Columns:
    """The columns printed in a block, in order, as indices of its leaves; `doubt` if that is not certain."""

    leaves: tuple[int, ...]
    doubt: str | None = None


def header_text(
    leads: Iterable[Sequence[Token]], block_words: frozenset[str], row_forms: frozenset[str], names: frozenset[str]
) -> str:
    """The comparable text of a block's column headings: what stands before its first row, less captions and labels.

    `names` are the keys of the columns: 总计 heads a column, （七）总计 a row.
    """
    words: list[str] = []
    for lead in leads:
        for token in lead:
            if token.cores & block_words:
                words = []
            elif key(token.text) in names or not token.cores & row_forms:
                words.append(key(without_remarks(token.text)))
    heading = "".join(words)
    for form in block_words:
        heading = heading.rpartition(form)[2]
    return heading


def printed_columns(
    heading: str, leaves: Sequence[Header], widths: Sequence[int], full_only: bool, in_grid: bool
) -> Columns:
    """Which leaves are printed, from the heading text and the number of figures in the rows."""
    everything = tuple(range(len(leaves)))
    names = [key(without_remarks(leaf.label)) for leaf in leaves]
    if not heading:
        return Columns(everything, COLUMNS_NOT_SEEN)
    if full_only:
        if shared("".join(names), heading) < SHARED:
            return Columns(everything, COLUMNS_NOT_SEEN)
        return Columns(everything, COLUMNS_REORDERED if out_of_order(heading, leaves, in_grid) else None)
    if widths and min(widths) == max(widths) == len(leaves):
        return Columns(everything, _order_doubt(heading, names))
    scored = sorted(
        (distance(heading[-80:], "".join(names[i] for i in subset)), -len(subset), subset)
        for size in range(1, len(leaves) + 1)
        for subset in combinations(everything, size)
    )
    best, second = scored[0], scored[1] if len(scored) > 1 else None
    if best[2] != everything and second and second[0] - best[0] < 2:
        return Columns(everything, COLUMNS_NOT_SEEN)
    return Columns(best[2])


def _order_doubt(heading: str, names: Sequence[str]) -> str | None:
    """What is odd about the printed headings: in another order they fit clearly better, or they fit badly."""
    printed = heading[-80:]
    mandated = distance(printed, "".join(names))
    best = min((distance(printed, "".join(order)) for order in permutations(names)), default=mandated)
    if best + 4 <= mandated:
        return COLUMNS_REORDERED
    return HEADINGS_DIFFER if mandated > UNLIKE * len("".join(names)) else None


def out_of_order(heading: str, leaves: Sequence[Header], in_grid: bool) -> bool:
    """Whether headings over headings, all printed, stand in another order than the format's, row by row or in full.

    Outside a grid a heading that is several rows high may have come before or after its neighbours.
    """
    names = [key(without_remarks(leaf.label)) for leaf in leaves]
    groups = list(dict.fromkeys(key(h.label) for leaf in leaves for h in leaf.ancestors if h.label))
    words = re.findall("|".join(sorted(map(re.escape, {*names, *groups}), key=len, reverse=True)), heading)
    seen = [word for word in words if word in groups]
    if sorted(seen) == sorted(groups) and seen not in (groups, sorted(groups, key=_depth_of(leaves))):
        return True
    depths = [len(leaf.ancestors) for leaf in leaves]
    if not in_grid:
        names = [name for name, depth in zip(names, depths, strict=True) if depth == max(depths)]
        depths = [depth for depth in depths if depth == max(depths)]
    found = [word for word in words if word in names][-len(names) :]
    by_rows = [name for depth in sorted(set(depths)) for name, d in zip(names, depths, strict=True) if d == depth]
    return Counter(found) == Counter(names) and found not in (names, by_rows)


def _depth_of(leaves: Sequence[Header]) -> Callable[[str], int]:
    depths = {key(h.label): n for leaf in leaves for n, h in enumerate(leaf.ancestors)}
    return lambda group: depths[group]


def shared(names: str, heading: str) -> float:
    """The share of the characters of headings that a text holds, in whatever order."""
    return sum((Counter(names) & Counter(heading)).values()) / len(names)
