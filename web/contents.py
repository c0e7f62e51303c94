"""Stored contents as the pages show them: by a name that people know, as lines to compare, as inputs show them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from report.narrative import RICH_BLOCKS, read_blocks
from report.numbers import shown
from report.record import read_value
from report.report import Report
from services.differences import block_lines
from services.drafts import Conflict
from web.changes import contents
from web.shown import local_time

TITLES = {
    "agency.name": "机关全称",
    "agency.kind": "机关类型",
    "agency.credit_code": "统一社会信用代码",
    "title": "标题",
    "introduction": "引言",
    "issuer": "落款",
    "date": "日期",
    "extra_sections": "附加部分",
    "contact.address": "地址",
    "contact.postcode": "邮编",
    "contact.telephone": "电话",
    "contact.fax": "传真",
    "contact.email": "电子邮箱",
    "contact.person": "联系人",
    "presentation.charts": "图表",
    "presentation.wide_tables": "较宽的表",
    "presentation.index_number": "索引号",
    "presentation.published": "发布日期",
}


def content_title(report: Report, path: str, section_id: str) -> str:
    """The name that people know a stored content by: a cell's, a fact's, a section's text, a line of the cover."""
    name = path.removeprefix("values.")
    if name in report.format.cell_index:
        return report.format.cell(name).title
    if name in report.format.fact_index:
        return report.format.fact_index[name].label
    if path == "blocks":
        return f"{report.format.section(section_id).heading}的文字"
    return TITLES.get(path, "部分的标题" if path.startswith("headings.") else path)


def explanations_of(report: Report) -> dict[str, Any]:
    """The 说明 by finding key, as the file of record has them."""
    return {e.finding: {"text": e.text, "covers": dict(e.covers)} for e in report.explanations}


def _item_lines(item: Any) -> list[str]:
    """An item of a list: a block of text, or an additional section by its heading."""
    if not isinstance(item, dict):
        return [str(item)]
    if item.get("type") in RICH_BLOCKS:
        return [line for block in read_blocks([item], "", []) for line in block_lines(block)]
    return [str(item.get("text") or item.get("heading"))]


def _content_shown(report: Report, path: str, content: Any) -> list[str]:
    """A conflicting content as lines that a person can compare."""
    name = path.removeprefix("values.")
    if path.startswith("values.") and name in report.format.cell_index:
        cell = report.format.cell(name)
        return [shown(read_value(content, cell.kind, cell.unit, name, [])) or "（空）"]
    if isinstance(content, list):
        return [line for item in content for line in _item_lines(item)] or ["（空）"]
    if isinstance(content, Mapping):
        return [str(content.get("text") or content.get("number") or content)]
    return [str(content)] if content else ["（空）"]


def conflict_shown(report: Report, conflict: Conflict) -> dict[str, Any]:
    """One conflict for the pages: where, and both sides as lines."""
    return {
        "id": conflict.id,
        "section": conflict.section,
        "path": conflict.path,
        "title": content_title(report, conflict.path, conflict.section),
        "mine": _content_shown(report, conflict.path, conflict.mine),
        "theirs": _content_shown(report, conflict.path, conflict.theirs),
        "who": conflict.who,
        "at": local_time(conflict.at),
        "text": isinstance(conflict.mine, list) and isinstance(conflict.theirs, list),
    }


def merged_shown(report: Report, merged: Mapping[str, Any]) -> dict[str, Any]:
    """What others changed, as the page's inputs show it."""
    shown_values: dict[str, Any] = {}
    current = contents(report)
    for path, content in merged.items():
        name = path.removeprefix("values.")
        figure = path.startswith(("values.", "facts."))
        shown_values[path] = shown(current[name]) if figure and name in current else "" if figure else content
    return shown_values
