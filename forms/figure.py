"""A field for one figure: reads what was typed without guessing, keeps what it could not read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import Field
from wtforms.widgets import TextInput

from report.format import Kind
from report.numbers import BLANK, Value, parse, shown

MAX_TYPED = 500


class FigureField(Field):
    """`data` is a `Value`; text that is not one number is kept as a Value with a doubt, and is an error of the field.

    An error never stops saving: it marks the cell and stays with the value.
    """

    widget = TextInput()

    def __init__(self, label: str, *, figure: Kind, unit: str, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.figure = figure
        self.unit = unit
        self.data: Value = BLANK

    def _value(self) -> str:
        return self.shown()

    def shown(self) -> str:
        """What the box shows; a box holds one line."""
        return "".join(shown(self.data).splitlines())

    def process_data(self, value: Value | None) -> None:
        """Take the stored value, blank if none."""
        self.data = value or BLANK

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read what was typed; too long a text is refused and the stored value stays."""
        if not valuelist:
            return
        if len(valuelist[0]) > MAX_TYPED:
            raise ValueError(f"内容超过 {MAX_TYPED} 个字符，没有保存；一格只填一个数")
        self.data = parse(valuelist[0], self.figure, self.unit)

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - the signature is WTForms' own
        """Text that is no number is said to be so."""
        if self.data.text:
            raise ValueError(f"“{self.data.text}”{self.data.doubt}")
