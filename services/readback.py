"""Every finished file read again and held against its report, box by box and paragraph by paragraph (回读核对).

Only what a person sees in the file counts, never data embedded in it. It is read in this process: these bytes were
made here a moment ago, and what strangers wrote in the report stands in them as text. The readers that guess which
table or section something is are not asked, since a guess must never keep an agency from its own report.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from difflib import SequenceMatcher
from itertools import zip_longest

from checks.findings import Finding
from exporters.document import Document
from importers.errors import UnreadableError
from importers.json_record import import_record
from importers.text import decode
from report.format import Severity
from report.numbers import plain
from report.record import write_report
from report.report import Report
from services.readback_said import Said, csv_rows, passages, seen, tables
from services.readback_shown import READERS, Opening, Row, Shown, regrouped, shown

CODE, KIND = "R1", "read-back"
MOST_FINDINGS = 50
# Characters told on either side of the first that differs.
AROUND = 12
DRAFT_MARK, CHECK_CODE = "草稿", "校验码："
NAMES = {"html": "网页", "pdf": "PDF", "docx": "Word", "xlsx": "Excel", "csv": "CSV", "json": "数据文件"}
SUGGESTION = "文件没有给出，报告没有改动。请重试；仍不行的，把这条提示告诉系统管理员，可先导出其他格式。"
NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
MORE = "还有 {count} 处不同，没有一一列出。"


def read_back(document: Document, name: str, content: bytes) -> list[Finding]:
    """Where the file `content`, made of the document by the exporter `name`, shows something else; empty if nowhere.

    KeyError if there is no way to read files of that name.
    """
    try:
        found = list(_READINGS[name](document, name, content))
    except UnreadableError as error:
        found = [_finding(name, "cover", f"导出的{NAMES[name]}读不出来：{error}")]
    if len(found) > MOST_FINDINGS:
        rest = _finding(name, "cover", MORE.format(count=len(found) - MOST_FINDINGS))
        found = [*found[:MOST_FINDINGS], rest]
    return [replace(item, key=f"{item.key}:{n}") for n, item in enumerate(found)]


def _finding(name: str, section: str, message: str, cells: tuple[str, ...] = ()) -> Finding:
    return Finding(CODE, KIND, Severity.ERROR, f"{KIND}:{name}", section, message, SUGGESTION, cells=cells)


def _pages(document: Document, name: str, content: bytes) -> Iterator[Finding]:
    """A file with text and tables."""
    said, mandated = _texts(document, name), tables(document.report)
    captions = frozenset(rows[0].boxes[0] for rows in mandated if len(rows[0].boxes) == 1)
    marks = frozenset({DRAFT_MARK} if document.draft else ())
    view = shown(name, content, Opening(said[0].boxes[0], captions, marks))
    texts = list(_differences(name, said, [(text,) for text in _grouped(name, view.lines, said)]))
    yield from texts
    rows = [row for table in mandated for row in table if any(row.boxes)]
    yield from _differences(name, rows, [row for table in view.tables for row in table])
    if not texts and len(view.tables) == len(mandated):
        yield from _misplaced(document.report, name, said, view)


def _texts(document: Document, name: str) -> list[Said]:
    code = seen(document.check_code)
    # In a workbook it stands on the sheet of guidance.
    end = [Said("校验码", "cover", (CHECK_CODE + code,))] if code and name != "xlsx" else []
    return [*passages(document.report), *end]


def _grouped(name: str, lines: Sequence[str], said: Sequence[Said]) -> list[str]:
    """Lines as passages. Where a file keeps paragraphs whole, only the title may stand on several lines."""
    texts = [passage.boxes[0] for passage in said]
    if READERS[name][1]:
        return regrouped(lines, texts)
    whole = next((n for n in range(1, len(lines) + 1) if "".join(lines[:n]) == texts[0]), 0)
    count = whole or (lines.index(texts[1]) if texts[1] in lines else 1)
    return ["".join(lines[:count]), *lines[count:]]


def _misplaced(report: Report, name: str, said: Sequence[Said], view: Shown) -> Iterator[Finding]:
    """Tables that do not stand between their section's heading and the next one."""
    starts, length = [], 0
    for passage in said:
        starts.append(length)
        length += len(passage.boxes[0])
    headings = [n for n, passage in enumerate(said) if passage.heading]
    wanted = [section.id for section in report.format.sections for _ in section.tables]
    for section, before in zip(wanted, view.before, strict=True):
        place = len("".join(view.lines[:before]))
        own = next(n for n in headings if said[n].section == section)
        after = next((starts[n] for n in headings if n > own), length)
        if not starts[own] < place <= after:
            message = f"导出的{NAMES[name]}里，“{report.heading(section)}”的表不在这一部分的标题之下。"
            yield _finding(name, section, message)


