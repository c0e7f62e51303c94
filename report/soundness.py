"""Faults of a format file that leave it well formed: what JSON Schema finds, in Chinese, and what it cannot say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from string import Formatter
from typing import Any

from report.format import Cell, Kind
from report.numbers import COUNT_UNITS
from report.positions import KeyPath

Fail = Callable[[str, KeyPath], Exception]

MONEY_UNITS = ("元", "万元")
MESSAGE_FIELDS = ("where", "left", "right", "gap")
TITLE_FIELDS = ("agency", "year")
# Findings about the cover stand under this name beside the sections; facts stand under theirs beside the tables.
RESERVED_SECTION = "cover"
RESERVED_TABLE = "facts"

_TYPES = {
    "string": "文本", "integer": "整数", "boolean": "true 或 false", "object": "键和值", "array": "列表", "null": "空",
}  # fmt: skip


def unknown_keys(error: Any) -> list[str]:
    """The keys that a JSON Schema error is about, if it is about keys that the schema does not know."""
    if error.validator != "additionalProperties":
        return []
    return sorted(set(error.instance) - set(error.schema.get("properties", {})))


def schema_fault(error: Any) -> str:
    """The fault of one JSON Schema error (a `jsonschema.ValidationError`) as a Chinese sentence."""
    wanted, found = error.validator_value, error.instance
    match error.validator:
        case "additionalProperties":
            return f"不认识的键：{'、'.join(unknown_keys(error))}"
        case "required":
            return f"缺少键：{'、'.join(key for key in wanted if key not in found)}"
        case "enum":
            return f"只能是 {'、'.join(map(str, wanted))}，不能是“{found}”"
        case "type":
            return f"类型应为{_TYPES.get(wanted, wanted)}"
        case "minItems" | "minLength":
            return "不能为空"
        case "maxLength":
            return f"“{found}”有 {len(found)} 字，最多 {wanted} 字"
        case "minimum" | "maximum":
            return f"{found} 超出范围，{'最小' if error.validator == 'minimum' else '最大'}为 {wanted}"
        case "pattern":
            return f"“{found}”的写法不对" + ("，首尾不能有空白" if found != found.strip() else f"，应合乎 {wanted}")
    return "不符合格式文件的规定，应为 rows、columns 或栏目编号的列表"


def check_fields(text: str, allowed: Iterable[str], fail: Fail, path: KeyPath) -> None:
    """Refuse a pattern with other fields than `allowed`: `str.format` would reach into the program's objects."""
    try:
        fields = [(name, spec, conversion) for _, name, spec, conversion in Formatter().parse(text) if name is not None]
    except ValueError as error:
        raise fail("花括号不成对；文字中的花括号要写两遍", path) from error
    names = tuple(allowed)
    for name, spec, conversion in fields:
        if name not in names or spec or conversion:
            raise fail(f"不能用“{{{name}}}”，可用：{'、'.join(f'{{{n}}}' for n in names)}", path)


def check_years(data: dict[str, Any], fail: Fail) -> None:
    """Years in order, and a date that there is."""
    years, authority = data["years"], data["authority"]
    if "last" in years and years["last"] < years["first"]:
        raise fail("最后年度早于最初年度", ("years", "last"))
    if "date" in authority:
        try:
            date.fromisoformat(authority["date"])
        except ValueError as error:
            raise fail(f"没有“{authority['date']}”这一天", ("authority", "date")) from error


def _unit_fault(kind: Kind, unit: str) -> str:
    if kind is Kind.AMOUNT and unit not in MONEY_UNITS:
        return f"金额的单位（unit）应为 {' 或 '.join(MONEY_UNITS)}，不能是“{unit}”"
    if kind is not Kind.AMOUNT and unit and unit not in COUNT_UNITS:
        return f"数量的单位（unit）不能是“{unit}”"
    return ""


