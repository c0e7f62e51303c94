"""The relations of every format as the tables in `docs/checks.md`, made from the format files.

`python -m tools.rules_table` prints them; with `--write` they replace those in the page.
"""

from __future__ import annotations

import sys
from itertools import groupby

from report.format import Relation, ReportFormat
from report.loading import load_formats
from tools.pages import DOCS, between

PAGE = DOCS / "checks.md"
BEGIN, END = "<!-- relations: made by tools.rules_table -->", "<!-- end of relations -->"
MOST_NAMED = 4
HEAD = "| 规则 | 程度 | 内容 | 核对对象 | 条数 | 依据 |\n|---|---|---|---|---|---|\n"


def _row(relations: list[Relation]) -> str:
    first = relations[0]
    where = list(dict.fromkeys(relation.where for relation in relations))
    named = "、".join(where[:MOST_NAMED]) + (" 等" if len(where) > MOST_NAMED else "")
    label = f"{first.label}（须有上年报告）" if any(c.endswith("@last") for c in first.cells) else first.label
    cells = (first.code, first.severity.label, label, named, str(len(relations)), first.source)
    return f"| {' | '.join(cells)} |\n"


def table(fmt: ReportFormat) -> str:
    """One format's rules as Markdown, in the order of its file."""
    rows = [_row(list(group)) for _, group in groupby(fmt.relations, key=lambda relation: relation.code)]
    return f"### {fmt.name}：{len(fmt.relations)} 条\n\n{HEAD}{''.join(rows)}"


def tables() -> str:
    """All formats, the marks around them included."""
    return f"{BEGIN}\n\n" + "\n".join(table(fmt) for fmt in load_formats()) + f"\n{END}"


def replaced(page: str) -> str:
    """The page with its tables made anew. ValueError if it has not the marks."""
    return between(page, BEGIN, END, tables())


if __name__ == "__main__":
    if "--write" in sys.argv:
        PAGE.write_text(replaced(PAGE.read_text("utf-8")), "utf-8")
    else:
        print(tables())
