"""PDF: ruled tables as grids, the words around them as paragraphs, each with its place on the page."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Callable, Iterable, Sequence
from statistics import median
from typing import Any

import pdfplumber
import pypdfium2
from pdfminer.pdfparser import PDFSyntaxError
from pdfminer.psparser import PSException
from pdfplumber.utils.exceptions import PdfminerException

from importers.errors import UnreadableError
from importers.model import Box, Grid, GridCell, Item, Line, Place, Source
from importers.normal import without_radicals
from importers.paragraphs import PrintedLine, join_paragraphs
from importers.tokens import PAGE_NUMBER

# What pdfminer says of fonts is of no use to the person who imports a file.
logging.getLogger("pdfminer").setLevel(logging.ERROR)

MAX_PAGES = 120
MIN_CHARACTERS = 20
DAMAGED = "PDF 文件已损坏，无法读取。"
PROTECTED = "PDF 设有打开密码，请去掉密码后再导入。"
TOO_MANY = "PDF 有 {count} 页，超过 {most} 页的上限，不像一份年度报告。"
SCANNED = "PDF 里没有文字，是扫描件或图片。请导入文字版，或先用文字识别软件转换。"
WORD_GAP = 0.8
_CJK = re.compile("[\u3000-\u9fff\uff00-\uffef]")
_NUMBER_PIECE = re.compile("[0-9—–-]+")
Word = dict[str, Any]


def inspect(content: bytes) -> bytes | None:
    """Check that a PDF can be read; the embedded file of record, if one of our own reports holds it."""
    try:
        with pypdfium2.PdfDocument(content) as document:
            if len(document) > MAX_PAGES:
                raise UnreadableError(TOO_MANY.format(count=len(document), most=MAX_PAGES))
            for number in range(document.count_attachments()):
                attachment = document.get_attachment(number)
                if attachment.get_name() == "report.json":
                    return bytes(attachment.get_data())
            letters = 0
            for page in document:
                letters += len("".join(page.get_textpage().get_text_range().split()))
                if letters >= MIN_CHARACTERS:
                    return None
    except pypdfium2.PdfiumError as error:
        raise UnreadableError(PROTECTED if "password" in str(error).lower() else DAMAGED) from error
    raise UnreadableError(SCANNED)


def _box(words: Sequence[Word]) -> Box:
    return (
        round(min(w["x0"] for w in words), 1), round(min(w["top"] for w in words), 1),
        round(max(w["x1"] for w in words), 1), round(max(w["bottom"] for w in words), 1),
    )  # fmt: skip


def _lines_of(words: Iterable[Word]) -> list[list[Word]]:
    """Words grouped into printed lines, top to bottom, each left to right."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda w: ((w["top"] + w["bottom"]) / 2, w["x0"])):
        middle, height = (word["top"] + word["bottom"]) / 2, word["bottom"] - word["top"]
        # Lines of a narrow cell may overlap; words of one line differ in height, hardly in their middle.
        if lines and middle - (lines[-1][0]["top"] + lines[-1][0]["bottom"]) / 2 <= 0.45 * height:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda w: w["x0"]) for line in lines]


def _spoken(line: Sequence[Word]) -> str:
    """A printed line as text: a blank only where the gap is wider than the space between characters."""
    text = ""
    for n, word in enumerate(line):
        gap = word["x0"] - line[n - 1]["x1"] if n else 0.0
        latin = n > 0 and not _CJK.match(word["text"][0]) and not _CJK.match(text[-1]) and gap > 1
        text += (" " if gap > WORD_GAP * (word["bottom"] - word["top"]) or latin else "") + word["text"]
    return text


def _cell_text(words: Iterable[Word], right: float) -> str:
    """The words of a table cell: lines of Chinese run on, others are parted by a blank.

    A figure that reached the cell's `right` border was broken for want of room: its digits run on too.
    """
    text, end = "", 0.0
    for line in _lines_of(words):
        spoken = _spoken(line)
        size = line[0]["bottom"] - line[0]["top"]
        broken = text[-1:].isdigit() and spoken[0].isdigit() and end > right - 1.2 * size
        runs_on = broken or not text or _CJK.match(text[-1]) or _CJK.match(spoken[0])
        text += ("" if runs_on else " ") + spoken
        end = line[-1]["x1"]
    return text


