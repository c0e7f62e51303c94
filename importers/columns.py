"""Which token of a run of figures stands under which column of its block."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from importers.tokens import Kind, Run, Token, label_cores
from report.format import Header

MISPLACED_BLANKS = "空格位置不能确定，按格式的次序读取"
GLUED = "行名与数字连在一起，按每栏一位读取"
MAYBE_GLUED = "行名与数字连在一起"
EXTRA_FIGURES = "本行数字多于栏目"
MISSING_FIGURES = "本行数字少于栏目，不能确定各属哪一栏"


def column_spans(heads: Iterable[Token], leaves: Sequence[Header]) -> dict[int, tuple[int, int]]:
    """{leaf: (first grid column, past the last)} for the leaf headings found in a grid; repeated names by order."""
    wanted = [label_cores(leaf.label) for leaf in leaves]
    found: dict[int, tuple[int, int]] = {}
    cells = sorted((token for token in heads if token.column >= 0), key=lambda token: token.column)
    start = 0
    for leaf, forms in enumerate(wanted):
        for n in range(start, len(cells)):
            if cells[n].cores & forms:
                found[leaf] = (cells[n].column, cells[n].column + cells[n].colspan)
                start = n + 1
                break
    return found


def _by_column(tokens: Iterable[Token], spans: dict[int, tuple[int, int]], count: int) -> list[Token | None] | None:
    """Tokens by grid column; None unless each figure lies under exactly one heading."""
    placed: list[Token | None] = [None] * count
    for token in tokens:
        under = [i for i, (a, b) in spans.items() if token.column < b and token.column + token.colspan > a]
        if token.kind is Kind.BLANK and len(under) != 1:
            continue
        if len(under) != 1 or placed[under[0]] is not None:
            return None
        placed[under[0]] = token
    return placed


def _one_line(run: Run, count: int) -> tuple[Token, ...]:
    """The tokens on one line of the source where a line is a row, else all."""
    tokens = run.tokens
    lines = Counter(token.line for token in tokens)
    if run.explicit:
        # Blanks that fill up a line of headings stand before the figures of the next line.
        filled = {token.line for token in tokens if token.kind is Kind.FIGURE}
        first = next(t.line for t in tokens if not filled or lines[t.line] == 1 or t.line in filled)
        if lines[first] > 1:
            return tuple(t for t in tokens if t.line == first)
        # Among lines of one cell each, a line of several bars fills up a row; it is no cell, nor several.
        single = tuple(t for t in tokens if lines[t.line] == 1 or t.line in filled)
        return single if filled or len(single) >= count else tokens
    if run.lead and run.lead[-1].line == tokens[0].line:
        return tuple(t for t in tokens if t.line == tokens[0].line)
    if max(lines.values()) == 1:
        return tokens
    whole = [line for line, number in lines.items() if number == count]
    rows = whole if len(whole) == 1 else [max(lines, key=lambda line: lines[line])]
    return tuple(t for t in tokens if t.line == rows[0]) if len(whole) < 2 else tokens


def padding(runs: Iterable[Run], count: int) -> str:
    """Where rows longer than `count` are filled up with blanks, "start" or "end"; "" if the rows do not tell."""
    possible = {"start", "end"}
    for run in runs:
        tokens = _one_line(run, count)
        extra = len(tokens) - count
        if not run.explicit or extra <= 0:
            continue
        if any(token.kind is Kind.FIGURE for token in tokens[:extra]):
            possible.discard("start")
        if any(token.kind is Kind.FIGURE for token in tokens[count:]):
            possible.discard("end")
    return possible.pop() if len(possible) == 1 else ""


def _full(tokens: Sequence[Token], count: int) -> tuple[Token, ...]:
    """The `count` figures of a row that has no more, one beside the other or with as many blanks after each."""
    filled = [i for i, token in enumerate(tokens) if token.kind is Kind.FIGURE]
    if len(filled) != count or len({b - a for a, b in pairwise(filled)}) > 1:
        return ()
    return tuple(tokens[i] for i in filled)


def split_glued(run: Run, count: int) -> list[Token | None] | None:
    """The digits of 规章000 as one figure each; None unless all are 0 and as many as there are columns."""
    token = run.tokens[0]
    if len(run.tokens) == 1 and token.glued and token.text == "0" * count and count > 1:
        return [Token(Kind.FIGURE, "0", token.place, token.line) for _ in range(count)]
    return None


@dataclass(frozen=True)
class Placed:
    """The token of each printed column, None where none could be told; `doubt` about the row as a whole."""

    tokens: tuple[Token | None, ...]
    doubt: str | None = None
    unread: str | None = None


def place(run: Run, count: int, spans: dict[int, tuple[int, int]], pad: str) -> Placed:
    """Place a run's tokens under `count` columns: by number where it fits, else by grid column or by the other rows.

    `spans` are the grid columns of the headings, `pad` is what `padding` found for the rows of the block.
    """
    digits = split_glued(run, count)
    if digits:
        return Placed(tuple(digits), GLUED)
    tokens = _one_line(run, count)
    dropped = not run.kept and tokens[0].kind is Kind.FIGURE and tokens[-1].kind is Kind.BLANK
    if len(tokens) == count:
        doubt = MAYBE_GLUED if tokens[0].glued and count > 1 else None
        return Placed(tuple(tokens), MISPLACED_BLANKS if dropped else doubt)
    headed = len(spans) == count and all(token.column >= 0 for token in tokens)
    by_column = _by_column(tokens, spans, count) if headed else None
    if by_column:
        blank = any(token is None or token.kind is Kind.BLANK for token in by_column)
        return Placed(tuple(by_column), MISPLACED_BLANKS if dropped and blank else None)
    full = _full(tokens, count)
    if full:
        return Placed(full)
    nothing: tuple[Token | None, ...] = (None,) * count
    if not run.explicit or len(tokens) < count:
        return Placed(nothing, unread=EXTRA_FIGURES if len(tokens) > count else MISSING_FIGURES)
    if count == 1 and len({token.text for token in tokens}) == 1:
        # A merged cell taken apart, its figure repeated in each part.
        return Placed(tuple(tokens[:1]), EXTRA_FIGURES)
    figures = [i for i, token in enumerate(tokens) if token.kind is Kind.FIGURE]
    start = len(tokens) - count if pad == "start" else 0
    if figures and (figures[0] < start or figures[-1] >= start + count):
        return Placed(nothing, unread=EXTRA_FIGURES if len(figures) > count else MISSING_FIGURES)
    sure = not figures or (pad and run.kept and not headed)
    return Placed(tuple(tokens[start : start + count]), None if sure else MISPLACED_BLANKS)
