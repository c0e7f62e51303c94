"""`cells` and `new`: files out of formats."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from commands.files import write_file
from report.format import ReportFormat
from report.loading import load_format
from report.narrative import clean_text
from report.record import dump_report
from report.report import AGENCY_KINDS, Agency
from services.blank import blank_report

COLUMNS = ("cell", "format", "kind", "stored_unit", "unit_printed", "section", "row", "column")
_PRINTED = {True: "yes", False: "no", None: ""}


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
