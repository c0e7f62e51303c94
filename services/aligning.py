"""Which items two lists have in common, in bounded time."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)
Span = tuple[int, int, int]

# Aligning takes time with the square of the length. No report has so many paragraphs; a hostile one may.
MOST_ALIGNED = 500


class Aligner(Generic[T]):
    """difflib's matcher on what is left between a common beginning and a common end.

    If more than `MOST_ALIGNED` items are left on a side, that whole stretch counts as different.
    The arguments are those of difflib's matcher, as merge3 gives them; all items are looked at.
    """

    def __init__(
        self,
        isjunk: Callable[[T], bool] | None = None,
        a: Sequence[T] = (),
        b: Sequence[T] = (),
        autojunk: bool = False,
    ) -> None:
        assert isjunk is None, "no item is left out"
        self._a, self._b, self._autojunk = a, b, autojunk

    def get_matching_blocks(self) -> list[Span]:
        """(start in a, start in b, length) of each common stretch, in order; an empty one at the end."""
        a, b = self._a, self._b
        start = _common(a, b)
        end = _common(a[start:][::-1], b[start:][::-1])
        spans = [(0, 0, start)]
        core_a, core_b = a[start : len(a) - end], b[start : len(b) - end]
        if max(len(core_a), len(core_b)) <= MOST_ALIGNED:
            inner = SequenceMatcher(None, core_a, core_b, autojunk=False)
            spans += [(m.a + start, m.b + start, m.size) for m in inner.get_matching_blocks()]
        spans.append((len(a) - end, len(b) - end, end))
        return [*(span for span in spans if span[2]), (len(a), len(b), 0)]

    def changes(self) -> Iterator[tuple[int, int, int, int]]:
        """(start, end in a, start, end in b) of each stretch that differs, in order."""
        at_a = at_b = 0
        for start_a, start_b, size in self.get_matching_blocks():
            if (at_a, at_b) != (start_a, start_b):
                yield at_a, start_a, at_b, start_b
            at_a, at_b = start_a + size, start_b + size


def _common(a: Sequence[T], b: Sequence[T]) -> int:
    """How many items both begin with."""
    return next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
