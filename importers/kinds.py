"""What a file really is, told by its first bytes; the name can be wrong."""

from __future__ import annotations

import re
import zipfile

from importers.archives import open_archive
from importers.errors import UnreadableError

OLD_WORD = "这是旧格式的 Word 或 WPS 文件（.doc、.wps）。请用 WPS 或 Word 打开，另存为 DOCX 后再导入。"
NOT_A_REPORT_TYPE = "不能读取这种文件。可以导入：HTML、TXT、DOCX、PDF、XLSX、CSV、JSON。"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|div|p)[\s>]", re.IGNORECASE)
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_OTHER_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")


def _archive_kind(content: bytes) -> str:
    with open_archive(content) as archive:
        names = frozenset(archive.namelist())
        if "word/document.xml" in names:
            return "docx"
        if "xl/workbook.xml" in names or "xl/workbook.bin" in names or _is_opendocument_sheet(archive):
            return "xlsx"
    raise UnreadableError(NOT_A_REPORT_TYPE)


def _is_opendocument_sheet(archive: zipfile.ZipFile) -> bool:
    return "mimetype" in archive.namelist() and b"spreadsheet" in archive.read("mimetype")[:200]


def kind_of_content(content: bytes) -> str:
    """The reader for a file's bytes, "" where only the name can tell. UnreadableError for types that cannot be read."""
    head = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if content.startswith(b"PK"):
        return _archive_kind(content)
    if content.startswith(_OLE):
        if b"W\x00o\x00r\x00k\x00b\x00o\x00o\x00k" in content:
            return "xlsx"
        raise UnreadableError(OLD_WORD)
    if content.startswith(_IMAGES + _OTHER_ARCHIVES):
        raise UnreadableError(NOT_A_REPORT_TYPE)
    if b"%PDF-" in content[:1024]:
        return "pdf"
    if head.startswith(b"{"):
        return "json"
    return "html" if head.startswith(b"<") and _HTML.search(content[:8192]) else ""
