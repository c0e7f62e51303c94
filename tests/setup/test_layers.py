"""The contract of the layers leaves out no package."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
IMPORT_LINTER = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
# Helpers of developers: the program does not import them.
OUTSIDE = {"tests", "tools", "bench"}


def test_every_package_of_the_program_is_under_the_contract() -> None:
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - OUTSIDE
    assert set(IMPORT_LINTER["root_packages"]) == packages


def test_every_package_has_its_layer() -> None:
    (layers,) = [entry for entry in IMPORT_LINTER["contracts"] if entry["type"] == "layers"]
    named = {name.strip(" ()") for layer in layers["layers"] for name in layer.split("|")}
    assert set(IMPORT_LINTER["root_packages"]) <= named
