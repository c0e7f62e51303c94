"""The picture of a seal: what cannot serve is refused with the reason, what looks odd is only remarked on."""

from __future__ import annotations

import io
import zlib

import pikepdf
import pytest
from PIL import Image, ImageDraw

from exporters.appearance import draw_seal
from signing.errors import PictureError
from signing.picture import check_seal, check_size
from tests.signing.files import SEAL

RED, BLUE, CLEAR = (215, 0, 15, 255), (0, 60, 200, 255), (0, 0, 0, 0)


def png(picture: Image.Image) -> bytes:
    written = io.BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()


def ring(colour=RED, size=(600, 600), ground=CLEAR) -> Image.Image:
    picture = Image.new("RGBA", size, ground)
    ImageDraw.Draw(picture).ellipse((10, 10, size[0] - 10, size[1] - 10), outline=colour, width=24)
    return picture


def test_a_red_ring_on_clear_ground_is_taken_without_remark():
    seal = check_seal(png(ring()))
    assert (seal.media_type, seal.advice) == ("image/png", ())


def test_clear_margins_are_cut_off_so_that_the_diameter_is_what_is_asked_for():
    wide = Image.new("RGBA", (1200, 900), CLEAR)
    wide.alpha_composite(ring(), (500, 100))
    with Image.open(io.BytesIO(check_seal(png(wide)).content)) as cut:
        assert abs(cut.width - 580) <= 2
        assert abs(cut.height - 580) <= 2


def test_a_palette_with_a_clear_colour_is_taken():
    assert check_seal(png(ring().quantize())).advice == ()


def test_an_svg_is_taken():
    assert check_seal(SEAL).media_type == "image/svg+xml"


@pytest.mark.parametrize(
    ("picture", "words"),
    [
        (ring(BLUE), "不像红色"),
        (ring(size=(900, 400)), "不像圆形"),
    ],
)
def test_what_looks_odd_is_remarked_on(picture, words):
    (remark,) = check_seal(png(picture)).advice
    assert words in remark


def claims_any_size() -> bytes:
    """A picture of a few bytes that says it has 50,000 by 50,000 pixels."""
    head = bytearray(png(Image.new("RGBA", (1, 1))))
    head[16:24] = (50_000).to_bytes(4, "big") * 2
    head[29:33] = zlib.crc32(bytes(head[12:29])).to_bytes(4, "big")
    return bytes(head)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(50 * 2**20), "50 MB，超过 5 MB"),
        (png(ring(ground=(255, 255, 255, 255))), "没有透明背景"),
        (png(ring().convert("RGB")), "没有透明背景"),
        (png(Image.new("RGBA", (600, 600), CLEAR)), "全透明"),
        (png(ring(size=(120, 120))), "120×120 像素，印出来会模糊"),
        (claims_any_size(), "50000×50000 像素"),
        (png(ring())[:2000], "已损坏"),
        (b"GIF89a" + bytes(100), "不是 PNG 或 SVG"),
        (b"", "不是 PNG 或 SVG"),
        (b"<svg", "已损坏"),
        (b"<html><svg/></html>", "不是 PNG 或 SVG"),
        (SEAL.replace(b"<circle", b"<script>alert(1)</script><circle", 1), "“script”"),
        (SEAL.replace(b"<circle", b'<image href="http://example.org/x.png"/><circle', 1), "“image”"),
        (SEAL.replace(b"<circle", b'<circle onclick="x()"', 1), "onclick"),
        (SEAL.replace(b'fill="none"', b'fill="url(http://example.org/#a)"', 1), "外部内容"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + SEAL, "文档类型声明"),
        (SEAL.replace(b"viewBox", b"data-box", 1), "尺寸"),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{len(value)} bytes",
)
def test_what_cannot_serve_is_refused_with_the_reason(content, words):
    with pytest.raises(PictureError) as refused:
        check_seal(content)
    assert words in str(refused.value)


@pytest.mark.parametrize("size", [38, 42, 45])
def test_official_sizes_are_taken(size):
    assert check_size(size) == size


@pytest.mark.parametrize("size", [0, 37.9, 45.1, float("nan")])
def test_other_sizes_are_refused(size):
    with pytest.raises(PictureError, match="38 到 45 毫米"):
        check_size(size)


@pytest.mark.parametrize("picture", [SEAL, png(ring())], ids=["svg", "png"])
def test_a_seal_is_drawn_the_same_each_time(picture):
    seal = check_seal(picture)
    assert draw_seal(seal.content, seal.media_type, 42) == draw_seal(seal.content, seal.media_type, 42)


def test_a_drawn_picture_keeps_to_the_archival_form():
    seal = check_seal(png(ring()))
    with pikepdf.open(io.BytesIO(draw_seal(seal.content, seal.media_type, 42))) as pdf:
        pictures = [
            item for item in pdf.objects if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image"
        ]
        assert len(pictures) == 2
        assert [item for item in pictures if item.get("/Interpolate", False)] == []
        assert any("/SMask" in item for item in pictures)
