"""`docs/architecture.md` speaks of what is there, and of all of it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))


def test_every_file_and_folder_that_it_names_exists() -> None:
    named = re.findall(r"`([\w./]+(?:/|\.(?:py|mjs|yaml|html|toml)))`", PAGE)
    assert len(named) > 30
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_link_of_the_pages_about_the_core_leads_somewhere() -> None:
    docs = ROOT / "docs"
    pages = [docs / "architecture.md", docs / "checks.md", *docs.glob("*format.md"), *DECISIONS]
    for page in pages:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_every_package_stands_in_a_layer_of_the_page() -> None:
    packages = {item.parent.name for item in ROOT.glob("*/__init__.py")} - {"bench", "tests", "tools"}
    assert {name for name in packages if f"`{name}/`" not in PAGE} == set()


def test_the_layers_of_the_page_are_those_that_are_enforced() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contract = next(c for c in settings["tool"]["importlinter"]["contracts"] if c["id"] == "layers")
    enforced = [set(re.findall(r"\w+", layer)) for layer in contract["layers"]]
    shown: list[set[str]] = []
    for number, package in re.findall(r"^\| (\d?) ?\| `(\w+)/` \|", PAGE, re.MULTILINE):
        if number:
            shown.append(set())
        shown[-1].add(package)
    # A layer may name a package that is still to come.
    assert [layer & {p.name for p in ROOT.iterdir()} for layer in enforced] == shown


def test_every_decision_is_linked() -> None:
    assert [page.name for page in DECISIONS if f"decisions/{page.name}" not in PAGE] == []
