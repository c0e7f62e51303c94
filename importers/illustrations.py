"""Pictures that people bring (插图): decoded in a process of its own under limits, and made anew for publishing.

Of the file that came nothing remains but its colours: no EXIF, no place, no names, no profile, no second content.
The same file gives the same picture.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from io import BytesIO

from PIL import Image, ImageCms, ImageOps

from importers.errors import UnreadableError
from importers.sandbox import ROOT
from report.pictures import MAX_BYTES as MAX_MADE
from report.pictures import MEDIA_TYPES, Picture

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 50_000_000
# Pixels that paper needs: 200 to the inch on the 156 mm between the margins, and on the height of a page of text.
WIDEST, HIGHEST = 1228, 1650
QUALITY = 85
# What is larger is first made small roughly, so that colours need be worked on in few pixels only.
_COARSE = 2 * HIGHEST
_SHRINKABLE = {"L", "LA", "RGB", "RGBA", "CMYK"}
# A drawing's even colours pack better as PNG than a photograph's; noise packs far worse.
_DRAWING = 1.5
# Of wall time: other work on the machine may hold the process up, its own time is limited below.
SECONDS = 20.0
_CPU_SECONDS = 8
# Of address space: 50 megapixels in four channels, twice for a moment, and Python itself.
_MEMORY = 700 * 1024 * 1024
_OUT_OF_MEMORY = 12

KINDS = ("PNG", "JPEG", "WEBP", "GIF")
UNKNOWN = "这个文件不是可用的图片。请用 PNG、JPEG、WebP 或 GIF 格式的图片；SVG 等其他格式请先另存为 PNG。"
BROKEN = "这张图片不完整或已损坏，打不开。请重新保存或下载后再插入。"
TOO_LARGE = "图片文件有 {size} MB，超过 {most} MB 的上限。请先缩小后再插入。"
TOO_MANY_PIXELS = "图片有 {width}×{height} 像素，共 {pixels} 万，超过 {most} 万像素的上限。请先缩小后再插入。"
TOO_SLOW = "处理这张图片用时过长，已停止。请先缩小后再插入。"
TOO_HEAVY = "处理这张图片需要的内存过多，已停止。请先缩小后再插入。"


def prepared(content: bytes) -> Picture:
    """A picture for publishing, from PNG, JPEG, WebP or GIF told by content. UnreadableError says why not.

    Upright as it was taken, at most 1228 by 1650 pixels, on white, in grey or sRGB. Hostile files may take long or much
    memory: `prepared_safely` reads them in a process of its own.
    """
    if len(content) > MAX_BYTES:
        raise UnreadableError(TOO_LARGE.format(size=-(-len(content) // 2**20), most=MAX_BYTES // 2**20))
    try:
        opened = Image.open(BytesIO(content), formats=KINDS)
    except Image.DecompressionBombError as error:
        raise UnreadableError(f"图片的像素太多，超过 {MAX_PIXELS // 10_000} 万的上限。请先缩小后再插入。") from error
    except (OSError, SyntaxError, ValueError) as error:
        # Pillow raises SyntaxError for some broken chunks of PNG.
        raise UnreadableError(UNKNOWN if isinstance(error, OSError) else BROKEN) from error
    with opened as image:
        pixels = image.width * image.height
        if pixels > MAX_PIXELS:
            words = {"width": image.width, "height": image.height, "pixels": pixels // 10_000}
            raise UnreadableError(TOO_MANY_PIXELS.format(**words, most=MAX_PIXELS // 10_000))
        try:
            # A JPEG is decoded at an eighth or a quarter of its size where that is enough.
            image.draft(None, (_COARSE, _COARSE))
            image.load()
            if image.mode in _SHRINKABLE:
                image.thumbnail((_COARSE, _COARSE), Image.Resampling.BOX)
            plain = _plain(image)
        except (OSError, SyntaxError, ValueError) as error:
            raise UnreadableError(BROKEN) from error
    plain.thumbnail((WIDEST, HIGHEST), Image.Resampling.LANCZOS, reducing_gap=3.0)
    return _encoded(plain)


def _plain(image: Image.Image) -> Image.Image:
    """The picture upright, in grey or sRGB of 8 bits, nothing transparent, with no metadata."""
    upright = ImageOps.exif_transpose(image)
    profile = image.info.get("icc_profile")
    if upright.mode.startswith("I;16") or upright.mode == "I":
        upright = upright.convert("I").point(lambda value: value / 256).convert("L")
    if upright.has_transparency_data:
        paper = Image.new("RGBA", upright.size, "white")
        upright = Image.alpha_composite(paper, upright.convert("RGBA"))
    elif profile and upright.mode in ("RGB", "CMYK"):
        upright = _in_srgb(upright, profile)
    made = upright.convert("L" if upright.mode in ("1", "L", "LA") else "RGB")
    made.info.clear()
    return made


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """Colours as its profile means them; as they are where the profile cannot be read."""
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        made = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return made or image


def _encoded(image: Image.Image) -> Picture:
    """PNG for drawings, JPEG for photographs: told by how well each packs the picture."""
    files = {}
    for kind, saving in (("PNG", {"optimize": True}), ("JPEG", {"quality": QUALITY, "optimize": True})):
        file = BytesIO()
        image.save(file, kind, **saving)
        files[kind] = file.getvalue()
    drawing = len(files["PNG"]) <= min(_DRAWING * len(files["JPEG"]), MAX_MADE)
    kind = "PNG" if drawing else "JPEG"
    return Picture(MEDIA_TYPES[kind], image.width, image.height, files[kind])


def prepared_safely(content: bytes, timeout: float = SECONDS) -> Picture:
    """`prepared` in a process that is held to its limits and killed after `timeout` seconds."""
    if len(content) > MAX_BYTES:
        raise UnreadableError(TOO_LARGE.format(size=-(-len(content) // 2**20), most=MAX_BYTES // 2**20))
    command = [sys.executable, "-m", "importers.illustrations"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "MALLOC_ARENA_MAX": "2"}
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, timeout=timeout, check=False, env=environment, cwd=ROOT
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableError(TOO_SLOW) from error
    if done.returncode == _OUT_OF_MEMORY:
        raise UnreadableError(TOO_HEAVY)
    head, _, data = done.stdout.partition(b"\n")
    try:
        answer = json.loads(head)
    except ValueError as error:
        raise UnreadableError(TOO_SLOW if done.returncode in (-9, -24) else BROKEN) from error
    if "fault" in answer:
        raise UnreadableError(str(answer["fault"]))
    return Picture(str(answer["media_type"]), int(answer["width"]), int(answer["height"]), data)


def main() -> int:
    """The child's work: a file from standard input; a line of JSON, and the picture's bytes, to standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    content, data = sys.stdin.buffer.read(), b""
    try:
        made = prepared(content)
        answer = {"media_type": made.media_type, "width": made.width, "height": made.height}
        data = made.data
    except UnreadableError as error:
        answer = {"fault": str(error)}
    except MemoryError:
        return _OUT_OF_MEMORY
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
