"""`fonts`: which faces documents are typeset with, and what is wrong with those that the agency put in its folder."""

from __future__ import annotations

from pathlib import Path

from commands.serving import data_dir
from exporters.licensed import Licensed
from services.configuration import load_configuration
from services.configuration.fonts import Fonts
from services.fonts import faces_in_use, use_fonts

FAULTY = 1


def fonts_of(folder: Path) -> Licensed:
    """Typeset with the faces of a data folder from now on."""
    return use_fonts(folder, load_configuration(folder).get(Fonts))


def print_fonts(demo: bool, chosen: Path | None) -> int:
    """Print the face of each style and what is wrong; returns the exit code, 1 if a file cannot be used."""
    folder = data_dir(demo, chosen)
    licensed = fonts_of(folder)
    print(f"字体文件夹：{folder / load_configuration(folder).get(Fonts).folder}")
    for style, face, file in faces_in_use(licensed):
        print(f"  {style}：{face}（{file}）")
    for fault in licensed.refused:
        print(f"注意：{fault}")
    return FAULTY if licensed.refused else 0
