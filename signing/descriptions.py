"""What a file says of itself outside its pages: the title in a reader's window, author, subject, key words."""

from __future__ import annotations

from lxml import etree
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import HistoricalResolver

from signing.opening import held

_INFO = ("/Title", "/Author", "/Subject", "/Keywords")
_DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"


def described(source: HistoricalResolver) -> dict[str, str]:
    """The descriptions of a revision, as its information dictionary and as its XMP metadata have them.

    Dates and the names of programs are left out: whoever signs may add them.
    """
    return {**_information(source), **_metadata(source)}


def _information(source: HistoricalResolver) -> dict[str, str]:
    trailer = source.trailer_view
    if "/Info" not in trailer:
        return {}
    lead = trailer.raw_get("/Info")
    # The trailer's references lead to the newest revision by themselves.
    info = source(lead.reference) if isinstance(lead, generic.IndirectObject) else lead
    return {key: str(held(info, key)) for key in _INFO if held(info, key) is not None}


def _metadata(source: HistoricalResolver) -> dict[str, str]:
    stream = held(source.root, "/Metadata")
    if not isinstance(stream, generic.StreamObject):
        return {}
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(stream.data, parser)
    except etree.XMLSyntaxError:
        return {"XMP": "unreadable"}
    found = {}
    for element in root.iter():
        if isinstance(element.tag, str) and element.tag.startswith(_DUBLIN_CORE):
            found[element.tag] = "".join(element.itertext()).strip()
        found |= {key: value for key, value in element.attrib.items() if key.startswith(_DUBLIN_CORE)}
    return found
