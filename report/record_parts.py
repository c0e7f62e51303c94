"""The parts of a file of record that are not figures: agency, text, date, explanations."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from report.format import ReportFormat
from report.json_input import brief, known, line, mapping
from report.narrative import Blocks, clean_text, read_blocks
from report.report import AGENCY_KINDS, Agency, Explanation, ExtraSection

MAX_EXTRA_SECTIONS = 100
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_agency(data: Mapping[str, Any], problems: list[str]) -> Agency:
    """The agency, written as an object or as its name alone."""
    raw = data.get("agency")
    if isinstance(raw, str):
        raw = {"name": raw}
    if not isinstance(raw, dict):
        problems.append('agency：缺少机关名称，应为 {"name": …}。')
        return Agency("")
    known(raw, {"name", "kind", "credit_code"}, "agency", problems)
    name = line(raw, "name", problems, "agency.")
    if not name:
        problems.append("agency.name：机关名称不能为空。")
    kind = line(raw, "kind", problems, "agency.") or "department"
    if kind not in AGENCY_KINDS:
        problems.append(f"agency.kind：只能是 {'、'.join(AGENCY_KINDS)}，不能是“{brief(kind)}”。")
    return Agency(name, kind, line(raw, "credit_code", problems, "agency."))


def read_narrative(data: Mapping[str, Any], fmt: ReportFormat, problems: list[str]) -> dict[str, Blocks] | None:
    """{section id: blocks}, or None where the file has figures only. Keys are ids or mandated headings."""
    if data.get("narrative") is None:
        return None
    ids = {s.heading: s.id for s in fmt.sections} | {s.id: s.id for s in fmt.sections}
    raw = mapping(data, "narrative", problems)
    known(raw, ids, "narrative", problems)
    narrative: dict[str, Blocks] = {}
    for key, blocks in raw.items():
        if key in ids and ids[key] in narrative:
            problems.append(f"narrative：部分“{ids[key]}”出现了两次（编号和标题）。")
        elif key in ids:
            narrative[ids[key]] = read_blocks(blocks, f"narrative.{key} ", problems)
    return narrative


def read_extra_sections(data: Mapping[str, Any], fmt: ReportFormat, problems: list[str]) -> list[ExtraSection]:
    """The sections that the format does not ask for."""
    ids = {"", *(s.id for s in fmt.sections)}
    sections = []
    raw = data.get("extra_sections")
    if raw is None:
        return []
    if not isinstance(raw, list) or len(raw) > MAX_EXTRA_SECTIONS:
        problems.append(f"extra_sections：应为列表，最多 {MAX_EXTRA_SECTIONS} 项。")
        return []
    for i, item in enumerate(raw, 1):
        where = f"extra_sections 第 {i} 项"
        if not isinstance(item, dict):
            problems.append(f'{where}：应为 {{"heading", "after", "blocks"}}。')
            continue
        known(item, {"heading", "after", "blocks"}, where, problems)
        heading = line(item, "heading", problems, f"{where} ")
        if not heading:
            problems.append(f"{where}：缺少标题（heading）。")
        after = line(item, "after", problems, f"{where} ")
        if after not in ids:
            problems.append(f"{where}：after 指向没有的部分“{brief(after)}”。")
        sections.append(ExtraSection(heading, after, read_blocks(item.get("blocks"), f"{where} ", problems)))
    return sections


def read_date(data: Mapping[str, Any], problems: list[str]) -> date | None:
    """The date of the report."""
    raw = data.get("date")
    if raw is None or raw == "":
        return None
    if isinstance(raw, str) and _DATE.fullmatch(raw):
        try:
            return date.fromisoformat(raw)
        except ValueError:
            problems.append(f"date：没有“{raw}”这一天。")
            return None
    problems.append(f"date：日期应如 2024-01-31，不能是“{brief(raw)}”。")
    return None


def read_explanations(data: Mapping[str, Any], problems: list[str]) -> list[Explanation]:
    """The written 说明, by the finding they are of."""
    found = []
    for key, item in mapping(data, "explanations", problems).items():
        where, finding = f"explanations.{brief(key)}", clean_text(key)
        covers = item.get("covers") if isinstance(item, dict) else None
        if not isinstance(covers, dict) or not all(isinstance(value, str) for value in covers.values()):
            problems.append(f'{where}：应为 {{"text", "covers"}}，covers 是各单元格的内容。')
            continue
        known(item, {"text", "covers"}, where, problems)
        contents = {clean_text(cell): clean_text(content) for cell, content in covers.items()}
        found.append(Explanation(finding, line(item, "text", problems, f"{where}."), contents))
    return found


def read_lines(data: Mapping[str, Any], key: str, allowed: set[str], problems: list[str]) -> dict[str, str]:
    """An object of lines; empty lines are left out."""
    raw = mapping(data, key, problems)
    known(raw, allowed, key, problems)
    lines = {name: line(raw, name, problems, f"{key}.") for name in raw if name in allowed}
    return {name: text for name, text in lines.items() if text}
