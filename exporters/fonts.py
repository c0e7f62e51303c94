"""The faces of documents and their fontconfig file, in place before anything lays out text."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree

import uharfbuzz

from exporters.licensed import Licensed, read_licensed
from report.errors import NianbaoError

FONTS = Path(__file__).parent.parent / ".fonts"
CONFIG = "FONTCONFIG_FILE"
REMEDY = "请把有这个字的字体文件放进数据文件夹下的字体文件夹，或改用其他字。"


class FontsMissingError(NianbaoError):
    """The folder of fonts is not there (字体未安装): no PDF can be made."""


class CharactersMissingError(NianbaoError):
    """Characters that no face has (字体缺字). Printed they would be empty boxes, so nothing is printed.

    `places` are sentences that say where each stands, as far as that is known.
    """

    def __init__(self, characters: Iterable[str], places: Iterable[str] = ()) -> None:
        self.characters = "".join(sorted(set(characters)))
        self.places = tuple(places)
        named = "、".join(f"“{character}”（U+{ord(character):04X}）" for character in self.characters[:20])
        more = f"等 {len(self.characters)} 个字" if len(self.characters) > 20 else ""
        where = "".join(f"\n{place}" for place in self.places[:20])
        super().__init__(f"无法生成 PDF：所用字体没有{named}{more}。{REMEDY}{where}")


@cache
def use_document_fonts() -> None:
    """Point fontconfig at the documents' faces and no others; must be called before WeasyPrint is imported.

    A `FONTCONFIG_FILE` that is already set is left alone. Raises FontsMissingError if the faces are not installed.
    """
    config = Path(os.environ.get(CONFIG) or FONTS / "fonts.conf")
    if not config.is_file():
        raise FontsMissingError(f"没有找到字体配置 {config}，无法生成 PDF。请先运行 bash bin/run 安装字体。")
    # fontconfig looks for a relative name elsewhere, and would go on without it.
    os.environ[CONFIG] = str(config.absolute())


def use_licensed(folder: Path, made: Path) -> Licensed:
    """From now on typeset with the faces in `folder` before the free ones; `made` is for what is made of them.

    To be called once as a process starts. Where there is none, all is as before. A fault of a file is told in the
    result and never stops anything. FontsMissingError if the free faces are not installed.
    """
    if Path(os.environ.get(CONFIG, "")).is_relative_to(made):
        # The process that started this one has done the same.
        del os.environ[CONFIG]
    use_document_fonts.cache_clear()
    if not folder.is_dir():
        return Licensed()
    use_document_fonts()
    found = read_licensed(folder, made / "faces")
    if found.faces:
        root = ElementTree.parse(os.environ[CONFIG]).getroot()
        for name in ("cachedir", "dir"):
            element = ElementTree.Element(name)
            element.text = str(made / ("cache" if name == "cachedir" else "faces"))
            root.insert(0, element)
        config = made / "fonts.conf"
        config.write_bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))
        os.environ[CONFIG] = str(config.absolute())
    return found


def fonts_fingerprint() -> str:
    """A hash of the faces in use and of what tells how they are used: what is kept of documents depends on it.

    Raises FontsMissingError if the faces are not installed.
    """
    use_document_fonts()
    config = Path(os.environ[CONFIG])
    told = sha256(config.read_bytes())
    for file in _files(config):
        status = file.stat()
        told.update(f"{file} {status.st_size} {status.st_mtime_ns}\n".encode())
    return told.hexdigest()


def characters_in_faces() -> frozenset[int]:
    """The code points that at least one face in use can draw. Raises FontsMissingError as above."""
    use_document_fonts()
    return _characters(Path(os.environ[CONFIG]), fonts_fingerprint())


@cache
def _characters(config: Path, _state: str) -> frozenset[int]:
    hidden = {
        rule.findtext("test/string"): [
            range(*(int(end.text or "0", 16) + n for n, end in enumerate(ends.iter("int"))))
            for ends in rule.iter("range")
        ]
        for root in _configurations(config)
        for rule in root.iter("match")
        if rule.get("target") == "scan"
    }
    found: set[int] = set()
    for file in _files(config):
        face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(file)))
        codes = set(face.unicodes)
        for away in hidden.get(face.get_name(uharfbuzz.OTNameIdPredefined.FONT_FAMILY), ()):
            codes.difference_update(away)
        found |= codes
    return frozenset(found)


def _files(config: Path) -> Iterator[Path]:
    """The font files of a configuration."""
    for root in _configurations(config):
        for element in root.iter("dir"):
            folder = (config.parent / (element.text or "")).expanduser()
            yield from sorted(file for file in folder.rglob("*") if file.is_file() and file.name[0] != ".")


def _configurations(config: Path) -> Iterator[ElementTree.Element]:
    """A configuration and those that it includes."""
    root = ElementTree.parse(config).getroot()
    yield root
    for element in root.iter("include"):
        included = (config.parent / (element.text or "")).expanduser()
        for file in sorted(included.glob("*.conf")) if included.is_dir() else [included]:
            if file.is_file():
                yield from _configurations(file)
