"""Plain text, as saved or as pasted from a browser: a line of the file is a line of the source."""

from __future__ import annotations

from importers.bars import one_shape
from importers.errors import UnreadableError
from importers.model import Line, Place, Source
from importers.normal import without_radicals

ENCODINGS = ("utf-8-sig", "gb18030", "big5")
MAX_LINES = 20_000
NOT_TEXT = "文件不是文本：里面有不可显示的字符。"
TOO_LONG = "文件有 {count} 行，超过 {most} 行的上限，不像一份年度报告。"


def decode(content: bytes) -> str:
    """The text of a file in UTF-8, UTF-16, GB 18030 or Big5. UnreadableError if it is no text."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError as error:
            raise UnreadableError(NOT_TEXT) from error
    if b"\x00" in content:
        raise UnreadableError(NOT_TEXT)
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if sum(not c.isprintable() and not c.isspace() for c in text) * 20 <= len(text):
            return text
    raise UnreadableError(NOT_TEXT)


def read_text(content: bytes) -> Source:
    """A text file as lines."""
    lines = without_radicals(decode(content)).splitlines()
    if len(lines) > MAX_LINES:
        raise UnreadableError(TOO_LONG.format(count=len(lines), most=MAX_LINES))
    return Source(tuple(Line(text, Place(f"第{number}行")) for number, text in one_shape(lines)))