def _inside(word: Word, box: Box) -> bool:
    x, y = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def _edges(values: Iterable[float]) -> list[float]:
    """Distinct positions of cell borders, those within 2 pt taken as one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > 2:
            found.append(value)
    return found


def _index(edges: Sequence[float], value: float) -> int:
    return min(range(len(edges)), key=lambda i: abs(edges[i] - value))


def _grid(cells: Sequence[Box], words: Sequence[Word], page: int, name: str) -> Grid:
    """A ruled table from its cells' boxes; a cell's extent is told by the borders it reaches."""
    across = _edges(x for cell in cells for x in (cell[0], cell[2]))
    down = _edges(y for cell in cells for y in (cell[1], cell[3]))
    rows: dict[int, list[GridCell]] = {}
    for cell in sorted(set(cells), key=lambda c: (c[1], c[0])):
        top, left = _index(down, cell[1]), _index(across, cell[0])
        bottom, right = _index(down, cell[3]), _index(across, cell[2])
        text = _cell_text((w for w in words if _inside(w, cell)), cell[2])
        rounded = (round(cell[0], 1), round(cell[1], 1), round(cell[2], 1), round(cell[3], 1))
        where = f"第{page}页{name}第{top + 1}行第{left + 1}列"
        placed = GridCell(text, Place(where, page, rounded), top, left, max(bottom - top, 1), max(right - left, 1))
        rows.setdefault(top, []).append(placed)
    return Grid(tuple(tuple(sorted(rows[r], key=lambda c: c.column)) for r in sorted(rows)), f"第{page}页{name}")


def _is_furniture(line: Sequence[Word], height: float) -> bool:
    """Whether a line is a page number at the foot or head of the page."""
    box = _box(line)
    text = _spoken(line).replace(" ", "")
    at_edge = box[1] > height * 0.88 or box[3] < height * 0.08
    return at_edge and (bool(PAGE_NUMBER.fullmatch(text)) or text.isdigit())


def _is_sideways_number(word: Word, width: float) -> bool:
    """Whether a word is of the page number on a page laid across, which stands sideways in its margin."""
    in_margin = word["x1"] < width * 0.1 or word["x0"] > width * 0.9
    return bool(not word["upright"] and in_margin and _NUMBER_PIECE.fullmatch(word["text"]))


def _is_rule(thing: Word) -> bool:
    """Whether something drawn may be a table's border; white boxes behind lines of text are not."""
    if thing.get("object_type") != "rect" or thing.get("stroke") or not thing.get("fill"):
        return True
    colour = thing.get("non_stroking_color")
    shades = colour if isinstance(colour, list | tuple) else (colour,)
    white = all(isinstance(shade, int | float) and shade > 0.95 for shade in shades)
    return not (white and len(shades) in (1, 3))


def _page_items(page: Any, number: int, fewest: int) -> list[tuple[float, Grid | PrintedLine]]:
    """What a page holds, each with its height on the page; tables of at least the `fewest` columns."""
    words: list[Word] = page.extract_words(x_tolerance=2, y_tolerance=3, keep_blank_chars=False)
    words = [{**word, "text": without_radicals(word["text"])} for word in words]
    words = [word for word in words if not _is_sideways_number(word, float(page.width))]
    items: list[tuple[float, Grid | PrintedLine]] = []
    outside = words
    for n, table in enumerate(page.filter(_is_rule).find_tables(), 1):
        cells = [cell for cell in table.cells if cell]
        grid = _grid(cells, [w for w in words if _inside(w, table.bbox)], number, f"表{n}")
        if max(len(row) for row in grid.rows) < fewest:
            continue
        items.append((table.bbox[1], grid))
        outside = [w for w in outside if not _inside(w, table.bbox)]
    for line in _lines_of(outside):
        if not _is_furniture(line, float(page.height)):
            size = median(w["bottom"] - w["top"] for w in line)
            items.append((_box(line)[1], PrintedLine(_spoken(line), number, _box(line), size)))
    return sorted(items, key=lambda item: item[0])


def _printed(
    document: Any, wanted: Callable[[Word], bool] = lambda _: True, fewest: int = 2
) -> list[Grid | PrintedLine]:
    """The document's lines as printed and its grids in reading order; only of what is `wanted` on the page.

    A box with a border is a table of one column; whether it counts says `fewest`.
    """
    found: list[Grid | PrintedLine] = []
    for number, page in enumerate(document.pages, 1):
        found.extend(item for _, item in _page_items(page.filter(wanted), number, fewest))
        page.close()
    return found


def _items(document: Any) -> list[Item]:
    """The document's lines, joined into paragraphs, and its grids in reading order."""
    items: list[Item] = []
    waiting: list[PrintedLine] = []
    for item in _printed(document):
        if isinstance(item, PrintedLine):
            waiting.append(item)
        else:
            items.extend(_paragraph_lines(waiting))
            waiting = []
            items.append(item)
    items.extend(_paragraph_lines(waiting))
    return items


def _paragraph_lines(lines: Sequence[PrintedLine]) -> list[Item]:
    return [Line(text, Place(f"第{first.page}页", first.page, first.box)) for text, first in join_paragraphs(lines)]


def _line_as_printed(item: Grid | PrintedLine) -> Item:
    return item if isinstance(item, Grid) else Line(item.text, Place(f"第{item.page}页", item.page, item.box))


def _read(content: bytes, take: Callable[[Any], Iterable[Item]]) -> Source:
    try:
        with pdfplumber.open(io.BytesIO(content)) as document:
            return Source(tuple(take(document)))
    except (PdfminerException, PDFSyntaxError, PSException, ValueError, KeyError, TypeError, IndexError) as error:
        # pdfminer lets whatever a malformed object causes pass through.
        raise UnreadableError(DAMAGED) from error


def read_pdf(content: bytes) -> Source:
    """A PDF's paragraphs and grids. UnreadableError if it is damaged, protected, scanned or far too long."""
    return _read(content, _items)


def read_printed(content: bytes) -> Source:
    """A PDF's lines as they are printed, not joined into paragraphs, and its grids. UnreadableError as `read_pdf`.

    What is drawn in a tagged figure, such as the labels of a chart, is no text.
    """
    return _read(content, lambda document: map(_line_as_printed, _printed(document, _is_no_figure, 1)))


def _is_no_figure(thing: Word) -> bool:
    return bool(thing.get("tag") != "Figure")
