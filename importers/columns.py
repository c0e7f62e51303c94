"""Which columns of a block are printed, and which token of a run stands under which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations

from importers.normal import distance, key
from importers.tokens import Kind, Run, Token, label_cores
from report.format import Header

COLUMNS_NOT_SEEN = "未见栏目名称，按格式的次序读取"
COLUMNS_REORDERED = "栏目的次序似与格式不同"
MISPLACED_BLANKS = "空格位置不能确定，按格式的次序读取"
GLUED = "行名与数字连在一起，按每栏一位读取"
EXTRA_FIGURES = "本行数字多于栏目"
MISSING_FIGURES = "本行数字少于栏目，不能确定各属哪一栏"


@dataclass(frozen=True)
class Columns:
    """The columns printed in a block, in order, as indices of its leaves; `doubt` if that is not certain."""

    leaves: tuple[int, ...]
    doubt: str | None = None


def header_text(leads: Iterable[Sequence[Token]], block_words: frozenset[str], row_forms: frozenset[str]) -> str:
    """The comparable text of a block's column headings: what stands before its first row, less captions and labels."""
    words: list[str] = []
    for lead in leads:
        for token in lead:
            if token.cores & block_words:
                words = []
            elif not token.cores & row_forms:
                words.append(key(token.text))
    return "".join(words)


def printed_columns(heading: str, leaves: Sequence[Header], widths: Sequence[int], full_only: bool) -> Columns:
    """Which leaves are printed, from the heading text and the number of figures in the rows."""
    everything = tuple(range(len(leaves)))
    names = [key(leaf.label) for leaf in leaves]
    if not heading:
        return Columns(everything, COLUMNS_NOT_SEEN)
    if full_only or (widths and min(widths) == max(widths) == len(leaves)):
        return Columns(everything, None if full_only else _order_doubt(heading, names))
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
    """Whether another order of the columns would fit the printed headings clearly better."""
    printed = heading[-80:]
    mandated = distance(printed, "".join(names))
    best = min((distance(printed, "".join(order)) for order in permutations(names)), default=mandated)
    return COLUMNS_REORDERED if best + 4 <= mandated else None


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


def _by_column(run: Run, spans: dict[int, tuple[int, int]], count: int) -> list[Token | None] | None:
    """Tokens by grid column; None unless each figure lies under exactly one heading."""
    placed: list[Token | None] = [None] * count
    for token in run.tokens:
        under = [i for i, (a, b) in spans.items() if token.column < b and token.column + token.colspan > a]
        if token.kind is Kind.BLANK and len(under) != 1:
            continue
        if len(under) != 1 or placed[under[0]] is not None:
            return None
        placed[under[0]] = token
    return placed


def _one_line(run: Run, count: int) -> tuple[Token, ...]:
    """The tokens on one line of the source, where a line is a row."""
    tokens = run.tokens
    lines = Counter(token.line for token in tokens)
    # Blanks that fill up a line of headings stand before the figures of the next line.
    filled = {token.line for token in tokens if token.kind is Kind.FIGURE}
    first = next(token.line for token in tokens if not filled or lines[token.line] == 1 or token.line in filled)
    if run.explicit and lines[first] > 1:
        return tuple(token for token in tokens if token.line == first)
    fits = [line for line, number in lines.items() if number == count and count > 1]
    if not run.explicit and len(run.tokens) > count and len(fits) == 1:
        return tuple(token for token in run.tokens if token.line == fits[0])
    return run.tokens


def window(run: Run, count: int) -> tuple[int, int] | None:
    """(start, tokens after the end) of the only stretch of `count` tokens that holds all figures and no blank."""
    tokens = _one_line(run, count)
    filled = [i for i, token in enumerate(tokens) if token.kind is Kind.FIGURE]
    if len(filled) != count or filled[-1] - filled[0] + 1 != count:
        return None
    return filled[0], len(tokens) - filled[-1] - 1


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


def place(run: Run, count: int, spans: dict[int, tuple[int, int]], windows: Sequence[tuple[int, int]]) -> Placed:
    """Place a run's tokens under `count` columns: by number where it fits, else by grid column or by the other rows."""
    digits = split_glued(run, count)
    if digits:
        return Placed(tuple(digits), GLUED)
    tokens = _one_line(run, count)
    nothing: tuple[Token | None, ...] = (None,) * count
    if len(tokens) == count:
        if tokens[0].glued and len(tokens[0].text) > 1 and count > 1:
            return Placed(tuple(tokens), GLUED.split("，")[0])
        return Placed(tuple(tokens))
    if run.grid and len(spans) == count:
        by_column = _by_column(run, spans, count)
        if by_column:
            return Placed(tuple(by_column))
    own = window(run, count)
    if own:
        return Placed(tuple(tokens[own[0] : own[0] + count]))
    figures = [i for i, token in enumerate(tokens) if token.kind is Kind.FIGURE]
    if not run.explicit or len(tokens) < count:
        said = {token.text for token in tokens}
        if run.explicit and len(tokens) > count and len(said) == 1:
            return Placed(tuple(tokens[:count]), EXTRA_FIGURES)
        return Placed(nothing, unread=EXTRA_FIGURES if len(tokens) > count else MISSING_FIGURES)
    if not figures:
        return Placed(tuple(tokens[:count]))
    return _by_neighbours(tokens, figures, count, windows)


def _by_neighbours(
    tokens: Sequence[Token], figures: Sequence[int], count: int, windows: Sequence[tuple[int, int]]
) -> Placed:
    """Place a row with blanks the way the full rows of its table lie; with doubt if none tells."""
    starts = {start for start, _ in windows}
    ends = {end for _, end in windows}
    choices = set()
    if len(starts) == 1:
        choices.add(next(iter(starts)))
    if len(ends) == 1:
        choices.add(len(tokens) - count - next(iter(ends)))
    sure = len(choices) == 1
    start = next(iter(choices)) if sure else 0
    if start < 0 or figures[0] < start or figures[-1] >= start + count or len(choices) > 1:
        return Placed((None,) * count, unread=EXTRA_FIGURES if len(figures) > count else MISSING_FIGURES)
    return Placed(tuple(tokens[start : start + count]), None if sure else MISPLACED_BLANKS)
