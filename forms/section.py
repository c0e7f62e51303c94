"""The form of one section: a figure field for each cell and fact, named by the cell's own name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from werkzeug.datastructures import MultiDict
from wtforms import Form

from forms.figure import FigureField
from report.format import ReportFormat, Section
from report.layout import grid
from report.numbers import Value


class SectionForm(Form):
    """Base of the generated forms; `figures()` yields the fields in the order of the form."""

    def figures(self) -> Iterator[FigureField]:
        """Every figure field."""
        return (field for field in self if isinstance(field, FigureField))


@lru_cache(maxsize=128)
def _form_class(fmt: ReportFormat, section: Section) -> type[SectionForm]:
    fields: dict[str, object] = {}
    for table in section.tables:
        for slot in grid(table).slots():
            if slot.cell:
                cell = fmt.cell(slot.cell)
                fields[cell.name] = FigureField(cell.title, figure=cell.kind, unit=cell.unit, name=cell.name)
    for fact in section.facts:
        fields[fact.name] = FigureField(fact.label, figure=fact.kind, unit=fact.unit, name=fact.name)
    return type(f"{section.id.title()}Form", (SectionForm,), fields)


def form_for(
    fmt: ReportFormat,
    section: Section,
    values: Mapping[str, Value],
    typed: MultiDict[str, str] | None = None,
) -> SectionForm:
    """The section's form over stored values (facts under `facts.…`), and over what was typed where that is given."""
    return _form_class(fmt, section)(formdata=typed, data=dict(values))
