"""A page of a PDF as a PNG, drawn in a process of its own under the limits of the importers."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pypdfium2

from importers.errors import UnreadableError
from importers.sandbox import ROOT, TIMEOUT, limit

SCALE = 1.5
NO_PAGE = "这一页的图像画不出来。"
MAX_POINTS = 2000


def page_picture(content: bytes, page: int) -> bytes:
    """PNG of page `page` (from 1), 1.5 pixels a point. UnreadableError if it cannot be drawn in time."""
    command = [sys.executable, "-m", "importers.picture", str(page)]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=TIMEOUT, check=False, cwd=ROOT)
    except subprocess.TimeoutExpired as error:
        raise UnreadableError(NO_PAGE) from error
    if done.returncode != 0 or not done.stdout.startswith(b"\x89PNG"):
        raise UnreadableError(NO_PAGE)
    return done.stdout


def page_sizes(file: Path) -> list[tuple[float, float]]:
    """Width and height of each page in points, for a file that the importer has read already."""
    document = pypdfium2.PdfDocument(file)
    try:
        return [document[n].get_size() for n in range(min(len(document), 60))]
    finally:
        document.close()


def main(page: int) -> int:
    """The child's work: PDF from standard input, PNG to standard output."""
    limit()
    document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    if not 1 <= page <= len(document) or max(document[page - 1].get_size()) > MAX_POINTS:
        return 1
    picture = BytesIO()
    document[page - 1].render(scale=SCALE).to_pil().save(picture, "PNG")
    sys.stdout.buffer.write(picture.getvalue())
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
