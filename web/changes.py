"""What a page sends when it saves, made into changes that the services take: typed text read, blocks checked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict

from forms import SectionForm, form_for
from report.errors import ReportError
from report.format import ReportFormat, Section
from report.json_input import brief, some
from report.narrative import Blocks, clean_text, read_blocks, write_blocks
from report.numbers import Value
from report.record import write_value
from report.report import AGENCY_KINDS, Contact, Report

MAX_LINE = 500
BLOCK_PATHS = {"introduction", "blocks"}
COVER_LINES = {"title": "标题", "issuer": "落款", "agency.name": "机关名称", "agency.credit_code": "统一社会信用代码"}
CONTACT_LINES = {f"contact.{name}" for name in Contact.__dataclass_fields__}


def contents(report: Report) -> dict[str, Value]:
    """Stored figures by field name: cells, and facts under `facts.…`."""
    return dict(report.values) | {f"facts.{name}": value for name, value in report.facts.items()}


def _line(path: str, data: Any, problems: list[str]) -> str:
    if not isinstance(data, str) or len(data) > MAX_LINE:
        problems.append(f"{COVER_LINES.get(path, path)}：应为不超过 {MAX_LINE} 字的一行文字，没有保存。")
        return ""
    return " ".join(clean_text(data).split())


def _date(data: Any, problems: list[str]) -> str | None:
    if not data:
        return None
    try:
        return date.fromisoformat(str(data)).isoformat()
    except ValueError:
        problems.append(f"成文日期：“{brief(data)}”不是日期，应如 2024-01-31，没有保存。")
        return None


def _blocks(name: str, data: Any, problems: list[str]) -> list[dict[str, Any]]:
    return write_blocks(read_blocks(data, name, problems))


def _extra_sections(fmt: ReportFormat, data: Any, problems: list[str]) -> list[dict[str, Any]]:
    places = ["", *(s.id for s in fmt.sections)]
    sections: list[dict[str, Any]] = []
    if not isinstance(data, list):
        problems.append("附加部分不完整，没有保存。")
        return sections
    for i, item in enumerate(data, 1):
        if not isinstance(item, dict) or item.get("after", "") not in places:
            problems.append(f"附加部分第 {i} 项不完整，没有保存。")
            continue
        heading = _line(f"附加部分第 {i} 项标题", item.get("heading", ""), problems)
        blocks = _blocks(f"附加部分第 {i} 项", item.get("blocks"), problems)
        if heading or blocks:
            sections.append({"heading": heading or "（未写标题）", "after": item.get("after", ""), "blocks": blocks})
    return sections


def cover_changes(fmt: ReportFormat, raw: Mapping[str, Any]) -> dict[str, Any]:
    """Changes of the cover: agency, title, introduction, issuer, date, contact, headings, extra sections.

    ReportError lists what cannot be stored; then nothing of the request is.
    """
    problems: list[str] = []
    changes: dict[str, Any] = {}
    section_ids = {s.id for s in fmt.sections}
    for path, data in raw.items():
        if path in COVER_LINES or path in CONTACT_LINES:
            changes[path] = _line(path, data, problems)
        elif path.startswith("headings.") and path.removeprefix("headings.") in section_ids:
            changes[path] = _line(path, data, problems) or None
        elif path == "agency.kind" and isinstance(data, str) and data in AGENCY_KINDS:
            changes[path] = data
        elif path == "date":
            changes[path] = _date(data, problems)
        elif path == "introduction":
            changes[path] = _blocks("引言", data, problems)
        elif path == "extra_sections":
            changes[path] = _extra_sections(fmt, data, problems)
        else:
            problems.append(f"封面没有“{brief(path)}”这一项，没有保存。")
    if not changes.get("agency.name", "名"):
        problems.append("机关名称不能为空，没有保存。")
    if problems:
        raise ReportError(problems)
    return changes


def section_changes(report: Report, section: Section, raw: Mapping[str, Any]) -> tuple[dict[str, Any], SectionForm]:
    """Changes of a section from `{"values.<cell>": typed, "facts.<id>": typed, "blocks": [...]}`, and the form.

    Figures that cannot be read are kept as text. ReportError lists paths the section has not, and bad blocks.
    """
    problems: list[str] = []
    typed: MultiDict[str, str] = MultiDict()
    changes: dict[str, Any] = {}
    names = {}
    for path, data in raw.items():
        name = path.removeprefix("values.")
        if path == "blocks" and section.narrative:
            changes[path] = _blocks(section.heading, data, problems)
        elif isinstance(data, str | None) and path.startswith(("values.", "facts.")):
            names[name] = path
            typed[name] = data or ""
        else:
            problems.append(f"“{section.heading}”没有“{brief(path)}”这一项，没有保存。")
    form = form_for(report.format, section, contents(report), typed)
    if unknown := [names[name] for name in names if name not in form]:
        problems.append(f"“{section.heading}”没有这些格：{some(unknown)}，没有保存。")
    if problems:
        raise ReportError(problems)
    for name, path in names.items():
        field = form[name]
        if field.process_errors:
            raise ReportError([f"{field.label.text}：{error}" for error in field.process_errors])
        changes[path] = write_value(field.data)
    return changes, form


def text_paragraphs(blocks: Blocks) -> list[str]:
    """The text of blocks, one string a block, for pages that show both sides of a conflict."""
    return [block.text for block in blocks]
