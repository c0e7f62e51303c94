"""Formats drawn at random: any number of tables, trees of headings of any shape, rules over rows and columns.

Drawn as the data of a format file, so that they come in by the same door as the mandated ones.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import yaml
from hypothesis import strategies as st

from report.format import ReportFormat
from report.loading import load_format_file

Data = dict[str, Any]

MOST_LEVELS = 3
KINDS = [{}, {}, {}, {"kind": "signed count"}, {"kind": "amount", "unit": "万元"}]


@st.composite
def trees(draw: st.DrawFn, prefix: str, most: int, level: int = 1) -> list[Data]:
    """Headings of one axis; ids are made of the place, so that no two cells share a name."""
    heads = []
    for n in range(draw(st.integers(1, most))):
        head: Data = {"label": f"{prefix}{n}栏", "id": f"{prefix}{n}"}
        if level < MOST_LEVELS and draw(st.integers(0, 2)) == 0:
            head["children"] = draw(trees(f"{prefix}{n}_", 3, level + 1))
            if draw(st.booleans()):
                # A heading that only groups.
                del head["id"]
        heads.append(head)
    return heads


def _leaves(heads: list[Data], path: tuple[str, ...] = ()) -> list[str]:
    leaves = []
    for head in heads:
        own = (*path, head["id"]) if "id" in head else path
        leaves += _leaves(head["children"], own) if "children" in head else [".".join(own)]
    return leaves


@st.composite
def tables(draw: st.DrawFn, table_id: str) -> Data:
    """A table of one to three blocks, with or without labels of rows."""
    labelled = draw(st.booleans())
    blocks = []
    for k in range(draw(st.integers(1, 3))):
        columns = draw(trees(f"c{k}_" if labelled else f"d{k}_", 3))
        columns[0] |= {} if "children" in columns[0] else draw(st.sampled_from(KINDS))
        block: Data = {"columns": columns}
        if labelled:
            block["rows"] = draw(trees(f"r{k}_", 3))
            block["stub"] = "项目"
        if draw(st.booleans()):
            block["caption"] = f"第{k}块"
        blocks.append(block)
    return {"id": table_id, "name": f"表{table_id}", "kind": "count", "blocks": blocks}


def _rule(code: str, table: Data) -> Data:
    """The last heading across is the total of the others, as in every mandated table."""
    across = _leaves(table["blocks"][0]["columns"])
    return {
        "code": code,
        "label": "总计等于各项之和",
        "table": table["id"],
        "for": "rows",
        "left": {"terms": across[-1:], "name": "总计"},
        "compare": "=",
        "right": {"terms": across[:-1], "name": "各项合计"},
        "derives": "left",
        "severity": "error",
        "message": "{where}：{left}，{right}，差 {gap}",
        "suggestion": "请核对。",
        "source": "试题",
    }


@st.composite
def format_data(draw: st.DrawFn) -> Data:
    """The data of a format file."""
    sections: list[Data] = []
    rules: list[Data] = []
    for n in range(draw(st.integers(1, 3))):
        section: Data = {"id": f"s{n}", "heading": f"{n}、部分", "short": f"部分{n}"}
        if draw(st.booleans()):
            section["narrative"] = {"required": draw(st.booleans()), "prompt": "（文字描述）"}
        if "narrative" not in section or draw(st.booleans()):
            table = draw(tables(f"t{n}"))
            section["tables"] = [table]
            if len(table["blocks"]) == 1 and len(_leaves(table["blocks"][0]["columns"])) > 1:
                rules.append(_rule(f"R{n}", table))
        sections.append(section)
    return {
        "id": "random",
        "name": "随机格式",
        "years": {"first": 2100},
        "authority": {"number": "无文号", "title": "随机格式"},
        "title": "{agency}{year}年政府信息公开工作年度报告",
        "sections": sections,
        "rules": rules,
    }


def load(data: Data) -> ReportFormat:
    """The format that the data says, read from a file."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "random.yaml"
        file.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), "utf-8")
        return load_format_file(file)


# A format is drawn as data, which a failing test can show; `load` makes the format of it.
formats = format_data()
