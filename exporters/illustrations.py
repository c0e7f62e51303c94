"""Figures and simple tables of the text as they are printed: how large, how wide, with which headings."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar, Protocol

from exporters.measures import LARGEST, PADDING, PAGE_WIDTH, SMALLEST, Measures
from exporters.titles import width
from report.narrative import Block
from report.pictures import Picture

# Millimetres: the text between the margins, and the room that a picture may take of a page, under it its caption.
WIDEST, HIGHEST = 156.0, 195.0
# A picture of few pixels is not blown up beyond what still looks sharp: pixels to the inch.
COARSEST = 150
UNDESCRIBED = "未写替代文字的图片"
# Columns in characters: of figures, and of running text, which folds.
_NARROW, _WIDE = 3.0, 16.0
# A cell of more characters is read from the left like a sentence.
_SENTENCE = 12
# A table of so many rows may go on on the next page, its heads repeated.
_ROWS_KEPT = 15
# Between the boxes of a row that has to stand in one line.
SEPARATOR = "｜"
Line = Callable[[str], str]


@dataclass(frozen=True)
class Illustration:
    """A picture with its caption below (图题). `id` is unique in the document."""

    kind: ClassVar[str] = "figure"
    level: ClassVar[int] = 0
    text: str
    id: str
    described: str
    picture: Picture

    @property
    def alt(self) -> str:
        """What is read out in its place; never empty, since an archival file may not lack it."""
        return self.described or self.text or UNDESCRIBED

    @property
    def size(self) -> tuple[float, float]:
        """Width and height on paper in millimetres: no wider than the text, no higher than a page leaves room for."""
        pixels = self.picture
        wide = min(WIDEST, pixels.width * 25.4 / COARSEST)
        scale = min(wide / pixels.width, HIGHEST / pixels.height)
        return round(pixels.width * scale, 2), round(pixels.height * scale, 2)

    @property
    def address(self) -> str:
        """The picture itself as an address (RFC 2397), so that nothing has to be fetched."""
        return f"data:{self.picture.media_type};base64,{b64encode(self.picture.data).decode()}"

    @property
    def name(self) -> str:
        """What the pages of a PDF call it while they are typeset."""
        return f"picture:{self.picture.id}"

    @property
    def relation(self) -> str:
        """What a Word file calls it."""
        return f"picture-{self.picture.id[:16]}"

    @property
    def words(self) -> str:
        """The figure where only text can stand."""
        return f"〔图〕{self.text}（{self.alt}）"


@dataclass(frozen=True)
class SimpleTable:
    """A table of text with its caption above (表题). `id` is unique in the document."""

    kind: ClassVar[str] = "table"
    level: ClassVar[int] = 0
    text: str
    id: str
    rows: tuple[tuple[str, ...], ...]
    stated_head: int = field(repr=False)

    @property
    def head(self) -> int:
        """How many rows are headings: fewer than there are."""
        return min(self.stated_head, len(self.rows) - 1)

    @property
    def is_long(self) -> bool:
        """Whether it may go on on the next page."""
        return len(self.rows) > _ROWS_KEPT

    @cached_property
    def measures(self) -> Measures:
        """Widths of the columns by what stands in them, and the largest type in which all fits the page."""
        columns = tuple(
            min(_WIDE, max(_NARROW, *(width(row[n]) for row in self.rows))) + PADDING for n in range(len(self.rows[0]))
        )
        size = max(SMALLEST, min(LARGEST, PAGE_WIDTH / sum(columns)))
        return Measures(columns, 0, frozenset(), int(size * 2) / 2)

    def is_heading(self, row: int, column: int) -> bool:
        """Whether a box heads its column; a blank one heads nothing."""
        return row < self.head and bool(self.rows[row][column])

    def heading_id(self, row: int, column: int) -> str:
        """The id in HTML of a heading's box."""
        return f"{self.id}-{row}-{column}"

    def headings(self, column: int) -> str:
        """Ids of the boxes that head a column."""
        return " ".join(self.heading_id(row, column) for row in range(self.head) if self.rows[row][column])

    def is_text(self, column: int) -> bool:
        """Whether a column holds sentences rather than words and figures."""
        return any(len(row[column]) > _SENTENCE for row in self.rows[self.head :])


def illustration(block: Block, name: str, picture: Picture, line: Line) -> Illustration:
    """A figure as printed; `line` cleans its texts."""
    return Illustration(line(block.text), name, line(block.alt), picture)


def simple_table(block: Block, name: str, line: Line) -> SimpleTable:
    """A table as printed; `line` cleans its texts."""
    return SimpleTable(line(block.text), name, tuple(tuple(map(line, row)) for row in block.rows), block.head)


class Texted(Protocol):
    """Whatever stands in running text."""

    @property
    def text(self) -> str:
        """Its text or caption."""


def text_lines(item: Texted) -> list[str]:
    """An item where there is room for lines of text alone: a table row by row, a figure by its words."""
    if isinstance(item, Illustration):
        return [item.words]
    if isinstance(item, SimpleTable):
        return [*filter(None, [item.text]), *(SEPARATOR.join(row) for row in item.rows)]
    return [item.text]
