"""The settings file is read strictly, and silence means the defaults."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from report.errors import FormatError
from services.configuration import FILE_NAME, SECTIONS, load_configuration
from services.configuration.reading import KINDS


@dataclass(frozen=True)
class Paper:
    """A section for these tests."""

    name: str = "A4"
    sheets: int = 1
    both_sides: bool = False
    trays: tuple[str, ...] = ()


def load(folder: Path, text: str) -> Paper:
    (folder / FILE_NAME).write_text(text, encoding="utf-8")
    return load_configuration(folder, {"paper": Paper}).get(Paper)


def test_without_a_file_every_section_has_its_defaults(tmp_path: Path) -> None:
    assert load_configuration(tmp_path, {"paper": Paper}).get(Paper) == Paper()


def test_the_installation_has_settings_without_a_file(tmp_path: Path) -> None:
    configuration = load_configuration(tmp_path)
    assert all(configuration.get(kind) == kind() for kind in SECTIONS.values())


def test_what_the_file_says_is_kept_in_its_kind(tmp_path: Path) -> None:
    text = "paper:\n  name: 公文纸\n  sheets: 8\n  both_sides: true\n  trays: [上, 下]\n"
    assert load(tmp_path, text) == Paper("公文纸", 8, True, ("上", "下"))


def test_a_key_left_empty_has_its_default(tmp_path: Path) -> None:
    assert load(tmp_path, "paper:\n  name:\n") == Paper()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("paper:\n  colour: red\n", ["nianbao.yaml", "第 2 行", "paper.colour", "不认识的键", "sheets"]),
        ("ink: {}\n", ["第 1 行", "ink", "不认识的部分", "paper"]),
        ("paper:\n  sheets: 很多\n", ["paper.sheets", "整数"]),
        ("paper:\n  sheets: true\n", ["paper.sheets", "整数"]),
        ("paper:\n  both_sides: 是\n", ["paper.both_sides", "true 或 false"]),
        ("paper:\n  name: 2024\n", ["paper.name", "加引号"]),
        ("paper:\n  trays: 上\n", ["paper.trays", "列表"]),
        ("paper: [A4]\n", ["paper", "键: 值"]),
        ("- paper\n", ["应按部分来写"]),
        ("paper:\n  sheets: 1\n  sheets: 2\n", ["重复的键", "sheets"]),
    ],
)
def test_what_does_not_belong_is_refused_with_file_place_and_remedy(
    tmp_path: Path, text: str, words: list[str]
) -> None:
    with pytest.raises(FormatError) as refused:
        load(tmp_path, text)
    assert [word for word in words if word not in str(refused.value)] == []


@pytest.mark.parametrize("name", SECTIONS)
def test_every_key_of_the_settings_is_described(name: str) -> None:
    from dataclasses import fields
    from typing import get_type_hints

    kind = SECTIONS[name]
    text = (Path(__file__).parents[3] / "docs" / "configuration.md").read_text(encoding="utf-8")
    assert f"`{name}`" in text
    for field in fields(kind):
        assert get_type_hints(kind)[field.name] in KINDS
        assert f"`{field.name}`" in text
