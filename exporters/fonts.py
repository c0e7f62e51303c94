"""The faces of documents and their fontconfig file, in place before anything lays out text."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from report.errors import NianbaoError

FONTS = Path(__file__).parent.parent / ".fonts"


class FontsMissingError(NianbaoError):
    """The folder of fonts is not there (字体未安装): no PDF can be made."""


@cache
def use_document_fonts() -> None:
    """Point fontconfig at the documents' faces and no others; must be called before WeasyPrint is imported.

    A `FONTCONFIG_FILE` that is already set is left alone. Raises FontsMissingError if the faces are not installed.
    """
    config = Path(os.environ.get("FONTCONFIG_FILE") or FONTS / "fonts.conf")
    if not config.is_file():
        raise FontsMissingError(f"没有找到字体配置 {config}，无法生成 PDF。请先运行 bash bin/run 安装字体。")
    os.environ["FONTCONFIG_FILE"] = str(config)
