"""The file of record (年报数据文件): a report as JSON, and back. Described in `docs/file-format.md`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from report.errors import NianbaoError, ReportError
from report.format import Kind, ReportFormat
from report.json_input import MAX_LINE, brief, known, line, mapping, parse_json, some
from report.loading import SCHEMAS, format_for_year, load_format, load_formats
from report.narrative import RICH_BLOCKS, clean_text, read_blocks, write_blocks
from report.numbers import BLANK, NOT_A_NUMBER, WRONG_UNIT, Value, parse, plain, shown
from report.pictures import KEY as PICTURES
from report.pictures import Pictures, read_pictures, shown_pictures, write_pictures
from report.presentation import KEY as PRESENTATION
from report.presentation import read_presentation, write_presentation
from report.record_parts import (
    read_agency,
    read_date,
    read_explanations,
    read_extra_sections,
    read_lines,
    read_narrative,
)
from report.report import Contact, Report

VERSION = 2
# Figures and tables in text came with version 2; a report without them is written as version 1.
PLAIN_VERSION = 1
MAX_PROBLEMS = 200
KEYS = {
    "nianbao", "format", "agency", "year", "title", "introduction", "narrative", "headings",
    "extra_sections", "values", "processing_fees", "issuer", "date", "contact", "explanations", "presentation",
    "pictures",
}  # fmt: skip
# What importing says beside the report: where each value comes from. Reading leaves it aside.
IMPORT_KEYS = {
    "provenance", "not_placed", "proposed_zeros", "not_understood", "tables_format", "cleaning", "doubts",
}  # fmt: skip
FEES = "processing_fees"


def _written(number: str | int | Decimal) -> str:
    """A JSON number or text as text; an exponent past any figure of ours stays an exponent (1E+999999999)."""
    if isinstance(number, Decimal) and number.is_finite() and abs(number.adjusted()) <= 40:
        return f"{number:f}"
    return clean_text(str(number))


def _beside(data: Mapping[str, Any], main: str, more: str) -> str | None:
    """The text under `more` beside the key `main`, empty if absent or null; None if anything else stands there."""
    text = data.get(more)
    if set(data) - {main, more} or not isinstance(text, str | None):
        return None
    return clean_text(text or "")


def _read_value(data: Any, kind: Kind, unit: str) -> Value | None:
    """The value; None if the data has none of its shapes."""
    match data:
        case None:
            return BLANK
        case bool():
            return None
        case str() | int() | Decimal():
            return parse(_written(data), kind, unit)
        case {"number": bool()}:
            return None
        case {"number": (str() | int() | Decimal()) as number} if (note := _beside(data, "number", "note")) is not None:
            written, note = _written(number), note.strip()
            value = parse(written, kind, unit)
            if value.number is None or value.note:
                return Value(text=f"{written}（{note}）" if note else written, doubt=NOT_A_NUMBER)
            value = Value(number=value.number, note=note)
            # A "note" that is a unit would change the figure as soon as somebody edits the cell.
            sound = parse(shown(value), kind, unit) == value
            return value if sound else Value(text=shown(value), doubt=WRONG_UNIT)
        case {"text": str() as text} if (doubt := _beside(data, "text", "doubt")) is not None:
            text = clean_text(text)
            return Value(text=text, doubt=doubt or NOT_A_NUMBER) if text.strip() else BLANK
    return None


def _size(data: Any) -> int:
    return sum(len(part) for part in (data.values() if isinstance(data, dict) else [data]) if isinstance(part, str))


def read_value(data: Any, kind: Kind, unit: str, where: str, problems: list[str]) -> Value:
    """One value of the file: null, plain number as text, {"number", "note"} or {"text", "doubt"}."""
    if _size(data) > MAX_LINE:
        problems.append(f"{where}：内容有 {_size(data)} 字，超过 {MAX_LINE} 字的上限。")
        return BLANK
    value = _read_value(data, kind, unit)
    if value is None:
        problems.append(f'{where}：值应为数字文本、{{"number", "note"}}、{{"text", "doubt"}} 或 null。')
        return BLANK
    return value


def write_value(value: Value) -> str | dict[str, str] | None:
    """One value as JSON."""
    if value.number is not None:
        number = plain(value.number)
        return {"number": number, "note": value.note} if value.note else number
    return {"text": value.text, "doubt": value.doubt} if value.text else None


def _unknown_cells(names: list[str], fmt: ReportFormat, folder: Path) -> list[str]:
    """One sentence for the cells of other formats, one for those of none."""
    problems = []
    strangers = list(names)
    for other in load_formats(folder):
        theirs = [n for n in strangers if n in other.cell_index]
        if theirs:
            strangers = [n for n in strangers if n not in other.cell_index]
            problems.append(f"本报告用“{fmt.name}”，但有 {len(theirs)} 个单元格属于“{other.name}”：{some(theirs)}。")
    if strangers:
        problems.append(f"有 {len(strangers)} 个单元格不属于任何格式：{some(strangers)}。")
    return problems


def _pick_format(data: Mapping[str, Any], problems: list[str], folder: Path) -> ReportFormat | None:
    year, wanted = data.get("year"), data.get("format")
    if isinstance(wanted, int) and not isinstance(wanted, bool):
        wanted = str(wanted)
    if wanted is not None and not isinstance(wanted, str):
        problems.append(f"format：应为格式的编号，不能是{brief(wanted)}。")
        return None
    try:
        if wanted is not None:
            return load_format(brief(wanted), folder)
        if isinstance(year, int):
            return format_for_year(year, folder)
    except NianbaoError as error:
        problems.append(str(error))
    return None


def _values(data: Mapping[str, Any], fmt: ReportFormat, problems: list[str], folder: Path) -> dict[str, Value]:
    raw = mapping(data, "values", problems)
    if strangers := [name for name in raw if name not in fmt.cell_index]:
        problems.extend(_unknown_cells(strangers, fmt, folder))
    values = {
        name: read_value(raw[name], cell.kind, cell.unit, name, problems)
        for name, cell in fmt.cell_index.items()
        if name in raw
    }
    return {name: value for name, value in values.items() if not value.is_blank}


def _facts(data: Mapping[str, Any], fmt: ReportFormat, problems: list[str]) -> dict[str, Value]:
    facts = {}
    known_facts = {f.id: f for s in fmt.sections for f in s.facts}
    for key, item in mapping(data, FEES, problems).items():
        fact = known_facts.get(f"{FEES}.{key}")
        if fact is None:
            problems.append(f"{FEES}：“{fmt.name}”没有“{brief(key)}”。")
        elif not (value := read_value(item, fact.kind, fact.unit, f"{FEES}.{key}", problems)).is_blank:
            facts[fact.id] = value
    return facts


def _pictures(data: Mapping[str, Any], report: Report, held: Pictures | None, problems: list[str]) -> Pictures:
    """The pictures that the text shows: from the file itself, or of those that are held apart from it."""
    used = shown_pictures(report.all_blocks)
    if held is None:
        return read_pictures(data, used, problems)
    if PICTURES in data:
        problems.append(f"{PICTURES}：图片另有来处，这里不应再有。")
    problems.extend(f"{PICTURES}：缺少图片 {brief(key)}。" for key in used if key not in held)
    return {key: held[key] for key in used if key in held}


def read_report(data: Any, folder: Path = SCHEMAS, *, pictures: Pictures | None = None) -> Report:
    """A report from parsed JSON. ReportError lists every fault; values that are no numbers are kept as text.

    `pictures`, where given, are those that the text may show, and the data has none of its own.
    """
    if not isinstance(data, dict):
        raise ReportError(["年报数据文件应为一个 JSON 对象。"])
    problems: list[str] = []
    version = data.get("nianbao", VERSION)
    if not isinstance(version, int) or isinstance(version, bool) or not PLAIN_VERSION <= version <= VERSION:
        readable = f"{PLAIN_VERSION} 至 {VERSION}"
        raise ReportError([f"数据文件的版本是 {brief(version)}，本程序只能读版本 {readable}；请用相应版本的程序打开。"])
    known(data, KEYS | IMPORT_KEYS, "文件", problems)
    year = data.get("year")
    if not isinstance(year, int) or isinstance(year, bool) or not 1900 <= year <= 9999:
        problems.append("year：缺少报告年度，应为四位数字，如 2023。")
    fmt = _pick_format(data, problems, folder)
    agency = read_agency(data, problems)
    if fmt is None or not isinstance(year, int):
        raise ReportError(problems or ["缺少 format 或 year，无法确定报告格式。"])
    report = Report(
        format=fmt,
        agency=agency,
        year=year,
        title=line(data, "title", problems),
        introduction=read_blocks(data.get("introduction"), "introduction ", problems),
        narrative=read_narrative(data, fmt, problems),
        headings=read_lines(data, "headings", {s.id for s in fmt.sections}, problems),
        extra_sections=tuple(read_extra_sections(data, fmt, problems)),
        values=_values(data, fmt, problems, folder),
        facts=_facts(data, fmt, problems),
        issuer=line(data, "issuer", problems),
        date=read_date(data, problems),
        contact=Contact(**read_lines(data, "contact", set(Contact.__dataclass_fields__), problems)),
        explanations=tuple(read_explanations(data, problems)),
        presentation=read_presentation(data, fmt, problems),
    )
    report = replace(report, pictures=_pictures(data, report, pictures, problems))
    if len(problems) > MAX_PROBLEMS:
        problems[MAX_PROBLEMS:] = [f"另有 {len(problems) - MAX_PROBLEMS} 处问题，请先改正以上各处。"]
    if problems:
        raise ReportError(problems)
    return report


def load_report(content: bytes, folder: Path = SCHEMAS) -> Report:
    """A report from the bytes of a file of record."""
    return read_report(parse_json(content), folder)


def write_report(report: Report, *, with_pictures: bool = True) -> dict[str, Any]:
    """A report as JSON data, in the order of the format; empty parts are left out, blanks are null.

    Without its pictures it is for who keeps those apart, and gives them back to `read_report`.
    """
    fmt = report.format
    agency: dict[str, Any] = {"name": report.agency.name, "kind": report.agency.kind}
    if report.agency.credit_code:
        agency["credit_code"] = report.agency.credit_code
    data: dict[str, Any] = {
        "nianbao": VERSION if any(block.type in RICH_BLOCKS for block in report.all_blocks) else PLAIN_VERSION,
        "format": fmt.id,
        "agency": agency,
        "year": report.year,
        "title": report.title or None,
        "introduction": write_blocks(report.introduction),
    }
    if report.narrative is not None:
        data["narrative"] = {
            s.id: write_blocks(report.narrative[s.id]) for s in fmt.sections if s.id in report.narrative
        }
    data["headings"] = {s.id: report.headings[s.id] for s in fmt.sections if s.id in report.headings}
    data["extra_sections"] = [
        {"heading": e.heading, "after": e.after, "blocks": write_blocks(e.blocks)} for e in report.extra_sections
    ]
    data["values"] = {cell.name: write_value(report.value(cell.name)) for cell in fmt.cells}
    data[FEES] = {
        f.id.removeprefix(f"{FEES}."): write_value(report.facts[f.id])
        for s in fmt.sections
        for f in s.facts
        if f.id in report.facts
    }
    data["issuer"] = report.issuer
    data["date"] = report.date.isoformat() if report.date else None
    data["contact"] = {k: v for k, v in vars(report.contact).items() if v}
    data["explanations"] = {e.finding: {"text": e.text, "covers": dict(e.covers)} for e in report.explanations}
    if chosen := write_presentation(report.presentation):
        data[PRESENTATION] = chosen
    if with_pictures and (shown := shown_pictures(report.all_blocks)):
        data[PICTURES] = write_pictures({key: report.pictures[key] for key in shown if key in report.pictures})
    return data


def dump_report(report: Report) -> bytes:
    """A report as the bytes of a file of record: UTF-8, indented, the same bytes for the same report."""
    return (json.dumps(write_report(report), ensure_ascii=False, indent=1) + "\n").encode()
