"""The automatic numbers of Word paragraphs, which are not in the text: 一、 （一） 1. as lists make them."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field

from lxml import etree

from importers.archives import parse_xml, read_member

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHINESE = frozenset({
    "chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital", "taiwaneseCounting",
    "taiwaneseCountingThousand", "japaneseDigitalTenThousand",
})  # fmt: skip
_DIGITS = "零一二三四五六七八九"
MAX_LEVEL = 9


def chinese(number: int) -> str:
    """1 to 99 in Chinese: 一, 十, 十一, 二十一."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十") + (_DIGITS[ones] if ones else "")


@dataclass(frozen=True)
class Level:
    """How one level of a list is numbered: kind of digits, pattern such as `（%1）`, first number."""

    kind: str
    pattern: str
    start: int


@dataclass
class Numbers:
    """Counts the paragraphs of every list of a document as they are read in order."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    counts: dict[tuple[str, int], int] = field(default_factory=dict)

    @staticmethod
    def read(archive: zipfile.ZipFile) -> Numbers:
        """The lists of a document; none if it has no numbering part."""
        if "word/numbering.xml" not in archive.namelist():
            return Numbers()
        root = parse_xml(read_member(archive, "word/numbering.xml"))
        abstract = {a.get(W + "abstractNumId", ""): _levels(a) for a in root.iter(W + "abstractNum")}
        levels = {}
        for number in root.iter(W + "num"):
            link = number.find(W + "abstractNumId")
            if link is not None:
                levels[number.get(W + "numId", "")] = abstract.get(link.get(W + "val", ""), {})
        return Numbers(levels, _numbered_styles(archive))

    def of(self, paragraph: etree._Element) -> str:
        """The number that stands before a paragraph; "" for none. Counts on."""
        properties = paragraph.find(f"{W}pPr/{W}numPr")
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        if properties is not None:
            name, level = _list_of(properties)
        else:
            name, level = self.styles.get("" if style is None else style.get(W + "val", ""), ("", 0))
        rule = self.levels.get(name, {}).get(level)
        if rule is None:
            return ""
        self.counts[name, level] = self.counts.get((name, level), rule.start - 1) + 1
        for deeper in range(level + 1, MAX_LEVEL):
            self.counts.pop((name, deeper), None)
        return re.sub(r"%([1-9])", lambda m: self._shown(name, int(m[1]) - 1), rule.pattern)

    def _shown(self, name: str, level: int) -> str:
        rule = self.levels.get(name, {}).get(level)
        number = self.counts.get((name, level), rule.start if rule else 1)
        return chinese(number) if rule and rule.kind in _CHINESE else str(number)


def _list_of(properties: etree._Element) -> tuple[str, int]:
    """(list, level from 0) that a paragraph or a style names."""
    name, depth = properties.find(W + "numId"), properties.find(W + "ilvl")
    written = "0" if depth is None else depth.get(W + "val", "0")
    level = int(written) if written.isdigit() and int(written) < MAX_LEVEL else 0
    return "" if name is None else name.get(W + "val", ""), level


def _numbered_styles(archive: zipfile.ZipFile) -> dict[str, tuple[str, int]]:
    """{style: (list, level)} of the paragraph styles that number their paragraphs, as headings often do."""
    if "word/styles.xml" not in archive.namelist():
        return {}
    root = parse_xml(read_member(archive, "word/styles.xml"))
    found = {style.get(W + "styleId", ""): style.find(f"{W}pPr/{W}numPr") for style in root.iter(W + "style")}
    return {style: _list_of(properties) for style, properties in found.items() if properties is not None}


def _levels(abstract: etree._Element) -> dict[int, Level]:
    levels = {}
    for item in abstract.iter(W + "lvl"):
        parts = {name: item.find(W + name) for name in ("numFmt", "lvlText", "start")}
        values = {name: "" if part is None else part.get(W + "val", "") for name, part in parts.items()}
        depth = item.get(W + "ilvl", "0")
        if values["numFmt"] not in {"bullet", "none"} and depth.isdigit():
            start = int(values["start"]) if values["start"].isdigit() else 1
            levels[int(depth)] = Level(values["numFmt"], values["lvlText"], start)
    return levels
