"""The locked versions held against a copy of the Python advisory database, for machines that reach no service.

    git clone https://github.com/pypa/advisory-database
    python -m tools.scan.advisories advisory-database requirements.lock requirements-test.lock

Prints each advisory that names a locked version and exits with 1 if there is any; withdrawn ones do not count.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

_LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)


@dataclass(frozen=True)
class Advisory:
    """One that names a locked version: its id, the other names it has, and the package."""

    id: str
    aliases: tuple[str, ...]
    package: str
    version: str

    def __str__(self) -> str:
        return f"{self.package} {self.version}: {self.id} {' '.join(self.aliases)}".rstrip()


def locked(files: Iterable[Path]) -> dict[str, set[str]]:
    """{normalised name: versions} of what lock files pin."""
    found: dict[str, set[str]] = {}
    for file in files:
        for name, version in _LOCKED.findall(file.read_text(encoding="utf-8")):
            found.setdefault(normalised(name), set()).add(version)
    return found


def normalised(name: str) -> str:
    """A package's name as indexes compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def advisories(database: Path, pins: Mapping[str, set[str]]) -> Iterator[Advisory]:
    """Every advisory of the database that names a pinned version. FileNotFoundError if it is no such database."""
    folder = database / "vulns"
    if not folder.is_dir():
        raise FileNotFoundError(f"{folder} is not there: not a copy of the advisory database")
    for place in sorted(folder.iterdir()):
        for file in sorted(place.glob("*.yaml")) if normalised(place.name) in pins else ():
            yield from _named(yaml.safe_load(file.read_text(encoding="utf-8")), pins)


def _named(told: Mapping[str, Any], pins: Mapping[str, set[str]]) -> Iterator[Advisory]:
    if told.get("withdrawn"):
        return
    for affected in told.get("affected", ()):
        package = normalised(affected["package"]["name"])
        for version in sorted(pins.get(package, set()) & {str(named) for named in affected.get("versions", ())}):
            yield Advisory(str(told["id"]), tuple(map(str, told.get("aliases", ()))), package, version)


def main(database: Path, locks: list[Path]) -> int:
    """Print what is found; the exit code."""
    pins = locked(locks)
    found = list(advisories(database, pins))
    for advisory in found:
        print(advisory)
    print(f"{len(found)} advisories for {len(pins)} packages")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]]))
