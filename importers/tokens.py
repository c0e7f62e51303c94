"""Rows of a table cut into label texts and runs of figures, whatever way the table was flattened."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property

from importers.figures import is_dash, is_figure
from importers.model import Place
from importers.normal import core, key, numbering, squeezed
from importers.rows import Row

_BRACKETED = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")
_RULE = re.compile(r":?-{2,}:?")
_GLUED = re.compile(r"(?P<label>.*[\u3400-\u9fff\"”」』)）])(?P<figures>[0-9][0-9,.]*)")
PAGE_NUMBER = re.compile(r"(?:[-—–－]\s*[0-9]{1,3}\s*[-—–－]|第\s*[0-9]{1,3}\s*页.*|[0-9]{1,3}\s*/\s*[0-9]{1,3})")
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


def label_cores(text: str) -> frozenset[str]:
    """The comparable forms of a label: its core, and its core without remarks in brackets."""
    rest = numbering(text)[2]
    bare = key(_BRACKETED.sub("", rest))
    return frozenset(form for form in (core(text), bare) if form)


@dataclass(frozen=True)
class Run:
    """Figures and blanks that follow one another, with the label texts before and after them.

    `explicit` runs show their blanks (a grid, `|`, tabs); in others a blank cell leaves no trace.
    """

    tokens: tuple[Token, ...]
    lead: tuple[Token, ...]
    trail: tuple[Token, ...]
    explicit: bool
    grid: bool

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


def _pieces(text: str, place: Place, line: int, labels: Collection[str]) -> Iterator[Token]:
    """Tokens of a text without cell borders: white space parts figures from words."""
    words: list[str] = []
    parts = squeezed(text).split(" ")
    for i, part in enumerate(parts):
        # A dash between words is part of the words: 本年增 / 减.
        inner_dash = is_dash(part) and 0 < i < len(parts) - 1 and not is_figure(parts[i + 1]) and bool(words)
        figure = is_figure(part) or (is_dash(part) and not inner_dash)
        note = part[:1] in "(（" and not words and i > 0
        if figure or not part:
            if words:
                yield from _text(" ".join(words), place, line, labels)
                words = []
            if part:
                yield Token(Kind.FIGURE, part, place, line)
        elif note and key(part) and not label_cores(part) & frozenset(labels):
            yield Token(Kind.TEXT, part, place, line)
        else:
            words.append(part)
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


def _line_tokens(row: Row, line: int, labels: Collection[str]) -> tuple[list[Token], bool]:
    cell = row.cells[0]
    mark = "|" if "|" in cell.text or "｜" in cell.text else "\t" if "\t" in cell.text.strip("\n\r ") else ""
    if not mark:
        if PAGE_NUMBER.fullmatch(squeezed(cell.text)):
            return [], False
        return list(_pieces(cell.text, cell.place, line, labels)), False
    parts = cell.text.replace("｜", "|").split(mark)
    if mark == "|" and not parts[-1].strip():
        parts = parts[:-1]
        if len(parts) > 2 and not parts[0].strip() and cell.text.lstrip().startswith("|") and parts[1].strip():
            parts = parts[1:]
    if all(_RULE.fullmatch(part.strip()) for part in parts if part.strip()) and any(part.strip() for part in parts):
        return [], True
    tokens: list[Token] = []
    for part in parts:
        tokens.extend(_cell_tokens(part, cell.place, line, -1, 1, labels))
    return tokens, True


def _cell_tokens(
    text: str, place: Place, line: int, column: int, colspan: int, labels: Collection[str]
) -> Iterator[Token]:
    if not text.strip():
        yield Token(Kind.BLANK, "", place, line, column, colspan)
    elif is_figure(text) or is_dash(text):
        yield Token(Kind.FIGURE, squeezed(text), place, line, column, colspan)
    elif column < 0:
        yield from _pieces(text, place, line, labels)
    else:
        yield Token(Kind.TEXT, squeezed(text), place, line, column, colspan)


def tokenize(rows: Sequence[Row], labels: Collection[str]) -> tuple[list[Token], set[int]]:
    """Tokens of rows in order, and the numbers of the rows whose blanks show."""
    tokens: list[Token] = []
    explicit: set[int] = set()
    for number, row in enumerate(rows):
        if row.grid >= 0:
            explicit.add(number)
            for cell in row.cells:
                tokens.extend(_cell_tokens(cell.text, cell.place, number, cell.column, cell.colspan, labels))
            continue
        if len(row.cells[0].text) > MAX_TEXT * 4:
            continue
        found, shows = _line_tokens(row, number, labels)
        if shows:
            explicit.add(number)
        tokens.extend(found)
    return tokens, explicit


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
    return [
        Run(
            tokens=tuple(found),
            lead=tuple(before),
            trail=tuple(groups[n + 1][1] if n + 1 < len(groups) else lead),
            explicit=any(token.line in explicit for token in found),
            grid=rows[found[0].line].grid >= 0,
        )
        for n, (found, before) in enumerate(groups)
    ]
