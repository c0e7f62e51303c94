"""What a figure is in a spreadsheet: a number, or text where a number would lose something; sums as formulas.

A spreadsheet holds numbers in binary with 53 bits: every decimal of up to 15 significant digits comes back from it
as it was written (IEEE 754). A longer one, and one so small that it would be shown with an exponent, is text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from xlsxwriter.utility import xl_rowcol_to_cell

from report.format import Relation, Side
from report.numbers import Value, plain

EXACT_DIGITS = 15
# Finer than any figure that is accepted (`report.numbers.MAX_DECIMALS`), coarser than what binary sums add.
DECIMALS = 6


@dataclass(frozen=True)
class Spot:
    """Where a figure stands: sheet, row and column from 0. `is_text`: a number written as text."""

    sheet: str
    row: int
    column: int
    is_text: bool = False

    def reference(self, sheet: str) -> str:
        """Its absolute address as written on the sheet of that name."""
        cell = str(xl_rowcol_to_cell(self.row, self.column, row_abs=True, col_abs=True))
        return cell if sheet == self.sheet else "'{}'!{}".format(self.sheet.replace("'", "''"), cell)

    def term(self, sheet: str) -> str:
        """Its number in a formula: of 「22（其中修订16件）」 what stands before the note."""
        cell = self.reference(sheet)
        if not self.is_text:
            return cell
        return f'IF({cell}="","",IFERROR(VALUE(LEFT({cell},FIND("（",{cell}&"（")-1)),{cell}))'


Spots = Mapping[str, Spot]


def exact(value: Value) -> float | None:
    """The figure as a number of a spreadsheet; None if it is none, has a note, or would not come back as it is."""
    if value.number is None or value.note:
        return None
    digits = value.number.normalize().as_tuple().digits
    number = float(value.number)
    return number if len(digits) <= EXACT_DIGITS and "e" not in repr(number) else None


def number_format(number: Decimal) -> str:
    """The number format that shows a figure with the decimals that it was written with."""
    places = len(plain(number).partition(".")[2])
    return "0" + ("." + "0" * places if places else "")


def total(side: Side, numbers: Mapping[str, Decimal]) -> Decimal | None:
    """The sum of one side; None while a term is blank or not read."""
    found = [numbers.get(term.cell) for term in side.terms]
    known = [number * term.sign for number, term in zip(found, side.terms, strict=True) if number is not None]
    return sum(known, Decimal(0)) if len(known) == len(found) else None


def sum_formula(side: Side, spots: Spots, sheet: str) -> str:
    """One side summed by the spreadsheet (without `=`); an empty text while a term is blank or not a number."""
    written = [spots[term.cell].term(sheet) for term in side.terms]
    added = [text for text, term in zip(written, side.terms, strict=True) if term.sign > 0]
    taken = [text for text, term in zip(written, side.terms, strict=True) if term.sign < 0]
    summed = f"SUM({','.join(added)})" if added else "0"
    less = f"-SUM({','.join(taken)})" if taken else ""
    return f'IF(COUNT({",".join(written)})={len(written)},ROUND({summed}{less},{DECIMALS}),"")'


def derived(relation: Relation) -> tuple[str, Side] | None:
    """(cell, the side that it follows from) of a relation that gives a total; None for every other relation."""
    if not relation.derives:
        return None
    given, source = (relation.left, relation.right) if relation.derives == "left" else (relation.right, relation.left)
    return given.terms[0].cell, source


def agrees(cell: str, source: Side, values: Mapping[str, Value]) -> bool:
    """Whether a total may be a formula: it then shows what the report states, a figure or a blank."""
    stated = values.get(cell, Value())
    terms = {term.cell: values.get(term.cell, Value()) for term in source.terms}
    summed = total(source, {name: value.number for name, value in terms.items() if value.number is not None})
    if stated.is_blank:
        return summed is None
    return all(exact(value) is not None for value in (stated, *terms.values())) and summed == stated.number
