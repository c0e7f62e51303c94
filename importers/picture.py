"""Pages of a PDF as PNG pictures, drawn in a process of its own under the limits of the importers:
PDFium is not safe to use from the threads of a server, nor on files of strangers within it."""

from __future__ import annotations

import json
import subprocess
import sys
from io import BytesIO

import pypdfium2

from importers.errors import UnreadableError
from importers.sandbox import ROOT, TIMEOUT, limit

SCALE = 1.5
NO_PAGE = "这一页的图像画不出来。"
MAX_POINTS = 2000
MOST_PAGES = 60
SIZES = "sizes"


def _child(argument: str, content: bytes) -> bytes | None:
    """What the child answers; None if it did not in time, or could not."""
    command = [sys.executable, "-m", "importers.picture", argument]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=TIMEOUT, check=False, cwd=ROOT)
    except subprocess.TimeoutExpired:
        return None
    return done.stdout if done.returncode == 0 else None


def page_picture(content: bytes, page: int) -> bytes:
    """PNG of page `page` (from 1), 1.5 pixels a point. UnreadableError if it cannot be drawn in time."""
    picture = _child(str(page), content)
    if picture is None or not picture.startswith(b"\x89PNG"):
        raise UnreadableError(NO_PAGE)
    return picture


def page_sizes(content: bytes) -> list[tuple[float, float]]:
    """Width and height in points of the first 60 pages; none if they cannot be told."""
    answer = _child(SIZES, content)
    return [(float(width), float(height)) for width, height in json.loads(answer)] if answer else []


def main(argument: str) -> int:
    """The child's work: PDF from standard input; the picture of a page, or all sizes, to standard output."""
    limit()
    document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    if argument == SIZES:
        sizes = [document[n].get_size() for n in range(min(len(document), MOST_PAGES))]
        sys.stdout.write(json.dumps(sizes))
        return 0
    # Before the page is opened: else what signatures show is left out.
    document.init_forms()
    page = int(argument)
    if not 1 <= page <= len(document) or max(document[page - 1].get_size()) > MAX_POINTS:
        return 1
    picture = BytesIO()
    document[page - 1].render(scale=SCALE).to_pil().save(picture, "PNG")
    sys.stdout.buffer.write(picture.getvalue())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
