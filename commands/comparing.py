"""`compare`: what differs between two report files."""

from __future__ import annotations

import json
from pathlib import Path

from commands.files import read_report_file
from report.errors import NianbaoError
from report.report import Report
from services.comparison import compare, differences_text

SAME, DIFFERENT = 0, 1


def compare_files(first: Path, second: Path, as_json: bool) -> int:
    """Print what differs between two reports, of other years, formats or versions. 0: nothing; 1: something.

    NianbaoError if one of the files cannot be read.
    """
    a, b = _read(first), _read(second)
    found = compare(a, b)
    if as_json:
        print(json.dumps([difference.data() for difference in found], ensure_ascii=False, indent=1))
    else:
        print(differences_text(a, b, found))
    return DIFFERENT if found else SAME


def _read(file: Path) -> Report:
    """A report file; of two, it has to be said which cannot be read."""
    try:
        return read_report_file(file)
    except NianbaoError as error:
        raise NianbaoError(f"{file}：{error}") from error