def _check_facts(section: dict[str, Any], facts: set[str], fail: Fail, path: KeyPath) -> None:
    for i, fact in enumerate(section.get("facts", [])):
        if fact["id"] in facts:
            raise fail(f"事实的编号“{fact['id']}”重复", (*path, "facts", i, "id"))
        facts.add(fact["id"])
        if fault := _unit_fault(Kind(fact["kind"]), fact["unit"]):
            raise fail(fault, (*path, "facts", i, "unit"))
    for key in ("facts_label", "facts_sentence", "facts_zero_sentence"):
        if key in section and "facts" not in section:
            raise fail(f"有 {key} 而没有 facts", (*path, key))
        if key in section and key != "facts_label":
            fields = ["year", *(fact["id"] for fact in section["facts"])]
            check_fields(section[key], fields, fail, (*path, key))


def check_sections(sections: list[dict[str, Any]], fail: Fail) -> None:
    """Ids and headings once each; every section with something to fill in; facts with units that can be read."""
    ids: set[str] = set()
    headings: set[str] = set()
    tables: set[str] = set()
    facts: set[str] = set()
    for i, section in enumerate(sections):
        path: KeyPath = ("sections", i)
        if section["id"] in ids or section["id"] == RESERVED_SECTION:
            fault = "由程序保留" if section["id"] == RESERVED_SECTION else "重复"
            raise fail(f"部分的编号“{section['id']}”{fault}", (*path, "id"))
        if section["heading"] in headings:
            raise fail(f"标题“{section['heading']}”重复", (*path, "heading"))
        if "tables" not in section and "narrative" not in section:
            raise fail("部分里既没有表（tables）也没有文字（narrative）", path)
        ids.add(section["id"])
        headings.add(section["heading"])
        for j, table in enumerate(section.get("tables", [])):
            if table["id"] in tables or table["id"] == RESERVED_TABLE:
                fault = "由程序保留" if table["id"] == RESERVED_TABLE else "重复"
                raise fail(f"表的编号“{table['id']}”{fault}", (*path, "tables", j, "id"))
            tables.add(table["id"])
            _check_blocks(table["blocks"], fail, (*path, "tables", j, "blocks"))
        _check_facts(section, facts, fail, path)


def _leaves(heads: list[dict[str, Any]], path: KeyPath) -> Iterator[tuple[tuple[str, ...], str, KeyPath]]:
    """(ids from the root down, label, path in the file) of each heading that heads cells."""
    for i, head in enumerate(heads):
        own = (head["id"],) if "id" in head else ()
        if "children" in head:
            for ids, label, at in _leaves(head["children"], (*path, i, "children")):
                yield (*own, *ids), label, at
        else:
            yield own, head["label"], (*path, i)


def _check_blocks(blocks: list[dict[str, Any]], fail: Fail, path: KeyPath) -> None:
    """Every heading of cells can be told from its neighbours, and no place of the table is left without a heading."""
    labelled = any("rows" in block for block in blocks)
    for k, block in enumerate(blocks):
        if labelled and "rows" not in block:
            raise fail("同一张表里，别的块有 rows，这一块没有", (*path, k))
        if "stub" in block and "rows" not in block:
            raise fail("没有 rows，stub 无处可印", (*path, k, "stub"))
        for axis in ("columns", "rows"):
            leaves = list(_leaves(block.get(axis, []), (*path, k, axis)))
            for ids, label, at in leaves:
                if len(leaves) > 1 and not ids:
                    raise fail(f"栏目“{label}”没有编号（id），无法与其他栏目区分", at)


def check_cells(cells: Iterable[Cell], path_of: Callable[[Cell], KeyPath], fail: Fail) -> None:
    """Cells with one name each, one kind each, and a unit that can be read."""
    seen: set[str] = set()
    for cell in cells:
        where = f"{cell.name}（{cell.row_label}；{cell.column_label}）"
        if cell.name in seen:
            raise fail(f"两个单元格同名：{where}", path_of(cell))
        seen.add(cell.name)
        for key, pair in (("kind", (cell.row.kind, cell.column.kind)), ("unit", (cell.row.unit, cell.column.unit))):
            if pair[0] and pair[1] and pair[0] != pair[1]:
                raise fail(f"行和列的 {key} 不一致：{where}", path_of(cell))
        if fault := _unit_fault(cell.kind, cell.unit):
            raise fail(f"{fault}：{where}", path_of(cell))
