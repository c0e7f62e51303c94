"""What a printed cell says: a figure, nothing, a mark that may mean nothing, or something to be looked at."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from importers.normal import simplified, squeezed
from report.format import Cell, Kind
from report.numbers import BLANK, NO_FIGURE, Value, parse

NO_UNIT = "无单位"
UNIT_NOT_PRINTED = "栏目未印单位，按规定的单位（{unit}）读取"
BLANK_CELL = "原表此格空白"
DASH_CELL = "原表此格印的是“{text}”，不是数字"

DASHES = frozenset(
    {"/", "\\", "-", "--", "—", "——", "_", "__", "–", "−", "无", "無", "*", "／", "－", "﹣", "ー", "一一"}
)
_FIGURE = re.compile(
    r"(?:新增|增加|增长|减少|下降|增|减)?[¥￥]?[+-]?[0-9]+(?:[,.][0-9]+)*\s?(?:万|亿)?(?:元|[件项个次条份家宗起人部例])?"
    r"(?:\(.{1,60}\))?"
)
_UNIT = re.compile("亿元|万元|元")


def half_width(text: str) -> str:
    """Text with full-width digits and marks made plain and white space single."""
    return squeezed(unicodedata.normalize("NFKC", text).replace("−", "-").replace("–", "-"))


def is_dash(text: str) -> bool:
    """Whether a cell holds only a mark such as / or — in place of a figure."""
    return squeezed(text).replace(" ", "") in DASHES


def is_figure(text: str) -> bool:
    """Whether a text is one printed figure, perhaps with unit or note, and nothing else."""
    plain = half_width(text)
    return plain.isdigit() or bool(_FIGURE.fullmatch(simplified(plain)))


@dataclass(frozen=True)
class Reading:
    """A cell's reading: the value, why it is doubtful, and whether a blank or dash might mean 0."""

    value: Value
    doubt: str | None = None
    maybe_zero: bool = False


def _stated_units(headings: Iterable[str]) -> set[str]:
    return {unit for heading in headings for unit in _UNIT.findall(simplified(half_width(heading)))}


def _amount(cell: Cell, text: str, headings: Iterable[str]) -> Reading:
    value = parse(text, cell.kind, cell.unit)
    if value.number is None:
        return Reading(value, value.doubt)
    if value.number == 0 or _UNIT.search(simplified(half_width(text))):
        return Reading(value)
    units = _stated_units(headings)
    if units == {cell.unit}:
        return Reading(value)
    if len(units) == 1:
        return Reading(parse(text + units.pop(), cell.kind, cell.unit))
    if cell.unit_printed and not units:
        return Reading(value, UNIT_NOT_PRINTED.format(unit=cell.unit))
    return Reading(Value(text=squeezed(text), doubt=NO_UNIT), NO_UNIT)


def read_figure(cell: Cell, text: str, headings: Iterable[str] = ()) -> Reading:
    """Read what is printed in a cell. `headings` are the words over and beside it, where a unit may stand."""
    if not text.strip():
        return Reading(BLANK, BLANK_CELL, maybe_zero=True)
    if is_dash(text):
        return Reading(BLANK, DASH_CELL.format(text=squeezed(text)), maybe_zero=True)
    if cell.kind is Kind.AMOUNT:
        return _amount(cell, text, headings)
    value = parse(text, cell.kind, cell.unit)
    if value.doubt == NO_FIGURE:
        return Reading(BLANK, DASH_CELL.format(text=squeezed(text)), maybe_zero=True)
    return Reading(value, value.doubt or None)


ZERO = Value(number=Decimal(0))
