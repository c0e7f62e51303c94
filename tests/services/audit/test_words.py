"""Every action that some code records has its words, and no words are left of one that nobody records."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from services.audit_words import ACTIONS, FIELDS, GROUPS, UNSHOWN, label_of
from services.workflow.table import TRANSITIONS

ROOT = Path(__file__).resolve().parents[3]
CODE = re.compile(r"[a-z]+(\.[a-z]+)+")
# Written as f-strings: a step's action, and the kind of a file that came back signed.
STEPS = {f"report.{step.action.value}" for step in TRANSITIONS}
SIGNED = {"report.outside", "report.unproven"}
COMPUTED = {"services/workflow/acting.py": STEPS, "services/publishing/signing.py": SIGNED}


def modules_that_record() -> list[Path]:
    """Modules that take the log's `record`, or the helper that tells it of a report."""
    found = [path for folder in ("services", "web", "commands") for path in sorted((ROOT / folder).rglob("*.py"))]
    telling = re.compile(r"\baudit\.record\(|\bimport [^\n]*\brecord\b|\bflowing\.tell\(|\bimport tell\b|\btell\(")
    return [path for path in found if telling.search(path.read_text())]


def recorded(path: Path) -> set[str]:
    """The codes of actions that a module names, found in its syntax: strings that are just such a code."""
    constants = (node.value for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Constant))
    codes = {text for text in constants if isinstance(text, str) and CODE.fullmatch(text)}
    known = {code for code in codes if code.partition(".")[0] in GROUPS}
    return known - {code for code in known if code.endswith((".json", ".csv", ".txt", ".zip"))}


def everywhere() -> set[str]:
    found = set[str]()
    for path in modules_that_record():
        found |= recorded(path) | COMPUTED.get(path.relative_to(ROOT).as_posix(), set())
    return found


def test_every_action_that_is_recorded_has_words() -> None:
    missing = {
        (path.relative_to(ROOT).as_posix(), code)
        for path in modules_that_record()
        if path.name != "audit_words.py"
        for code in recorded(path) - set(ACTIONS)
    }
    assert missing == set(), "add their words to services/audit_words.py"
    assert set(ACTIONS) >= (STEPS | SIGNED)


def test_no_words_are_left_over() -> None:
    assert set(ACTIONS) - everywhere() == set()


def test_codes_are_made_up_in_no_other_module() -> None:
    """An f-string for an action would slip past the test above: the modules that have one are listed in it."""
    made_up = set()
    for path in modules_that_record():
        for node in ast.walk(ast.parse(path.read_text())):
            first = node.values[0] if isinstance(node, ast.JoinedStr) and node.values else None
            if (
                isinstance(first, ast.Constant)
                and str(first.value).rstrip(".") in GROUPS
                and str(first.value)[-1] == "."
            ):
                made_up.add(path.relative_to(ROOT).as_posix())
    assert made_up == set(COMPUTED)


@pytest.mark.parametrize("code", ACTIONS)
def test_an_action_is_told_in_chinese(code: str) -> None:
    words = ACTIONS[code]
    assert re.fullmatch(r"[\u4e00-\u9fff、]+", words.label)
    assert re.fullmatch(r"[\u4e00-\u9fff、，]+", words.sentence.replace("{on}", "它"))
    assert label_of(code) == words.label
    assert code.partition(".")[0] in GROUPS


def test_no_two_actions_are_called_alike() -> None:
    labels = [words.label for words in ACTIONS.values()]
    assert len(set(labels)) == len(labels)


def test_a_field_is_named_or_left_out_but_not_both() -> None:
    assert set(FIELDS) & UNSHOWN == set()
