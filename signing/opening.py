"""PDF files opened for signing and examination, and what of ours is inside them."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from pyhanko.pdf_utils import generic, misc
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader

from signing.errors import UnreadablePdfError

RECORD_NAME = "report.json"
MOST_BYTES = 50 * 1024 * 1024
DAMAGED = "PDF 文件已损坏或不合规范，无法读取。请重新取得这个文件。"
NOT_A_PDF = "这不是 PDF 文件。请选择 PDF 文件。"
PROTECTED = "PDF 设有口令或加密，无法读取。请去掉口令后再试。"
TOO_LARGE = "PDF 有 {size} MB，超过 {most} MB 的上限。"

# What the library lets pass when an object is not of the kind that the format has there.
MALFORMED = (
    misc.PdfError,
    ValueError,
    KeyError,
    TypeError,
    IndexError,
    AttributeError,
    AssertionError,
    NotImplementedError,
    ArithmeticError,
    EOFError,
    UnsupportedAlgorithm,
    RecursionError,
    struct.error,
    zlib.error,
)


class QuickReader(PdfFileReader):
    """pyHanko's reader, that reads the index of an object stream once and not for every object in it.

    The library's own takes time in the square of the objects in a stream: seconds for a report of a few pages when
    two revisions are compared.
    """

    def __init__(self, content: bytes) -> None:
        self._indexes: dict[int, tuple[io.BytesIO, list[tuple[int, int]]]] = {}
        super().__init__(io.BytesIO(content))

    def _get_object_from_stream(self, idnum: int, stmnum: int, idx: int) -> generic.PdfObject:
        if stmnum not in self._indexes:
            self._indexes[stmnum] = self._index(stmnum)
        data, index = self._indexes[stmnum]
        if not 0 <= idx < len(index) or index[idx][0] != idnum:
            raise misc.PdfStrictReadError("Object stream does not hold the object where it should.")
        data.seek(index[idx][1])
        item = generic.read_object(data, generic.Reference(idnum, 0, self))
        if isinstance(item, generic.StreamObject | generic.IndirectObject):
            raise misc.PdfStrictReadError("Object of a kind that no object stream may hold.")
        return item

    def _index(self, number: int) -> tuple[io.BytesIO, list[tuple[int, int]]]:
        """What an object stream holds, and number and place of each object (ISO 32000-1, 7.5.7)."""
        stream = generic.Reference(number, 0, self).get_object()
        if not isinstance(stream, generic.StreamObject) or stream["/Type"] != "/ObjStm":
            raise misc.PdfStrictReadError("Not an object stream.")
        data, first = stream.read_data(DecodePurpose.OBJECT_STREAM), int(stream["/First"])
        numbers = [int(word) for word in data[:first].split()[: 2 * int(stream["/N"])]]
        if len(numbers) != 2 * int(stream["/N"]):
            raise misc.PdfStrictReadError("Object stream with an index that is cut off.")
        places = zip(numbers[::2], numbers[1::2], strict=True)
        return io.BytesIO(data), [(item, first + offset) for item, offset in places]


@contextmanager
def readable() -> Iterator[None]:
    """Turn whatever a malformed PDF causes into UnreadablePdfError."""
    try:
        yield
    except MALFORMED as error:
        raise UnreadablePdfError(DAMAGED) from error


def open_pdf(content: bytes) -> PdfFileReader:
    """A reader of a PDF, strict about its structure. UnreadablePdfError if it is none, protected or damaged."""
    if len(content) > MOST_BYTES:
        raise UnreadablePdfError(TOO_LARGE.format(size=len(content) // 2**20, most=MOST_BYTES // 2**20))
    # Other readers look for the mark anywhere in the first kilobyte; who signs a PDF begins with it.
    if not content.startswith(b"%PDF-"):
        raise UnreadablePdfError(NOT_A_PDF)
    with readable():
        reader = QuickReader(content)
        encrypted = reader.encrypted
        if not encrypted:
            # Read lazily otherwise: a file without pages must be told of here.
            reader.root["/Pages"]["/Count"]
    if encrypted:
        raise UnreadablePdfError(PROTECTED)
    return reader


def last_revision(reader: PdfFileReader) -> int:
    """The number of the newest revision; the first is 0."""
    return int(reader.xrefs.total_revisions) - 1


def held(holder: generic.DictionaryObject, *keys: str) -> Any:
    """What a dictionary has under a path of keys, references followed; None where there is nothing, or null."""
    item: Any = holder
    for key in keys:
        # `get` follows no references, and indexing has no word for null.
        item = item.raw_get(key).get_object() if key in item else None
        if item is None or isinstance(item, generic.NullObject):
            return None
    return item


def embedded_files(root: generic.DictionaryObject) -> dict[str, bytes]:
    """The files carried inside, by name; `root` is the catalogue of any revision. The last of one name counts."""
    return dict(_listed(root))


def _listed(root: generic.DictionaryObject) -> Iterator[tuple[str, bytes]]:
    tree = held(root, "/Names", "/EmbeddedFiles")
    if tree is not None:
        yield from _leaves(tree, depth=0)


def _leaves(node: generic.DictionaryObject, depth: int) -> Iterator[tuple[str, bytes]]:
    """The leaves of a tree of names. Deeper than 20 is no tree that anybody made in good faith."""
    if depth > 20:
        raise UnreadablePdfError(DAMAGED)
    pairs = held(node, "/Names") or ()
    for place in range(0, len(pairs) - 1, 2):
        yield str(pairs[place]), bytes(pairs[place + 1]["/EF"]["/F"].data)
    for kid in held(node, "/Kids") or ():
        yield from _leaves(kid.get_object(), depth + 1)


def pages_of(source: PdfFileReader | HistoricalResolver) -> list[generic.DictionaryObject]:
    """The pages of a file or of one of its revisions, in order. A tree that goes in circles is cut off."""
    found: list[generic.DictionaryObject] = []
    waiting: list[tuple[Any, int]] = [(held(source.root, "/Pages"), 0)]
    while waiting:
        node, depth = waiting.pop(0)
        kids = held(node, "/Kids")
        if kids is not None and depth < 20:
            waiting[0:0] = [(kid.get_object(), depth + 1) for kid in kids]
        else:
            found.append(node)
    return found


def record_of(source: PdfFileReader | HistoricalResolver) -> bytes | None:
    """The file of record (年报数据文件) carried inside, or None."""
    with readable():
        return embedded_files(source.root).get(RECORD_NAME)
