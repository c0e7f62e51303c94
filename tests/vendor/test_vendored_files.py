"""The browser files taken from npm are the pinned ones, whole, and carry their licences."""

import hashlib
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
VENDOR = ROOT / "static" / "vendor"
SUMS = VENDOR / "SHA256SUMS"
LOCK = json.loads((ROOT / "tools/vendor/package-lock.json").read_text(encoding="utf-8"))
ROW = re.compile(r"^\| (\S+) \| (\S+) \| (\S+) \| `(\S+)` \| (.+) \|$", re.MULTILINE)

expected = dict(reversed(line.split("  ", 1)) for line in SUMS.read_text(encoding="utf-8").splitlines())
packages = ROW.findall((VENDOR / "VENDORED.md").read_text(encoding="utf-8"))


def test_the_folder_holds_exactly_the_files_of_the_list() -> None:
    present = {path.relative_to(VENDOR).as_posix() for path in VENDOR.rglob("*") if path.is_file()}
    assert present - {"SHA256SUMS"} == set(expected)


@pytest.mark.parametrize("name", sorted(expected))
def test_a_vendored_file_is_what_the_list_says(name: str) -> None:
    assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == expected[name]


def test_the_framework_and_the_editor_are_among_the_packages() -> None:
    assert {"bootstrap", "prosemirror-model", "prosemirror-view"} <= {row[0] for row in packages}


@pytest.mark.parametrize(("name", "version", "licence", "text", "files"), packages)
def test_a_package_is_pinned_licensed_and_present(name: str, version: str, licence: str, text: str, files: str) -> None:
    pinned = LOCK["packages"][f"node_modules/{name}"]
    assert (pinned["version"], pinned["license"]) == (version, licence)
    assert "permission is hereby granted" in (VENDOR / text).read_text(encoding="utf-8").lower()
    assert {part.strip("` ") for part in files.split(",")} <= set(expected)


def test_the_lock_has_checksums_and_names_no_registry() -> None:
    entries = [entry for path, entry in LOCK["packages"].items() if path]
    assert all("integrity" in entry and "resolved" not in entry for entry in entries)


def test_nothing_vendored_asks_for_a_file_that_is_not_here() -> None:
    for name in ("bootstrap.min.css", "prosemirror.css", "prosemirror.mjs"):
        text = (VENDOR / name).read_text(encoding="utf-8")
        assert "sourceMappingURL" not in text
        assert not re.search(r"@import|url\((?![\"']?data:)|import\s*\(|\bfrom\s*\"", text), name
