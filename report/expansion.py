"""Rules (勾稽关系, as a format file writes them) expanded into flat relations over cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from report.format import Block, Header, Relation, ReportFormat, Section, Severity, Side, Table, Term
from report.positions import KeyPath
from report.soundness import MESSAGE_FIELDS, Fail, check_fields

FACTS = "facts."
LAST = "@last"


@dataclass(frozen=True)
class _Axes:
    """The two trees of one block and how a row and a column make a cell's name."""

    table: Table
    block: Block

    def heads(self, axis: str) -> tuple[Header, ...]:
        return self.block.rows if axis == "rows" else self.block.columns

    def cell(self, row: Header, column: Header) -> str:
        return ".".join((self.table.id, *row.path, *column.path))


def _find(heads: tuple[Header, ...], reference: str) -> list[Header]:
    """Headings that a reference names: by their whole path of ids, else by the end of it."""
    wanted = tuple(reference.split("."))
    every = [h for top in heads for h in top.walk() if h.id]
    whole = [h for h in every if h.path == wanted]
    return whole or [h for h in every if h.path[-len(wanted) :] == wanted]


def _resolve(heads: tuple[Header, ...], reference: str, fail: Fail, path: KeyPath) -> Header:
    found = _find(heads, reference)
    if not found:
        raise fail(f"没有名为“{reference}”的栏目", path)
    if len(found) > 1:
        raise fail(f"“{reference}”不明确，可指：{'、'.join('.'.join(h.path) for h in found)}", path)
    return found[0]


def _parts(written: str) -> tuple[int, str, str, str]:
    """A term as written: sign, reference, `@last` where it points at last year's report, and its prefix in words."""
    sign, reference = (-1, written[1:]) if written.startswith("-") else (1, written)
    if reference.endswith(LAST):
        return sign, reference.removesuffix(LAST), LAST, "上年报告"
    return sign, reference, "", ""


def _along(axes: _Axes, axis: str, fixed: Header, references: list[str], fail: Fail, path: KeyPath) -> Iterator[Term]:
    """Terms whose references name headings across the axis that the rule runs over."""
    across = "columns" if axis == "rows" else "rows"
    for i, written in enumerate(references):
        sign, reference, last, prefix = _parts(written)
        for leaf in _resolve(axes.heads(across), reference, fail, (*path, i)).leaves():
            cell = axes.cell(fixed, leaf) if axis == "rows" else axes.cell(leaf, fixed)
            yield Term(cell + last, prefix + leaf.term_name, sign)


def _fact(fmt: ReportFormat, written: str, fail: Fail, path: KeyPath) -> Term:
    sign, reference, last, prefix = _parts(written)
    if reference not in fmt.fact_index:
        raise fail(f"没有名为“{reference}”的事实", path)
    return Term(reference + last, prefix + fmt.fact_index[reference].label, sign)


def _named(
    table: Table, fmt: ReportFormat, each: str, references: list[str], fail: Fail, path: KeyPath
) -> Iterator[Term]:
    """Terms whose references name cells of the table (`{each}.total`) or facts (`facts.…`)."""
    for i, written in enumerate(references):
        sign, reference, last, prefix = _parts(written.replace("{each}", each))
        if reference.startswith(FACTS):
            yield _fact(fmt, written, fail, (*path, i))
            continue
        name = f"{table.id}.{reference}"
        if name not in fmt.cell_index:
            raise fail(f"没有名为“{name}”的单元格", (*path, i))
        cell = fmt.cell_index[name]
        leaf = cell.column if cell.column.id else cell.row
        yield Term(name + last, prefix + (leaf.term or leaf.short or leaf.label), sign)


def _where(table: Table, each: str, fail: Fail, path: KeyPath) -> str:
    """The name in sentences of the row or column that a rule is written for."""
    heads = {
        (axis, head.path): head
        for block in table.blocks
        for axis, tops in (("行", block.rows), ("列", block.columns))
        for head in _find(tops, each)
    }
    if not heads:
        raise fail(f"没有名为“{each}”的栏目", path)
    if len(heads) > 1:
        choices = "、".join(axis + ".".join(ids) for axis, ids in heads)
        raise fail(f"“{each}”不明确，可指：{choices}", path)
    return next(iter(heads.values())).name


def _check_rule(rule: dict[str, Any], codes: set[str], fmt: ReportFormat, fail: Fail, path: KeyPath) -> None:
    """What of a rule can be refused before it is expanded."""
    if rule["code"] in codes:
        raise fail(f"规则代码“{rule['code']}”重复", (*path, "code"))
    _check_place(rule, fmt, fail, path)
    check_fields(rule["message"], MESSAGE_FIELDS, fail, (*path, "message"))
    for key in ("derives", "carries"):
        if key in rule and rule["compare"] != "=":
            raise fail(f"只有相等（=）的规则才能有 {key}", (*path, key))
    terms = [*rule["left"]["terms"], *rule["right"]["terms"]]
    several = isinstance(rule.get("for"), list) and len(rule["for"]) > 1
    if several and not any("{each}" in term for term in terms):
        raise fail("各项（terms）都没有用到 {each}", (*path, "for"))


