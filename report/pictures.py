"""Pictures (图片) of a report: kept once under the hash of their bytes, small enough for paper, without metadata."""

from __future__ import annotations

import binascii
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Any

from PIL import Image

from report.json_input import brief, known, mapping, some
from report.narrative import Block

KEY = "pictures"
MEDIA_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg"}
MAX_PICTURES = 50
MAX_BYTES = 2 * 1024 * 1024
MAX_ALL_BYTES = 12 * 1024 * 1024
MAX_PIXELS = 4_000_000

_ENDS = {"PNG": b"IEND\xaeB`\x82", "JPEG": b"\xff\xd9"}
_MODES = {"PNG": {"1", "L", "P", "RGB"}, "JPEG": {"L", "RGB"}}
# What a file says of its own coding. Anything else (EXIF, XMP, comments, colour profiles) may tell of people.
_CODING = {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi", "progressive", "progression"}


@dataclass(frozen=True)
class Picture:
    """PNG or JPEG as it is published: width and height in pixels, `data` the bytes of the file."""

    media_type: str
    width: int
    height: int
    data: bytes

    @property
    def id(self) -> str:
        """SHA-256 of the bytes, in hexadecimal: the name by which blocks speak of it."""
        return sha256(self.data).hexdigest()


Pictures = Mapping[str, Picture]


def shown_pictures(blocks: Iterable[Block]) -> list[str]:
    """Ids of the pictures that blocks show, each once, in order."""
    return list(dict.fromkeys(block.picture for block in blocks if block.type == "figure"))


def decode(data: bytes) -> Picture | str:
    """The picture that the bytes are, wholly decoded; else what is wrong with them, in words.

    Only what this program makes itself passes: PNG or JPEG in grey or RGB, at most 2 MB and 4 megapixels, with no
    metadata and nothing after its end.
    """
    if len(data) > MAX_BYTES:
        return f"超过 {MAX_BYTES // 1024 // 1024} MB 的上限"
    try:
        with Image.open(BytesIO(data), formats=tuple(MEDIA_TYPES)) as image:
            kind = image.format or ""
            if image.width * image.height > MAX_PIXELS:
                return f"有 {image.width}×{image.height} 像素，超过 {MAX_PIXELS // 10_000} 万像素的上限"
            image.load()
            extra = set(image.info) - _CODING
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        # Pillow raises SyntaxError for some broken PNG chunks.
        return "不是完好的 PNG 或 JPEG 图片"
    # Once WeasyPrint is loaded, Pillow takes pictures that were cut off.
    if _ENDS[kind] not in data:
        return "不是完好的 PNG 或 JPEG 图片"
    if image.mode not in _MODES[kind] or extra or not data.endswith(_ENDS[kind]):
        return "带有透明、附加信息或其他内容，请在程序中重新插入这张图片"
    return Picture(MEDIA_TYPES[kind], image.width, image.height, data)


def _content(item: Mapping[str, Any]) -> Picture | str:
    raw = item.get("data")
    if not isinstance(raw, str) or len(raw) > MAX_BYTES * 2:
        return "缺少 data，或超过 2 MB 的上限"
    try:
        found = decode(b64decode(raw, validate=True))
    except (binascii.Error, ValueError):
        return "data 不是 Base64"
    if isinstance(found, Picture):
        true = {"media_type": found.media_type, "width": found.width, "height": found.height}
        if any(item.get(key, value) != value for key, value in true.items()):
            return "所写的类型或大小与图片不符"
    return found


def read_pictures(data: Mapping[str, Any], used: Iterable[str], problems: list[str]) -> dict[str, Picture]:
    """The pictures of a file of record, by id. Missing, unused, oversized and broken ones are faults."""
    raw, wanted = mapping(data, KEY, problems), list(used)
    pictures: dict[str, Picture] = {}
    if len(raw) > MAX_PICTURES or len(wanted) > MAX_PICTURES:
        problems.append(f"{KEY}：有 {max(len(raw), len(wanted))} 张图片，超过 {MAX_PICTURES} 张的上限。")
        return pictures
    problems.extend(f"{KEY}：缺少图片 {brief(key)}。" for key in wanted if key not in raw)
    if unused := [key for key in raw if key not in wanted]:
        problems.append(f"{KEY}：有正文没有用到的图片：{some(unused)}。")
    for key, item in raw.items():
        where = f"{KEY}.{brief(key)}"
        if not isinstance(item, dict):
            problems.append(f'{where}：应为 {{"media_type", "width", "height", "data"}}。')
            continue
        known(item, {"media_type", "width", "height", "data"}, where, problems)
        found = _content(item)
        if isinstance(found, str):
            problems.append(f"{where}：{found}。")
        elif found.id != key:
            problems.append(f"{where}：图片与它的编号不符。")
        else:
            pictures[key] = found
    if sum(len(picture.data) for picture in pictures.values()) > MAX_ALL_BYTES:
        problems.append(f"{KEY}：图片合计超过 {MAX_ALL_BYTES // 1024 // 1024} MB 的上限。")
    return pictures


def write_pictures(pictures: Pictures) -> dict[str, Any]:
    """Pictures as JSON, by id; bytes in Base64."""
    return {
        key: {
            "media_type": picture.media_type,
            "width": picture.width,
            "height": picture.height,
            "data": b64encode(picture.data).decode(),
        }
        for key, picture in sorted(pictures.items())
    }
