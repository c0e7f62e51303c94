"""Rows of a table cut into label texts and runs of figures, whatever way the table was flattened."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import cached_property

from importers.figures import is_dash, is_figure
from importers.model import Place
from importers.normal import core, key, numbering, squeezed
from importers.rows import Row

_BRACKETED = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")
_RULE = re.compile(r":?-{2,}:?")
# Where cells are set apart by blanks, bars without one between them only fill up the row.
_FILLED_UP = re.compile(r"(?<=\|)[|]+\s*$")
_GLUED = re.compile(r"(?P<label>.*[\u3400-\u9fff\"”」』)）])(?P<figures>[0-9][0-9,.]*)")
PAGE_NUMBER = re.compile(
    r"(?:[-—–－]\s*[0-9]{1,3}\s*[-—–－]|第\s*[0-9]{1,3}\s*页.*|P\.\s*[0-9]{1,3}|[0-9]{1,3}\s*/\s*[0-9]{1,3})"
)
_REMARK = re.compile(r"[(（](?:其中|含|注|包括|不含|另)[^()（）]{1,40}[)）]")
MAX_TEXT = 120


class Kind(Enum):
    """What a token is."""

    TEXT = auto()
    FIGURE = auto()
    BLANK = auto()


@dataclass(frozen=True)
class Token:
    """One cell or word group. `line` tells which row of the source it stands in, `column` its grid column."""

    kind: Kind
    text: str
    place: Place
    line: int
    column: int = -1
    colspan: int = 1
    glued: bool = False

    @cached_property
    def cores(self) -> frozenset[str]:
        """What the text may be called: without numbering, and without bracketed remarks too."""
        return label_cores(self.text)


def without_remarks(text: str) -> str:
    """A text without what stands in brackets, unless nothing else does."""
    bare = _BRACKETED.sub("", text)
    return bare if key(bare) else text


def label_cores(text: str) -> frozenset[str]:
    """The comparable forms of a label: its core, and its core without remarks in brackets."""
    rest = numbering(text)[2]
    return frozenset(form for form in (core(text), key(without_remarks(rest))) if form)


@dataclass(frozen=True)
class Run:
    """Figures and blanks that follow one another, with the label texts before and after them.

    `explicit` runs show their blanks (a grid, `|`, tabs); in others a blank cell leaves no trace. `kept` says that
    blank cells are known to keep their places: some copies drop them and fill up the end of the row.
    """

    tokens: tuple[Token, ...]
    lead: tuple[Token, ...]
    trail: tuple[Token, ...]
    explicit: bool
    grid: bool
    kept: bool = True

    @cached_property
    def before(self) -> str:
        """The comparable text between the run before and this one."""
        return "".join(key(token.text) for token in self.lead[-12:])

    @cached_property
    def after(self) -> str:
        """The comparable text between this run and the next."""
        return "".join(key(token.text) for token in self.trail[:6])

    @cached_property
    def snippet(self) -> str:
        """What a person is shown: the label before and the figures."""
        label = self.lead[-1].text if self.lead else ""
        return squeezed(f"{label} {' '.join(token.text or '□' for token in self.tokens)}")


def _parts_of_line(text: str) -> list[str]:
    """The pieces of a text between blanks, a remark in brackets kept with the figure before it."""
    parts: list[str] = []
    for part in squeezed(text).split(" "):
        remark = bool(parts) and is_figure(parts[-1]) and _REMARK.fullmatch(part)
        if remark:
            parts[-1] += part
        else:
            parts.append(part)
    return parts


def _pieces(text: str, place: Place, line: int, labels: Collection[str]) -> Iterator[Token]:
    """Tokens of a text without cell borders: white space parts figures from words."""
    words: list[str] = []
    parts = _parts_of_line(text)
    for i, part in enumerate(parts):
        # A dash between words is part of the words: 本年增 / 减.
        inner_dash = is_dash(part) and 0 < i < len(parts) - 1 and not is_figure(parts[i + 1]) and bool(words)
        if part and not is_figure(part) and (inner_dash or not is_dash(part)):
            words.append(part)
            continue
        if words:
            yield from _text(" ".join(words), place, line, labels)
            words = []
        if part:
            yield Token(Kind.FIGURE, part, place, line)
    if words:
        yield from _text(" ".join(words), place, line, labels)


def _text(text: str, place: Place, line: int, labels: Collection[str]) -> Iterator[Token]:
    """A label, and the figures that run on from it: 规章000."""
    match = _GLUED.fullmatch(text)
    if match and label_cores(match["label"]) & frozenset(labels):
        yield Token(Kind.TEXT, match["label"], place, line)
        yield Token(Kind.FIGURE, match["figures"], place, line, glued=True)
    else:
        yield Token(Kind.TEXT, text, place, line)


def _parts(text: str, framed: bool) -> list[str]:
    """The cells of a line divided by bars or tabs; the line itself if it is not divided.

    A bar at the end of a single cell closes it. At the end of a row it may stand before one more, blank cell:
    a blank too many does no harm. `framed` rows have a bar at either end.
    """
    bars = text.replace("｜", "|")
    if "|" in bars:
        if " | " in bars.strip():
            bars = _FILLED_UP.sub("", bars)
        parts = bars.split("|")
        if framed and len(parts) > 2 and not parts[0].strip() and not parts[-1].strip():
            return parts[1:-1]
        return parts[:-1] if len(parts) < 3 and not parts[-1].strip() else parts
    tabbed = "\t" in text.strip() or text.count("\t") > 2
    return text.strip("\n\r").split("\t") if tabbed else [text]


def _is_framed(rows: Sequence[Row]) -> bool:
    """Whether the rows divided by bars have one at either end, as in Markdown."""
    lines = [row.cells[0].text.strip() for row in rows if row.grid < 0 and row.cells[0].text.count("|") > 2]
    lines = [line for line in lines if line.strip("| ")]
    framed = sum(line.startswith("|") and line.endswith("|") for line in lines)
    return framed > 0.8 * len(lines)


def _line_tokens(row: Row, line: int, labels: Collection[str], framed: bool) -> tuple[list[Token], bool]:
    cell = row.cells[0]
    parts = _parts(cell.text, framed)
    if len(parts) == 1 and "|" not in cell.text:
        if PAGE_NUMBER.fullmatch(squeezed(cell.text)):
            return [], False
        return list(_pieces(cell.text, cell.place, line, labels)), False
    written = [part.strip() for part in parts if part.strip()]
    if written and all(_RULE.fullmatch(part) for part in written):
        return [], True
    tokens: list[Token] = []
    for column, part in enumerate(parts):
        tokens.extend(_cell_tokens(part, cell.place, line, column if len(parts) > 2 else -1, 1, labels))
    return tokens, True


def _cell_tokens(
    text: str, place: Place, line: int, column: int, colspan: int, labels: Collection[str], whole: bool = False
) -> Iterator[Token]:
    if not text.strip():
        yield Token(Kind.BLANK, "", place, line, column, colspan)
    elif is_figure(text) or is_dash(text):
        yield Token(Kind.FIGURE, squeezed(text), place, line, column, colspan)
    else:
        pieces = list(_pieces(text, place, line, labels))
        if whole and all(piece.kind is Kind.FIGURE for piece in pieces):
            # One cell holds one figure; what it says when broken over lines is not certain.
            yield Token(Kind.FIGURE, squeezed(text), place, line, column, colspan)
            return
        # Several pieces in one cell are a label with its figures run together; they have no columns of their own.
        yield from pieces if len(pieces) > 1 else [Token(Kind.TEXT, squeezed(text), place, line, column, colspan)]


def tokenize(rows: Sequence[Row], labels: Collection[str]) -> tuple[list[Token], set[int]]:
    """Tokens of rows in order, and the numbers of the rows whose blanks show."""
    tokens: list[Token] = []
    explicit: set[int] = set()
    framed = _is_framed(rows)
    for number, row in enumerate(rows):
        if row.grid >= 0:
            explicit.add(number)
            for cell in row.cells:
                whole = cell.colspan == 1
                tokens.extend(_cell_tokens(cell.text, cell.place, number, cell.column, cell.colspan, labels, whole))
            continue
        if len(row.cells[0].text) > MAX_TEXT * 4:
            continue
        found, shows = _line_tokens(row, number, labels, framed)
        if shows:
            explicit.add(number)
        tokens.extend(found)
    return [_word_of_label(tokens, i) for i in range(len(tokens))], explicit


def _word_of_label(tokens: Sequence[Token], i: int) -> Token:
    """A token; 无 as text where it is the first character of 无法提供 printed one character a line."""
    token = tokens[i]
    if token.text not in {"无", "無"} or token.column >= 0 or i + 1 == len(tokens):
        return token
    follows = tokens[i + 1]
    return replace(token, kind=Kind.TEXT) if follows.kind is Kind.TEXT and follows.text[0] == "法" else token


def _blank_before_figure(tokens: Sequence[Token]) -> bool:
    kinds = [token.kind for token in tokens]
    return Kind.BLANK in kinds and Kind.FIGURE in kinds[kinds.index(Kind.BLANK) :]


def runs_of(rows: Sequence[Row], labels: Collection[str]) -> list[Run]:
    """The runs of figures of a table's rows. Blanks alone count only behind one of `labels` (cores of row labels)."""
    tokens, explicit = tokenize(rows, labels)
    known = frozenset(labels)
    groups: list[tuple[list[Token], list[Token]]] = []
    lead: list[Token] = []
    i = 0
    while i < len(tokens):
        if tokens[i].kind is Kind.TEXT:
            lead.append(tokens[i])
            i += 1
            continue
        j = i
        grid = rows[tokens[i].line].grid >= 0
        while (
            j < len(tokens)
            and tokens[j].kind is not Kind.TEXT
            and (not grid or tokens[j].line == tokens[i].line)
            and (grid or rows[tokens[j].line].grid < 0)
        ):
            j += 1
        found = tokens[i:j]
        if any(token.kind is Kind.FIGURE for token in found) or (lead and lead[-1].cores & known):
            groups.append((found, lead))
            lead = []
        i = j
    kept = any(_blank_before_figure(found) for found, _ in groups)
    return [
        Run(
            kept=kept or rows[found[0].line].grid >= 0,
            tokens=tuple(found),
            lead=tuple(before),
            trail=tuple(groups[n + 1][1] if n + 1 < len(groups) else lead),
            explicit=any(token.line in explicit for token in found),
            grid=rows[found[0].line].grid >= 0,
        )
        for n, (found, before) in enumerate(groups)
    ]
