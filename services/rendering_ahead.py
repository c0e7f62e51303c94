"""Files made before anybody asks: some seconds after the last save of a report, in the background.

Saving only leaves a word here; a thread of its own does the rest, so that no save ever waits for the queue.
"""

from __future__ import annotations

import logging
import time
from queue import Empty, SimpleQueue
from secrets import token_hex
from threading import Thread

from services.queue import QueueError, queue_explained
from services.queue_tasks import newest
from services.rendering import Rendering
from services.rendering_keys import fingerprint

log = logging.getLogger("nianbao.work")
# A thread that waits for nothing in particular looks up this often.
IDLE_SECONDS = 3600.0


class Ahead:
    """Tells the workers which reports have settled. A newer save ends older work for the same report."""

    def __init__(self, rendering: Rendering) -> None:
        self._rendering = rendering
        self._settle = float(rendering.installation.work.settle_seconds)
        self._said: SimpleQueue[tuple[str, bool] | None] = SimpleQueue()
        self._due: dict[str, float] = {}
        self._sent: set[str] = set()
        self._thread = Thread(target=self._run, name="ahead", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def stop(self) -> None:
        """Stop listening; what has not settled is not made ahead."""
        self._said.put(None)
        self._thread.join()

    def saved(self, report_id: str) -> None:
        """A report was saved: its files are made when it has settled. Returns at once."""
        self._said.put((report_id, True))

    def soon(self, report_id: str) -> None:
        """Somebody looks at a report and may want its files next. Returns at once."""
        self._said.put((report_id, False))

    def _run(self) -> None:
        # Reckoned while nobody waits, so that the first click need not.
        fingerprint()
        while True:
            wait = max(min(self._due.values(), default=time.monotonic() + IDLE_SECONDS) - time.monotonic(), 0)
            try:
                said = self._said.get(timeout=wait)
            except Empty:
                said = ("", False)
            if said is None:
                return
            try:
                with queue_explained():
                    self._hear(*said)
                    self._send()
            except QueueError as error:
                log.warning("not made ahead: %s", error)

    def _hear(self, report_id: str, saved: bool) -> None:
        if saved:
            self._due[report_id] = time.monotonic() + self._settle
            if report_id in self._sent:
                self._sent.remove(report_id)
                self._rendering.shop.queue.put(newest(report_id), "")
        elif report_id and report_id not in self._sent:
            # A look does not hurry what is still being typed.
            self._due.setdefault(report_id, time.monotonic())

    def _send(self) -> None:
        moment = time.monotonic()
        for report_id in [report_id for report_id, due in self._due.items() if due <= moment]:
            del self._due[report_id]
            generation = token_hex(8)
            self._rendering.shop.queue.put(newest(report_id), generation)
            self._rendering.tasks.ahead(report_id, generation)
            self._sent.add(report_id)
