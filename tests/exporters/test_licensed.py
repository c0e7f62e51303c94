"""An agency's own faces are used where they may be, and a bad file is told of and stops nothing."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from fontTools.ttLib.ttCollection import TTCollection

from exporters import fonts
from exporters.fonts import FONTS, characters_in_faces, fonts_fingerprint, use_licensed
from exporters.licensed import read_licensed
from exporters.pdf import render_pdf
from tests.exporters.documents import RECENT, final
from tests.exporters.pdf_pages import page_texts

SMALL = FONTS / "faces" / "LiberationSerif-Bold.ttf"


def named(source: Path, target: Path, chinese: str, english: str, permission: int = 0) -> Path:
    """A free face that goes by another name, with a permission to embed (OS/2 fsType), too tall for the grid."""
    font = TTFont(source, lazy=True, recalcBBoxes=False)
    for name_id in (1, 4, 6, 16, 17):
        font["name"].removeNames(nameID=name_id)
    for name_id in (1, 4):
        font["name"].setName(chinese, name_id, 3, 1, 0x804)
        font["name"].setName(english, name_id, 3, 1, 0x409)
    font["OS/2"].fsType = permission
    font["hhea"].ascent *= 2
    target.parent.mkdir(exist_ok=True)
    font.save(target, reorderTables=False)
    return target


@pytest.fixture
def fonts_as_before(monkeypatch):
    """What a test says of the fonts is forgotten after it."""
    monkeypatch.setenv("FONTCONFIG_FILE", os.environ.get("FONTCONFIG_FILE") or str(FONTS / "fonts.conf"))
    yield
    fonts.use_document_fonts.cache_clear()


@pytest.mark.parametrize(
    ("chinese", "english", "style"),
    [
        ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "小标宋"),
        ("方正小标宋_GBK", "FZXBSK--GBK1-0", "小标宋"),
        ("仿宋_GB2312", "FangSong_GB2312", "仿宋"),
        ("仿宋", "FangSong", "仿宋"),
        ("楷体_GB2312", "KaiTi_GB2312", "楷体"),
        ("黑体", "SimHei", "黑体"),
        ("宋体", "SimSun", "宋体"),
        ("新宋体-ExtB", "SimSun-ExtB", "补字"),
        ("某某字库", "Some Rare Characters", "补字"),
    ],
)
def test_a_face_is_known_by_the_names_that_it_gives_itself(chinese, english, style, tmp_path):
    named(SMALL, tmp_path / "fonts" / "whatever.ttf", chinese, english)
    (face,) = read_licensed(tmp_path / "fonts", tmp_path / "made").faces
    assert (face.style, face.name, face.file) == (style, chinese, "whatever.ttf")


def test_of_two_faces_for_a_style_the_one_of_the_standard_is_used(tmp_path):
    named(SMALL, tmp_path / "fonts" / "a.ttf", "仿宋", "FangSong")
    named(SMALL, tmp_path / "fonts" / "b.ttf", "仿宋_GB2312", "FangSong_GB2312")
    assert [face.file for face in read_licensed(tmp_path / "fonts", tmp_path / "made").faces] == ["b.ttf"]


def test_every_font_of_a_collection_is_looked_at(tmp_path):
    parts = [
        named(SMALL, tmp_path / "parts" / "a.ttf", "黑体", "SimHei"),
        named(SMALL, tmp_path / "parts" / "b.ttf", "楷体_GB2312", "KaiTi_GB2312"),
    ]
    collection = TTCollection()
    collection.fonts = [TTFont(part) for part in parts]
    (tmp_path / "fonts").mkdir()
    collection.save(tmp_path / "fonts" / "both.ttc")
    found = read_licensed(tmp_path / "fonts", tmp_path / "made")
    assert [(face.style, face.file) for face in found.faces] == [("黑体", "both.ttc"), ("楷体", "both.ttc")]


@pytest.mark.parametrize(
    ("permission", "told"),
    [(0x2, "不允许嵌入文件"), (0x100, "不允许只嵌入用到的字"), (0x204, "不允许只嵌入用到的字")],
)
def test_a_face_that_may_not_be_embedded_is_refused_with_the_reason(permission, told, tmp_path):
    named(SMALL, tmp_path / "fonts" / "hei.ttf", "黑体", "SimHei", permission)
    found = read_licensed(tmp_path / "fonts", tmp_path / "made")
    assert not found.faces
    assert found.refused[0].startswith("字体文件 hei.ttf 不能使用：字体的许可")
    assert told in found.refused[0]


@pytest.mark.parametrize("permission", [0x0, 0x4, 0x8, 0x6])
def test_a_face_that_may_be_embedded_for_print_is_used(permission, tmp_path):
    named(SMALL, tmp_path / "fonts" / "hei.ttf", "黑体", "SimHei", permission)
    assert read_licensed(tmp_path / "fonts", tmp_path / "made").faces


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\3\4",
        b"\0\1\0\0" + b"x" * 400,
        b"ttcf" + b"\0" * 40,
        b"OTTO" + b"\xff" * 100,
        SMALL.read_bytes()[:9000],
    ],
)
def test_a_broken_file_is_told_of_and_the_others_are_used(content, tmp_path):
    named(SMALL, tmp_path / "fonts" / "kai.ttf", "楷体_GB2312", "KaiTi_GB2312")
    (tmp_path / "fonts" / "broken.otf").write_bytes(content)
    (tmp_path / "fonts" / "readme.txt").write_text("no font")
    found = read_licensed(tmp_path / "fonts", tmp_path / "made")
    assert [face.file for face in found.faces] == ["kai.ttf"]
    assert len(found.refused) == 1
    assert "broken.otf" in found.refused[0]


def test_no_damage_to_a_file_gets_past_the_examination(tmp_path):
    whole = SMALL.read_bytes()
    (tmp_path / "fonts").mkdir()
    for number in range(40):
        damaged = bytearray(whole)
        for place in range(12 + number * 37, len(whole), 4093):
            damaged[place] ^= 0xFF
        (tmp_path / "fonts" / f"{number}.ttf").write_bytes(damaged)
    found = read_licensed(tmp_path / "fonts", tmp_path / "made")
    assert len(found.refused) + len(found.faces) >= 1
    for face in found.faces:
        assert TTFont(face.made, lazy=True).getBestCmap()


def test_documents_are_typeset_with_the_agencys_faces_and_stay_on_the_grid(tmp_path, fonts_as_before):
    plain = page_texts(render_pdf(final(RECENT)))
    before = fonts_fingerprint()
    named(FONTS / "faces" / "FandolSong-Regular.otf", tmp_path / "fonts" / "f.otf", "仿宋_GB2312", "FangSong_GB2312")
    found = use_licensed(tmp_path / "fonts", tmp_path / "made")
    assert [face.style for face in found.faces] == ["仿宋"]
    assert fonts_fingerprint() != before
    assert ord("国") in characters_in_faces()
    content = in_a_new_thread(lambda: render_pdf(final(RECENT)))
    assert page_texts(content) == plain
    with pikepdf.open(io.BytesIO(content)) as pdf:
        names = {str(font.BaseFont).split("+")[1] for font in pdf.pages[0].Resources.Font.values()}
    assert "Nianbao-FangSong" in names
    assert "FandolFang" not in names


def in_a_new_thread(make):
    """Each thread opens its faces once, and a process learns of its folder of fonts before it makes any document."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(make).result()


def test_without_a_folder_all_is_as_before(tmp_path, fonts_as_before):
    before = os.environ["FONTCONFIG_FILE"]
    assert use_licensed(tmp_path / "fonts", tmp_path / "made").faces == ()
    assert os.environ["FONTCONFIG_FILE"] == before
    assert not (tmp_path / "made").exists()


def test_a_process_started_by_one_with_licensed_faces_finds_them_once(tmp_path, fonts_as_before):
    named(SMALL, tmp_path / "fonts" / "kai.ttf", "楷体_GB2312", "KaiTi_GB2312")
    use_licensed(tmp_path / "fonts", tmp_path / "made")
    first = Path(os.environ["FONTCONFIG_FILE"]).read_bytes()
    told = fonts_fingerprint()
    use_licensed(tmp_path / "fonts", tmp_path / "made")
    assert Path(os.environ["FONTCONFIG_FILE"]).read_bytes() == first
    assert fonts_fingerprint() == told
