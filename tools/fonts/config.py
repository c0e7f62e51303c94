"""fontconfig files that know our faces and no others."""

from collections.abc import Iterable
from pathlib import Path

from lxml import etree
from lxml.builder import E

from tools.fonts.catalogue import Catalogue, Face, StandIn

DOCTYPE = '<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">'
# CSS and OpenType count weights in hundreds, fontconfig in steps of its own.
FONTCONFIG_WEIGHT = {400: "regular", 700: "bold"}


def documents_config(catalogue: Catalogue, fonts: Path) -> bytes:
    """The configuration for documents: the faces in `fonts`/faces, and the generic families."""
    return _file(
        E.dir(str(fonts / "faces")),
        E.cachedir(str(fonts / "cache")),
        *(_hiding(face) for face in _by_family(catalogue.faces) if face.hidden),
        *(_generic(name, families) for name, families in catalogue.generic.items()),
        E.config(E.rescan(E.int("0"))),
    )


def office_config(catalogue: Catalogue, fonts: Path) -> bytes:
    """The same faces, standing in as well for the fonts that an office's files ask for."""
    stand_ins = (_stand_in(name, entry) for entry in catalogue.stand_ins for name in entry.names)
    return _file(E.include(str(fonts / "fonts.conf")), *stand_ins)


def _file(*parts: etree._Element) -> bytes:
    return etree.tostring(
        E.fontconfig(*parts),
        encoding="utf-8",
        xml_declaration=True,
        pretty_print=True,
        doctype=DOCTYPE,
    )


def _by_family(faces: Iterable[Face]) -> list[Face]:
    return list({face.family: face for face in faces}.values())


def _hiding(face: Face) -> etree._Element:
    """Take characters away from a face as it is read: layout then looks for them elsewhere."""
    ranges = (E.range(E.int(hex(first)), E.int(hex(last))) for first, last in face.hidden)
    return E.match(
        E.test(E.string(face.family), name="family"),
        E.edit(
            E.minus(E.name("charset"), E.charset(*ranges)),
            name="charset",
            mode="assign",
        ),
        target="scan",
    )


def _generic(name: str, families: Iterable[str]) -> etree._Element:
    families_in_order = (E.family(family) for family in families)
    return E.alias(E.family(name), E.prefer(*families_in_order), binding="same")


def _stand_in(name: str, entry: StandIn) -> etree._Element:
    edits = [E.edit(E.string(entry.family), name="family", mode="assign", binding="strong")]
    if entry.weight is not None:
        weight = E.const(FONTCONFIG_WEIGHT[entry.weight])
        edits.append(E.edit(weight, name="weight", mode="assign"))
    return E.match(E.test(E.string(name), name="family"), *edits, target="pattern")
