"""Why a file cannot be imported, as one Chinese sentence a person can act on."""

from __future__ import annotations

from report.errors import NianbaoError


class UnreadableError(NianbaoError):
    """A file that cannot be imported at all; `str(error)` says why and what to do."""
