"""A report in the slices that are saved one by one, and put together again.

Slices: "cover", one for each section of the format, and "explanations". Each is a piece of the file of record,
so `report.record` is the only reader and the only judge of what may stand in it. Pictures are in no slice: text names
them, and who puts it together says where they are kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from report.format import ReportFormat
from report.pictures import Pictures
from report.presentation import Presentation
from report.record import VERSION, read_report, write_report
from report.report import Contact, Report
from services.errors import ChangeRefused

NO_PICTURES: Pictures = MappingProxyType({})
COVER = "cover"
EXPLANATIONS = "explanations"
FEES = "processing_fees"
Content = dict[str, Any]

MAX_LINE = 2_000
MAX_EXPLANATION = 20_000
MAX_TEXT = 2_000_000

_COVER_PATHS = {"agency.name", "agency.kind", "agency.credit_code", "title", "introduction", "issuer", "date"}
_COVER_PATHS |= {"extra_sections"} | {f"contact.{name}" for name in Contact.__dataclass_fields__}
_COVER_PATHS |= {f"presentation.{name}" for name in Presentation.__dataclass_fields__}
_GROUPS = {"agency", "contact", "headings", "values", "facts", "presentation"}
# Paths whose content is a list that two people may change in different places.
LISTS = {"introduction", "extra_sections", "blocks"}


def section_ids(fmt: ReportFormat) -> tuple[str, ...]:
    """Every slice of a report of that format, in order."""
    return (COVER, *(section.id for section in fmt.sections), EXPLANATIONS)


def slices(report: Report) -> dict[str, Content]:
    """{slice: content}. `assemble` gives the same report back.

    A format's section holds {"values": {cell: value}, "facts": {fact id: value}, "blocks": [block] or absent};
    the cover {"agency", "title", "introduction", "issuer", "date", "contact", "extra_sections", "headings"} and, for
    a report of which only the figures are known, {"figures_only": true}; one that chooses how it is printed has
    {"presentation": {"charts", "wide_tables", …}}.
    """
    record = write_report(report, with_pictures=False)
    cover = {key: record[key] for key in ("agency", "title", "introduction", "issuer", "date", "contact")}
    cover |= {"extra_sections": record["extra_sections"], "headings": record["headings"]}
    if report.narrative is None:
        cover["figures_only"] = True
    if "presentation" in record:
        cover["presentation"] = record["presentation"]
    parts: dict[str, Content] = {COVER: cover}
    for section in report.format.sections:
        names = [cell.name for cell in report.format.cells if cell.section.id == section.id]
        part: Content = {
            "values": {name: record["values"][name] for name in names if record["values"][name] is not None},
            "facts": {
                fact.id: value
                for fact in section.facts
                if (value := record[FEES].get(fact.id.removeprefix(f"{FEES}."))) is not None
            },
        }
        if section.id in record.get("narrative", {}):
            part["blocks"] = record["narrative"][section.id]
        parts[section.id] = part
    parts[EXPLANATIONS] = record["explanations"]
    return parts


def assemble(format_id: str, year: int, parts: Mapping[str, Content], pictures: Pictures = NO_PICTURES) -> Report:
    """The report that the slices make up, showing some of `pictures`. ReportError if they are no such report."""
    return read_report(_record(format_id, year, parts), pictures=pictures)


def _record(format_id: str, year: int, parts: Mapping[str, Content]) -> dict[str, Any]:
    cover = dict(parts.get(COVER, {}))
    figures_only = cover.pop("figures_only", False)
    record: dict[str, Any] = {"nianbao": VERSION, "format": format_id, "year": year} | cover
    values: dict[str, Any] = {}
    fees: dict[str, Any] = {}
    narrative: dict[str, Any] = {}
    for section, part in parts.items():
        if section in (COVER, EXPLANATIONS):
            continue
        values |= part.get("values", {})
        fees |= {fact.removeprefix(f"{FEES}."): value for fact, value in part.get("facts", {}).items()}
        if part.get("blocks") is not None:
            narrative[section] = part["blocks"]
    record |= {"values": values, FEES: fees, EXPLANATIONS: parts.get(EXPLANATIONS, {})}
    if narrative or not figures_only:
        record["narrative"] = narrative
    return record


def flatten(section: str, content: Mapping[str, Any]) -> Content:
    """{path: content} of a slice, with the paths that changes name: "values.<cell>", "contact.email", "blocks"."""
    if section == EXPLANATIONS:
        return dict(content)
    flat: Content = {}
    for key, part in content.items():
        if key in _GROUPS:
            flat |= {f"{key}.{name}": value for name, value in part.items()}
        else:
            flat[key] = part
    return flat


def unflatten(section: str, flat: Mapping[str, Any]) -> Content:
    """The slice that has just these paths; null is the same as absent."""
    kept = {path: content for path, content in flat.items() if content is not None}
    if section == EXPLANATIONS:
        return kept
    content: Content = {}
    for path, part in kept.items():
        group, _, name = path.partition(".")
        if group in _GROUPS:
            content.setdefault(group, {})[name] = part
        else:
            content[path] = part
    return content


def read_changes(
    fmt: ReportFormat, section: str, year: int, changes: Mapping[str, Any], pictures: Pictures = NO_PICTURES
) -> Content:
    """Changes as they would stand in the slice: numbers read, text cleaned; null where the place becomes empty.

    Wrong figures are no fault. ChangeRefused names paths that the slice has not and contents out of all measure,
    ReportError lists contents of the wrong shape.
    """
    if section not in section_ids(fmt):
        raise ChangeRefused(f"“{fmt.name}”没有名为“{section}”的部分，没有保存。")
    if unknown := [path for path in changes if not _has(fmt, section, path)]:
        raise ChangeRefused(f"没有这些内容：{'、'.join(map(repr, sorted(unknown)[:8]))}，没有保存。")
    for path, content in changes.items():
        size, most = _size(content), _most(section, path)
        if size > most:
            raise ChangeRefused(f"“{path}”的内容有 {size} 字，超过 {most} 字的上限，没有保存。原有内容不变。")
    part = unflatten(section, changes)
    if section == COVER:
        part["agency"] = {"name": "机关"} | part.get("agency", {})
        if "agency.name" in changes:
            part["agency"]["name"] = changes["agency.name"] or ""
    report = read_report(_record(fmt.id, year, {COVER: {"agency": {"name": "机关"}}, section: part}), pictures=pictures)
    read = flatten(section, slices(report)[section])
    return {path: read.get(path) for path in changes}


def _has(fmt: ReportFormat, section: str, path: str) -> bool:
    if section == EXPLANATIONS:
        return bool(path)
    group, _, name = path.partition(".")
    if section == COVER:
        return path in _COVER_PATHS or (group == "headings" and name in {s.id for s in fmt.sections})
    if group == "values":
        return name in fmt.cell_index and fmt.cell(name).section.id == section
    return path == "blocks" or (group == "facts" and name in {fact.id for fact in fmt.section(section).facts})


def _most(section: str, path: str) -> int:
    return MAX_EXPLANATION if section == EXPLANATIONS else MAX_TEXT if path in LISTS else MAX_LINE


def _size(content: Any) -> int:
    """Characters of all text in a content, however deep."""
    size, waiting = 0, [content]
    while waiting:
        match waiting.pop():
            case str() as text:
                size += len(text)
            case dict() as parts:
                waiting += [*parts, *parts.values()]
            case list() | tuple() as parts:
                waiting += parts
    return size
