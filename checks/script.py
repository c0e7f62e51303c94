"""Traditional characters in a report for a simplified-character public, as web pages and converters leave them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Protocol

from opencc import OpenCC

from checks.findings import Finding
from report.format import Severity
from report.report import Report

SHOWN = 6


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


@cache
def _simplifier() -> _Converter:
    """Loaded once, when there is text to look at."""
    converter: _Converter = OpenCC("t2s")
    return converter


def _traditional(text: str) -> list[str]:
    """The distinct characters that simplified script writes otherwise."""
    simple = _simplifier().convert(text)
    if simple == text or len(simple) != len(text):
        return []
    return list(dict.fromkeys(a for a, b in zip(text, simple, strict=True) if a != b))


def script_findings(report: Report) -> Iterator[Finding]:
    """Advice for each section whose text has traditional characters (繁体字)."""
    if report.narrative is None:
        return
    texts = [("cover", "引言", report.introduction)]
    texts += [(s.id, s.heading, report.blocks(s.id)) for s in report.format.sections]
    for section, name, blocks in texts:
        found = _traditional("".join(block.text for block in blocks))
        if found:
            some = "、".join(found[:SHOWN]) + ("等" if len(found) > SHOWN else "")
            yield Finding(
                code="traditional",
                kind="traditional",
                severity=Severity.ADVICE,
                key=f"traditional:{section}",
                section=section,
                message=f"“{name}”有繁体字 {len(found)} 个：{some}",
                suggestion="请改用规范汉字。",
                source="《中华人民共和国国家通用语言文字法》第三条",
            )
