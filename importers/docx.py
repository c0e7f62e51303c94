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
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def _words(element: etree._Element) -> Iterator[str]:
    for child in element:
        if child.tag in _SKIPPED or child.tag == _FALLBACK or child.tag in {W + "txbxContent", W + "p"}:
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


def read_docx(content: bytes) -> Source:
    """A Word file as lines and grids. UnreadableError if it is damaged or hostile."""
    archive = open_archive(content)
    body = parse_xml(read_member(archive, "word/document.xml")).find(W + "body")
    numbers = Numbers.read(archive)
    items: list[Item] = []
    tables = lines = 0
    for block in _paragraphs(body) if body is not None else ():
        if block.tag == W + "tbl":
            tables += 1
            items.append(build_grid(_rows(block, numbers), f"表{tables}"))
            continue
        for number, part in enumerate("".join(_words(block)).split("\n")):
            lines += 1
            text = (numbers.of(block) if number == 0 and part.strip() else "") + part
            items.append(Line(text, Place(f"第{lines}段")))
    return Source(tuple(items))
