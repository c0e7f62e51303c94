"""What the program says while it runs, on standard error: when (UTC), how grave, from where, and what; a line each.

What came from outside cannot make a line of its own, nor reach a terminal as anything but text.
"""

from __future__ import annotations

import logging
import sys
from datetime import UTC, datetime

CONTINUED = "    | "


class Lines(logging.Formatter):
    """A record as one line, and each line of a fault's trace as one that begins with `CONTINUED`."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, and those of the trace."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        said = visible(record.getMessage())
        trace = self.formatException(record.exc_info).split("\n") if record.exc_info else []
        first = f"{at.removesuffix('+00:00')}Z {record.levelname} {record.name} {said}"
        return "\n".join([first, *(f"{CONTINUED}{visible(line)}" for line in trace)])


def visible(text: str) -> str:
    """Text with all that is no visible character written out, so that nothing in it breaks a line or a terminal."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def start_log(level: int = logging.WARNING) -> None:
    """Have everything that is said from now on written so; in place of what was set up before."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
