"""What it takes to publish (section `publication`)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Publication:
    """With `require_signature` nothing is published that was not signed; else one may choose 不签章发布.

    `record_approval` lets a reviewer record an approval that was given on paper, with its scan (代录批准).
    """

    require_signature: bool = False
    record_approval: bool = True
