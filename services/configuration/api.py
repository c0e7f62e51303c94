"""What programs may ask (section `api`)."""

from __future__ import annotations

from dataclasses import dataclass

from report.errors import FormatError

RANGES = {"per_token": (1, 100_000), "per_person": (1, 100_000), "per_address": (1, 1_000_000)}


@dataclass(frozen=True)
class ApiSettings:
    """Whether there is an API, and how often in a minute a token and an address may ask; a person send whole contents.

    FormatError if a number is out of its range.
    """

    enabled: bool = True
    per_token: int = 300
    per_person: int = 60
    per_address: int = 1_200

    def __post_init__(self) -> None:
        for name, (least, most) in RANGES.items():
            if not least <= getattr(self, name) <= most:
                raise FormatError(f"应在 {least} 和 {most} 之间", "nianbao.yaml", path=f"api.{name}")
