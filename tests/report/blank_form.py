"""The blank form of 2021 read from its Word file: headings, prompts, and each table's boxes with place and span."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import docx
from docx.oxml.ns import qn
from lxml import etree

FORM = Path(__file__).resolve().parents[2] / "samples" / "sources" / "blank-2021-form.docx"


@dataclass(frozen=True)
class Box:
    """A box of a printed table in grid units, with its text."""

    row: int
    column: int
    rowspan: int
    colspan: int
    text: str


def _text(cell: etree._Element) -> str:
    # Lines are broken within labels to fit the column (商业/企业); the label is the lines together.
    return "".join(node.text or "" for node in cell.iter(qn("w:t"))).strip()


def _boxes(table: etree._Element) -> list[Box]:
    open_boxes: dict[int, Box] = {}
    done: list[Box] = []
    for row, line in enumerate(table.iter(qn("w:tr"))):
        column = 0
        for cell in line.findall(qn("w:tc")):
            span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
            merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            colspan = int(span.get(qn("w:val"), "1")) if span is not None else 1
            if merge is not None and merge.get(qn("w:val")) != "restart":
                above = open_boxes[column]
                open_boxes[column] = replace(above, rowspan=above.rowspan + 1)
            else:
                if column in open_boxes:
                    done.append(open_boxes.pop(column))
                open_boxes[column] = Box(row, column, 1, colspan, _text(cell))
            column += colspan
    done.extend(open_boxes.values())
    return sorted(done, key=lambda box: (box.row, box.column))


def form_tables() -> list[list[Box]]:
    """The tables of the form in print order, each as its boxes in reading order."""
    return [_boxes(table) for table in docx.Document(str(FORM)).element.body.iter(qn("w:tbl"))]


def form_paragraphs() -> Iterator[str]:
    """The lines of the form outside its tables, blank ones left out."""
    return (p.text.strip() for p in docx.Document(str(FORM)).paragraphs if p.text.strip())
