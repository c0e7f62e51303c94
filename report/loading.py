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

from report.charts import expand_charts
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
from report.soundness import (
    TITLE_FIELDS,
    Fail,
    check_cells,
    check_fields,
    check_sections,
    check_years,
    schema_fault,
    unknown_keys,
)
from report.swings import expand_swings

SCHEMAS = Path(__file__).resolve().parent.parent / "schemas"


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads((SCHEMAS / "format.schema.json").read_text("utf-8")))


def _headers(items: list[dict[str, Any]], ancestors: tuple[Header, ...] = ()) -> tuple[Header, ...]:
    built = []
    for item in items:
        parent = ancestors[-1] if ancestors else None
        doubtful, ratio = item.get("doubtful_above"), item.get("doubtful_ratio")
        header = Header(
            label=item["label"],
            id=item.get("id", ""),
            short=item.get("short", ""),
            term=item.get("term", ""),
            kind=Kind(item["kind"]) if "kind" in item else parent.kind if parent else None,
            unit=item.get("unit", parent.unit if parent else ""),
            unit_printed=item.get("unit_printed", parent.unit_printed if parent else None),
            doubtful_above=Decimal(doubtful) if doubtful else parent.doubtful_above if parent else None,
            doubtful_ratio=Decimal(ratio) if ratio else parent.doubtful_ratio if parent else None,
            stock=item.get("stock", parent.stock if parent else False),
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
            mentioned_as=tuple(table.get("mentioned_as", [])),
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
                                doubtful_above=next((h.doubtful_above for h in heads if h.doubtful_above), None),
                                doubtful_ratio=next((h.doubtful_ratio for h in heads if h.doubtful_ratio), None),
                                stock=any(h.stock for h in heads),
                            )
                        )
    return cells


def _load(file: Path) -> tuple[ReportFormat, Fail]:
    """A format, and how to name a fault at a path of its file."""
    data, lines = read_positioned(file)

    def fail(message: str, path: KeyPath) -> FormatError:
        line = next((lines[path[:n]] for n in range(len(path), -1, -1) if path[:n] in lines), 0)
        return FormatError(message, file.name, line, shown(path))

    errors = sorted(_validator().iter_errors(data), key=lambda e: len(e.absolute_path))
    if errors:
        raise fail(schema_fault(errors[0]), (*errors[0].absolute_path, *unknown_keys(errors[0])[:1]))
    check_years(data, fail)
    check_fields(data["title"], TITLE_FIELDS, fail, ("title",))
    check_sections(data["sections"], fail)
    sections = tuple(_section(item) for item in data["sections"])
    kinds = {table["id"]: Kind(table["kind"]) for section in data["sections"] for table in section.get("tables", [])}
    cells = _cells(data["id"], sections, kinds)

    def path_of(cell: Cell) -> KeyPath:
        section, table = sections.index(cell.section), cell.section.tables.index(cell.table)
        return ("sections", section, "tables", table, "blocks", cell.table.blocks.index(cell.block))

    check_cells(cells, path_of, fail)
    authority = data["authority"]
    fmt = ReportFormat(
        id=data["id"],
        name=data["name"],
        first_year=data["years"]["first"],
        last_year=data["years"].get("last"),
        authority=Authority(
            authority["number"],
            authority["title"],
            date.fromisoformat(authority["date"]) if "date" in authority else None,
        ),
        title=data["title"],
        sections=sections,
        cells=tuple(cells),
        cell_index={cell.name: cell for cell in cells},
        fact_index={f.name: f for s in sections for f in s.facts},
    )
    relations = tuple(expand_rules(data.get("rules", []), fmt, fail))
    swings = tuple(expand_swings(data.get("swings", []), {r.code for r in relations}, fmt, fail))
    charts = tuple(expand_charts(data["sections"], fmt, fail))
    return replace(fmt, relations=relations, swings=swings, charts=charts), fail


def load_format_file(file: Path) -> ReportFormat:
    """Read one format file. FormatError names file, line and path of the first fault."""
    return _load(file)[0]


def load_formats(folder: Path = SCHEMAS) -> tuple[ReportFormat, ...]:
    """Every format of a folder, by first year. FormatError if two share an id or a year, or if there is none.

    Each folder is read once: its formats are the same objects however they are asked for.
    """
    return _load_folder(folder.resolve())


@cache
def _load_folder(folder: Path) -> tuple[ReportFormat, ...]:
    loaded = sorted((_load(file) for file in sorted(folder.glob("*.yaml"))), key=lambda pair: pair[0].first_year)
    if not loaded:
        raise FormatError("没有格式文件（*.yaml）", str(folder))
    ids: set[str] = set()
    for fmt, fail in loaded:
        if fmt.id in ids:
            raise fail(f"另一个格式文件的编号也是“{fmt.id}”", ("id",))
        ids.add(fmt.id)
    for (earlier, _), (later, fail) in pairwise(loaded):
        if earlier.first_year == later.first_year or (earlier.last_year or 0) >= later.first_year:
            raise fail(f"{later.first_year} 年同时适用格式“{earlier.id}”和“{later.id}”", ("years", "first"))
    formats = [fmt for fmt, _ in loaded]
    # A format without a last year is in force until the next begins, so that a new one needs no change to the old.
    ends = [fmt.last_year or later.first_year - 1 for fmt, later in pairwise(formats)]
    return tuple(replace(fmt, last_year=end) for fmt, end in zip(formats, [*ends, formats[-1].last_year], strict=True))


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
