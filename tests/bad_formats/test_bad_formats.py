"""Every broken format file is refused, quickly, with file, line, path and the words that its first line expects.

`files/` holds single files, `folders/` files that break one another. Each is `sound.yaml` with one thing wrong.
"""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest

from report.errors import FormatError
from report.loading import load_format_file, load_formats

HERE = Path(__file__).parent
FILES = sorted((HERE / "files").glob("*.yaml"))
FOLDERS = sorted((HERE / "folders").iterdir())
EXPECT = "# expect: "


def expected_words(file: Path) -> list[str]:
    first_line = file.read_bytes().split(b"\n", 1)[0].decode()
    assert first_line.startswith(EXPECT), f"{file.name} does not say what is expected"
    return [words.strip() for words in first_line.removeprefix(EXPECT).split(" | ")]


def test_the_file_that_the_others_are_made_of_is_sound() -> None:
    fmt = load_format_file(HERE / "sound.yaml")
    assert (fmt.id, len(fmt.cells), len(fmt.relations)) == ("small", 14, 6)


def test_there_are_at_least_sixty_broken_files() -> None:
    assert len(FILES) >= 60


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_broken_file_is_refused_with_the_words_that_it_expects(file: Path) -> None:
    start = time.perf_counter()
    with pytest.raises(FormatError) as refusal:
        load_format_file(file)
    assert time.perf_counter() - start < 2, "a refusal must not take long"
    message = str(refusal.value)
    assert message.startswith(file.name)
    assert [words for words in expected_words(file) if words not in message] == [], message


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_files_that_break_one_another_are_refused(folder: Path) -> None:
    with pytest.raises(FormatError) as refusal:
        load_formats(folder)
    words = expected_words(folder / "second.yaml")
    assert [w for w in words if w not in str(refusal.value)] == [], str(refusal.value)


def test_a_gap_between_the_years_of_two_formats_is_no_fault(tmp_path: Path) -> None:
    text = (HERE / "sound.yaml").read_text("utf-8")
    (tmp_path / "small.yaml").write_text(text, "utf-8")
    later = text.replace("id: small", "id: later").replace("first: 2040, last: 2041", "first: 2050")
    (tmp_path / "later.yaml").write_text(later, "utf-8")
    assert [fmt.id for fmt in load_formats(tmp_path)] == ["small", "later"]


def test_a_format_without_a_last_year_ends_where_the_next_begins(tmp_path: Path) -> None:
    text = (HERE / "sound.yaml").read_text("utf-8")
    (tmp_path / "small.yaml").write_text(text.replace(", last: 2041", ""), "utf-8")
    (tmp_path / "later.yaml").write_text(
        text.replace("id: small", "id: later").replace("2040, last: 2041", "2043"), "utf-8"
    )
    small, later = load_formats(tmp_path)
    assert [(fmt.id, fmt.first_year, fmt.last_year) for fmt in (small, later)] == [
        ("small", 2040, 2042),
        ("later", 2043, None),
    ]
    assert small.covers(2042)
    assert not small.covers(2043)


def test_a_folder_without_format_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="没有格式文件"):
        load_formats(tmp_path)


def test_a_hundred_thousand_brackets_are_refused_before_they_exhaust_the_stack(tmp_path: Path) -> None:
    file = tmp_path / "deep.yaml"
    file.write_text("id: " + "[" * 100_000, "utf-8")
    with pytest.raises(FormatError, match="嵌套超过 40 层"):
        load_format_file(file)


def test_a_file_of_several_megabytes_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "large.yaml"
    file.write_text("id: " + "年" * 2_000_000, "utf-8")
    with pytest.raises(FormatError, match="文件超过 1000000 字"):
        load_format_file(file)


def test_a_path_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "folder.yaml").mkdir()
    with pytest.raises(FormatError, match=r"folder\.yaml：文件读不出：它是文件夹，不是文件"):
        load_formats(tmp_path)


def test_a_mark_of_byte_order_before_the_text_does_no_harm(tmp_path: Path) -> None:
    shutil.copy(HERE / "sound.yaml", tmp_path / "marked.yaml")
    marked = tmp_path / "marked.yaml"
    marked.write_bytes(b"\xef\xbb\xbf" + marked.read_bytes())
    assert load_format_file(marked).id == "small"
