"""A page of one revision taken apart, so that it can be said what of it differs from another revision's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pyhanko.pdf_utils import generic

from signing.fingerprints import fingerprint
from signing.opening import held


@dataclass(frozen=True)
class Note:
    """An annotation: how it looks, what it draws, and whether it is a signature's."""

    look: bytes
    drawn: bytes
    is_signature: bool


def look(holder: generic.DictionaryObject, key: str) -> bytes:
    """The digest of what a dictionary has under a key; empty for nothing."""
    return fingerprint(holder.raw_get(key)) if key in holder else b""


def parts(page: generic.DictionaryObject) -> dict[str, bytes]:
    """Digests of what makes up a page: its text, fonts, pictures, and the rest."""
    resources = held(page, "/Resources") or generic.DictionaryObject()
    rest = [key for key in sorted(resources.keys()) if key not in ("/Font", "/XObject")]
    others = [key for key in sorted(page.keys()) if key not in _APART]
    return {
        "text": look(page, "/Contents"),
        "font": look(resources, "/Font"),
        "picture": look(resources, "/XObject"),
        "rest": b"".join([*(look(resources, key) for key in rest), *(look(page, key) for key in others)]),
    }


_APART = {"/Contents", "/Resources", "/Annots", "/Parent", "/StructParents", "/Tabs", "/Type"}


def drawings(page: generic.DictionaryObject) -> Mapping[str, bytes]:
    """The pictures and forms of a page that are there: one that was freed or emptied is not."""
    drawn = held(page, "/Resources", "/XObject") or generic.DictionaryObject()
    return {key: look(drawn, key) for key in drawn if isinstance(held(drawn, key), generic.StreamObject)}


def notes(page: generic.DictionaryObject) -> dict[str, Note]:
    """The annotations of a page by a name that lasts through revisions; freed ones are gone."""
    found = {}
    for place, item in enumerate(held(page, "/Annots") or ()):
        note = item.get_object()
        if not isinstance(note, generic.DictionaryObject):
            continue
        name = str(item.reference) if isinstance(item, generic.IndirectObject) else f"direct {place}"
        appearance = held(note, "/AP", "/N")
        drawn = appearance.data.strip() if isinstance(appearance, generic.StreamObject) else b""
        found[name] = Note(fingerprint(note), drawn, held(note, "/FT") == "/Sig")
    return found
