"""How the sheets of a workbook look and print: formats, A4, protection, heights of rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from exporters.titles import width

A4 = 9
LINE = 16.0
# A row higher than this cannot be (Excel), in points.
HIGHEST = 409.0
MOST_CHARACTERS = 32_767
DRAFT = "草稿"
_EVERYWHERE = "A1:XFD1048576"

_FACE: dict[str, Any] = {"font_name": "宋体", "font_size": 11, "text_wrap": True, "valign": "vcenter"}
_BOX: dict[str, Any] = {**_FACE, "border": 1, "align": "center"}
_OPEN: dict[str, Any] = {"locked": False, "bg_color": "#FFFDE7"}
_STYLES: dict[str, dict[str, Any]] = {
    "title": {**_FACE, "font_size": 16, "bold": True, "align": "center", "locked": False},
    "section": {**_FACE, "font_name": "黑体", "font_size": 13},
    "heading": {**_FACE, "bold": True, "locked": False, "valign": "top"},
    "text": {**_FACE, "locked": False, "valign": "top"},
    "signature": {**_FACE, "locked": False, "align": "right"},
    "head": {**_BOX, "bg_color": "#EEF1F5"},
    "row": {**_BOX, "bg_color": "#F7F8FA"},
    "row_left": {**_BOX, "bg_color": "#F7F8FA", "align": "left"},
    "figure": {**_BOX, **_OPEN},
    "label": {**_FACE, "border": 1, "align": "left"},
    "bold": {**_FACE, "border": 1, "align": "left", "bold": True},
    "number": {**_BOX},
    "wrong": {"font_color": "#9C0006", "bg_color": "#FFC7CE", "bold": True},
    "wrong_count": {"font_color": "#9C0006", "bg_color": "#FFC7CE", "bold": True, "num_format": '0" ✗"'},
    "right": {"font_color": "#1B5E20"},
}


class Sheet(Worksheet):  # type: ignore[misc]  # its base has no types
    """A sheet whose formulas are written as they are: none uses a function that later Excels have added.

    XlsxWriter looks for each of a hundred of those in each formula, which takes a third of the whole workbook's time.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002 -- its base's
        return formula.removeprefix("=")


@dataclass(frozen=True)
class Styles:
    """The formats of one workbook by name; `figure` with a number format of its own."""

    book: Workbook
    made: dict[tuple[str, str], Format]

    def __getitem__(self, name: str) -> Format:
        return self.with_number(name, "")

    def with_number(self, name: str, number_format: str) -> Format:
        """A format that shows numbers as `number_format` says; "" leaves it to the spreadsheet."""
        key = (name, number_format)
        if key not in self.made:
            number = {"num_format": number_format} if number_format else {}
            self.made[key] = self.book.add_format(_STYLES[name] | number)
        return self.made[key]


def page(sheet: Worksheet, draft: bool, landscape: bool = False) -> None:
    """A4, as many sheets high as it takes and one wide, 草稿 over and the page number under each; labels locked.

    Protection has no password: it keeps from slips, and who has to may lift it.
    """
    sheet.set_paper(A4)
    if landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.6, right=0.6, top=0.9, bottom=0.8)
    sheet.center_horizontally()
    sheet.set_header(f'&C&"黑体,Regular"&20{DRAFT}' if draft else "")
    sheet.set_footer("&C— &P —")
    sheet.hide_gridlines(2)
    # Totals are open on purpose, and long figures are text on purpose: no green corners.
    sheet.ignore_errors({"formula_unlocked": _EVERYWHERE, "number_stored_as_text": _EVERYWHERE})
    sheet.protect("", {"format_rows": True, "format_columns": True, "insert_rows": True, "format_cells": True})


def height(text: str, units: float) -> float:
    """Points that a text takes in a box `units` wide (an `0` is one unit, a Chinese character two)."""
    room = max((units - 1) / 2, 1.0)
    return min(max(ceil(width(text) / room), 1) * LINE + 2, HIGHEST)


def pieces(text: str) -> Sequence[str]:
    """A text in pieces that a cell can hold (Excel: 32,767 characters)."""
    return [text[i : i + MOST_CHARACTERS] for i in range(0, len(text), MOST_CHARACTERS)] or [""]
