"""The file of record (年报数据文件): a report as JSON, version 1, and back. Described in `docs/file-format.md`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from report.errors import NianbaoError, ReportError
from report.format import Kind, ReportFormat
from report.loading import SCHEMAS, format_for_year, load_format, load_formats
from report.narrative import Blocks, clean_text, read_blocks, write_blocks
from report.numbers import BLANK, NOT_A_NUMBER, Value, parse, plain
from report.report import AGENCY_KINDS, Agency, Contact, Explanation, ExtraSection, Report

VERSION = 1
MAX_BYTES = 20 * 1024 * 1024
KEYS = {
    "nianbao", "format", "agency", "year", "title", "introduction", "narrative", "headings",
    "extra_sections", "values", "processing_fees", "issuer", "date", "contact", "explanations",
}  # fmt: skip


def _written(number: str | int | Decimal) -> str:
    """A JSON number or text as text; an exponent past any figure of ours stays an exponent (1E+999999999)."""
    if isinstance(number, Decimal) and number.is_finite() and abs(number.adjusted()) <= 40:
        return f"{number:f}"
    return str(number)


def read_value(data: Any, kind: Kind, unit: str, where: str, problems: list[str]) -> Value:
    """One value of the file: null, plain number as text, {"number", "note"} or {"text", "doubt"}."""
    match data:
        case None:
            return BLANK
        case bool():
            pass
        case str() | int() | Decimal():
            return parse(_written(data), kind, unit)
        case {"number": (str() | int() | Decimal()) as number, **rest} if set(rest) <= {"note"}:
            value = parse(_written(number), kind, unit)
            note = clean_text(str(rest.get("note") or ""))
            if value.number is None or value.note:
                return Value(text=f"{number}（{note}）" if note else str(number), doubt=NOT_A_NUMBER)
            return Value(number=value.number, note=note)
        case {"text": str() as text, **rest} if set(rest) <= {"doubt"}:
            if not text.strip():
                return BLANK
            return Value(text=clean_text(text), doubt=str(rest.get("doubt") or NOT_A_NUMBER))
    problems.append(f'{where}：值应为数字文本、{{"number", "note"}}、{{"text", "doubt"}} 或 null。')
    return BLANK


def write_value(value: Value) -> str | dict[str, str] | None:
    """One value as JSON."""
    if value.number is not None:
        number = plain(value.number)
        return {"number": number, "note": value.note} if value.note else number
    return {"text": value.text, "doubt": value.doubt} if value.text else None


def _unknown_cells(names: list[str], fmt: ReportFormat) -> list[str]:
    """One sentence for the cells of other formats, one for those of none."""
    problems = []
    strangers = list(names)
    for other in load_formats():
        theirs = [n for n in strangers if n in other.cell_index]
        if theirs:
            strangers = [n for n in strangers if n not in other.cell_index]
            problems.append(f"本报告用“{fmt.name}”，但有 {len(theirs)} 个单元格属于“{other.name}”：{_some(theirs)}。")
    if strangers:
        problems.append(f"有 {len(strangers)} 个单元格不属于任何格式：{_some(strangers)}。")
    return problems


def _some(names: list[str], most: int = 8) -> str:
    return "、".join(names[:most]) + (f" 等 {len(names)} 个" if len(names) > most else "")


def _pick_format(data: Mapping[str, Any], problems: list[str], folder: Path) -> ReportFormat | None:
    year, wanted = data.get("year"), data.get("format")
    try:
        if wanted is not None:
            return load_format(str(wanted), folder)
        if isinstance(year, int):
            return format_for_year(year, folder)
    except NianbaoError as error:
        problems.append(str(error))
    return None


def _text(data: Mapping[str, Any], key: str, problems: list[str], where: str = "") -> str:
    value = data.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        problems.append(f"{where}{key}：应为文本。")
        return ""
    return " ".join(clean_text(value).split())


def _mapping(data: Mapping[str, Any], key: str, problems: list[str]) -> dict[str, Any]:
    value = data.get(key)
    if value is None:
        return {}
    if not isinstance(value, dict):
        problems.append(f"{key}：应为对象。")
        return {}
    return value


def _known(data: Mapping[str, Any], allowed: set[str], where: str, problems: list[str]) -> None:
    if unknown := sorted(set(data) - allowed):
        problems.append(f"{where}：不认识的键：{_some(unknown)}。")


def _agency(data: Mapping[str, Any], problems: list[str]) -> Agency:
    raw = data.get("agency")
    if isinstance(raw, str):
        raw = {"name": raw}
    if not isinstance(raw, dict):
        problems.append('agency：缺少机关名称，应为 {"name": …}。')
        return Agency("")
    _known(raw, {"name", "kind", "credit_code"}, "agency", problems)
    name = _text(raw, "name", problems, "agency.")
    if not name:
        problems.append("agency.name：机关名称不能为空。")
    kind = raw.get("kind") or "department"
    if kind not in AGENCY_KINDS:
        problems.append(f"agency.kind：只能是 {'、'.join(AGENCY_KINDS)}，不能是“{kind}”。")
    return Agency(name, str(kind), _text(raw, "credit_code", problems, "agency."))


def _narrative(data: Mapping[str, Any], fmt: ReportFormat, problems: list[str]) -> dict[str, Blocks] | None:
    if data.get("narrative") is None:
        return None
    ids = {s.heading: s.id for s in fmt.sections} | {s.id: s.id for s in fmt.sections}
    raw = _mapping(data, "narrative", problems)
    _known(raw, set(ids), "narrative", problems)
    return {ids[key]: read_blocks(blocks, f"narrative.{key} ", problems) for key, blocks in raw.items() if key in ids}


def _extra_sections(data: Mapping[str, Any], fmt: ReportFormat, problems: list[str]) -> list[ExtraSection]:
    ids = {"", *(s.id for s in fmt.sections)}
    sections = []
    raw = data.get("extra_sections") or []
    if not isinstance(raw, list):
        problems.append("extra_sections：应为列表。")
        return []
    for i, item in enumerate(raw, 1):
        where = f"extra_sections 第 {i} 项"
        if not isinstance(item, dict) or not isinstance(item.get("heading"), str):
            problems.append(f'{where}：应为 {{"heading", "after", "blocks"}}。')
            continue
        _known(item, {"heading", "after", "blocks"}, where, problems)
        after = item.get("after") or ""
        if after not in ids:
            problems.append(f"{where}：after 指向没有的部分“{after}”。")
        heading = _text(item, "heading", problems, where)
        sections.append(ExtraSection(heading, after, read_blocks(item.get("blocks"), where, problems)))
    return sections


def _date(data: Mapping[str, Any], problems: list[str]) -> date | None:
    raw = data.get("date")
    if not raw:
        return None
    try:
        return date.fromisoformat(str(raw))
    except ValueError:
        problems.append(f"date：日期应如 2024-01-31，不能是“{raw}”。")
        return None


def _explanations(data: Mapping[str, Any], problems: list[str]) -> list[Explanation]:
    found = []
    for finding, item in _mapping(data, "explanations", problems).items():
        if not isinstance(item, dict) or not isinstance(item.get("covers"), dict):
            problems.append(f'explanations.{finding}：应为 {{"text", "covers"}}。')
            continue
        covers = {str(k): str(v) for k, v in item["covers"].items()}
        found.append(Explanation(finding, _text(item, "text", problems), covers))
    return found


def read_report(data: Any, folder: Path = SCHEMAS) -> Report:
    """A report from parsed JSON. ReportError lists every fault; values that are no numbers are kept as text."""
    if not isinstance(data, dict):
        raise ReportError(["年报数据文件应为一个 JSON 对象。"])
    problems: list[str] = []
    version = data.get("nianbao", VERSION)
    if version != VERSION:
        raise ReportError([f"数据文件的版本是 {version}，本程序只能读版本 {VERSION}；请升级程序后再打开。"])
    _known(data, KEYS, "文件", problems)
    year = data.get("year")
    if not isinstance(year, int) or isinstance(year, bool) or not 1900 <= year <= 9999:
        problems.append("year：缺少报告年度，应为四位数字，如 2023。")
    fmt = _pick_format(data, problems, folder)
    agency = _agency(data, problems)
    if fmt is None or not isinstance(year, int):
        raise ReportError(problems or ["缺少 format 或 year，无法确定报告格式。"])
    raw_values = _mapping(data, "values", problems)
    if strangers := [name for name in raw_values if name not in fmt.cell_index]:
        problems.extend(_unknown_cells(strangers, fmt))
    values = {
        name: value
        for name, cell in fmt.cell_index.items()
        if name in raw_values
        and not (value := read_value(raw_values[name], cell.kind, cell.unit, name, problems)).is_blank
    }
    raw_fees = _mapping(data, "processing_fees", problems)
    known_facts = {f.id: f for s in fmt.sections for f in s.facts}
    facts = {}
    for key, item in raw_fees.items():
        fact = known_facts.get(f"processing_fees.{key}")
        if fact is None:
            problems.append(f"processing_fees：“{fmt.name}”没有“{key}”。")
        elif not (v := read_value(item, fact.kind, fact.unit, f"processing_fees.{key}", problems)).is_blank:
            facts[fact.id] = v
    headings = _mapping(data, "headings", problems)
    _known(headings, {s.id for s in fmt.sections}, "headings", problems)
    raw_contact = _mapping(data, "contact", problems)
    contact_keys = set(Contact.__dataclass_fields__)
    _known(raw_contact, contact_keys, "contact", problems)
    report = Report(
        format=fmt,
        agency=agency,
        year=year,
        title=_text(data, "title", problems),
        introduction=read_blocks(data.get("introduction"), "introduction ", problems),
        narrative=_narrative(data, fmt, problems),
        headings={k: _text(headings, k, problems, "headings.") for k in headings},
        extra_sections=tuple(_extra_sections(data, fmt, problems)),
        values=values,
        facts=facts,
        issuer=_text(data, "issuer", problems),
        date=_date(data, problems),
        contact=Contact(**{k: _text(raw_contact, k, problems, "contact.") for k in raw_contact if k in contact_keys}),
        explanations=tuple(_explanations(data, problems)),
    )
    if problems:
        raise ReportError(problems)
    return report


def parse_json(content: bytes) -> Any:
    """JSON with exact numbers. ReportError if it is too large, not UTF-8, or no JSON."""
    if len(content) > MAX_BYTES:
        raise ReportError([f"文件有 {len(content) // 1024 // 1024} MB，超过 {MAX_BYTES // 1024 // 1024} MB 的上限。"])
    try:
        return json.loads(content.decode("utf-8-sig"), parse_float=Decimal, parse_constant=_constant)
    except UnicodeDecodeError as error:
        raise ReportError([f"文件不是 UTF-8 编码（第 {error.start + 1} 个字节读不出）。"]) from error
    except json.JSONDecodeError as error:
        raise ReportError([f"不是正确的 JSON：第 {error.lineno} 行第 {error.colno} 列附近有误。"]) from error
    except (RecursionError, ValueError) as error:
        raise ReportError([f"JSON 的内容无法处理：{error}"]) from error


def _constant(name: str) -> Any:
    raise ValueError(f"不允许的数字 {name}")


def load_report(content: bytes, folder: Path = SCHEMAS) -> Report:
    """A report from the bytes of a file of record."""
    return read_report(parse_json(content), folder)


def write_report(report: Report) -> dict[str, Any]:
    """A report as JSON data, in the order of the format; empty parts are left out, blanks are null."""
    fmt = report.format
    agency: dict[str, Any] = {"name": report.agency.name, "kind": report.agency.kind}
    if report.agency.credit_code:
        agency["credit_code"] = report.agency.credit_code
    data: dict[str, Any] = {
        "nianbao": VERSION,
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
    data["processing_fees"] = {
        f.id.removeprefix("processing_fees."): write_value(report.facts[f.id])
        for s in fmt.sections
        for f in s.facts
        if f.id in report.facts
    }
    data["issuer"] = report.issuer
    data["date"] = report.date.isoformat() if report.date else None
    data["contact"] = {k: v for k, v in vars(report.contact).items() if v}
    data["explanations"] = {e.finding: {"text": e.text, "covers": dict(e.covers)} for e in report.explanations}
    return data


def dump_report(report: Report) -> bytes:
    """A report as the bytes of a file of record: UTF-8, indented, the same bytes for the same report."""
    return (json.dumps(write_report(report), ensure_ascii=False, indent=1) + "\n").encode()