def _differences(name: str, said: Sequence[Said], rows: Sequence[Row]) -> Iterator[Finding]:
    """What differs between what is said and what is shown, told in the order of the report."""
    wanted, given = [_alike(name, item.boxes) for item in said], [_alike(name, row) for row in rows]
    if wanted == given:
        return
    for tag, a, b, c, d in SequenceMatcher(None, wanted, given, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        for item, row in zip_longest(said[a:b], rows[c:d]):
            if item is None:
                yield _finding(name, said[min(a, len(said) - 1)].section, _surplus(name, row))
            elif row is None:
                message = f"导出的{NAMES[name]}里没有{item.where}，报告为“{_short('｜'.join(item.boxes))}”。"
                yield _finding(name, item.section, message, tuple(filter(None, item.cells)))
            else:
                yield from _boxes(name, item, row)


def _surplus(name: str, row: Row) -> str:
    return f"导出的{NAMES[name]}里多出“{_short('｜'.join(row))}”，报告里没有。"


def _boxes(name: str, item: Said, row: Row) -> Iterator[Finding]:
    """Boxes of one row, or one passage, that differ."""
    if len(row) != len(item.boxes):
        message = _differs(name, f"{item.where}一行", "｜".join(item.boxes), "｜".join(row))
        yield _finding(name, item.section, message, tuple(filter(None, item.cells)))
        return
    for stated, label, cell, printed in zip(item.boxes, item.names, item.cells, row, strict=True):
        if _alike(name, (stated,)) != _alike(name, (printed,)):
            where = f"“{label}”一格" if cell else f"{item.where}的{label}" if label else item.where
            yield _finding(name, item.section, _differs(name, where, stated, printed), (cell,) if cell else ())


def _differs(name: str, where: str, stated: str, printed: str) -> str:
    first = next(
        (n for n, (a, b) in enumerate(zip(stated, printed, strict=False)) if a != b), min(len(stated), len(printed))
    )
    return f"{where}不同：报告为“{_short(stated, first)}”，导出的{NAMES[name]}里是“{_short(printed, first)}”。"


def _short(text: str, first: int = 0) -> str:
    """A text around its place `first`, short enough to be read in a sentence; a blank is named."""
    start, end = max(first - AROUND, 0), first + 2 * AROUND
    return f"{'…' * (start > 0)}{text[start:end]}{'…' * (end < len(text))}" or "（空白）"


def _alike(name: str, boxes: Row) -> Row:
    """Boxes as they are compared: a workbook holds 20.30 as a number that its format shows with two decimals."""
    if name != "xlsx":
        return boxes
    return tuple(_number(text) for text in boxes)


def _number(text: str) -> str:
    return plain(Decimal(text).normalize()) if NUMBER.fullmatch(text) else text


def _csv(document: Document, name: str, content: bytes) -> Iterator[Finding]:
    """A table of data: every cell and fact with its place, unit, value and note."""
    rows = [tuple(map(_unguarded, row)) for row in csv.reader(io.StringIO(decode(content), newline=""))]
    yield from _differences(name, list(csv_rows(document.report)), [row for row in rows if row])


def _unguarded(text: str) -> str:
    """Text without the apostrophe that keeps a spreadsheet from running it."""
    return seen(text[1:] if text.startswith("'") and text[1:].lstrip().startswith(FORMULA) else text)


def _record(document: Document, name: str, content: bytes) -> Iterator[Finding]:
    """The file of record, held against the report part by part."""
    read = import_record(content).report
    if read == document.report:
        return
    found = [*_differences(name, passages(document.report), [p.boxes for p in passages(read)])]
    before, after = ([row for table in tables(report) for row in table] for report in (document.report, read))
    found += _differences(name, before, [row.boxes for row in after])
    wanted, given = write_report(document.report), write_report(read)
    parts = [key for key in wanted if wanted[key] != given.get(key)]
    yield from found or [_finding(name, "cover", f"导出的数据文件与报告不同：{'、'.join(parts)}。")]


_READINGS: dict[str, Callable[[Document, str, bytes], Iterator[Finding]]] = {
    **dict.fromkeys(READERS, _pages),
    "csv": _csv,
    "json": _record,
}
