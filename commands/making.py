"""`export`, `cells` and `new`: files out of reports and formats."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path

from commands.faces import fonts_of
from commands.files import read_report_file, same_file, write_file
from commands.serving import real_data_dir
from report.errors import NianbaoError
from report.format import ReportFormat
from report.loading import load_format
from report.narrative import clean_text
from report.record import dump_report
from report.report import AGENCY_KINDS, Agency
from services.blank import blank_report
from services.errors import barring_words
from services.exports import barring, export

COLUMNS = ("cell", "format", "kind", "stored_unit", "unit_printed", "section", "row", "column")
_PRINTED = {True: "yes", False: "no", None: ""}


def export_file(file: Path, to: str, out: Path, previous_file: Path | None, draft: bool) -> int:
    """Write a report in another form. While a finding bars, it is marked 草稿, and standard error says so."""
    report = read_report_file(file)
    if same_file(out, file):
        raise NianbaoError(f"输出文件就是输入文件 {file}，没有导出。请换一个文件名。")
    previous = read_report_file(previous_file) if previous_file else None
    found = barring(report, previous)
    for fault in fonts_of(real_data_dir()).refused if to == "pdf" else ():
        print(f"注意：{fault}", file=sys.stderr)
    write_file(out, export(report, to, draft or bool(found), previous))
    if found:
        mark = "数据文件本身没有草稿标记" if to in ("json", "csv") else "已按草稿导出，文件中标明“草稿”"
        print(f"注意：还有{barring_words(found)}，{mark}。用 check 命令可看详情。", file=sys.stderr)
    print(f"已导出 {out}")
    return 0


def print_cells(format_id: str) -> int:
    """Every cell of a format as CSV, one a line, in the order of the form."""
    print(cells_csv(load_format(format_id)), end="")
    return 0


def cells_csv(fmt: ReportFormat) -> str:
    """The cells as CSV with CRLF line ends (RFC 4180)."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for cell in fmt.cells:
        printed = _PRINTED[cell.unit_printed]
        place = (cell.section.heading, cell.row_label, cell.column_label)
        writer.writerow((cell.name, fmt.id, cell.kind.value, cell.unit, printed, *place))
    return text.getvalue()


def new_file(agency: str, year: int, kind: str, credit_code: str, out: Path) -> int:
    """Write a blank report. An existing file is never replaced."""
    ids = {label: name for name, label in AGENCY_KINDS.items()}
    report = blank_report(Agency(" ".join(clean_text(agency).split()), ids.get(kind, kind), credit_code), year)
    write_file(out, dump_report(report), overwrite=False)
    print(f"已生成 {out}：{report.agency.name} {year} 年度，{report.format.name}，{len(report.format.cells)} 格待填。")
    return 0
