"""Pictures that people bring: what is taken, what is left of it, and what is refused with which words."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, PngImagePlugin

from importers.errors import UnreadableError
from importers.illustrations import HIGHEST, MAX_BYTES, WIDEST, prepared, prepared_safely
from report.pictures import Picture, decode

GPS, MAKER, ORIENTATION = 0x8825, 0x010F, 0x0112


def saved(image: Image.Image, kind: str, **saving: Any) -> bytes:
    file = BytesIO()
    image.save(file, kind, **saving)
    return file.getvalue()


def photograph(width: int = 320, height: int = 200) -> Image.Image:
    return Image.effect_noise((width, height), 60).convert("RGB")


def drawing(width: int = 320, height: int = 200) -> Image.Image:
    image = Image.new("RGB", (width, height), "white")
    image.paste("navy", (10, 10, width // 2, height // 2))
    return image


def opened(picture: Picture) -> Image.Image:
    return Image.open(BytesIO(picture.data))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_the_four_kinds_are_told_by_content_and_come_out_sound(kind: str) -> None:
    made = prepared_safely(saved(photograph(), kind))
    assert decode(made.data) == made
    assert (made.width, made.height) == (320, 200)


def test_photographs_become_jpeg_and_drawings_png() -> None:
    assert prepared(saved(photograph(), "PNG")).media_type == "image/jpeg"
    assert prepared(saved(drawing(), "PNG")).media_type == "image/png"
    assert prepared(saved(drawing(), "JPEG", quality=95)).media_type in {"image/png", "image/jpeg"}


def test_the_same_file_gives_the_same_bytes_in_any_process() -> None:
    content = saved(photograph(), "JPEG")
    assert prepared(content) == prepared_safely(content)


@pytest.mark.parametrize(("size", "made"), [((4000, 1000), (WIDEST, 307)), ((1000, 4000), (412, HIGHEST))])
def test_what_is_larger_than_paper_needs_is_made_smaller(size: tuple[int, int], made: tuple[int, int]) -> None:
    found = prepared(saved(drawing(*size), "PNG"))
    assert found.width <= WIDEST
    assert found.height <= HIGHEST
    assert abs(found.width - made[0]) <= 1
    assert abs(found.height - made[1]) <= 1


def test_place_maker_names_and_thumbnails_are_gone_from_the_bytes() -> None:
    exif = Image.Exif()
    exif[MAKER] = "SECRET-CAMERA"
    exif[GPS] = {1: "N", 2: (39.0, 54.0, 20.0), 3: "E", 4: (116.0, 23.0, 29.0)}
    content = saved(photograph(), "JPEG", exif=exif, comment=b"SECRET-NAME")
    assert Image.open(BytesIO(content)).getexif().get_ifd(GPS)
    made = prepared_safely(content)
    assert b"SECRET" in content
    for trace in (b"SECRET", b"Exif", b"GPS", b"http", b"8BIM"):
        assert trace not in made.data
    assert not opened(made).getexif()


def test_words_in_a_png_are_gone_from_the_bytes() -> None:
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", "SECRET", zip=False)
    told.add_itxt("XML:com.adobe.xmp", "<x>SECRET</x>")
    made = prepared(saved(drawing(), "PNG", pnginfo=told))
    assert b"SECRET" not in made.data
    assert b"tEXt" not in made.data
    assert b"iTXt" not in made.data


def test_a_picture_taken_sideways_stands_upright() -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    made = prepared(saved(drawing(300, 100), "JPEG", exif=exif))
    assert (made.width, made.height) == (100, 300)


@pytest.mark.parametrize("behind", [b"<html><script>alert(1)</script>", b"PK\x03\x04archive", b"%PDF-1.7"])
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF"])
def test_of_a_file_that_is_two_things_only_the_picture_is_left(kind: str, behind: bytes) -> None:
    made = prepared(saved(drawing(), kind) + behind)
    assert behind not in made.data
    assert decode(made.data) == made


def test_nothing_stays_transparent() -> None:
    image = Image.new("RGBA", (20, 20), (255, 0, 0, 0))
    found = opened(prepared(saved(image, "PNG")))
    assert found.mode == "RGB"
    assert found.getpixel((5, 5)) == (255, 255, 255)
    palette = Image.new("P", (20, 20))
    found = opened(prepared(saved(palette, "GIF", transparency=0)))
    assert found.convert("RGB").getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "CMYK", "I;16"])
def test_every_mode_becomes_grey_or_rgb(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    assert opened(prepared(saved(Image.new(mode, (20, 20)), kind))).mode in {"L", "RGB"}


def huge_png(width: int, height: int) -> bytes:
    """A PNG that says it is that large, in a few bytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "不是可用的图片"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "SVG 等其他格式请先另存为 PNG"),
        (b"<!DOCTYPE html><img src=x onerror=alert(1)>", "不是可用的图片"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "不是可用的图片"),
        (saved(drawing(), "BMP"), "不是可用的图片"),
        (saved(drawing(), "TIFF"), "不是可用的图片"),
        (saved(photograph(), "JPEG")[:-400], "不完整或已损坏"),
        (saved(drawing(), "PNG")[:-60], "不完整或已损坏"),
        (saved(photograph(), "WEBP")[:-400], "不是可用的图片"),
        (huge_png(10_000, 10_000), "图片有 10000×10000 像素，共 10000 万，超过 5000 万像素的上限"),
        (huge_png(30_000, 30_000), "超过 5000 万的上限"),
        (bytes(MAX_BYTES + 1), "图片文件有 11 MB，超过 10 MB 的上限"),
    ],
    ids=[
        "empty", "svg", "page", "postscript", "bmp", "tiff", "short JPEG", "short PNG", "short WebP",
        "100 megapixels", "900 megapixels", "11 MB",
    ],
)  # fmt: skip
def test_what_is_no_picture_is_refused_with_what_to_do(content: bytes, words: str) -> None:
    with pytest.raises(UnreadableError, match=words):
        prepared_safely(content)


def test_a_picture_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(UnreadableError, match="用时过长"):
        prepared_safely(saved(drawing(), "PNG"), timeout=0.01)
