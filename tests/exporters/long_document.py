"""A report far too long; as a program, what a warm worker says of it as a PDF within so many seconds and megabytes."""

from __future__ import annotations

import sys
from dataclasses import replace

from exporters import EXPORTERS
from exporters.document import Document
from exporters.fonts import use_document_fonts
from report.narrative import Block
from services.rendering_apart import Limits, RenderingFailedError, made_apart
from tests.exporters.documents import RECENT, sample


def two_hundred_pages() -> Document:
    """A narrative of two hundred pages of 22 lines of 28 characters."""
    paragraph = Block("paragraph", "本机关依法公开政府信息，" * (22 * 28 // 12))
    report = sample(RECENT)
    return Document(replace(report, narrative={**(report.narrative or {}), "overview": (paragraph,) * 200}))


def main(seconds: str, memory_mb: str) -> None:
    """Print the refusal, or how many bytes were made."""
    use_document_fonts()
    document = two_hundred_pages()
    EXPORTERS["pdf"].render(Document(sample(RECENT)))
    try:
        made = made_apart(lambda: EXPORTERS["pdf"].render(document), Limits(int(seconds), int(memory_mb)))
    except RenderingFailedError as refused:
        print(refused)
    else:
        print(f"{len(made)} bytes were made")


if __name__ == "__main__":
    main(*sys.argv[1:])
