"""How long people stay signed in (section `sign_in`)."""

from __future__ import annotations

from dataclasses import dataclass

from report.errors import FormatError

RANGES = {"idle_minutes": (1, 24 * 60), "session_hours": (1, 24 * 7), "initial_password_days": (1, 90)}


@dataclass(frozen=True)
class SignInSettings:
    """A session ends after `idle_minutes` without a request, and `session_hours` after signing in whatever happens.

    An initial password lets nobody in after `initial_password_days`. With `require_codes` nobody works without one-time
    codes. FormatError if a value is out of its range.
    """

    idle_minutes: int = 60
    session_hours: int = 12
    initial_password_days: int = 7
    require_codes: bool = False

    def __post_init__(self) -> None:
        for name, (least, most) in RANGES.items():
            if not least <= getattr(self, name) <= most:
                raise FormatError(f"应在 {least} 和 {most} 之间", "nianbao.yaml", path=f"sign_in.{name}")
