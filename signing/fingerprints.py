"""Objects of a PDF reduced to digests, so that two revisions can be compared whatever numbers their objects have."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import HistoricalResolver

# These lead back up, or say where an object stands and not what it is.
_UPWARDS = frozenset({"/Parent", "/P", "/Pg", "/StructParent", "/StructParents", "/Popup"})


def fingerprint(item: generic.PdfObject) -> bytes:
    """A digest of an object and all that it leads to, in its own revision. Strings are taken by their bytes."""
    return _digest(item, {})


def _digest(item: generic.PdfObject, known: dict[generic.Reference, bytes]) -> bytes:
    if isinstance(item, generic.IndirectObject):
        reference = item.reference
        if reference not in known:
            # What leads back to itself adds nothing.
            known[reference] = b"above"
            known[reference] = _digest(item.get_object(), known)
        return known[reference]
    if isinstance(item, generic.ArrayObject):
        return _sum(b"[", *(_digest(part, known) for part in item))
    if isinstance(item, generic.DictionaryObject):
        if item.get("/Type") in ("/Page", "/Pages") and item.container_ref is not None:
            # Bookmarks and targets lead to pages, which are compared by themselves.
            return _sum(b"page", repr(item.container_ref).encode())
        pieces = [
            _sum(str(key).encode(), _digest(item.raw_get(key), known))
            for key in sorted(item.keys())
            if key not in _UPWARDS and not (key in ("/Length", "/Filter") and isinstance(item, generic.StreamObject))
        ]
        body = (item.data,) if isinstance(item, generic.StreamObject) else ()
        return _sum(b"<", *pieces, *body)
    if isinstance(item, generic.TextStringObject | generic.ByteStringObject):
        return _sum(b"(", item.original_bytes)
    return _sum(b"=", repr(item).encode())


def _sum(*pieces: bytes) -> bytes:
    whole = sha256()
    for piece in pieces:
        whole.update(len(piece).to_bytes(8, "big") + piece)
    return whole.digest()


def reachable(source: HistoricalResolver, start: generic.PdfObject | None = None) -> set[generic.Reference]:
    """The numbers of all objects that an object of a revision leads to, by default its catalogue.

    From a page one does not go up to the others.
    """
    found: set[generic.Reference] = set()
    waiting: list[generic.PdfObject] = [source.root if start is None else start]
    while waiting:
        item = waiting.pop()
        if isinstance(item, generic.IndirectObject):
            key = generic.Reference(item.idnum, item.generation, source)
            if key in found:
                continue
            found.add(key)
            item = item.get_object()
        waiting.extend(_inside(item, upwards=start is None))
    return found


def _inside(item: generic.PdfObject, *, upwards: bool) -> Iterable[generic.PdfObject]:
    if isinstance(item, generic.ArrayObject):
        return list(item)
    if isinstance(item, generic.DictionaryObject):
        return [item.raw_get(key) for key in item if upwards or key not in _UPWARDS]
    return ()
