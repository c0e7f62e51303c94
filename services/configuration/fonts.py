"""An agency's own licensed faces (section `fonts`)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fonts:
    """`folder` holds them; a relative one lies in the data folder."""

    folder: str = "fonts"
