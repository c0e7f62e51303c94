"""Every finished file read again and held against its report, box by box and paragraph by paragraph (回读核对).

Only what a person sees in the file counts, never data embedded in it. It is read in this process: these bytes were
made here a moment ago, and what strangers wrote in the report stands in them as text. The readers that guess which
table or section something is are not asked, since a guess must never keep an agency from its own report.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from checks.findings import Finding
from exporters.document import Document
from importers.differing import Difference, compared, differences
from importers.errors import UnreadableError
from importers.json_record import import_record
from importers.said import csv_rows, passages, rows, seen
from importers.shown import READERS
from importers.text import decode
from report.format import Severity
from report.record import write_report

CODE, KIND = "R1", "read-back"
MOST_FINDINGS = 50
DRAFT_MARK, CHECK_CODE = "草稿", "校验码："
NAMES = {
    "html": "网页", "pdf": " PDF ", "docx": " Word ", "xlsx": " Excel ", "csv": " CSV ", "json": "数据文件",
    "fragment": "代码片段",
}  # fmt: skip
SUGGESTION = "文件没有给出，报告没有改动。请重试；仍不行的，把这条提示告诉维护人员，可先导出其他格式。"
MORE = "还有 {count} 处不同，没有一一列出。"
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def read_back(document: Document, name: str, content: bytes) -> list[Finding]:
    """Where the file `content`, made of the document by the exporter `name`, shows something else; empty if nowhere.

    KeyError if there is no way to read files of that name.
    """
    file = f"导出的{NAMES[name]}"
    try:
        found = [
            _finding(name, item.section, item.told(file), item.cells) for item in _READINGS[name](document, content)
        ]
    except UnreadableError as error:
        found = [_finding(name, "cover", f"{file}读不出来：{error}")]
    if len(found) > MOST_FINDINGS:
        rest = _finding(name, "cover", MORE.format(count=len(found) - MOST_FINDINGS))
        found = [*found[:MOST_FINDINGS], rest]
    return [replace(item, key=f"{item.key}:{n}") for n, item in enumerate(found)]


def _finding(name: str, section: str, message: str, cells: tuple[str, ...] = ()) -> Finding:
    return Finding(CODE, KIND, Severity.ERROR, f"{KIND}:{name}", section, message, SUGGESTION, cells=cells)


def _pages(name: str, document: Document, content: bytes) -> Iterator[Difference]:
    """A file with text and tables. In a workbook the check code stands on the sheet of guidance."""
    code = f"{CHECK_CODE}{document.check_code}" if document.check_code and name != "xlsx" else ""
    return differences(document.report, name, content, DRAFT_MARK if document.draft else "", code)


def _csv(document: Document, content: bytes) -> Iterator[Difference]:
    """A table of data: every cell and fact with its place, unit, value and note."""
    read = [tuple(map(_unguarded, row)) for row in csv.reader(io.StringIO(decode(content), newline=""))]
    return compared(list(csv_rows(document.report)), [row for row in read if row])


def _unguarded(text: str) -> str:
    """Text without the apostrophe that keeps a spreadsheet from running it."""
    return seen(text[1:] if text.startswith("'") and text[1:].lstrip().startswith(_FORMULA) else text)


def _record(document: Document, content: bytes) -> Iterator[Difference]:
    """The file of record, held against the report part by part."""
    read = import_record(content).report
    if read == document.report:
        return
    found = list(compared(passages(document.report), [passage.boxes for passage in passages(read)]))
    found += compared(rows(document.report), [row.boxes for row in rows(read)])
    wanted, given = write_report(document.report), write_report(read)
    parts = (Difference(f"“{key}”", "cover", "", "") for key in wanted if wanted[key] != given.get(key))
    yield from found or parts


_READINGS: dict[str, Callable[[Document, bytes], Iterator[Difference]]] = {
    **{name: partial(_pages, name) for name in READERS},
    "csv": _csv,
    "json": _record,
}
