"""Figures and tables of a text, and the pictures of a file of record."""

from __future__ import annotations

import json
import struct
import zlib
from base64 import b64encode
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, PngImagePlugin

from report.errors import ReportError
from report.narrative import Block, count_characters
from report.pictures import MAX_BYTES, Picture, decode
from report.record import dump_report, load_report, read_report, write_report
from report.report import Report
from tests.report.files import VALIDATOR


def image(kind: str = "PNG", size: tuple[int, int] = (4, 2), **saving: Any) -> bytes:
    """A picture of one colour."""
    file = BytesIO()
    Image.new("RGB", size, (20, 90, 160)).save(file, kind, **saving)
    return file.getvalue()


PICTURE = Picture("image/png", 4, 2, image())
FIGURE = {"type": "figure", "picture": PICTURE.id, "alt": "一条曲线", "caption": "图1 趋势"}
TABLE = {"type": "table", "caption": "表1 培训", "head": 1, "rows": [["内容", "人次"], ["条例", "120"]]}


def record(*blocks: Any, pictures: dict[str, Any] | None = None) -> dict[str, Any]:
    """The smallest file with these blocks."""
    data: dict[str, Any] = {"agency": "示例局", "year": 2023, "introduction": list(blocks)}
    if pictures is not None:
        data["pictures"] = pictures
    return data


def held(content: bytes = PICTURE.data, **more: Any) -> dict[str, Any]:
    """The pictures of a file that has one."""
    return {Picture("", 0, 0, content).id: {"data": b64encode(content).decode(), **more}}


def faults(data: Any) -> list[str]:
    """What reading it says is wrong."""
    with pytest.raises(ReportError) as caught:
        read_report(data)
    return caught.value.problems


def report() -> Report:
    """A report with a figure and a table."""
    return read_report(record(FIGURE, TABLE, pictures=held()))


def test_figures_and_tables_come_back_as_they_were() -> None:
    assert report().introduction == (
        Block("figure", "图1 趋势", picture=PICTURE.id, alt="一条曲线"),
        Block("table", "表1 培训", rows=(("内容", "人次"), ("条例", "120")), head=1),
    )
    assert load_report(dump_report(report())) == report()
    assert dump_report(load_report(dump_report(report()))) == dump_report(report())


def test_what_is_written_agrees_with_the_schema_and_is_of_version_2() -> None:
    data = json.loads(dump_report(report()))
    assert list(VALIDATOR.iter_errors(data)) == []
    assert data["nianbao"] == 2
    assert data["pictures"] == held(media_type="image/png", width=4, height=2)


def test_a_report_without_them_is_still_of_version_1() -> None:
    data = json.loads(dump_report(read_report(record("无。"))))
    assert data["nianbao"] == 1
    assert "pictures" not in data


def test_a_picture_stands_once_however_often_it_is_shown() -> None:
    twice = read_report(record(FIGURE, FIGURE, pictures=held()))
    assert len(write_report(twice)["pictures"]) == 1


def test_pictures_can_be_kept_apart_from_the_record() -> None:
    apart = write_report(report(), with_pictures=False)
    assert "pictures" not in apart
    assert read_report(apart, pictures={PICTURE.id: PICTURE}) == report()


def test_missing_and_unused_pictures_are_faults() -> None:
    assert faults(record(FIGURE)) == [f"pictures：缺少图片 {PICTURE.id[:40]}…。"]
    assert faults(record("无。", pictures=held())) == [f"pictures：有正文没有用到的图片：{PICTURE.id[:40]}…。"]
    with pytest.raises(ReportError, match="缺少图片"):
        read_report(record(FIGURE), pictures={})