def _check_place(rule: dict[str, Any], fmt: ReportFormat, fail: Fail, path: KeyPath) -> None:
    """A rule is about a table, or about the facts of a section."""
    if "section" in rule:
        if "table" in rule or "for" in rule:
            raise fail("section 不能与 table、for 并用", (*path, "section"))
        if not any(section.id == rule["section"] and section.facts for section in fmt.sections):
            raise fail(f"没有名为“{rule['section']}”而有 facts 的部分", (*path, "section"))
    elif missing := [key for key in ("table", "for") if key not in rule]:
        raise fail(f"缺少键：{'、'.join(missing)}", path)
    elif not any(table.id == rule["table"] for section in fmt.sections for table in section.tables):
        raise fail(f"没有名为“{rule['table']}”的表", (*path, "table"))


def _check_relation(relation: Relation, ids: set[str], fail: Fail, path: KeyPath) -> None:
    """What of a rule shows only in the relations it stands for."""
    if relation.id in ids:
        raise fail(f"同一条规则对“{relation.where}”用了两次", (*path, "for"))
    twice = [cell for cell in relation.cells if relation.cells.count(cell) > 1]
    if twice:
        raise fail(f"“{relation.where}”一条里，单元格 {twice[0]} 出现了两次", path)
    for key, named in (("derives", relation.derives), ("carries", relation.carries)):
        if named:
            _check_one_cell(relation.left if named == "left" else relation.right, key, fail, path)
    if relation.carries and not all(term.cell.endswith(LAST) for term in relation.right.terms):
        raise fail("有 carries 的规则，右边各项都应当指向上年报告（@last）", (*path, "right", "terms"))


def _check_one_cell(side: Side, key: str, fail: Fail, path: KeyPath) -> None:
    """Refuse a side that is to follow from the other but is not one cell of this year's report."""
    if len(side.terms) != 1:
        raise fail(f"{key} 所指的一边应当只有一格", (*path, key))
    term = side.terms[0]
    if term.sign < 0 or term.cell.endswith(LAST) or term.cell.startswith(FACTS):
        raise fail(f"{key} 所指的应当是本年报告的一格", (*path, key))


def expand_rules(rules: list[dict[str, Any]], fmt: ReportFormat, fail: Fail) -> Iterator[Relation]:
    """Every relation of the rules, in the order of the file; faults are raised as `fail(message, path)`."""
    codes: set[str] = set()
    ids: set[str] = set()
    carried: set[str] = set()
    tables = {table.id: (section, table) for section in fmt.sections for table in section.tables}
    for n, rule in enumerate(rules):
        path: KeyPath = ("rules", n)
        _check_rule(rule, codes, fmt, fail, path)
        codes.add(rule["code"])
        if "section" in rule:
            section, table_id = fmt.section(rule["section"]), ""
            found = iter([_of_facts(rule, section, fmt, fail, path)])
        else:
            section, table = tables[rule["table"]]
            table_id, found = table.id, _instances(rule, table, fmt, fail, path)
        for where, key, sides in found:
            relation = Relation(
                id=f"{rule['code']}:{key}",
                code=rule["code"],
                label=rule["label"],
                where=where,
                section=section.id,
                table=table_id,
                left=sides["left"],
                compare=rule["compare"],
                right=sides["right"],
                severity=Severity(rule["severity"]),
                message=rule["message"],
                suggestion=rule["suggestion"],
                source=rule["source"],
                derives=rule.get("derives", ""),
                carries=rule.get("carries", ""),
                blank_left=rule.get("blank_left", ""),
            )
            _check_relation(relation, ids, fail, path)
            ids.add(relation.id)
            if relation.carries:
                cell = relation.left.terms[0].cell
                if cell in carried:
                    raise fail(f"两条规则都要结转到 {cell}", (*path, "carries"))
                carried.add(cell)
            yield relation


def _of_facts(
    rule: dict[str, Any], section: Section, fmt: ReportFormat, fail: Fail, path: KeyPath
) -> tuple[str, str, dict[str, Side]]:
    """(where, key, sides) of a rule about the facts of a section."""
    sides = {
        side: Side(
            rule[side]["name"],
            tuple(_fact(fmt, term, fail, (*path, side, "terms", i)) for i, term in enumerate(rule[side]["terms"])),
        )
        for side in ("left", "right")
    }
    return section.facts_label, section.id, sides


def _instances(
    rule: dict[str, Any], table: Table, fmt: ReportFormat, fail: Fail, path: KeyPath
) -> Iterator[tuple[str, str, dict[str, Side]]]:
    """(where, key, sides) for each row, column or named heading that the rule runs over."""
    over = rule["for"]
    if isinstance(over, list):
        for i, each in enumerate(over):
            where = _where(table, each, fail, (*path, "for", i))
            sides = {
                side: Side(
                    rule[side]["name"],
                    tuple(_named(table, fmt, each, rule[side]["terms"], fail, (*path, side, "terms"))),
                )
                for side in ("left", "right")
            }
            yield where or table.name, f"{table.id}.{each}", sides
        return
    for block in table.blocks:
        axes = _Axes(table, block)
        for head in (leaf for top in axes.heads(over) for leaf in top.leaves()):
            sides = {
                side: Side(
                    rule[side]["name"],
                    tuple(_along(axes, over, head, rule[side]["terms"], fail, (*path, side, "terms"))),
                )
                for side in ("left", "right")
            }
            yield head.name or table.name, f"{table.id}.{'.'.join(head.path)}:{over}", sides
