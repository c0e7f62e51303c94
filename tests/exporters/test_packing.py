"""Fonts in a PDF hold what is drawn and no more, and every way of reading them finds the same glyphs."""

from __future__ import annotations

import io
from itertools import chain

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from tests.exporters.documents import SEED, TRADITIONAL
from tests.exporters.pdf_pages import final_pdf


def programs(name: str) -> list[tuple[dict[int, float], TTFont]]:
    """The widths by code of each composite font, and its program."""
    found = []
    with pikepdf.open(io.BytesIO(final_pdf(name))) as pdf:
        for font in pdf.pages[0].Resources.Font.values():
            descriptor = font.DescendantFonts[0].FontDescriptor
            file = descriptor.get("/FontFile2") or descriptor.FontFile3
            found.append((widths(font), TTFont(io.BytesIO(file.read_bytes()))))
    return found


def widths(font: pikepdf.Dictionary) -> dict[int, float]:
    array = list(font.DescendantFonts[0].W)
    runs = zip(array[::2], array[1::2], strict=True)
    return {int(first) + n: float(width) for first, run in runs for n, width in enumerate(run)}


def components(program: TTFont) -> set[int]:
    """Numbers of the glyphs that others are composed of."""
    if "glyf" not in program:
        return set()
    composed = [glyph for glyph in map(program["glyf"].__getitem__, program.getGlyphOrder()) if glyph.isComposite()]
    return {program.getGlyphID(part.glyphName) for glyph in composed for part in glyph.components}


@pytest.mark.parametrize("name", [SEED, TRADITIONAL])
def test_a_font_holds_what_is_drawn_and_the_parts_that_it_is_composed_of(name):
    for known, program in programs(name):
        assert set(known) | {0} | components(program) == set(range(program["maxp"].numGlyphs))


@pytest.mark.parametrize("name", [SEED, TRADITIONAL])
def test_the_widths_of_a_font_are_those_of_its_program(name):
    for known, program in programs(name):
        scale = 1000 / program["head"].unitsPerEm
        advances = [program["hmtx"][glyph][0] * scale for glyph in program.getGlyphOrder()]
        assert {code: width for code, width in known.items() if abs(width - advances[code]) >= 1} == {}


@pytest.mark.parametrize("name", [SEED, TRADITIONAL])
def test_readers_that_heed_the_cids_of_a_font_and_those_that_do_not_find_the_same_glyph(name):
    tables = [program["CFF "].cff[0] for _, program in programs(name) if "CFF " in program]
    assert len(tables) >= 2
    for table in tables:
        assert list(table.charset)[1:] == [f"cid{number:05d}" for number in range(1, len(table.charset))]


def test_no_object_of_the_pages_names_a_glyph_that_its_font_lacks():
    with pikepdf.open(io.BytesIO(final_pdf(SEED))) as pdf:
        drawn: dict[str, set[int]] = {}
        for page in pdf.pages:
            current = ""
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "Tf":
                    current = str(operands[0])
                elif str(operator) == "TJ":
                    texts = [bytes(part) for part in operands[0] if isinstance(part, pikepdf.String)]
                    codes = chain.from_iterable(zip(text[::2], text[1::2], strict=True) for text in texts)
                    drawn.setdefault(current, set()).update(high * 256 + low for high, low in codes)
        fonts = pdf.pages[0].Resources.Font
        assert {name: set(widths(fonts[name])) for name in drawn} == drawn
