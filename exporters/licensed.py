"""An agency's own licensed faces (方正小标宋、仿宋_GB2312 …): recognised, examined, and made ready to typeset with.

A file is known by the names that it gives itself, whatever it is called. It is never changed: what is used is a copy
that goes by one of `FAMILIES`, which `paper.css` asks for first, and has the height of all faces (docs/fonts.md).
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import uharfbuzz
from fontTools.pens.basePen import NullPen
from fontTools.ttLib import TTCollection, TTFont, TTLibError

ENDINGS = (".ttf", ".otf", ".ttc", ".otc")
MOST_BYTES = 100_000_000
# Style in official papers, family and weight in the style sheet, what the face's names hold (GB/T 9704-2012).
FAMILIES = (
    ("小标宋", "Nianbao XiaoBiaoSong", 700, ("小标宋", "xiaobiaosong", "fzxbs")),
    ("仿宋", "Nianbao FangSong", 400, ("仿宋", "fangsong")),
    ("楷体", "Nianbao KaiTi", 400, ("楷体", "kaiti", "simkai")),
    ("黑体", "Nianbao HeiTi", 400, ("黑体", "simhei")),
    ("宋体", "Nianbao SongTi", 400, ("宋体", "simsun")),
)
# Any other font serves for characters that the faces of a style lack.
SPARE = ("补字", "Nianbao Spare", 400)
_NAMES, _NEEDED = (1, 4, 6, 16), ("cmap", "head", "hhea", "hmtx", "maxp", "name", "OS/2")
# Parts of OS/2 fsType (OpenType 1.9): no embedding; embedding for print, for editing; no subsets; bitmaps only.
_RESTRICTED, _GRANTED, _NO_SUBSET, _BITMAP_ONLY = 0x2, 0xC, 0x100, 0x200
# Above and below the baseline, in ems, as in all faces.
_ASCENT, _DESCENT = 0.88, 0.12
# Whatever a damaged table makes the readers of fonts stumble over.
_DAMAGE = (TTLibError, struct.error, ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, OSError,
           RuntimeError, TypeError, ValueError)  # fmt: skip
# Part of a made file's name, to be raised when they are made in another way.
_MAKING = 1


@dataclass(frozen=True)
class LicensedFace:
    """A face that is used: for which style, its own name, its file, and the file made from it."""

    style: str
    name: str
    file: str
    made: Path


@dataclass(frozen=True)
class Licensed:
    """The faces in use, and a sentence on each file that cannot be used."""

    faces: tuple[LicensedFace, ...] = ()
    refused: tuple[str, ...] = ()


def read_licensed(folder: Path, made: Path) -> Licensed:
    """Examine each font file in `folder` and keep a copy ready to use in `made`; no file, however broken, raises.

    OSError if `made` cannot be written.
    """
    faces: list[LicensedFace] = []
    refused = []
    made.mkdir(parents=True, exist_ok=True)
    for file in sorted(folder.iterdir()) if folder.is_dir() else ():
        if file.suffix.lower() not in ENDINGS:
            continue
        try:
            faces.extend(_faces(file, made))
        except _RefusedError as error:
            refused.append(f"字体文件 {file.name} 不能使用：{error}。已改用其他字体。")
        except _DAMAGE:
            refused.append(f"字体文件 {file.name} 已损坏或不是字体，不能使用，已改用其他字体。请重新安放这个文件。")
    used = tuple(_one_a_style(faces))
    for old in set(made.glob("*.font")) - {face.made for face in used}:
        old.unlink()
    return Licensed(used, tuple(refused))


class _RefusedError(Exception):
    """Why a file cannot be used, in Chinese, without a full stop."""


def _faces(file: Path, made: Path) -> list[LicensedFace]:
    if file.stat().st_size > MOST_BYTES:
        raise _RefusedError(f"超过 {MOST_BYTES // 1_000_000} MB")
    content = file.read_bytes()
    found = []
    for number in range(_count(content)):
        font = TTFont(io.BytesIO(content), fontNumber=number, lazy=True, recalcBBoxes=False, recalcTimestamp=False)
        (style, family, weight), name = _style(font), _shown_name(font)
        told = sha256(content + f"{number} {style} {_MAKING}".encode()).hexdigest()[:24]
        target = made / f"{told}.font"
        if not target.exists():
            _examine(font, content, number)
            _make(font, family, weight, target)
        found.append(LicensedFace(style, name, file.name, target))
    return found


def _count(content: bytes) -> int:
    """How many fonts a file holds: a collection has several."""
    return len(TTCollection(io.BytesIO(content), lazy=True).fonts) if content.startswith(b"ttcf") else 1


def _style(font: TTFont) -> tuple[str, str, int]:
    """For which style it is, with family and weight in the style sheet."""
    names = " ".join(record.toUnicode(errors="replace") for record in font["name"].names if record.nameID in _NAMES)
    plain = names.casefold().replace("_", "").replace("-", "")
    for style, family, weight, marks in FAMILIES:
        if any(mark in plain for mark in marks) and "ext" not in plain:
            return style, family, weight
    return SPARE


def _shown_name(font: TTFont) -> str:
    """Its own name, in Chinese if it has one."""
    names = [record for record in font["name"].names if record.nameID == 4]
    chinese = [record for record in names if record.platformID == 3 and record.langID in (0x804, 0x404)]
    return str((chinese or names)[0]) if names else "未命名"


def _examine(font: TTFont, content: bytes, number: int) -> None:
    """Raises _RefusedError, or what the readers of fonts make of a damaged table."""
    absent = [tag for tag in _NEEDED if tag not in font]
    if absent or not {"glyf", "CFF "} & set(font.keys()):
        raise _RefusedError(f"缺少必要的部分（{'、'.join(absent) or '字形'}），文件可能不完整")
    if "fvar" in font:
        raise _RefusedError("是可变字体，请换用固定字重的字体")
    permission = font["OS/2"].fsType
    if permission & _RESTRICTED and not permission & _GRANTED:
        raise _RefusedError("字体的许可（OS/2 fsType）不允许嵌入文件，请向字体厂商取得可嵌入的授权")
    if permission & (_NO_SUBSET | _BITMAP_ONLY):
        raise _RefusedError("字体的许可（OS/2 fsType）不允许只嵌入用到的字，请向字体厂商取得可嵌入的授权")
    known = font.getBestCmap()
    if not known:
        raise _RefusedError("没有可用的字符表（cmap）")
    glyphs = font.getGlyphSet()
    for name in list(known.values())[:: len(known) // 200 + 1]:
        glyphs[name].draw(NullPen())
    whole = uharfbuzz.SubsetInput()
    whole.unicode_set.update(known)
    uharfbuzz.SubsetPlan(uharfbuzz.Face(content, number), whole).execute()


def _make(font: TTFont, family: str, weight: int, target: Path) -> None:
    """Write the copy that is used: family and weight of the style sheet, height of all faces, outlines as they are."""
    names = font["name"]
    for name_id in (1, 2, 3, 4, 6, 16, 17, 21, 22):
        names.removeNames(nameID=name_id)
    postscript = family.replace(" ", "")
    for name_id, text in {1: family, 2: "Regular", 4: family, 6: postscript}.items():
        names.setName(text, name_id, 3, 1, 0x409)
    size, horizontal, metrics = font["head"].unitsPerEm, font["hhea"], font["OS/2"]
    horizontal.ascent = metrics.sTypoAscender = round(_ASCENT * size)
    horizontal.descent = metrics.sTypoDescender = -round(_DESCENT * size)
    horizontal.lineGap = metrics.sTypoLineGap = 0
    metrics.usWeightClass = weight
    metrics.fsSelection = 0x40
    font["head"].macStyle = 0
    # A name that fontconfig passes over, should this process end here.
    part = target.with_name(f".{target.name}")
    with part.open("wb") as file:
        font.save(file, reorderTables=False)
    part.replace(target)


def _one_a_style(faces: list[LicensedFace]) -> Iterator[LicensedFace]:
    """Of several faces for a style the one named GB2312, which the standard names, else the first."""
    for style in dict.fromkeys(face.style for face in faces):
        those = [face for face in faces if face.style == style]
        if style == SPARE[0]:
            yield from those
        else:
            yield next((face for face in those if "2312" in face.name), those[0])
