"""The section `sign_in`: how long a session lasts."""

from __future__ import annotations

from dataclasses import dataclass

from report.errors import NianbaoError

LONGEST_HOURS = 24 * 7


@dataclass(frozen=True)
class SignInSettings:
    """A session ends after `idle_minutes` without a request, and `session_hours` after signing in whatever happens."""

    idle_minutes: int = 60
    session_hours: int = 12
    initial_password_days: int = 7

    def __post_init__(self) -> None:
        if not 1 <= self.session_hours <= LONGEST_HOURS:
            raise NianbaoError(f"nianbao.yaml 的 sign_in.session_hours 应在 1 到 {LONGEST_HOURS} 之间。")
        if not 1 <= self.idle_minutes <= self.session_hours * 60:
            raise NianbaoError("nianbao.yaml 的 sign_in.idle_minutes 应至少为 1，并且不超过 session_hours。")
        if not 1 <= self.initial_password_days <= 90:
            raise NianbaoError("nianbao.yaml 的 sign_in.initial_password_days 应在 1 到 90 之间。")
