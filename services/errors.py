"""What stands in the way of what people do; every message is for them."""

from __future__ import annotations

from collections.abc import Sequence

from checks.findings import Finding
from report.errors import NianbaoError
from report.format import Severity


class Refusal(NianbaoError):  # noqa: N818  named for what happens to the person; those below say to what
    """What was asked is not done, for a reason that a person can see to."""


class ReportNotFound(Refusal):
    """There is no such report, or it is in the trash."""

    def __init__(self) -> None:
        super().__init__("没有这份年度报告，可能已移到回收站。")


class ReportExists(Refusal):
    """The agency already has a report for that year; `report_id` is its id."""

    def __init__(self, agency: str, year: int, report_id: str) -> None:
        super().__init__(f"“{agency}”{year} 年度的报告已经有了，每个机关每年只有一份，请打开已有的那一份。")
        self.report_id = report_id


class ChangeRefused(Refusal):
    """A change that no report can hold; nothing of the save was stored."""


class FinishRefused(Refusal):
    """定稿 is refused: `findings` bar it, or `conflicts` places wait for a choice."""

    def __init__(self, findings: Sequence[Finding], conflicts: int = 0) -> None:
        reasons = [f"有{barring_words(findings)}"] if findings else []
        reasons += [f"有 {conflicts} 处两人都改过的内容没有选定"] if conflicts else []
        super().__init__(f"还不能定稿：{'；'.join(reasons)}。")
        self.findings = list(findings)
        self.conflicts = conflicts


class ExportRefused(Refusal):
    """A final export is refused: `findings` bar it. It can still be exported as 草稿."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(f"还不能导出正式稿：有{barring_words(findings)}。可以先导出草稿。")
        self.findings = list(findings)


def barring_words(findings: Sequence[Finding]) -> str:
    """How many findings bar, in words: 「3 条强制性问题、1 条没有说明的核实性问题」."""
    mandatory = sum(f.severity is Severity.ERROR for f in findings)
    words = [f" {mandatory} 条强制性问题"] if mandatory else []
    words += [f" {len(findings) - mandatory} 条没有说明的核实性问题"] if mandatory < len(findings) else []
    return "、".join(words)
