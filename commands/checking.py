"""`check`: what is wrong with report files."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from checks import check
from checks.findings import Finding
from commands.files import RECORD, read_published, read_report_file
from report.errors import NianbaoError
from report.format import Severity
from report.record import dump_report
from report.report import Report

CLEAN, FAULTY, FAILED = 0, 1, 2
_EFFECTS = {
    Severity.ERROR: "必须改正，否则不能定稿",
    Severity.WARNING: "请核实，确实无误的填写说明",
    Severity.ADVICE: "供参考",
}


def check_files(files: Sequence[Path], previous_file: Path | None, as_json: bool) -> int:
    """Check each file and print what was found; returns the exit code.

    0: nothing mandatory is wrong with any; 1: something is; 2: a file could not be read (the others are checked).
    """
    if previous_file is not None and len(files) > 1:
        raise NianbaoError("--previous 只能与一个文件同用。")
    previous = read_report_file(previous_file) if previous_file else None
    code, found = CLEAN, []
    for n, file in enumerate(files):
        try:
            report, findings = _checked(file, previous)
        except NianbaoError as error:
            print(f"{file}：{error}".replace("\n", "\n  "), file=sys.stderr)
            code = FAILED
            continue
        if code == CLEAN and any(f.severity is Severity.ERROR for f in findings):
            code = FAULTY
        if as_json:
            found += [({"file": str(file)} if len(files) > 1 else {}) | finding.data() for finding in findings]
            if report.narrative is None:
                print(f"{file}：{FIGURES_ONLY}", file=sys.stderr)
        else:
            print("\n" * (n > 0) + "\n".join(_lines(file, report, findings)))
    if as_json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
    return code


def _checked(file: Path, previous: Report | None) -> tuple[Report, list[Finding]]:
    """A file of record by its format; a published report as printed, each table by the format it was printed in."""
    if file.suffix.lower() == RECORD:
        report = read_report_file(file)
        return report, check(report, previous)
    from services.printed import printed_findings

    imported = read_published(file)
    return imported.report, printed_findings(imported, previous)


FIGURES_ONLY = "文件没有文字部分，只核对了数据。"


def _missing(report: Report) -> list[str]:
    """Characters that no face has. Every face has those of GB 2312: with them alone the exporters are not needed."""
    with suppress(UnicodeEncodeError):
        dump_report(report).decode().encode("gb2312")
        return []
    from commands.faces import fonts_of
    from commands.serving import real_data_dir
    from services.fonts import missing_in

    fonts_of(real_data_dir())
    return missing_in(report)


def _lines(file: Path, report: Report, findings: list[Finding]) -> Iterator[str]:
    yield f"{file}：{report.agency.name} {report.year} 年度（{report.format.name}）"
    if report.narrative is None:
        yield FIGURES_ONLY
    for severity, effect in _EFFECTS.items():
        group = [finding for finding in findings if finding.severity is severity]
        if group:
            yield f"{severity.label} {len(group)} 条（{effect}）"
        for n, finding in enumerate(group, 1):
            yield f"  {n}. {finding.message}"
            if finding.explanation:
                yield f"     说明：{finding.explanation}"
            elif finding.suggestion:
                yield f"     {finding.suggestion}"
    missing = _missing(report)
    if missing:
        yield f"字体缺字 {len(missing)} 个（不影响网页和 Word，导出 PDF 前须处理）"
        yield from (f"  {n}. {sentence}" for n, sentence in enumerate(missing, 1))
    if not findings and not missing:
        yield "没有发现问题。"
