"""How a report is printed and published (版式与图表、网页信息), as far as its agency says: no content of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from report.format import ReportFormat
from report.json_input import brief, known, line, mapping, some

WIDE_TABLES = {"fit": "缩放到一页，竖排版面", "rotate": "单独一页，横排版面"}
KEY = "presentation"
_PUBLISHED = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?: [0-9]{2}:[0-9]{2})?")


@dataclass(frozen=True)
class Presentation:
    """`charts` are ids of the format's charts, in its order; `wide_tables` is a key of `WIDE_TABLES`.

    `index_number` (索引号) and `published` (发布日期, `2024-01-31` or `2024-01-31 09:30`) are what the website says.
    """

    charts: tuple[str, ...] = ()
    wide_tables: str = "fit"
    index_number: str = ""
    published: str = ""


def read_presentation(data: Mapping[str, Any], fmt: ReportFormat, problems: list[str]) -> Presentation:
    """The choices under `presentation`; what is absent or null is as in a report that chooses nothing."""
    raw = mapping(data, KEY, problems)
    known(raw, Presentation.__dataclass_fields__, KEY, problems)
    wide = raw.get("wide_tables")
    if wide is not None and not (isinstance(wide, str) and wide in WIDE_TABLES):
        problems.append(f"{KEY}.wide_tables：只能是 {'、'.join(WIDE_TABLES)}，不能是“{brief(wide)}”。")
        wide = None
    return Presentation(
        charts=_charts(raw.get("charts"), fmt, problems),
        wide_tables=wide or "fit",
        index_number=line(raw, "index_number", problems, f"{KEY}."),
        published=_published(raw, problems),
    )


def _published(raw: Mapping[str, Any], problems: list[str]) -> str:
    text = line(raw, "published", problems, f"{KEY}.")
    if not text:
        return ""
    if _PUBLISHED.fullmatch(text):
        try:
            datetime.fromisoformat(text)
        except ValueError:
            problems.append(f"{KEY}.published：没有“{text}”这个时间。")
        return text
    problems.append(f"{KEY}.published：发布日期应如 2024-01-31 或 2024-01-31 09:30，不能是“{brief(text)}”。")
    return ""


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
    for name in ("index_number", "published"):
        if text := getattr(presentation, name):
            data[name] = text
    return data
