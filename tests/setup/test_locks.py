"""What is installed is said completely, and holds on every machine."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RUN_LOCK = ROOT / "requirements.lock"
TEST_LOCK = ROOT / "requirements-test.lock"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

both_locks = pytest.mark.parametrize("lock", [RUN_LOCK, TEST_LOCK], ids=lambda lock: lock.name)


def pins(lock: Path) -> dict[str, str]:
    lines = lock.read_text(encoding="utf-8").splitlines()
    entries = [line.split("==") for line in lines if "==" in line]
    return {name: version.split()[0] for name, version in entries}


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[<>=]", requirement)[0] for requirement in requirements}


@both_locks
def test_every_line_is_a_pinned_package_or_one_of_its_hashes(lock: Path) -> None:
    line = re.compile(r"[a-z0-9-]+==[\w.]+( ; [^\\]+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?")
    odd = [text for text in lock.read_text(encoding="utf-8").splitlines() if not line.fullmatch(text)]
    assert odd == []


@both_locks
def test_every_package_has_a_hash(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    packages = re.split(r"^(?=[a-z])", text, flags=re.MULTILINE)[1:]
    assert packages
    assert [package for package in packages if "--hash=sha256:" not in package] == []


def test_the_run_lock_holds_every_dependency_of_the_project() -> None:
    assert names(PROJECT["project"]["dependencies"]) <= pins(RUN_LOCK).keys()


def test_the_test_lock_holds_every_test_tool() -> None:
    assert names(PROJECT["dependency-groups"]["test"]) <= pins(TEST_LOCK).keys()


def test_tests_run_with_the_same_versions_as_the_program() -> None:
    run, test = pins(RUN_LOCK), pins(TEST_LOCK)
    assert {name: test.get(name) for name in run} == run
