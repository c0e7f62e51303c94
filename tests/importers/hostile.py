"""Files made to harm: each small, each meant to become huge, endless or something else."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable

import openpyxl
import pikepdf

from tests.importers.expected import SOURCES

MEGABYTE = 2**20


def archive(**members: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return packed.getvalue()


def pdf_of(pages: int) -> bytes:
    document, saved = pikepdf.Pdf.new(), io.BytesIO()
    for _ in range(pages):
        document.add_blank_page()
    document.save(saved)
    return saved.getvalue()


def locked_pdf() -> bytes:
    saved = io.BytesIO()
    with pikepdf.open(SOURCES / "hongze-2023.pdf") as document:
        document.save(saved, encryption=pikepdf.Encryption(user="x", owner="y"))
    return saved.getvalue()


def long_sheet() -> bytes:
    book, saved = openpyxl.Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet()
    for _ in range(100_000):
        sheet.append(["规章", 1, 2, 3])
    book.save(saved)
    return saved.getvalue()


ENTITIES = b'<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><w>&b;</w>'
EXTERNAL = b'<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]><w>&a;</w>'

# File name: (how it is made, what the message must hold).
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "zip-bomb.docx": (lambda: archive(word__document_xml=b" " * (300 * MEGABYTE)), "解压后过大"),
    "zip-bomb.xlsx": (
        lambda: archive(xl__workbook_xml=b"<a/>", xl__worksheets__sheet1_xml=b" " * (300 * MEGABYTE)),
        "解压后过大",
    ),
    "xml-bomb.docx": (lambda: archive(word__document_xml=ENTITIES), "DOCTYPE"),
    "external-entity.docx": (lambda: archive(word__document_xml=EXTERNAL), "DOCTYPE"),
    "locked.pdf": (locked_pdf, "打开密码"),
    "scanned.pdf": (lambda: pdf_of(3), "扫描件"),
    "ten-thousand-pages.pdf": (lambda: pdf_of(10_000), "10000 页"),
    "long.xlsx": (long_sheet, "上限"),
    "long.csv": (lambda: "规章,1,2,3\n".encode() * 100_000, "100000 行"),
    "long.txt": (lambda: "规章 1 2 3\n".encode() * 100_000, "100000 行"),
    "deep.html": (lambda: b"<div>" * 300_000, "网页"),
    "wide.html": (lambda: b"<table>" + b"<tr><td>1</td><td>2</td></tr>" * 300_000 + b"</table>", "过于复杂"),
    "spans.html": (lambda: b"<table><tr><td rowspan=60000 colspan=9999>1</td><td>0</td></tr></table>" * 900, "没有"),
    "deep.json": (lambda: b'{"a":' * 200_000, "数据文件"),
    "old.doc": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000), "另存为 DOCX"),
    "old.wps": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000), "另存为 DOCX"),
    "picture.txt": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(100), "不能读取这种文件"),
    "empty.txt": (lambda: b" \n", "空的"),
    "other.txt": ("今天天气很好。\n大家都去公园。".encode, "没有在文件中找到"),
}


def noise(seed: int, size: int = 100_000) -> bytes:
    return random.Random(seed).randbytes(size)
