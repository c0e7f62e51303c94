"""Which faces documents are typeset with, and the characters of a report that none of them has."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from exporters.document import Document
from exporters.fonts import FontsMissingError, use_licensed
from exporters.licensed import FAMILIES, SPARE, Licensed
from exporters.missing import missing_characters
from exporters.outline import outline
from report.report import Report
from services.configuration.fonts import Fonts

# Beside the data, since it must be writable; everything in it is made anew if it is not there.
MADE = "fonts-made"
_FREE = {
    "小标宋": "FandolSong 粗体",
    "仿宋": "FandolFang",
    "楷体": "霞鹜文楷",
    "黑体": "思源黑体",
    "宋体": "FandolSong",
}


@cache
def use_fonts(data_dir: Path, fonts: Fonts) -> Licensed:
    """Typeset with the agency's own faces from now on; to be called as a process starts, before it makes documents.

    What is wrong with a file is told in the result and stops nothing. Where the free faces are not installed nothing
    is changed: who asks for a PDF is told.
    """
    try:
        return use_licensed(data_dir / fonts.folder, data_dir / MADE)
    except FontsMissingError as error:
        return Licensed(refused=(str(error),))
    except OSError as error:
        return Licensed(refused=(f"字体文件夹 {data_dir / fonts.folder} 不能使用：{error}。已改用其他字体。",))


def faces_in_use(licensed: Licensed) -> list[tuple[str, str, str]]:
    """Style, face and where it comes from, for each style of official papers and each font of rare characters."""
    own = {face.style: face for face in licensed.faces}
    rows = []
    for style, *_ in FAMILIES:
        face = own.get(style)
        rows.append((style, face.name, face.file) if face else (style, _FREE[style], "自带"))
    return rows + [(face.style, face.name, face.file) for face in licensed.faces if face.style == SPARE[0]]


def missing_in(report: Report) -> list[str]:
    """A sentence on each character of a report that no face has; none where the faces are not installed at all."""
    try:
        return [item.sentence for item in missing_characters(outline(Document(report)))]
    except FontsMissingError:
        return []
