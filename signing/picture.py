"""The picture of a seal (印章图片): examined by its content, and made safe to be drawn."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass

from lxml import etree
from PIL import Image, UnidentifiedImageError

from signing.errors import PictureError

MOST_BYTES = 5 * 1024 * 1024
MOST_PIXELS = 4000
LEAST_PIXELS = 300
LEAST_MM, MOST_MM, USUAL_MM = 38, 45, 42

TOO_LARGE = "印章图片有 {size} MB，超过 {most} MB 的上限。请缩小到 2000×2000 像素以内再上传。"
NOT_A_PICTURE = "印章图片不是 PNG 或 SVG。请用带透明背景的 PNG，或 SVG。"
DAMAGED = "印章图片已损坏，打不开。请重新导出后上传。"
TOO_MANY_PIXELS = "印章图片有 {width}×{height} 像素，超过每边 {most} 像素的上限。请缩小后再上传。"
TOO_FEW_PIXELS = "印章图片只有 {width}×{height} 像素，印出来会模糊。请换用每边 {least} 像素以上的图片。"
OPAQUE = "印章图片没有透明背景，会盖住下面的文字。请去掉背景，另存为带透明背景的 PNG。"
EMPTY = "印章图片是全透明的，什么也看不见。请换一张图片。"
UNSAFE = "印章图片（SVG）里有{what}，不能使用。请另存为普通的 SVG 或 PNG。"
BAD_SIZE = "印章直径应在 {least} 到 {most} 毫米之间（公章的规定尺寸），不能是 {size:g} 毫米。"

_NOT_ROUND = "印章图片不像圆形，请核对是不是公章。"
_NOT_RED = "印章图片不像红色，公章应为红色，请核对。"
_SVG = "{http://www.w3.org/2000/svg}svg"
_NOT_DRAWN = {"script", "foreignObject", "iframe", "image", "use", "animate", "set", "handler", "style"}


@dataclass(frozen=True)
class Seal:
    """A picture that may be drawn as a seal: its bytes, media type, and what a person should look at."""

    content: bytes
    media_type: str
    advice: tuple[str, ...] = ()


def check_seal(content: bytes) -> Seal:
    """The picture if it can serve as a seal. PictureError says what is wrong with it."""
    if len(content) > MOST_BYTES:
        raise PictureError(TOO_LARGE.format(size=len(content) // 2**20, most=MOST_BYTES // 2**20))
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return _png(content)
    if b"<svg" in content[:4096]:
        return _svg(content)
    raise PictureError(NOT_A_PICTURE)


def check_size(millimetres: float) -> float:
    """The diameter if official seals have it. PictureError otherwise."""
    if not LEAST_MM <= millimetres <= MOST_MM:
        raise PictureError(BAD_SIZE.format(least=LEAST_MM, most=MOST_MM, size=millimetres))
    return millimetres


def _png(content: bytes) -> Seal:
    # As the head has it: a picture of a few bytes may claim any size.
    width, height = int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")
    if max(width, height) > MOST_PIXELS:
        raise PictureError(TOO_MANY_PIXELS.format(width=width, height=height, most=MOST_PIXELS))
    # Elsewhere in the program Pillow is told to make do with pictures that are cut off.
    if b"IEND" not in content[-64:]:
        raise PictureError(DAMAGED)
    if min(width, height) < LEAST_PIXELS:
        raise PictureError(TOO_FEW_PIXELS.format(width=width, height=height, least=LEAST_PIXELS))
    try:
        with Image.open(io.BytesIO(content), formats=["PNG"]) as opened:
            picture = opened.convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise PictureError(DAMAGED) from error
    alpha = picture.getchannel("A")
    box = alpha.point(lambda value: 255 if value > 32 else 0).getbbox()
    if box is None:
        raise PictureError(EMPTY)
    if not _lets_text_through(alpha):
        raise PictureError(OPAQUE)
    # Trimmed to the seal, so that its diameter is what is asked for; anew, so that nothing else of the file is kept.
    trimmed = picture.crop(box)
    clean = io.BytesIO()
    trimmed.save(clean, "PNG")
    return Seal(clean.getvalue(), "image/png", _advice(trimmed))


def _lets_text_through(alpha: Image.Image) -> bool:
    """Whether at least a fifth of the picture is clear: a round seal leaves that free in its corners alone."""
    counts = alpha.histogram()
    return sum(counts[:32]) >= sum(counts) / 5


def _advice(picture: Image.Image) -> tuple[str, ...]:
    """What may be wrong with the picture; the person decides."""
    small = picture.resize((64, 64))
    pixels = [small.getpixel((x, y)) for y in range(64) for x in range(64)]
    inked = [(n % 64, n // 64, pixel) for n, pixel in enumerate(pixels) if isinstance(pixel, tuple) and pixel[3] > 96]
    advice = []
    outside = sum(math.hypot(x - 31.5, y - 31.5) > 33 for x, y, _ in inked)
    if abs(picture.width - picture.height) > 0.1 * picture.width or outside > 0.02 * len(inked):
        advice.append(_NOT_ROUND)
    red = sum(pixel[0] > 130 and pixel[0] > 1.5 * max(pixel[1], pixel[2]) for _, _, pixel in inked)
    if red < 0.7 * len(inked):
        advice.append(_NOT_RED)
    return tuple(advice)


def _svg(content: bytes) -> Seal:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise PictureError(DAMAGED) from error
    if root.tag != _SVG:
        raise PictureError(NOT_A_PICTURE)
    if root.getroottree().docinfo.doctype:
        raise PictureError(UNSAFE.format(what="文档类型声明"))
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        name = etree.QName(element).localname
        if name in _NOT_DRAWN:
            raise PictureError(UNSAFE.format(what=f"“{name}”"))
        _refuse_addresses(element)
    if "viewBox" not in root.attrib and not {"width", "height"} <= set(root.attrib):
        raise PictureError(UNSAFE.format(what="不明的尺寸（缺少 viewBox）"))
    return Seal(etree.tostring(root), "image/svg+xml")


def _refuse_addresses(element: etree._Element) -> None:
    """Nothing in the picture may lead out of it."""
    for key, value in element.attrib.items():
        name = etree.QName(key).localname.lower()
        inside = value.strip().lower().replace("url(#", "")
        if (
            name.startswith("on")
            or (name == "href" and not value.startswith("#"))
            or "url(" in inside
            or "data:" in inside
        ):
            raise PictureError(UNSAFE.format(what=f"外部内容或脚本（{name}）"))
