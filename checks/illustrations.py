"""Figures of the text: what stands for a picture where it is not seen (替代文字), and the caption."""

from __future__ import annotations

from collections.abc import Iterator

from checks.findings import Finding
from report.format import Severity
from report.narrative import Blocks
from report.report import Report

LAW = "《中华人民共和国无障碍环境建设法》第三十二条"


def _texts(report: Report) -> Iterator[tuple[str, str, Blocks]]:
    """(section to go to, its name, blocks) of all text."""
    yield "cover", "引言", report.introduction
    for section in report.format.sections:
        yield section.id, section.heading, report.blocks(section.id)
    for extra in report.extra_sections:
        yield "cover", extra.heading, extra.blocks


def illustration_findings(report: Report) -> Iterator[Finding]:
    """A mandatory finding for each figure without 替代文字, advice for one that only repeats the caption.

    Mandatory, because without it a PDF is not accessible (PDF/UA-1, 7.3) and one sentence always mends it.
    """
    for number, (section, name, blocks) in enumerate(_texts(report)):
        for n, block in enumerate(blocks, 1):
            if block.type != "figure" or (block.alt and block.alt != block.text):
                continue
            code = "alt-repeats-caption" if block.alt else "missing-alt"
            says = "替代文字与图题相同" if block.alt else "没有替代文字"
            yield Finding(
                code=code,
                kind="picture",
                severity=Severity.ADVICE if block.alt else Severity.ERROR,
                key=f"{code}:{section}:{number}:{n}",
                section=section,
                message=f"“{name}”第 {n} 段的图{says}",
                suggestion="请用一两句话写出图中的内容，供看不到图的读者听读。",
                source=LAW,
            )
