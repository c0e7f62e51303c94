"""A passphrase that is kept from logs and tracebacks, and wiped after use as far as Python allows."""

from __future__ import annotations

from types import TracebackType


class Secret:
    """A passphrase or PIN (口令) in memory that is overwritten on `wipe`, or at the end of a `with` block.

    Copies that others made before, such as the string somebody typed, are out of its reach: hand it bytes where
    possible.
    """

    __slots__ = ("_bytes",)

    def __init__(self, value: bytes | bytearray | str) -> None:
        self._bytes = bytearray(value.encode() if isinstance(value, str) else value)

    @property
    def value(self) -> bytearray:
        """The passphrase itself, not a copy: empty once wiped."""
        return self._bytes

    def wipe(self) -> None:
        """Overwrite it with zeros and forget it."""
        self.wipe_bytes(self._bytes)

    @staticmethod
    def wipe_bytes(content: bytearray) -> None:
        """Overwrite and forget what a passphrase passed through on its way here."""
        for place in range(len(content)):
            content[place] = 0
        content.clear()

    def __enter__(self) -> Secret:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.wipe()

    def __repr__(self) -> str:
        return "Secret(…)"
