"""What `fonts.toml` says, as values."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CATALOGUE = Path(__file__).with_name("fonts.toml")


def read_catalogue(path: Path = CATALOGUE) -> "Catalogue":
    """Read the catalogue of faces.

    Raises `TypeError` for a key that it does not know, `KeyError` for a part that is missing.
    """
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return Catalogue(
        faces=tuple(_face(**entry) for entry in data["face"]),
        generic={name: tuple(families) for name, families in data["generic"].items()},
        stand_ins=tuple(_stand_in(**entry) for entry in data["stand-in"]),
    )


def _face(*, hidden: list[list[int]] | None = None, **entry: Any) -> "Face":
    return Face(hidden=tuple((first, last) for first, last in hidden or ()), **entry)


def _stand_in(*, names: list[str], **entry: Any) -> "StandIn":
    return StandIn(names=tuple(names), **entry)


@dataclass(frozen=True)
class Face:
    """One font file to be made. `weight` is of CSS (400, 700); `hidden` holds code points."""

    file: str
    family: str
    weight: int
    package: str
    path: str
    hidden: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class StandIn:
    """Names of fonts that are not ours and the family (and weight of CSS) shown in their place."""

    names: tuple[str, ...]
    family: str
    weight: int | None = None


@dataclass(frozen=True)
class Catalogue:
    """All faces, the generic families of CSS and the stand-ins for a word processor's fonts."""

    faces: tuple[Face, ...]
    generic: dict[str, tuple[str, ...]]
    stand_ins: tuple[StandIn, ...]
