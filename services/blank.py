"""A report with nothing filled in yet."""

from __future__ import annotations

from report.errors import NianbaoError
from report.loading import format_for_year, load_format
from report.report import Agency, Report


def blank_report(agency: Agency, year: int, format_id: str | None = None) -> Report:
    """A report without figures, its mandated text still empty. The year chooses the format, if none is named.

    NianbaoError if no format is for that year, there is none of that id, or the agency has no name.
    """
    if not agency.name.strip():
        raise NianbaoError("机关名称不能为空。")
    fmt = load_format(format_id) if format_id else format_for_year(year)
    return Report(
        format=fmt,
        agency=agency,
        year=year,
        narrative={s.id: () for s in fmt.sections if s.narrative and s.narrative.required},
    )
