"""Data embedded in a PDF of ours, held against its pages: where they differ, neither is taken unasked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from importers.assemble import assemble
from importers.differing import BLANK, Difference, differences
from importers.errors import UnreadableError
from importers.json_record import import_record
from importers.model import Imported, Provenance
from importers.pdf import read_pdf
from importers.said import TITLE, seen
from report.numbers import shown

DATA = "PDF 所附的数据文件"
# The key in `Imported.doubts`.
EMBEDDED = "embedded"
# Pages say 草稿 or end with a check code that the data knows nothing of.
_MARKED = ("草稿", "校验码：")
_MARKS = "草稿|校验码：.*"
_MOST_TOLD = 5
CELL_DIFFERS = "PDF 页面上是“{printed}”，所附数据文件里是“{stated}”，两个都没有采用，请核对后填写"
DIFFER = "PDF 页面与所附的数据文件有 {count} 处不同，文件可能被改动过：{told}"
ANOTHER = "PDF 所附的数据文件是另一份报告（{title}），已按页面上印的读取，请逐格核对。"
PAGES_UNREAD = "PDF 页面读不出来（{fault}），内容取自所附的数据文件，没有与页面核对过。"


def import_embedded(record: bytes, content: bytes) -> Imported:
    """The report embedded in the PDF `content` as `record`, if its pages show the same.

    A cell that differs is left blank with both figures in its doubt, and `doubts["embedded"]` tells what else differs.
    Where the pages show another report, that is read instead. UnreadableError if the record is none.
    """
    data = import_record(record, DATA)
    try:
        found = list(differences(data.report, "pdf", content))
        if any(mark in (item.printed or "") for item in found for mark in _MARKED):
            found = list(differences(data.report, "pdf", content, _MARKS))
        return data if not found else _doubted(data, assemble(read_pdf(content)), found)
    except UnreadableError as error:
        return replace(data, doubts={EMBEDDED: PAGES_UNREAD.format(fault=str(error).rstrip("。"))})


def _doubted(data: Imported, pages: Imported, found: Sequence[Difference]) -> Imported:
    stated, printed = data.report, pages.report
    named = any(item.where == TITLE for item in found)
    agencies = seen(stated.agency.name), seen(printed.agency.name)
    if stated.format is not printed.format or (named and (stated.year != printed.year or agencies[0] != agencies[1])):
        return replace(pages, doubts={**pages.doubts, EMBEDDED: ANOTHER.format(title=stated.shown_title)})
    values, provenance = dict(stated.values), dict(data.provenance)
    for cell, text in _differing_cells(data, pages, found).items():
        values.pop(cell, None)
        origin = pages.provenance[cell]
        doubt = CELL_DIFFERS.format(printed=text or BLANK, stated=shown(stated.value(cell)) or BLANK)
        provenance[cell] = Provenance(origin.snippet, origin.where, doubt, origin.place)
    told = "".join(item.told("页面") for item in found[:_MOST_TOLD]) + "……" * (len(found) > _MOST_TOLD)
    doubt = DIFFER.format(count=len(found), told=told.replace("报告为", "数据文件里是"))
    return replace(
        data, report=replace(stated, values=values), provenance=provenance, doubts={EMBEDDED: doubt}, lines=pages.lines
    )


def _differing_cells(data: Imported, pages: Imported, found: Sequence[Difference]) -> dict[str, str]:
    """The cells that differ and what the pages show in them: told box by box, else as the table was read."""
    cells = {item.cells[0]: item.printed or "" for item in found if len(item.cells) == 1}
    for cell in (cell for item in found if len(item.cells) > 1 for cell in item.cells):
        text = shown(pages.report.value(cell))
        if seen(text) != seen(shown(data.report.value(cell))):
            cells.setdefault(cell, text)
    return cells
