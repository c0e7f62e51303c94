"""The two commands of the README explain themselves, from any folder."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def help_of(command: str, folder: Path) -> str:
    return subprocess.run(
        ["bash", ROOT / command, "--help"], cwd=folder, capture_output=True, text=True, check=True
    ).stdout


@pytest.mark.parametrize("option", ["--demo", "--port", "--setup-only", "--help"])
def test_run_explains_each_option(option: str, tmp_path: Path) -> None:
    assert option in help_of("bin/run", tmp_path)


def test_run_explains_itself_in_chinese(tmp_path: Path) -> None:
    assert help_of("bin/run", tmp_path).startswith("用法：")


@pytest.mark.parametrize("option", ["--setup-only", "-- PYTEST ARGUMENTS"])
def test_test_explains_each_option(option: str, tmp_path: Path) -> None:
    assert option in help_of("bin/test", tmp_path)


def test_test_refuses_an_option_that_it_does_not_know(tmp_path: Path) -> None:
    refused = subprocess.run(["bash", ROOT / "bin/test", "--unknown"], cwd=tmp_path, capture_output=True, check=False)
    assert refused.returncode == 2