def test_text_cells_and_captions_are_cleaned_to_one_line() -> None:
    block = {"type": "table", "caption": "表\n1\x00", "head": 0, "rows": [["甲\r\n乙\x07", " 丙 "]]}
    (found,) = read_report(record(block)).introduction
    assert found == Block("table", "表 1", rows=(("甲 乙", "丙"),))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"rows": []}, "表的 rows 应为等长的各行，最多 200 行、20 列"),
        ({"rows": [[]]}, "表的 rows 应为等长的各行"),
        ({"rows": [["甲"], ["乙", "丙"]]}, "表的 rows 应为等长的各行"),
        ({"rows": [["甲"] * 21]}, "表的 rows 应为等长的各行"),
        ({"rows": [["甲"]] * 201}, "表的 rows 应为等长的各行"),
        ({"rows": "甲"}, "表的 rows 应为等长的各行"),
        ({"rows": ["甲乙"]}, "表的 rows 应为等长的各行"),
        ({"rows": [[1]]}, "表的每一格应为不超过 2000 字的文字"),
        ({"rows": [["长" * 2001]]}, "表的每一格应为不超过 2000 字的文字"),
        ({"rows": [["长" * 2000] * 20] * 3}, "一个表超过 100000 字"),
        ({"head": 3}, "表头的行数（head）应为 0 至 2"),
        ({"head": 2, "rows": [["甲"]]}, "且不多于表的行数"),
        ({"head": True}, "表头的行数（head）应为 0 至 2"),
        ({"head": "1"}, "表头的行数（head）应为 0 至 2"),
        ({"caption": "长" * 501}, "caption 应为不超过 500 字的文字"),
        ({"caption": ["甲"]}, "caption 应为不超过 500 字的文字"),
        ({"onclick": "x"}, "不认识的键：onclick"),
    ],
)
def test_a_table_of_another_shape_is_a_fault(change: dict[str, Any], words: str) -> None:
    (problem,) = faults(record(TABLE | change))
    assert words in problem
    assert problem.startswith("introduction 第 1 段：")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"picture": "../../etc/passwd"}, "图缺少图片的编号"),
        ({"picture": PICTURE.id.upper()}, "图缺少图片的编号"),
        ({"picture": f"{PICTURE.id}\n"}, "图缺少图片的编号"),
        ({"picture": None}, "图缺少图片的编号"),
        ({"alt": "长" * 1001}, "alt 应为不超过 1000 字的文字"),
        ({"alt": {"a": 1}}, "alt 应为不超过 1000 字的文字"),
        ({"src": "http://example.com/a.png"}, "不认识的键：src"),
    ],
)
def test_a_figure_of_another_shape_is_a_fault(change: dict[str, Any], words: str) -> None:
    problems = faults(record(FIGURE | change, pictures=held()))
    assert any(words in problem for problem in problems)


def huge_png(width: int, height: int) -> bytes:
    """A PNG that says it is that large, in a few bytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


def with_comment() -> bytes:
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", "某某")
    return image(pnginfo=told)


def with_place() -> bytes:
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (39.0, 54.0, 20.0)}
    return image("JPEG", exif=exif)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "不是完好的 PNG 或 JPEG 图片"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "不是完好的 PNG 或 JPEG 图片"),
        (image("GIF"), "不是完好的 PNG 或 JPEG 图片"),
        (image(size=(400, 400))[:-200], "不是完好的 PNG 或 JPEG 图片"),
        (image("JPEG", (400, 400))[:-200], "不是完好的 PNG 或 JPEG 图片"),
        (huge_png(10_000, 10_000), "有 10000×10000 像素，超过 400 万像素的上限"),
        (huge_png(20_000, 20_000), "不是完好的 PNG 或 JPEG 图片"),
        (b"\x89PNG\r\n\x1a\n" + bytes(MAX_BYTES), "超过 2 MB 的上限"),
        (image() + b"<script>alert(1)</script>", "附加信息或其他内容"),
        (image("JPEG") + b"PK\x03\x04", "附加信息或其他内容"),
        (with_comment(), "附加信息或其他内容"),
        (with_place(), "附加信息或其他内容"),
    ],
    ids=[
        "empty", "svg", "gif", "short PNG", "short JPEG", "100 megapixels", "400 megapixels", "2 MB and more",
        "page behind a PNG", "archive behind a JPEG", "comment", "place",
    ],
)  # fmt: skip
def test_a_picture_that_the_program_did_not_make_is_a_fault(content: bytes, words: str) -> None:
    found = decode(content)
    assert isinstance(found, str)
    assert words in found
    assert any(words in problem for problem in faults(record(FIGURE, pictures=held(content))))


@pytest.mark.parametrize(
    ("pictures", "words"),
    [
        ({PICTURE.id: {"data": "不"}}, "data 不是 Base64"),
        ({PICTURE.id: {"data": 5}}, "缺少 data"),
        ({PICTURE.id: "x"}, "应为"),
        ({PICTURE.id: {"data": b64encode(image(size=(5, 5))).decode()}}, "图片与它的编号不符"),
        (held(width=9), "所写的类型或大小与图片不符"),
        (held(media_type="text/html"), "所写的类型或大小与图片不符"),
        (held(name="a.png"), "不认识的键：name"),
        ({f"{n:064x}": {} for n in range(51)}, "有 51 张图片，超过 50 张的上限"),
    ],
)
def test_a_picture_that_is_not_what_it_says_is_a_fault(pictures: dict[str, Any], words: str) -> None:
    assert any(words in problem for problem in faults(record(FIGURE, pictures=pictures)))


def test_captions_and_cells_count_and_alternative_text_does_not() -> None:
    assert count_characters(report().introduction) == (2 + 2) + (2 + 2) + 4 + 2 + 1
