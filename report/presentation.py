"""How a report is to be printed (版式与图表), as far as its agency chooses: no content of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from report.format import ReportFormat
from report.json_input import brief, known, mapping, some

WIDE_TABLES = {"fit": "缩放到一页，竖排版面", "rotate": "单独一页，横排版面"}
KEY = "presentation"


@dataclass(frozen=True)
class Presentation:
    """`charts` are ids of the format's charts, in its order; `wide_tables` is a key of `WIDE_TABLES`."""

    charts: tuple[str, ...] = ()
    wide_tables: str = "fit"


def read_presentation(data: Mapping[str, Any], fmt: ReportFormat, problems: list[str]) -> Presentation:
    """The choices under `presentation`; what is absent or null is as in a report that chooses nothing."""
    raw = mapping(data, KEY, problems)
    known(raw, Presentation.__dataclass_fields__, KEY, problems)
    wide = raw.get("wide_tables")
    if wide is not None and not (isinstance(wide, str) and wide in WIDE_TABLES):
        problems.append(f"{KEY}.wide_tables：只能是 {'、'.join(WIDE_TABLES)}，不能是“{brief(wide)}”。")
        wide = None
    return Presentation(_charts(raw.get("charts"), fmt, problems), wide or "fit")


def _charts(raw: Any, fmt: ReportFormat, problems: list[str]) -> tuple[str, ...]:
    if raw is None:
        return ()
    if not isinstance(raw, list) or not all(isinstance(chart, str) for chart in raw):
        problems.append(f"{KEY}.charts：应为图表编号的列表。")
        return ()
    offered = [chart.id for chart in fmt.charts]
    if unknown := [chart for chart in raw if chart not in offered]:
        problems.append(
            f"{KEY}.charts：“{fmt.name}”没有图表{some(unknown)}，"
            + (f"可用：{'、'.join(offered)}。" if offered else "这个格式不提供图表。")
        )
    if len(set(raw)) < len(raw):
        problems.append(f"{KEY}.charts：同一个图表出现了两次。")
    return tuple(chart for chart in offered if chart in raw)


def write_presentation(presentation: Presentation) -> dict[str, Any]:
    """The choices as JSON; only those that differ from a report that chooses nothing."""
    data: dict[str, Any] = {}
    if presentation.charts:
        data["charts"] = list(presentation.charts)
    if presentation.wide_tables != "fit":
        data["wide_tables"] = presentation.wide_tables
    return data
