"""Format files to `ReportFormat`: read, check against `format.schema.json`, build headings, cells and relations."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from report.errors import FormatError, NianbaoError
from report.expansion import expand_rules
from report.format import (
    Authority,
    Block,
    Cell,
    Fact,
    Header,
    Kind,
    NarrativeSpec,
    ReportFormat,
    Section,
    Table,
)
from report.positions import KeyPath, read_positioned, shown

SCHEMAS = Path(__file__).resolve().parent.parent / "schemas"


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads((SCHEMAS / "format.schema.json").read_text("utf-8")))


def _schema_fault(error: Any) -> str:
    """The fault of one JSON Schema error as a Chinese sentence."""
    if error.validator == "additionalProperties":
        unknown = sorted(set(error.instance) - set(error.schema.get("properties", {})))
        return f"不认识的键：{'、'.join(unknown)}"
    if error.validator == "required":
        missing = [key for key in error.validator_value if key not in error.instance]
        return f"缺少键：{'、'.join(missing)}"
    if error.validator == "enum":
        return f"只能是 {'、'.join(map(str, error.validator_value))}，不能是“{error.instance}”"
    if error.validator == "type":
        return f"类型应为 {error.validator_value}"
    return f"不符合格式文件的规定（{error.validator}）：{error.message}"


def _headers(items: list[dict[str, Any]], ancestors: tuple[Header, ...] = ()) -> tuple[Header, ...]:
    built = []
    for item in items:
        parent = ancestors[-1] if ancestors else None
        doubtful = item.get("doubtful_above")
        header = Header(
            label=item["label"],
            id=item.get("id", ""),
            short=item.get("short", ""),
            term=item.get("term", ""),
            kind=Kind(item["kind"]) if "kind" in item else parent.kind if parent else None,
            unit=item.get("unit", parent.unit if parent else ""),
            unit_printed=item.get("unit_printed"),
            doubtful_above=Decimal(doubtful) if doubtful else None,
            ancestors=ancestors,
        )
        # Ancestors are kept without their children: a heading knows its way up or its way down, never a ring.
        children = _headers(item.get("children", []), (*ancestors, header))
        built.append(replace(header, children=children))
    return tuple(built)


ANONYMOUS_ROW = (Header(label=""),)


def _section(data: dict[str, Any]) -> Section:
    tables = tuple(
        Table(
            id=table["id"],
            name=table["name"],
            blocks=tuple(
                Block(
                    columns=_headers(block["columns"]),
                    rows=_headers(block["rows"]) if "rows" in block else ANONYMOUS_ROW,
                    caption=block.get("caption", ""),
                    stub=block.get("stub", ""),
                )
                for block in table["blocks"]
            ),
        )
        for table in data.get("tables", [])
    )
    narrative = data.get("narrative")
    return Section(
        id=data["id"],
        heading=data["heading"],
        short=data["short"],
        tables=tables,
        narrative=NarrativeSpec(
            required=narrative["required"],
            prompt=narrative["prompt"],
            aspects=tuple(narrative.get("aspects", [])),
            recommended_characters=narrative.get("recommended_characters"),
        )
        if narrative
        else None,
        facts=tuple(
            Fact(id=f["id"], label=f["label"], kind=Kind(f["kind"]), unit=f["unit"]) for f in data.get("facts", [])
        ),
        facts_label=data.get("facts_label", ""),
        facts_sentence=data.get("facts_sentence", ""),
        facts_zero_sentence=data.get("facts_zero_sentence", ""),
    )


def _cells(format_id: str, sections: tuple[Section, ...], kinds: Mapping[str, Kind]) -> list[Cell]:
    cells = []
    for section in sections:
        for table in section.tables:
            for block in table.blocks:
                for row in (leaf for top in block.rows for leaf in top.leaves()):
                    for column in (leaf for top in block.columns for leaf in top.leaves()):
                        heads = (row, column)
                        doubtful = next((h.doubtful_above for h in heads if h.doubtful_above), None)
                        cells.append(
                            Cell(
                                name=".".join((table.id, *row.path, *column.path)),
                                format=format_id,
                                kind=next((h.kind for h in heads if h.kind), kinds[table.id]),
                                unit=next((h.unit for h in heads if h.unit), ""),
                                unit_printed=next(
                                    (h.unit_printed for h in heads if h.unit_printed is not None),
                                    None,
                                ),
                                section=section,
                                table=table,
                                block=block,
                                row=row,
                                column=column,
                                doubtful_above=doubtful,
                            )
                        )
    return cells


def load_format_file(file: Path) -> ReportFormat:
    """Read one format file. FormatError names file, line and path of the first fault."""
    data, lines = read_positioned(file)

    def fail(message: str, path: KeyPath) -> FormatError:
        line = next((lines[path[:n]] for n in range(len(path), -1, -1) if path[:n] in lines), 0)
        return FormatError(message, file.name, line, shown(path))

    errors = sorted(_validator().iter_errors(data), key=lambda e: len(e.absolute_path))
    if errors:
        raise fail(_schema_fault(errors[0]), tuple(errors[0].absolute_path))
    years = data["years"]
    if "last" in years and years["last"] < years["first"]:
        raise fail("最后年度早于最初年度", ("years", "last"))
    sections = tuple(_section(item) for item in data["sections"])
    kinds: dict[str, Kind] = {}
    seen: set[str] = set()
    for i, item in enumerate(data["sections"]):
        if item["id"] in seen:
            raise fail(f"部分的编号“{item['id']}”重复", ("sections", i, "id"))
        seen.add(item["id"])
        for j, table in enumerate(item.get("tables", [])):
            if table["id"] in kinds:
                raise fail(f"表的编号“{table['id']}”重复", ("sections", i, "tables", j, "id"))
            kinds[table["id"]] = Kind(table["kind"])
    cells = _cells(data["id"], sections, kinds)
    index: dict[str, Cell] = {}
    for cell in cells:
        if cell.name in index:
            raise fail(
                f"两个单元格同名：{cell.name}（{cell.row_label}；{cell.column_label}）",
                ("sections", sections.index(cell.section)),
            )
        index[cell.name] = cell
    authority = data["authority"]
    fmt = ReportFormat(
        id=data["id"],
        name=data["name"],
        first_year=years["first"],
        last_year=years.get("last"),
        authority=Authority(
            authority["number"],
            authority["title"],
            date.fromisoformat(authority["date"]) if "date" in authority else None,
        ),
        title=data["title"],
        sections=sections,
        cells=tuple(cells),
        cell_index=index,
        fact_index={f.name: f for s in sections for f in s.facts},
    )
    return replace(fmt, relations=tuple(expand_rules(data.get("rules", []), fmt, fail)))


@cache
def load_formats(folder: Path = SCHEMAS) -> tuple[ReportFormat, ...]:
    """Every format of a folder, by first year. FormatError if two share an id or a year."""
    formats = sorted(
        (load_format_file(file) for file in sorted(folder.glob("*.yaml"))),
        key=lambda fmt: fmt.first_year,
    )
    for earlier, later in pairwise(formats):
        if earlier.id == later.id:
            raise FormatError(f"两个格式文件的编号都是“{later.id}”", f"{later.id}.yaml")
        if earlier.last_year is None or earlier.last_year >= later.first_year:
            raise FormatError(f"{later.first_year} 年同时适用格式“{earlier.id}”和“{later.id}”", f"{later.id}.yaml")
    return tuple(formats)


def load_format(format_id: str, folder: Path = SCHEMAS) -> ReportFormat:
    """The format of that id. NianbaoError names the ids there are."""
    formats = load_formats(folder)
    for fmt in formats:
        if fmt.id == format_id:
            return fmt
    raise NianbaoError(f"没有编号为“{format_id}”的格式，现有：{'、'.join(f.id for f in formats)}。")


def format_for_year(year: int, folder: Path = SCHEMAS) -> ReportFormat:
    """The format mandated for a report year. NianbaoError says which years have one."""
    formats = load_formats(folder)
    for fmt in formats:
        if fmt.covers(year):
            return fmt
    spans = "、".join(
        f"{f.first_year}年起" if f.last_year is None else f"{f.first_year}—{f.last_year}年" for f in formats
    )
    raise NianbaoError(f"没有适用于 {year} 年度的报告格式；现有格式适用于{spans}。")
