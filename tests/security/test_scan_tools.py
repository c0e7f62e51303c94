"""The scanners' own tools tell what they should, and never reach for another machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.scan.advisories import advisories, locked
from tools.scan.alarms import bandit_alarms, left_over, wapiti_alarms
from tools.scan.session import cookies

ROOT = Path(__file__).parents[2]
KNOWN = """
id: PYSEC-2099-1
aliases: [CVE-2099-0001]
affected:
- package: {name: Some_Package, ecosystem: PyPI}
  versions: ['1.0', 1.1]
"""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    place = tmp_path / "vulns" / "some-package"
    place.mkdir(parents=True)
    (place / "PYSEC-2099-1.yaml").write_text(KNOWN)
    (place / "PYSEC-2099-2.yaml").write_text(f"{KNOWN.replace('2099-1', '2099-2')}withdrawn: 2099-01-02\n")
    return tmp_path


@pytest.mark.parametrize(("version", "count"), [("1.0", 1), ("1.1", 1), ("1.2", 0)])
def test_an_advisory_that_names_a_locked_version_is_told(
    database: Path, tmp_path: Path, version: str, count: int
) -> None:
    lock = tmp_path / "some.lock"
    lock.write_text(f"some.package=={version} \\\n    --hash=sha256:{'0' * 64}\nother==1.0 \\\n")
    found = list(advisories(database, locked([lock])))
    assert [str(a) for a in found] == [f"some-package {version}: PYSEC-2099-1 CVE-2099-0001"] * count


def test_both_locks_are_read_whole() -> None:
    pins = locked([ROOT / "requirements.lock", ROOT / "requirements-test.lock"])
    assert {"flask", "weasyprint", "pytest"} <= set(pins)
    assert all(len(versions) == 1 for versions in pins.values())


def test_what_is_no_database_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="not a copy"):
        list(advisories(tmp_path, {}))


def test_only_what_nobody_explained_is_an_alarm() -> None:
    said = [
        {"test_id": "B301", "filename": "a.py", "line_number": 3, "issue_text": "pickle"},
        {"test_id": "B301", "filename": "b.py", "line_number": 4, "issue_text": "pickle"},
        {"test_id": "B999", "filename": "a.py", "line_number": 5, "issue_text": "odd"},
    ]
    explained = {"B301": {"a.py": "why"}, "B101": {"*": "gone"}}
    assert [kind for kind, _ in bandit_alarms({"results": said}, explained)] == ["B301", "B999"]
    assert left_over({"results": said}, explained) == ["B101 *"]


def test_every_finding_of_wapiti_that_nobody_explained_is_an_alarm() -> None:
    item = {"method": "GET", "path": "/a", "parameter": "b", "info": "c"}
    report = {"vulnerabilities": {"XSS": [item], "SQL": []}, "anomalies": {"500": [item]}}
    assert list(wapiti_alarms(report, {})) == [("XSS", "GET /a b: c"), ("500", "GET /a b: c")]
    assert [kind for kind, _ in wapiti_alarms(report, {"500": "why"})] == ["XSS"]


@pytest.mark.parametrize("address", ["https://127.0.0.1/", "http://192.0.2.1/", "http://127.0.0.1.evil.example/"])
def test_only_this_machine_is_scanned(address: str) -> None:
    with pytest.raises(ValueError, match="this machine"):
        cookies(address, "tianbao")
