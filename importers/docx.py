"""Word files (.docx): paragraphs as lines, tables as grids, automatic numbers written out."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from importers.archives import open_archive, parse_xml, read_member
from importers.grids import Spanned, build_grid
from importers.model import Item, Line, Place, Source
from importers.normal import squeezed
from importers.numbered import Numbers

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SKIPPED = frozenset({W + "del", W + "moveFrom", W + "instrText", W + "pPr", W + "rPr"})
_OFF = frozenset({"0", "false", "off"})
_ANCHOR = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
# A bitmap, a chart, and a picture as old programs wrote it.
_PICTURED = (
    "{http://schemas.openxmlformats.org/drawingml/2006/main}blip",
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart",
    "{urn:schemas-microsoft-com:vml}imagedata",
)
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def _hidden(run: etree._Element) -> bool:
    """Whether a run of text is formatted as hidden."""
    vanish = run.find(f"{W}rPr/{W}vanish")
    return vanish is not None and vanish.get(W + "val", "") not in _OFF


def _words(element: etree._Element) -> Iterator[str]:
    for child in element:
        if child.tag in _SKIPPED or child.tag == _FALLBACK or child.tag in {W + "txbxContent", W + "p"}:
            continue
        if child.tag == W + "r" and _hidden(child):
            continue
        if child.tag == W + "t":
            yield child.text or ""
        elif child.tag == W + "tab":
            yield "\t"
        elif child.tag in {W + "br", W + "cr"}:
            yield "\n"
        elif child.tag == W + "noBreakHyphen":
            yield "-"
        else:
            yield from _words(child)


def _value(element: etree._Element | None, default: str = "") -> str:
    return default if element is None else element.get(W + "val", default)


def _paragraphs(parent: etree._Element) -> Iterator[etree._Element]:
    """The block elements of a parent, content controls opened."""
    for child in parent:
        if child.tag in {W + "p", W + "tbl"}:
            yield child
        elif child.tag == W + "sdt":
            content = child.find(W + "sdtContent")
            if content is not None:
                yield from _paragraphs(content)
        elif child.tag in {W + "ins", W + "smartTag", W + "customXml"}:
            yield from _paragraphs(child)


def _cell_text(cell: etree._Element, numbers: Numbers) -> str:
    texts = []
    for block in _paragraphs(cell):
        if block.tag == W + "p":
            texts.append(numbers.of(block) + "".join(_words(block)))
        else:
            texts.extend(_cell_text(inner, numbers) for inner in block.iter(W + "tc"))
    return squeezed(" ".join(texts))


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        if child.tag == W + "tc":
            yield child
        elif child.tag == W + "sdt":
            content = child.find(W + "sdtContent")
            if content is not None:
                yield from _cells(content)


def _rows(table: etree._Element, numbers: Numbers) -> list[list[Spanned]]:
    """Rows of (text, rowspan, colspan); cells continued by vMerge add to the rowspan of the cell above."""
    rows: list[list[Spanned]] = []
    open_cells: dict[int, tuple[int, int]] = {}
    for row in (r for r in table.iter(W + "tr") if next(r.iterancestors(W + "tbl")) is table):
        if row.find(f"{W}trPr/{W}del") is not None:
            # Deleted with changes tracked: still in the file, no longer in the report.
            continue
        cells: list[Spanned] = []
        before = row.find(f"{W}trPr/{W}gridBefore")
        column = int(_value(before, "0")) if _value(before, "0").isdigit() else 0
        cells.extend(("", 1, 1) for _ in range(min(column, 50)))
        for cell in _cells(row):
            span = _value(cell.find(f"{W}tcPr/{W}gridSpan"), "1")
            across = int(span) if span.isdigit() else 1
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            if merge is not None and _value(merge, "continue") != "restart" and column in open_cells:
                r, c = open_cells[column]
                text, down, width = rows[r][c]
                rows[r][c] = (squeezed(f"{text} {_cell_text(cell, numbers)}"), down + 1, width)
            else:
                open_cells[column] = (len(rows), len(cells))
                cells.append((_cell_text(cell, numbers), 1, across))
            column += across
        rows.append(cells)
    return rows


def _lays_out(table: etree._Element) -> bool:
    """Whether a table only lays out the page: a table of several cells stands inside it."""
    return any(len(list(inner.iter(W + "tc"))) > 1 for inner in table.iter(W + "tbl") if inner is not table)


def _boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    """The text boxes anchored in a paragraph, each once: the copy for old programs is left out."""
    for box in paragraph.iter(W + "txbxContent"):
        if not any(parent.tag == _FALLBACK for parent in box.iterancestors()):
            yield box


def _pictures(paragraph: etree._Element) -> Iterator[str]:
    """What the pictures and charts of a paragraph are called, those of its text boxes left to these."""
    for drawing in paragraph.iter(W + "drawing", W + "pict"):
        inside = any(parent.tag in {_FALLBACK, W + "txbxContent"} for parent in drawing.iterancestors())
        if not inside and any(next(drawing.iter(kind), None) is not None for kind in _PICTURED):
            named = next(drawing.iter(_ANCHOR), None)
            yield squeezed(named.get("descr") or named.get("title") or "") if named is not None else ""


class _Reader:
    """Collects the lines and grids of a document in order, and what its pictures are called."""

    def __init__(self, numbers: Numbers) -> None:
        self.numbers = numbers
        self.items: list[Item] = []
        self.pictures: list[tuple[str, str]] = []
        self.tables = 0
        self.lines = 0

    def read(self, parent: etree._Element) -> None:
        """Take up the blocks of the body, of a text box, or of a cell that lays out the page."""
        for block in _paragraphs(parent):
            if block.tag == W + "p":
                self.paragraph(block)
            elif _lays_out(block):
                for cell in (c for c in block.iter(W + "tc") if next(c.iterancestors(W + "tbl")) is block):
                    self.read(cell)
            else:
                self.tables += 1
                self.items.append(build_grid(_rows(block, self.numbers), f"表{self.tables}"))

    def paragraph(self, block: etree._Element) -> None:
        """One line for each line of a paragraph, then what its text boxes hold."""
        for number, part in enumerate("".join(_words(block)).split("\n")):
            self.lines += 1
            text = (self.numbers.of(block) if number == 0 and part.strip() else "") + part
            self.items.append(Line(text, Place(f"第{self.lines}段")))
        self.pictures.extend((name, f"第{self.lines}段") for name in _pictures(block))
        for box in _boxes(block):
            self.read(box)


def read_docx(content: bytes) -> Source:
    """A Word file as lines and grids. UnreadableError if it is damaged or hostile."""
    archive = open_archive(content)
    body = parse_xml(read_member(archive, "word/document.xml")).find(W + "body")
    reader = _Reader(Numbers.read(archive))
    if body is not None:
        reader.read(body)
    return Source(tuple(reader.items), pictures=tuple(reader.pictures))
