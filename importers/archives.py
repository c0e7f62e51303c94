"""Office files are zip archives of XML: opened with limits, so that a small file cannot become a huge one."""

from __future__ import annotations

import io
import zipfile

from lxml import etree

from importers.errors import UnreadableError

MAX_UNPACKED = 80 * 1024 * 1024
MAX_MEMBERS = 5_000
NOT_ARCHIVE = "文件已损坏，不是有效的 Office 文件。"
BOMB = "文件解压后过大，已拒绝读取。"
PROTECTED = "文件设有打开密码，请去掉密码后再导入。"
ENTITIES = "文件含有不允许的 XML 声明（DOCTYPE），已拒绝读取。"


def open_archive(content: bytes) -> zipfile.ZipFile:
    """The archive. UnreadableError if it is damaged, protected, or would unpack to more than a report ever is."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise UnreadableError(NOT_ARCHIVE) from error
    members = archive.infolist()
    if len(members) > MAX_MEMBERS or sum(m.file_size for m in members) > MAX_UNPACKED:
        raise UnreadableError(BOMB)
    if any(m.flag_bits & 1 for m in members):
        raise UnreadableError(PROTECTED)
    return archive


def read_member(archive: zipfile.ZipFile, name: str) -> bytes:
    """One member's bytes, never more than its directory entry promised."""
    try:
        with archive.open(name) as member:
            content = member.read(MAX_UNPACKED + 1)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, NotImplementedError, ValueError) as error:
        raise UnreadableError(NOT_ARCHIVE) from error
    except KeyError as error:
        raise UnreadableError(NOT_ARCHIVE) from error
    if len(content) > MAX_UNPACKED:
        raise UnreadableError(BOMB)
    return content


def parse_xml(content: bytes) -> etree._Element:
    """An XML document without entities, DTD or network."""
    if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content:
        raise UnreadableError(ENTITIES)
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError(NOT_ARCHIVE) from error
