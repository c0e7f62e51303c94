"""Characters of a document that no face has, with the places where they stand, known before anything is laid out."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from exporters.fonts import REMEDY, characters_in_faces
from exporters.illustrations import SimpleTable
from exporters.outline import Item, Outline, TablePart

MOST_PLACES = 3
# Characters that are not drawn themselves: marks of direction and joining, choosers among variants, white space.
_UNDRAWN = {"Cc", "Cf", "Zl", "Zp", "Zs"}
_CHOOSERS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))


@dataclass(frozen=True)
class Missing:
    """A character that would be an empty box, and where it stands, in order."""

    character: str
    places: tuple[str, ...]

    @property
    def where(self) -> str:
        """The character and its places."""
        more = f"等 {len(self.places)} 处" if len(self.places) > MOST_PLACES else ""
        return f"“{self.character}”（U+{ord(self.character):04X}）：{'；'.join(self.places[:MOST_PLACES])}{more}"

    @property
    def sentence(self) -> str:
        """What a person has to know to find it and to mend it."""
        return f"所用字体没有{self.where}。导出 PDF 前，{REMEDY}网页和 Word 不受影响。"


def missing_characters(contents: Outline) -> tuple[Missing, ...]:
    """Each character that no face in use has. Raises FontsMissingError if the faces are not installed."""
    known = characters_in_faces()
    places: dict[str, list[str]] = {}
    for place, text in _texts(contents):
        for character in sorted(set(text)):
            if ord(character) not in known and _is_drawn(character):
                places.setdefault(character, []).append(place)
    return tuple(Missing(character, tuple(found)) for character, found in places.items())


def _is_drawn(character: str) -> bool:
    return unicodedata.category(character) not in _UNDRAWN and not any(ord(character) in some for some in _CHOOSERS)


def _texts(contents: Outline) -> Iterator[tuple[str, str]]:
    """Every text that is printed, with the place where it stands."""
    yield "标题", contents.title
    yield from _items("引言", contents.introduction)
    for part in contents.parts:
        yield f"标题“{part.heading}”", part.heading
        yield from _items(f"“{part.heading}”", (*part.before, *part.after))
        for table in part.tables:
            yield from _cells(f"“{part.heading}”", table)
    yield "落款", contents.signature.issuer
    yield "机关名称", contents.agency


def _items(where: str, items: tuple[Item, ...]) -> Iterator[tuple[str, str]]:
    for number, item in enumerate(items, 1):
        yield f"{where}第 {number} 段", item.text
        if isinstance(item, SimpleTable):
            for row, texts in enumerate(item.rows, 1):
                yield from ((f"{where}第 {number} 段的表格第 {row} 行", text) for text in texts)


def _cells(where: str, table: TablePart) -> Iterator[tuple[str, str]]:
    """What stands in a mandated table: its figures with their notes, and headings."""
    heads = {slot.id: slot.text for slot in table.grid.slots() if not slot.cell}
    for slot in table.grid.slots():
        text = table.text(slot)
        if not text.isascii():
            headings = "、".join(heads[head] for head in slot.headers if heads[head]) or slot.text
            yield f"{where}表格中“{headings}”", text
