"""What it takes to publish (section `publication`)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Publication:
    """With `require_signature` nothing is published that was not signed; else one may choose 不签章发布."""

    require_signature: bool = False
