"""Who else has a report open, and where: kept in memory, for a page that asks every quarter of a minute.

Nothing of it is stored: whoever has not asked for `GONE_AFTER` is not there any more, and after a restart everybody who
is there says so again at the next look.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

GONE_AFTER = timedelta(seconds=45)
TIDIED_EVERY = timedelta(minutes=5)


@dataclass(frozen=True)
class Present:
    """Somebody at a section of a report; `writes` unless they can only read it."""

    account_id: str
    name: str
    section: str
    writes: bool


class Presence:
    """Who is where, over all threads of the server. `now` is the clock."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._lock = Lock()
        self._reports: dict[str, dict[str, tuple[datetime, Present]]] = {}
        self._tidied = now()

    def note(self, report_id: str, person: Present) -> None:
        """Somebody is at a section now, and at no other of this report."""
        with self._lock:
            now = self._now()
            self._reports.setdefault(report_id, {})[person.account_id] = (now, person)
            if now - self._tidied >= TIDIED_EVERY:
                self._tidy(now)

    def others(self, report_id: str, account_id: str) -> list[Present]:
        """Everybody but this person who has the report open, by name."""
        with self._lock:
            now = self._now()
            here = self._reports.get(report_id, {}).values()
            found = [person for seen, person in here if now - seen < GONE_AFTER]
        return sorted((p for p in found if p.account_id != account_id), key=lambda p: (p.name, p.account_id))

    def _tidy(self, now: datetime) -> None:
        self._tidied = now
        for report_id, here in list(self._reports.items()):
            left = {who: (seen, person) for who, (seen, person) in here.items() if now - seen < GONE_AFTER}
            if left:
                self._reports[report_id] = left
            else:
                del self._reports[report_id]
