"""What a save changed, in the words of the form, from what the log kept of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from report.format import ReportFormat
from report.narrative import read_blocks
from report.numbers import shown
from report.record import read_value
from report.report import AGENCY_KINDS
from services.aligning import Aligner
from services.differences import COVER_LABELS, block_lines
from services.slicing import COVER, EXPLANATIONS

OTHERS = {"introduction": "引言", "blocks": "正文", "extra_sections": "附加部分"}
FIGURES = ("values.", "facts.")


def content_changes(
    fmt: ReportFormat, section: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[tuple[str, str, str]]:
    """(label, before, after) of each place: figures as people write them, text paragraph by paragraph."""
    heading = _heading(fmt, section)
    for path in {**before, **after}:
        old, new = before.get(path), after.get(path)
        if path.startswith(FIGURES):
            name = path.partition(".")[2]
            yield _figure_title(fmt, name), _figure(fmt, name, old), _figure(fmt, name, new)
        elif path in ("blocks", "introduction"):
            yield from _text(OTHERS[path] if path == "introduction" else f"{heading}·正文", old, new)
        elif section == EXPLANATIONS:
            yield "核实性问题的说明", _said(old), _said(new)
        else:
            title = f"{heading}·标题" if path.startswith("headings.") else OTHERS.get(path, path)
            yield COVER_LABELS.get(path, title), _line(path, old), _line(path, new)


def _heading(fmt: ReportFormat, section: str) -> str:
    found = next((part for part in fmt.sections if part.id == section), None)
    return found.short if found else {COVER: "封面", EXPLANATIONS: "说明"}.get(section, section)


def _figure_title(fmt: ReportFormat, name: str) -> str:
    if name in fmt.cell_index:
        return fmt.cell(name).title
    return fmt.fact_index[name].label if name in fmt.fact_index else name


def _figure(fmt: ReportFormat, name: str, content: Any) -> str:
    """A figure as its cell shows it; what the log cut is shown as it is."""
    known = fmt.cell(name) if name in fmt.cell_index else fmt.fact_index.get(name)
    if known is None:
        return _plain(content)
    problems: list[str] = []
    value = read_value(content, known.kind, known.unit, name, problems)
    return _plain(content) if problems else shown(value)


def _text(label: str, before: Any, after: Any) -> Iterator[tuple[str, str, str]]:
    problems: list[str] = []
    old, new = (read_blocks(side, "", problems) for side in (before, after))
    if problems:
        yield label, _plain(before), _plain(after)
        return
    for i1, i2, j1, j2 in Aligner(None, old, new).changes():
        sides = ["\n".join(line for block in part for line in block_lines(block)) for part in (old[i1:i2], new[j1:j2])]
        first, last = (j1, j2) if j2 > j1 else (i1, i2)
        where = f"第 {first + 1} 段" if last - first < 2 else f"第 {first + 1} 至 {last} 段"
        yield f"{label}{where}", sides[0], sides[1]


def _line(path: str, content: Any) -> str:
    text = _plain(content)
    return AGENCY_KINDS.get(text, text) if path == "agency.kind" else text


def _said(content: Any) -> str:
    return str(content.get("text", "")) if isinstance(content, Mapping) else _plain(content)


def _plain(content: Any) -> str:
    if content is None or content == []:
        return ""
    return str(content) if isinstance(content, str | int) else json.dumps(content, ensure_ascii=False)
