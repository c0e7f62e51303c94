"""What tools make within a page of the documentation: between two marks, and nothing else of the page."""

from __future__ import annotations

import re
from pathlib import Path

DOCS = Path(__file__).resolve().parent.parent / "docs"


def between(page: str, begin: str, end: str, made: str) -> str:
    """The page with `made`, marks included, in place of what stands there. ValueError unless it has each mark once."""
    if page.count(begin) != 1 or page.count(end) != 1:
        raise ValueError(f"the marks {begin} and {end} are missing or stand twice")
    return re.sub(f"{re.escape(begin)}.*{re.escape(end)}", lambda _: made, page, flags=re.DOTALL)
