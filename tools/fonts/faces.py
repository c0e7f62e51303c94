"""A font file made into a face that says of itself what the catalogue says."""

from pathlib import Path

from fontTools.ttLib import TTCollection, TTFont

from tools.fonts.catalogue import Face

FAMILY, STYLE, FULL_NAME, TYPOGRAPHIC_FAMILY, TYPOGRAPHIC_STYLE = 1, 2, 4, 16, 17
BOLD_WEIGHT = 700
BOLD_SELECTION, REGULAR_SELECTION = 1 << 5, 1 << 6
BOLD_STYLE = 1
# Height above and depth below the baseline, in ems: the square that a Chinese character stands in.
ASCENT, DESCENT = 0.88, 0.12


def make_face(face: Face, source: Path, target: Path) -> None:
    """Write the font of `face`, read from `source`, to `target`.

    Takes one font out of a collection; corrects a family or weight that differs from the
    catalogue's; gives it the one height of all faces; changes no outline. Raises `LookupError`
    if a collection lacks the family.
    """
    font = _opened(face, source)
    if (_family(font), font["OS/2"].usWeightClass) != (face.family, face.weight):
        _rename(font, face)
    _align(font)
    font.save(target, reorderTables=False)
    font.close()


def _opened(face: Face, source: Path) -> TTFont:
    # Tables are copied as they are: to take them apart would cost minutes. The date of the file
    # stays, so that the same packages give the same bytes.
    if source.suffix != ".ttc":
        return TTFont(source, lazy=True, recalcBBoxes=False, recalcTimestamp=False)
    for number, font in enumerate(TTCollection(source, lazy=True)):
        if _family(font) == face.family:
            return TTFont(source, fontNumber=number, lazy=True, recalcBBoxes=False, recalcTimestamp=False)
    raise LookupError(f"{source.name} 里没有 {face.family}")


def _family(font: TTFont) -> str | None:
    """The family by which fontconfig first knows a font."""
    names = font["name"]
    family: str | None = names.getDebugName(TYPOGRAPHIC_FAMILY) or names.getDebugName(FAMILY)
    if names.getDebugName(TYPOGRAPHIC_FAMILY) and names.getDebugName(FAMILY) != family:
        return None
    return family


def _align(font: TTFont) -> None:
    """Give the font the height of all faces, so that a line with digits is no taller than one without."""
    size = font["head"].unitsPerEm
    horizontal, metrics = font["hhea"], font["OS/2"]
    horizontal.ascent = metrics.sTypoAscender = round(ASCENT * size)
    horizontal.descent = metrics.sTypoDescender = -round(DESCENT * size)
    horizontal.lineGap = metrics.sTypoLineGap = 0


def _rename(font: TTFont, face: Face) -> None:
    bold = face.weight >= BOLD_WEIGHT
    style = "Bold" if bold else "Regular"
    names = font["name"]
    for name_id in (TYPOGRAPHIC_FAMILY, TYPOGRAPHIC_STYLE):
        names.removeNames(nameID=name_id)
    for name_id, text in {
        FAMILY: face.family,
        STYLE: style,
        FULL_NAME: f"{face.family} {style}",
    }.items():
        names.setName(text, name_id, 3, 1, 0x409)
        names.setName(text, name_id, 1, 0, 0)
    metrics, head = font["OS/2"], font["head"]
    metrics.usWeightClass = face.weight
    metrics.fsSelection &= ~(BOLD_SELECTION | REGULAR_SELECTION)
    metrics.fsSelection |= BOLD_SELECTION if bold else REGULAR_SELECTION
    head.macStyle = head.macStyle | BOLD_STYLE if bold else head.macStyle & ~BOLD_STYLE
