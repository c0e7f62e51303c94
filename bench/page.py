"""The page of measurements: one section for each bench."""

from __future__ import annotations

import re
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"


def write_section(section: str) -> None:
    """Put a section, from its `## ` heading on, into the page: in place of the one so headed, else at the end."""
    heading = section.splitlines()[0]
    if not heading.startswith("## "):
        raise ValueError(f"not a heading of a section: {heading}")
    old = PAGE.read_text(encoding="utf-8") if PAGE.exists() else "# Performance\n"
    match = re.search(rf"{re.escape(heading)}\n.*?(?=\n## |\Z)", old, flags=re.DOTALL)
    begin, end = match.span() if match else (len(old), len(old))
    kept = f"{old[:begin].rstrip()}\n\n{section.strip()}\n"
    PAGE.write_text(f"{kept}{old[end:].rstrip()}\n" if old[end:].strip() else kept, encoding="utf-8")
