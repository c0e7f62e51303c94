"""The text around the figures: mandated sections, title, headings, length, and what a template left behind."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.findings import Finding
from report.format import NarrativeSpec, Section, Severity
from report.narrative import Blocks, count_characters
from report.report import Report, mandated_title

ARTICLE_50 = "《中华人民共和国政府信息公开条例》第五十条"
_DIGITS = str.maketrans("０１２３４５６７８９〇○零一二三四五六七八九", "0123456789000123456789")
_YEAR = re.compile(r"(?<!\d)([12]\d{3})\s*年")
_PERIOD = re.compile(r"(\d{4})年1月1日(?:起)?至(?:(\d{4})年)?12月31日")
_RESIDUE = (
    (re.compile(r"[XＸ×]{2,}"), "模板占位符“{}”"),
    (re.compile(r"[（(]文字描述[^）)]*[）)]"), "格式的提示语“{}”"),
    (
        re.compile(r"[\u4e00-\u9fff][ \u3000_＿]{2,}(?:条|件|次|项|个|份|元|万元)"),
        "没有填数字的空格“{}”",
    ),
)


def _finding(
    code: str,
    kind: str,
    severity: Severity,
    section: str,
    message: str,
    part: str = "",
    **more: str,
) -> Finding:
    return Finding(
        code=code,
        kind=kind,
        severity=severity,
        key=f"{code}:{section}{f':{part}' if part else ''}",
        section=section,
        message=message,
        suggestion=more.get("suggestion", ""),
        source=more.get("source", ""),
    )


def _plain_heading(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _short(aspect: str) -> str:
    """An aspect as offices shorten it: 「平台建设」; one that would be too short to tell is left whole."""
    core = aspect.removeprefix("政府信息公开")
    return core if len(core) >= 4 else aspect


def _section_findings(report: Report, section: Section, spec: NarrativeSpec) -> Iterator[Finding]:
    narrative = report.narrative or {}
    if section.id not in narrative:
        yield _finding(
            "missing-section", "section", Severity.ERROR, section.id,
            f"缺少部分“{section.heading}”",
            suggestion="请补上该部分；没有内容的写“无”。", source=ARTICLE_50,
        )  # fmt: skip
        return
    blocks = narrative[section.id]
    if not any(block.type != "heading" for block in blocks):
        yield _finding(
            "empty-section", "section", Severity.ERROR, section.id,
            f"部分“{section.heading}”没有文字",
            suggestion="请填写；没有需要报告的写“无”。", source=ARTICLE_50,
        )  # fmt: skip
        return
    limit = spec.recommended_characters
    characters = count_characters(blocks)
    if limit and characters > limit:
        yield _finding(
            "too-long", "length", Severity.ADVICE, section.id,
            f"“{section.heading}”有 {characters} 字，原则上不超过 {limit} 字",
            suggestion="请精简，聚焦主题、突出数据和实效。",
            source=report.format.authority.number,
        )  # fmt: skip
    text = "".join(block.text for block in blocks)
    missing = [aspect for aspect in spec.aspects if aspect not in text and _short(aspect) not in text]
    if missing:
        yield _finding(
            "missing-aspect", "aspect", Severity.ADVICE, section.id,
            f"“{section.heading}”没有写到：{'、'.join(missing)}",
            suggestion="总体情况一般分这几个方面综述。", source=report.format.authority.number,
        )  # fmt: skip


def _title_findings(report: Report) -> Iterator[Finding]:
    title = report.title
    if not title:
        return
    years = {int(y) for y in _YEAR.findall(title.translate(_DIGITS))}
    wrong = sorted(years - {report.year})
    if wrong:
        yield _finding(
            "title-year", "title", Severity.ERROR, "cover",
            f"标题写的是 {'、'.join(map(str, wrong))} 年，报告年度是 {report.year} 年",
            suggestion="请改正标题或报告年度。",
        )  # fmt: skip
    expected = mandated_title(report.format, report.agency.name, report.year)
    if _plain_heading(title) != _plain_heading(expected) and not wrong:
        yield _finding(
            "title-form", "title", Severity.ADVICE, "cover",
            f"标题“{title}”与规定的“{expected}”不一致",
            suggestion="建议采用规定的标题。", source=report.format.authority.number,
        )  # fmt: skip


def _text_findings(report: Report, section: str, name: str, blocks: Blocks) -> Iterator[Finding]:
    for n, block in enumerate(blocks, 1):
        for pattern, what in _RESIDUE:
            if match := pattern.search("\n".join(block.texts)):
                yield _finding(
                    "residue", "residue", Severity.ADVICE, section,
                    f"“{name}”第 {n} 段留有{what.format(match[0].strip())}", str(n),
                    suggestion="请填写或删去。",
                )  # fmt: skip
        period = _PERIOD.search("\n".join(block.texts).translate(_DIGITS))
        if period and {int(y) for y in period.groups() if y} != {report.year}:
            yield _finding(
                "period", "period", Severity.ADVICE, section,
                f"“{name}”第 {n} 段的统计期限“{period[0]}”不在 {report.year} 年", str(n),
                suggestion=f"统计期限应为 {report.year} 年 1 月 1 日至 12 月 31 日。",
            )  # fmt: skip


def prose_findings(report: Report) -> Iterator[Finding]:
    """Findings of kind `format`, `title`, `section`, `heading`, `aspect`, `length`, `residue`, `period`.

    A report whose narrative is None has figures only: sections and text are then not checked.
    """
    fmt = report.format
    if not fmt.covers(report.year):
        yield _finding(
            "wrong-format", "format", Severity.ERROR, "cover",
            f"{report.year} 年度的报告不适用“{fmt.name}”（{fmt.authority.number}）",
            suggestion="请核对报告年度，或换用该年度的格式。",
        )  # fmt: skip
    yield from _title_findings(report)
    if report.narrative is None:
        return
    yield from _text_findings(report, "cover", "引言", report.introduction)
    for section in fmt.sections:
        if section.narrative and section.narrative.required:
            yield from _section_findings(report, section, section.narrative)
        printed = report.headings.get(section.id, "")
        if printed and _plain_heading(printed) != _plain_heading(section.heading):
            yield _finding(
                "heading", "heading", Severity.ADVICE, section.id,
                f"标题“{printed}”与规定的“{section.heading}”不一致",
                suggestion="建议采用规定的标题。", source=fmt.authority.number,
            )  # fmt: skip
        yield from _text_findings(report, section.id, section.heading, report.blocks(section.id))
    for n, extra in enumerate(report.extra_sections, 1):
        yield _finding(
            "extra-section", "heading", Severity.ADVICE, extra.after or "cover",
            f"“{extra.heading}”不在规定的部分之内", str(n),
            suggestion="年度报告不宜泛化，请考虑并入规定的部分或删去。", source=fmt.authority.number,
        )  # fmt: skip
