"""The faces of documents and their fontconfig file, in place before anything lays out text."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from report.errors import NianbaoError

FONTS = Path(__file__).parent.parent / ".fonts"


class FontsMissingError(NianbaoError):
    """The folder of fonts is not there (字体未安装): no PDF can be made."""


class CharactersMissingError(NianbaoError):
    """Characters that no face has (字体缺字). Printed they would be empty boxes, so nothing is printed."""

    def __init__(self, characters: Iterable[str]) -> None:
        self.characters = "".join(sorted(characters))
        named = "、".join(f"“{character}”（U+{ord(character):04X}）" for character in self.characters[:20])
        more = f"等 {len(self.characters)} 个字" if len(self.characters) > 20 else ""
        super().__init__(f"无法生成 PDF：所用字体没有{named}{more}。请在文字中查找并改用其他字。")


@cache
def use_document_fonts() -> None:
    """Point fontconfig at the documents' faces and no others; must be called before WeasyPrint is imported.

    A `FONTCONFIG_FILE` that is already set is left alone. Raises FontsMissingError if the faces are not installed.
    """
    config = Path(os.environ.get("FONTCONFIG_FILE") or FONTS / "fonts.conf")
    if not config.is_file():
        raise FontsMissingError(f"没有找到字体配置 {config}，无法生成 PDF。请先运行 bash bin/run 安装字体。")
    os.environ["FONTCONFIG_FILE"] = str(config)
