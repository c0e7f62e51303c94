"""Pages of a PDF as small grey pictures, and how far two of them differ to the eye.

Ink is lost where a page was dark and nothing dark is left within a pixel of the place, and new where it is the other
way round. So edges may be smoothed otherwise and a rule may fall on the next pixel, but no glyph may go and no table
may move by a millimetre.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import pypdfium2
from PIL import Image, ImageChops, ImageFilter

DPI = 60
# Drawn finer and made smaller, so that thin rules have their weight wherever they fall between pixels.
FINER = 4
# How much ink a place may lose or gain, of 255.
MOST = 95
GREYS = 32


def pages(content: bytes, finer: int = FINER) -> Iterator[Image.Image]:
    """Each page in grey."""
    with pypdfium2.PdfDocument(content) as document:
        for page in document:
            size = (round(page.get_width() / 72 * DPI), round(page.get_height() / 72 * DPI))
            picture = page.render(scale=finer * DPI / 72, grayscale=True).to_pil().convert("L")
            yield picture.resize(size, Image.Resampling.BOX)


def png(picture: Image.Image) -> bytes:
    """The picture in a few greys, so that it is small."""
    content = io.BytesIO()
    picture.quantize(GREYS).save(content, "PNG", optimize=True)
    return content.getvalue()


def differing(expected: Image.Image, found: Image.Image) -> tuple[int, Image.Image]:
    """The most ink that a place lost or gained, and a picture of the differences: gone is red, new is blue."""
    old, new = expected.convert("L"), found.convert("L")
    if old.size != new.size:
        new = new.resize(old.size)
    lost, gained = _missing(old, new), _missing(new, old)
    most = 255 if expected.size != found.size else max(lost.getextrema()[1], gained.getextrema()[1])
    paper = new.point(lambda grey: 160 + grey * 95 // 255)
    red, blue = (ImageChops.subtract(paper, ink) for ink in (lost, gained))
    return most, Image.merge("RGB", (blue, ImageChops.darker(red, blue), red))


def _missing(before: Image.Image, after: Image.Image) -> Image.Image:
    """How much of the ink before is not there after, within a pixel."""
    return ImageChops.subtract(after.filter(ImageFilter.MinFilter(3)), before)
