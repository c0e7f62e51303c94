"""Reports put together once for each content of theirs, however often they are asked for.

A page that saves, looks and checks needs the same report several times, and last year's, which nobody changes, each
time. Known are they by what stands in the database, so that nothing has to be told when it changes.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from report.report import Report

# Some tenths of a megabyte each.
MOST = 150


class Assembled:
    """The last reports that were asked for, at most `most`. Safe for threads: reports never change."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._known: OrderedDict[Hashable, Report] = OrderedDict()
        self._lock = Lock()

    def get(self, contents: Hashable, assemble: Callable[[], Report]) -> Report:
        """The report that `contents` stands for, else what `assemble` gives, which is then known.

        One with pictures is not kept, as they are large; what `assemble` raises is not either.
        """
        with self._lock:
            if (found := self._known.get(contents)) is not None:
                self._known.move_to_end(contents)
                return found
        made = assemble()
        if not made.pictures:
            with self._lock:
                self._known[contents] = made
                while len(self._known) > self._most:
                    self._known.popitem(last=False)
        return made


assembled = Assembled()
