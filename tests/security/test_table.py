"""`docs/security.md` answers every requirement of levels 1 and 2, once, with tests that there are."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.security.asvs import LEVELS, wanted

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "security.md"
MET, NOT_MET, NOT_OURS = "Met", "Not met", "Does not apply"
_ROW = re.compile(r"^\| (V\d+\.\d+(?:\.\d+)?) \| ([12]|) ?\| (.+) \|$", re.MULTILINE)
_TEST = re.compile(r"`(tests/[\w/]+\.(?:py|mjs))::(\w+)`")
_FOLDERS = "web|services|storage|report|importers|exporters|signing|commands|checks|static|templates|tools"
_FILE = re.compile(rf"`((?:{_FOLDERS})/[\w./-]+)`")


@cache
def parts() -> dict[str, list[tuple[str, str, str]]]:
    """{heading: rows as (number, level, the rest)} of the three parts of the page that have numbers."""
    text = PAGE.read_text("utf-8")
    found = {}
    for heading in (MET, NOT_MET, NOT_OURS):
        [body] = re.findall(rf"^## {heading}$(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
        found[heading] = _ROW.findall(body)
    return found


def numbers(number: str) -> set[str]:
    """A requirement itself, or those of a whole section."""
    levels = LEVELS.get(number.removeprefix("V"))
    return {number} if levels is None else {f"{number}.{n}" for n, level in enumerate(levels, 1) if level in "12"}


def test_every_requirement_is_answered_and_only_once() -> None:
    answered = [each for rows in parts().values() for number, _, _ in rows for each in numbers(number)]
    assert sorted({each for each in answered if answered.count(each) > 1}) == []
    assert sorted(set(wanted()) - set(answered)) == []
    assert sorted(set(answered) - set(wanted())) == []


def test_levels_are_those_of_the_standard() -> None:
    for heading in (MET, NOT_MET):
        wrong = [number for number, level, _ in parts()[heading] if wanted().get(number) != int(level or 0)]
        assert wrong == [], heading


def test_what_is_met_is_shown_by_a_test_or_a_document() -> None:
    bare = [
        number
        for number, _, rest in parts()[MET]
        if not _TEST.search(rest) and not re.search(r"\]\((?:#|[\w./-]+\.md)", rest)
    ]
    assert bare == []


def test_what_is_not_met_says_what_would_meet_it() -> None:
    assert [number for number, _, rest in parts()[NOT_MET] if len(rest.split(" | ")) != 3] == []


def test_what_does_not_apply_has_its_reason() -> None:
    assert [number for number, _, rest in parts()[NOT_OURS] if len(rest) < 8] == []


@cache
def names_in(file: str) -> set[str]:
    """The names of the tests in a file."""
    path = ROOT / file
    if not path.is_file():
        return set()
    if path.suffix == ".mjs":
        return set(re.findall(r"\w+", path.read_text("utf-8")))
    return {node.name for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize(("file", "name"), sorted(set(_TEST.findall(PAGE.read_text("utf-8")))))
def test_a_named_test_is_there(file: str, name: str) -> None:
    assert name in names_in(file)


@pytest.mark.parametrize("file", sorted(set(_FILE.findall(PAGE.read_text("utf-8")))))
def test_a_named_file_is_there(file: str) -> None:
    assert (ROOT / file).exists()
