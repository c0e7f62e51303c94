"""`docs/data-dictionary.md`, made from the format files: the columns of the CSV export and every cell and fact.

`python -m tools.data_dictionary` prints the page; with `--write` it replaces it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from exporters.csv import COLUMNS
from report.format import Kind, ReportFormat
from report.loading import load_formats

PAGE = Path(__file__).resolve().parent.parent / "docs" / "data-dictionary.md"
MEANING = {
    "cell": "单元格名称，各种文件和接口通用；`facts.` 开头的是文字部分报告的数字",
    "section": "所在部分的标题，按报告所印",
    "row": "行的栏目名称，自上而下以 ` > ` 连接",
    "column": "列的栏目名称，自上而下以 ` > ` 连接",
    "unit": "金额的单位，`value` 以此为单位；件数为空",
    "value": "十进制数，没有千分位，小数位照报告所载；空表示未填或未能读出，不等于 0",
    "note": "数字后括号中的注明；未能读出的，为“未能读出：原文（原因）”",
}
KINDS = {Kind.COUNT: "件数", Kind.SIGNED_COUNT: "可增可减的件数", Kind.AMOUNT: "金额"}
HEAD = """# 数据字典

由 `python -m tools.data_dictionary --write` 生成，不要手工修改。

导出的 CSV 每格一行，按表格的次序，最后是文字部分报告的数字；编码为带 BOM 的 UTF-8，行末为 CRLF，
字段按 RFC 4180 加引号。
文本如以 `=`、`+`、`-`、`@`（或其全角）开头，前面加一个撇号 `'`，以免被表格软件当作公式；`value` 只有数字，不加。
JSON 数据文件用同样的单元格名称，见 [file-format.md](file-format.md)。

## 各列

{columns}
"""


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [list(heads), *(list(row) for row in rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _figures(fmt: ReportFormat) -> Iterator[tuple[str, ...]]:
    for cell in fmt.cells:
        yield (f"`{cell.name}`", cell.section.heading, cell.row_label, cell.column_label, KINDS[cell.kind], cell.unit)
    for section in fmt.sections:
        for fact in section.facts:
            place = (section.heading, section.facts_label, fact.label)
            yield (f"`{fact.name}`", *place, KINDS[fact.kind], fact.unit if fact.kind is Kind.AMOUNT else "")


def page() -> str:
    """The whole page."""
    columns = _table(("列", "内容"), ((f"`{name}`", MEANING[name]) for name in COLUMNS))
    parts = [HEAD.format(columns=columns.rstrip())]
    for fmt in load_formats():
        years = f"{fmt.first_year}—{fmt.last_year}年度" if fmt.last_year else f"{fmt.first_year}年度起"
        rows = list(_figures(fmt))
        heads = ("cell", "section", "row", "column", "类型", "unit")
        parts.append(f"## {fmt.name}（{years}，{len(rows)} 项）\n\n{_table(heads, rows)}")
    return "\n".join(parts)


if __name__ == "__main__":
    if "--write" in sys.argv:
        PAGE.write_text(page(), "utf-8")
    else:
        print(page())
