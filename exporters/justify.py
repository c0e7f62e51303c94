"""Chinese text set flush on both sides (两端对齐), which WeasyPrint does with blanks only.

After layout, the space that a line leaves at its end is spread between its characters.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from weasyprint.formatting_structure import boxes

# In ems: a line that would have to be spread wider, as before a long number, stays ragged.
WIDEST = 0.17


def justify(document: Any) -> None:
    """Spread the lines of every paragraph set to `text-align: justify`, the last line excepted."""
    waiting: Any = None
    for page in document.pages:
        for block in _blocks(page._page_box):
            lines = [child for child in block.children if isinstance(child, boxes.LineBox)]
            if waiting and waiting.element is block.element:
                # The paragraph goes on here, so the last line of the page before is not its last.
                _spread(waiting, waiting.children[-1])
            waiting = block
            for line in lines[:-1]:
                _spread(block, line)


def _blocks(box: Any) -> Iterator[Any]:
    """Every block of justified lines, in reading order."""
    children = getattr(box, "children", ())
    if children and isinstance(children[-1], boxes.LineBox):
        if children[-1].style["text_align_all"] == "justify":
            yield box
        return
    for child in children:
        yield from _blocks(child)


def _spread(block: Any, line: Any) -> None:
    texts = list(_texts(line))
    gap = block.content_box_x() + block.width - line.position_x - line.width
    places = sum(len(text.text) for text in texts) - 1
    if places < 1 or not 0 < gap <= places * WIDEST * line.style["font_size"]:
        return
    shift = 0.0
    for text in texts:
        spacing = text.style["letter_spacing"]
        text.style = text.style.copy()
        text.style["letter_spacing"] = gap / places + (0 if spacing == "normal" else spacing)
        text.position_x += shift
        shift += gap / places * len(text.text)


def _texts(line: Any) -> Iterator[Any]:
    """The runs of text of a line, also those within spans."""
    for child in line.children:
        if isinstance(child, boxes.TextBox):
            yield child
        elif isinstance(child, boxes.InlineBox):
            yield from _texts(child)
