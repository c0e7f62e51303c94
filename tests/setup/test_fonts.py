"""The folder of fonts that set-up made: our faces under their right names, and nothing else."""

import os
import subprocess
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from weasyprint.text import ffi

from tools.fonts.catalogue import Face, read_catalogue
from tools.fonts.faces import ASCENT, DESCENT

FONTS = Path(__file__).parents[2] / ".fonts"
CATALOGUE = read_catalogue()
FONTCONFIG_WEIGHTS = {400: "80", 500: "100", 700: "200"}


def fontconfig(config: str, *command: str) -> list[str]:
    settings = {**os.environ, "FONTCONFIG_FILE": str(FONTS / config)}
    done = subprocess.run(command, env=settings, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def matched(config: str, pattern: str) -> str:
    (line,) = fontconfig(config, "fc-match", "--format", "%{file|basename}\n", pattern)
    return line


@pytest.mark.parametrize("config", ["fonts.conf", "office.conf"])
def test_only_our_faces_are_known(config: str) -> None:
    files = fontconfig(config, "fc-list", "--format", "%{file}\n")
    assert sorted(files) == sorted(str(FONTS / "faces" / face.file) for face in CATALOGUE.faces)


@pytest.mark.parametrize("face", CATALOGUE.faces, ids=lambda face: face.file)
def test_a_face_is_found_by_its_family_and_weight(face: Face) -> None:
    pattern = f"{face.family}:weight={FONTCONFIG_WEIGHTS[face.weight]}"
    assert matched("fonts.conf", pattern) == face.file


def test_an_unknown_family_is_shown_in_one_of_our_faces() -> None:
    assert matched("fonts.conf", "Comic Sans MS") in {face.file for face in CATALOGUE.faces}


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("方正小标宋简体", "FandolSong-Bold.otf"),
        ("仿宋_GB2312", "FandolFang-Regular.otf"),
        ("楷体_GB2312", "LXGWWenKai-Regular.ttf"),
        ("黑体", "FandolHei-Regular.otf"),
        ("宋体", "FandolSong-Regular.otf"),
        ("Times New Roman", "LiberationSerif-Regular.ttf"),
    ],
)
def test_a_word_processor_sees_our_face_for_an_official_font(name: str, file: str) -> None:
    assert matched("office.conf", name) == file


@pytest.mark.parametrize("mark", list("‘’“”—…·×"))
def test_chinese_punctuation_is_not_drawn_by_the_latin_face(mark: str) -> None:
    pattern = f"Liberation Serif:charset={ord(mark):x}"
    assert not fontconfig("fonts.conf", "fc-list", pattern)
    assert fontconfig("fonts.conf", "fc-list", f"FandolFang:charset={ord(mark):x}")


@pytest.mark.parametrize("face", CATALOGUE.faces, ids=lambda face: face.file)
def test_a_face_may_be_embedded_in_a_document(face: Face) -> None:
    restricted, no_embedding_of_outlines = 0x0002, 0x0200
    with TTFont(FONTS / "faces" / face.file, lazy=True) as font:
        assert not font["OS/2"].fsType & (restricted | no_embedding_of_outlines)


@pytest.mark.parametrize("face", CATALOGUE.faces, ids=lambda face: face.file)
def test_all_faces_are_of_one_height_so_that_all_lines_are(face: Face) -> None:
    with TTFont(FONTS / "faces" / face.file, lazy=True) as font:
        size, metrics = font["head"].unitsPerEm, font["hhea"]
        assert metrics.ascent / size == pytest.approx(ASCENT, abs=0.001)
        assert metrics.descent / size == pytest.approx(-DESCENT, abs=0.001)
        assert metrics.lineGap == 0


@pytest.mark.parametrize(
    "family",
    ["LXGW WenKai", "Noto Sans CJK SC", "Noto Serif CJK SC"],
)
def test_the_last_face_of_each_chain_has_the_rare_characters_of_names(family: str) -> None:
    (file,) = [face.file for face in CATALOGUE.faces if (face.family, face.weight) == (family, 400)]
    with TTFont(FONTS / "faces" / file, lazy=True) as font:
        known = font.getBestCmap().keys()
    assert [
        character for character in "㙍𬭎䶮喆堃洮㛃䢺𬍛𫖯𬴊𠅤龑犇淼燚垚昇〇㑇𰻝" if ord(character) not in known
    ] == []


def test_pdf_fonts_are_cut_down_by_harfbuzz_and_not_by_its_slow_substitute() -> None:
    assert ffi.harfbuzz_subset
