"""A PDF made small and written once: the fonts cut to what is drawn, and no object put into bytes twice."""

from __future__ import annotations

import io
import re
import struct
from typing import Any

import pydyf
import uharfbuzz
from fontTools.ttLib import TTFont
from uharfbuzz import SubsetFlags
from weasyprint.pdf.stream import Stream

# Of no use inside a PDF: layout, vertical setting, smoothing on screens.
_NEEDLESS = ("BASE", "GDEF", "GPOS", "GSUB", "VORG", "gasp", "vhea", "vmtx")
_FONT = re.compile(rb"/([A-Z]{6}) \S+ Tf")
_TEXT = re.compile(rb"<([0-9a-f]+)>")
_MEANING = re.compile(rb"<([0-9a-f]{4})> (<[0-9a-f]+>)")


class WholeFonts(dict[str, Any]):
    """A document's fonts (`document.fonts`), left whole by WeasyPrint: `pack` cuts them in one go.

    Those out of a collection, and those of variable weight, WeasyPrint has to make into a plain font first.
    """

    def __setitem__(self, key: str, font: Any) -> None:
        if not font.index and "fvar" not in font.tables:
            font.subset = _leave
        super().__setitem__(key, font)


def _leave(_to_unicode: object, _hinting: object) -> None:
    """In place of WeasyPrint's own way of cutting a font."""


class Written(pydyf.Object):  # type: ignore[misc]  # its base has no types
    """An object in the bytes it will have: the file's identifier and the file itself ask for them in turn."""

    def __init__(self, source: Any) -> None:
        super().__init__()
        self.number, self.generation = source.number, source.generation
        self._data, self._compressible = source.data, source.compressible

    @property
    def data(self) -> bytes:
        """The object as it stands in the file."""
        return bytes(self._data)

    @property
    def compressible(self) -> bool:
        """Whether it goes into an object stream."""
        return bool(self._compressible)


def pack(pdf: pydyf.PDF) -> None:
    """Cut the fonts to what is drawn and fix every object's bytes; nothing of the file may be changed afterwards.

    WeasyPrint would keep the empty places of glyphs that are not drawn, so that a glyph's number stays what it is in
    the face: in a face of 65,000 glyphs they take 70 kB. Here what is left is numbered anew, and with it the text.
    """
    codes: dict[bytes, dict[bytes, bytes]] = {}
    for fonts in _fonts_by_file(pdf):
        drawn = _cut(pdf, fonts)
        for font in fonts:
            codes[font["BaseFont"][1:7]] = {b"%04x" % old: b"%04x" % new for old, new in drawn.items()}
    for item in pdf.objects:
        if isinstance(item, Stream):
            _recode(item, codes)
    pdf.objects[:] = [item if item.free == "f" else Written(item) for item in pdf.objects]


def _fonts_by_file(pdf: pydyf.PDF) -> list[list[pydyf.Dictionary]]:
    """The composite fonts of a file, those that share a font program together."""
    found: dict[int, list[pydyf.Dictionary]] = {}
    for font in pdf.objects:
        if isinstance(font, dict) and font.get("Subtype") == "/Type0":
            found.setdefault(_program(pdf, font).number, []).append(font)
    return list(found.values())


def _cut(pdf: pydyf.PDF, fonts: list[pydyf.Dictionary]) -> dict[int, int]:
    """Cut down the program that these fonts share; gives the new number of each glyph by its old one."""
    widths = [_widths(_at(pdf, font["DescendantFonts"][0])["W"]) for font in fonts]
    program = _program(pdf, fonts[0])
    content, drawn = _subset(b"".join(program.stream), set().union(*widths))
    program.stream = [content]
    if "Length1" in program.extra:
        program.extra["Length1"] = len(content)
    for font, known in zip(fonts, widths, strict=True):
        _at(pdf, font["DescendantFonts"][0])["W"] = _runs({drawn[code]: width for code, width in known.items()})
        meanings = _at(pdf, font["ToUnicode"])
        meanings.stream = [_renumbered(line, drawn) for line in meanings.stream]
    return drawn


def _subset(font: bytes, glyphs: set[int]) -> tuple[bytes, dict[int, int]]:
    """The font with these glyphs alone, and the new number of each by its old one."""
    wanted = uharfbuzz.SubsetInput()
    wanted.flags = SubsetFlags.NO_HINTING | SubsetFlags.DESUBROUTINIZE | SubsetFlags.NO_LAYOUT_CLOSURE
    wanted.glyph_set.update(glyphs)
    wanted.drop_table_tag_set.update(int.from_bytes(tag.encode(), "big") for tag in _NEEDLESS)
    plan = uharfbuzz.SubsetPlan(uharfbuzz.Face(font), wanted)
    content = bytearray(plan.execute().blob.data)
    if content.startswith(b"OTTO"):
        _number_cids(content)
    return bytes(content), dict(plan.old_to_new_glyph_mapping)


def _number_cids(font: bytearray) -> None:
    """Make the CIDs inside a CFF font the numbers of its glyphs: readers disagree which of the two a code means.

    What replaces its charset is one run (formats 1 and 2 of Adobe's Technical Note 5176), never longer than it was.
    """
    opened = TTFont(io.BytesIO(font), lazy=True)
    table = opened.reader.tables["CFF "]
    top = opened["CFF "].cff[0]
    more = len(top.CharStrings) - 2
    if not hasattr(top, "ROS") or more < 0:
        return
    if not more:
        run = struct.pack(">BH", 0, 1)
    else:
        run = struct.pack(">BHB", 1, 1, more) if more < 256 else struct.pack(">BHH", 2, 1, more)
    start = table.offset + top.rawDict["charset"]
    font[start : start + len(run)] = run


def _recode(content: Any, codes: dict[bytes, dict[bytes, bytes]]) -> None:
    """Write the text of a stream with the new numbers of its glyphs."""
    current: dict[bytes, bytes] = {}

    def renumbered(text: re.Match[bytes]) -> bytes:
        old = text[1]
        return b"<%s>" % b"".join([current[old[at : at + 4]] for at in range(0, len(old), 4)])

    for place, line in enumerate(content.stream):
        if not isinstance(line, bytes):
            continue
        if line.endswith(b" TJ"):
            content.stream[place] = _TEXT.sub(renumbered, line)
        elif font := _FONT.fullmatch(line):
            current = codes[font[1]]


def _renumbered(line: bytes, drawn: dict[int, int]) -> bytes:
    """A line of a ToUnicode map: what a glyph means."""
    meaning = _MEANING.fullmatch(line)
    if not meaning or meaning[2] == b"<ffff>":
        return line
    return b"<%04x> %s" % (drawn[int(meaning[1], 16)], meaning[2])


def _program(pdf: pydyf.PDF, font: pydyf.Dictionary) -> Any:
    descriptor = _at(pdf, _at(pdf, font["DescendantFonts"][0])["FontDescriptor"])
    return _at(pdf, descriptor.get("FontFile2") or descriptor["FontFile3"])


def _at(pdf: pydyf.PDF, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _widths(array: list[Any]) -> dict[int, Any]:
    """A font's `W` array, the first code of a run and its widths in turn, as widths by code."""
    starts = zip(array[::2], array[1::2], strict=True)
    return {first + place: width for first, run in starts for place, width in enumerate(run)}


def _runs(widths: dict[int, Any]) -> pydyf.Array:
    """Widths by code as a `W` array."""
    array = pydyf.Array()
    for code in sorted(widths):
        if code - 1 not in widths:
            array.extend([code, pydyf.Array()])
        array[-1].append(widths[code])
    return array
