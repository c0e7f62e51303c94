"""The pictures of a Word file: each once in the package, with its type and the relation by which the text names it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lxml import etree

from exporters.illustrations import Illustration

TYPES, RELATIONS = "[Content_Types].xml", "word/_rels/document.xml.rels"
_TYPE_NS = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATION_NS = "http://schemas.openxmlformats.org/package/2006/relationships"
_IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
_ENDINGS = {"image/png": "png", "image/jpeg": "jpeg"}


def picture_parts(parts: Mapping[str, bytes], figures: Iterable[Illustration]) -> dict[str, bytes]:
    """What figures add to a package or change of its `parts`: media, types, relations; without figures nothing."""
    pictures = {figure.relation: figure.picture for figure in figures}
    if not pictures:
        return {}
    types, relations = etree.fromstring(parts[TYPES]), etree.fromstring(parts[RELATIONS])
    known = {element.get("Extension") for element in types}
    for media_type in sorted({picture.media_type for picture in pictures.values()}):
        if _ENDINGS[media_type] not in known:
            default = etree.Element(f"{{{_TYPE_NS}}}Default", Extension=_ENDINGS[media_type], ContentType=media_type)
            types.insert(0, default)
    made = {}
    for number, (relation, picture) in enumerate(pictures.items(), 1):
        name = f"media/image{number}.{_ENDINGS[picture.media_type]}"
        etree.SubElement(relations, f"{{{_RELATION_NS}}}Relationship", Id=relation, Type=_IMAGE, Target=name)
        made[f"word/{name}"] = picture.data
    for name, root in ((TYPES, types), (RELATIONS, relations)):
        made[name] = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    return made
