"""A mandated table on a sheet: headings as the grid has them, figures to fill in, totals that agree as formulas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from xlsxwriter.worksheet import Worksheet

from exporters.outline import TablePart
from exporters.xlsx_styles import Styles, height
from exporters.xlsx_values import Spot, Spots, agrees, derived, exact, number_format, sum_formula
from report.format import Cell, Kind, Relation, Side
from report.layout import GridRow, Slot, SlotKind
from report.numbers import Value
from report.report import Report

_STYLE_OF = {SlotKind.CAPTION: "head", SlotKind.STUB: "head", SlotKind.COLUMN: "head", SlotKind.ROW: "row"}
# Widest table on upright A4 in full size, in widths of `0`, and most rows of a page across.
_UPRIGHT, _FEW_ROWS = 92.0, 15
MOST = 999_999_999_999_999
# In widths of `0` and in points.
_NARROWEST, _LOWEST = 7.0, 20.0
COUNT_TITLE, AMOUNT_TITLE = "请填整数", "请填金额"
COUNT_MESSAGE = "请填不小于0的整数，没有的填0。"
SIGNED_MESSAGE = "请填整数，减少的填负数，没有增减的填0。"
AMOUNT_MESSAGE = "请填以{unit}为单位的金额，没有的填0。"


@dataclass(frozen=True)
class TableSheet:
    """A table to be written on a sheet from the row `first` on; grid columns are the sheet's columns."""

    sheet: Worksheet
    styles: Styles
    part: TablePart
    report: Report
    first: int

    @cached_property
    def widths(self) -> tuple[float, ...]:
        """Widths of the columns, in widths of `0`: of the headings, wider where a figure needs it."""
        natural = [2 * column + 1 for column in self.part.measures.columns]
        labels = self.part.grid.label_columns
        figures = [len(self.part.text(slot)) + 2.0 for slot in self.part.grid.slots() if slot.cell]
        least = max(_NARROWEST, min(max(figures, default=0.0), 20.0))
        return tuple(value if n < labels else max(value, least) for n, value in enumerate(natural))

    @property
    def is_landscape(self) -> bool:
        """Whether it is printed across the page: wider than that, and no longer than it is then high."""
        return sum(self.widths) > _UPRIGHT and len(self.part.grid.rows) <= _FEW_ROWS

    def units(self, slot: Slot) -> float:
        """How wide a slot is."""
        return sum(self.widths[slot.column : slot.column + slot.colspan])

    def spots(self) -> dict[str, Spot]:
        """Where each cell of the table stands."""
        return {
            slot.cell: Spot(self.sheet.get_name(), self.first + slot.row, slot.column, _is_text(self.report, slot.cell))
            for slot in self.part.grid.slots()
            if slot.cell
        }

    def write(self) -> int:
        """Write it; returns the first row after it."""
        for number, columns in enumerate(self.widths):
            self.sheet.set_column(number, number, columns)
        spots = self.spots()
        formulas = _totals(self.report, spots)
        for row in self.part.grid.rows:
            self.sheet.set_row(self.first + row.slots[0].row, max([_LOWEST, *self._heights(row)]))
            for slot in row.slots:
                self._slot(slot, spots, formulas)
        self._mark_faults(spots)
        if not self.part.is_stacked:
            self.sheet.repeat_rows(self.first, self.first + self.part.grid.head_rows - 1)
        return self.first + len(self.part.grid.rows)

    def _heights(self, row: GridRow) -> Iterator[float]:
        """What each box that is one row high needs."""
        return (height(self.part.text(slot), self.units(slot)) for slot in row.slots if slot.rowspan == 1)

    def _slot(self, slot: Slot, spots: Spots, formulas: Mapping[str, Side]) -> None:
        row, column = self.first + slot.row, slot.column
        if slot.kind is SlotKind.CELL:
            self._span(slot, self._style(slot.cell))
            self._figure(slot.cell, spots, formulas)
            self._ask(slot.cell, row, column)
            return
        left = slot.kind is SlotKind.ROW and slot.scope == "row"
        style = self.styles["row_left" if left else _STYLE_OF[slot.kind]]
        self._span(slot, style)
        self.sheet.write_string(row, column, slot.text, style)

    def _span(self, slot: Slot, style: object) -> None:
        row, column = self.first + slot.row, slot.column
        if slot.rowspan > 1 or slot.colspan > 1:
            self.sheet.merge_range(row, column, row + slot.rowspan - 1, column + slot.colspan - 1, "", style)

    def _style(self, name: str) -> object:
        value = self.report.value(name)
        if value.number is not None:
            return self.styles.with_number("figure", number_format(value.number))
        return self.styles.with_number("figure", "0.00####" if self._cell(name).kind is Kind.AMOUNT else "")

    def _cell(self, name: str) -> Cell:
        return self.report.format.cell(name)

    def _figure(self, name: str, spots: Spots, formulas: Mapping[str, Side]) -> None:
        spot, style, number = spots[name], self._style(name), exact(self.report.value(name))
        if name in formulas:
            formula = "=" + sum_formula(formulas[name], spots, spot.sheet)
            self.sheet.write_formula(spot.row, spot.column, formula, style, "" if number is None else number)
        elif number is not None:
            self.sheet.write_number(spot.row, spot.column, number, style)
        elif text := self.part.texts.get(name, ""):
            self.sheet.write_string(spot.row, spot.column, text, style)
        else:
            self.sheet.write_blank(spot.row, spot.column, None, style)

    def _ask(self, name: str, row: int, column: int) -> None:
        """Say what is asked for, and warn of anything else; a figure with a note in brackets may still be put in."""
        cell = self._cell(name)
        if cell.kind is Kind.AMOUNT:
            title, message = AMOUNT_TITLE, AMOUNT_MESSAGE.format(unit=cell.unit)
        else:
            title, message = COUNT_TITLE, SIGNED_MESSAGE if cell.kind is Kind.SIGNED_COUNT else COUNT_MESSAGE
        self.sheet.data_validation(row, column, row, column, {
            "validate": "decimal" if cell.kind is Kind.AMOUNT else "integer",
            "criteria": "between",
            "minimum": -MOST if cell.kind is Kind.SIGNED_COUNT else 0,
            "maximum": MOST,
            "input_title": title,
            "input_message": f"{cell.title[:120]}。{message}",
            "error_title": title,
            "error_message": message,
            "error_type": "warning",
        })  # fmt: skip

    def _mark_faults(self, spots: Spots) -> None:
        """Colour the left side of a relation within this table while it is broken."""
        for relation in self.report.format.relations:
            if not set(relation.cells) <= spots.keys():
                continue
            broken = broken_formula(relation, spots, self.sheet.get_name())
            for term in relation.left.terms:
                whole = self._cell(term.cell).kind is not Kind.AMOUNT
                style = self.styles["wrong_count" if whole else "wrong"]
                row, column = spots[term.cell].row, spots[term.cell].column
                rule = {"type": "formula", "criteria": broken, "format": style}
                self.sheet.conditional_format(row, column, row, column, rule)


def broken_formula(relation: Relation, spots: Spots, sheet: str) -> str:
    """A formula that is true while both sides are known and the relation does not hold."""
    left, right = sum_formula(relation.left, spots, sheet), sum_formula(relation.right, spots, sheet)
    return f'=AND({left}<>"",{right}<>"",{left}{"<>" if relation.compare == "=" else "<"}{right})'


def _is_text(report: Report, name: str) -> bool:
    value: Value = report.value(name)
    return value.number is not None and exact(value) is None


def _totals(report: Report, spots: Spots) -> dict[str, Side]:
    """{cell: the side it is the sum of} for the totals of one table that agree with their terms."""
    found: dict[str, Side] = {}
    for relation in report.format.relations:
        follows = derived(relation)
        if follows is None or not set(relation.cells) <= spots.keys():
            continue
        cell, source = follows
        if cell not in found and agrees(cell, source, report.values):
            found[cell] = source
    return found
