"""How often one address may ask for costly work: so many times within a span, counted in memory and forgotten after it.

For what anybody may do without an account. Signing in has a lockout of its own, which outlives a restart.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable

from services.addresses import network
from services.errors import Refusal

# Addresses counted at a time; the longest quiet go first, so that nobody fills the memory.
MOST_ADDRESSES = 10_000


class TooOften(Refusal):
    """Asked too often: wait so many seconds."""

    def __init__(self, seconds: float, what: str) -> None:
        self.seconds = max(1, -int(-seconds // 1))
        shown = f"{self.seconds} 秒" if self.seconds < 60 else f"{-(-self.seconds // 60)} 分钟"
        super().__init__(f"{what}的次数过多，请过 {shown}再试。")


class Limiter:
    """At most `most` times in `seconds` for an address; an IPv6 network of 64 bits counts as one. Safe for threads.

    Whoever asks too often is told `what` they did.
    """

    def __init__(
        self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic, what: str = "核验"
    ) -> None:
        self._most, self._seconds, self._clock, self._what = most, seconds, clock, what
        self._times: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def enter(self, address: str) -> None:
        """Count one. TooOften if that is one too many, and then it is not counted."""
        now, name = self._clock(), network(address)
        with self._lock:
            times = self._times.setdefault(name, deque())
            self._times.move_to_end(name)
            while len(self._times) > MOST_ADDRESSES:
                self._times.popitem(last=False)
            while times and times[0] <= now - self._seconds:
                times.popleft()
            if len(times) >= self._most:
                raise TooOften(times[0] + self._seconds - now, self._what)
            times.append(now)
