"""Our own file of record, read as it is; what importing once added to it is left aside."""

from __future__ import annotations

from importers.errors import UnreadableError
from importers.model import Imported, Provenance
from report.errors import ReportError
from report.json_input import parse_json
from report.record import read_report

NOT_IN_FILE = "数据文件里没有这一格"
NOT_OURS = "不是本程序的年报数据文件。\n{faults}"


def import_record(content: bytes, where: str = "数据文件") -> Imported:
    """A file of record. UnreadableError lists what is wrong with it."""
    try:
        report = read_report(parse_json(content))
    except ReportError as error:
        raise UnreadableError(NOT_OURS.format(faults=error)) from error
    provenance = {}
    for name, cell in report.format.cell_index.items():
        value = report.value(name)
        doubt = NOT_IN_FILE if value.is_blank else value.doubt or None
        provenance[name] = Provenance(f"{cell.title}", where, doubt)
    tables = {t.id: report.format.id for s in report.format.sections for t in s.tables}
    return Imported(report, provenance, tables_format=tables)
