"""The editor: a tab per section, saved by itself, with the checks beside the cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from checks import check
from checks.findings import Finding
from checks.model import browser_model
from forms import form_for
from report.errors import NianbaoError
from report.format import Section, Severity
from report.json_input import parse_json
from report.layout import grid
from report.narrative import write_blocks
from report.record import write_value
from report.report import Report, mandated_title
from services.drafts import Draft, SaveResult, resolve_conflict, save_section
from web.access import draft_or_404, number_or_none, person, store, who
from web.changes import contents, cover_changes, section_changes
from web.contents import conflict_shown, explanations_of, merged_shown
from web.last_year import paragraphs_of, repeated
from web.reading import reading_of
from web.shown import local_time

pages = Blueprint("editing", __name__)

# What the page reckons by itself at each key stroke, as `static/table/checker.mjs` does.
LIVE_KINDS = {"relation", "swing", "number", "blank", "unit"}
COVER = "cover"
MOST_CHANGES = 2_000


def _section(report: Report, section_id: str) -> Section | None:
    """The section of that id, None for the cover; a 404 page for neither."""
    if section_id == COVER:
        return None
    for section in report.format.sections:
        if section.id == section_id:
            return section
    return abort(404)


def tab_counts(findings: list[Finding]) -> dict[str, dict[str, int]]:
    """For each section: how many findings of each severity, blanks counted apart (待填)."""
    counts: dict[str, Counter[str]] = {}
    for finding in findings:
        if finding.severity is Severity.WARNING and finding.explanation:
            continue
        kind = "blank" if finding.kind == "blank" else finding.severity.value
        counts.setdefault(finding.section, Counter())[kind] += 1
    return {section: dict(counter) for section, counter in counts.items()}


def _last_year(previous: Report | None) -> dict[str, Any]:
    """Last year's figures as in the file of record, notes and all: a 说明 covers them as they stand."""
    return {name: write_value(value) for name, value in contents(previous).items()} if previous else {}


def _editor(draft: Draft, section_id: str, form: Any = None, status: int = 200) -> ResponseReturnValue:
    report = draft.report
    section = _section(report, section_id)
    findings = check(report, draft.previous)
    page = render_template(
        "pages/cover.html" if section is None else "pages/section.html",
        draft=draft,
        report=report,
        section=section,
        section_id=section_id,
        grids=[grid(table) for table in section.tables] if section else [],
        form=form or (form_for(report.format, section, contents(report)) if section else None),
        counts=tab_counts(findings),
        model=browser_model(report.format),
        values={name: write_value(value) for name, value in contents(report).items()},
        last_year=_last_year(draft.previous),
        previous_values=contents(draft.previous) if draft.previous else {},
        blocks=write_blocks(report.blocks(section.id) if section else report.introduction),
        extra_sections=[
            {"heading": e.heading, "after": e.after, "blocks": write_blocks(e.blocks)} for e in report.extra_sections
        ],
        expected_title=mandated_title(report.format, report.agency.name, report.year),
        conflicts=[conflict_shown(draft.report, c) for c in draft.conflicts],
        facts_sentences=_facts_sentences(report, section),
        last_text=paragraphs_of(draft.previous.blocks(section.id) if section else draft.previous.introduction)
        if draft.previous
        else [],
        repetition=repeated(report, draft.previous, section_id),
        findings=findings,
        person=person(),
        reading=reading_of(draft.report_id),
        tried=session.get("tried") == draft.report_id,
        section_names=tab_names(report),
        document_data=[f.data() for f in findings if f.kind not in LIVE_KINDS],
        explanations=explanations_of(report),
        places=[{"id": s.id, "name": f"“{s.heading}”之后"} for s in report.format.sections],
    )
    return page, status


def tab_names(report: Report) -> dict[str, str]:
    """{tab: its name} of those at which people are told to be."""
    return {COVER: "封面与引言"} | {s.id: s.heading for s in report.format.sections} | {"finish": "审核与定稿"}


def _facts_sentences(report: Report, section: Section | None) -> dict[str, str]:
    """The sentence that the facts of a section offer, with `{fact}` left for the browser to fill."""
    if section is None or not section.facts:
        return {}
    return {
        "sentence": section.facts_sentence.replace("{year}", str(report.year)),
        "zero": section.facts_zero_sentence.replace("{year}", str(report.year)),
    }


@pages.get("/reports/<report_id>/")
def start(report_id: str) -> ResponseReturnValue:
    """The first tab."""
    draft_or_404(report_id)
    return redirect(url_for("editing.edit", report_id=report_id, section_id=COVER))


@pages.get("/reports/<report_id>/edit/<section_id>")
def edit(report_id: str, section_id: str) -> ResponseReturnValue:
    """One tab of the editor."""
    return _editor(draft_or_404(report_id), section_id)


def _save(draft: Draft, section_id: str, revision: int, raw: Mapping[str, Any]) -> SaveResult:
    section = _section(draft.report, section_id)
    if section is None:
        changes = cover_changes(draft.report.format, raw)
    else:
        changes, _ = section_changes(draft.report, section, raw)
    return save_section(store(), draft.report_id, section_id, revision, changes, who())


@pages.post("/reports/<report_id>/edit/<section_id>")
def save(report_id: str, section_id: str) -> ResponseReturnValue:
    """Save a tab: `{"revision", "changes"}` from the page's script, or the whole form without script.

    Wrong figures are saved and marked; only what cannot be stored at all is refused, with the reason.
    """
    draft = draft_or_404(report_id)
    if not request.is_json:
        return _save_form(draft, section_id)
    body = parse_json(request.get_data())
    changes, revision = (body.get("changes"), body.get("revision")) if isinstance(body, dict) else (None, None)
    if not isinstance(changes, dict) or not isinstance(revision, int) or len(changes) > MOST_CHANGES:
        raise NianbaoError("保存的内容不完整或过多，没有保存。请刷新页面后再试。")
    result = _save(draft, section_id, revision, changes)
    after = draft_or_404(report_id)
    findings = check(after.report, after.previous)
    return jsonify(
        revision=result.revision,
        merged=merged_shown(after.report, result.merged),
        conflicts=[conflict_shown(after.report, c) for c in result.conflicts],
        saved_at=local_time(datetime.now(UTC), "%H:%M"),
        findings=[f.data() for f in findings if f.kind not in LIVE_KINDS],
        counts=tab_counts(findings),
        repetition=repeated(after.report, after.previous, section_id),
        state=after.state,
    )


def _save_form(draft: Draft, section_id: str) -> ResponseReturnValue:
    """The way without script: the fields of the form that were changed, against the revision it was made from."""
    fields = request.form
    revision = number_or_none(fields.get("revision"))
    if revision is None:
        raise NianbaoError("保存的内容不完整，没有保存。请返回上一页，刷新后再试。")
    section = _section(draft.report, section_id)
    raw = {
        path: fields[name]
        for name, (path, stands) in _shown_fields(draft.report, section).items()
        if name in fields and fields[name] != stands
    }
    result = _save(draft, section_id, revision, raw)
    flash("已保存，但有同一格被两人改动，请在下方选择。" if result.conflicts else "已保存。")
    return redirect(url_for("editing.edit", report_id=draft.report_id, section_id=section_id))


def _shown_fields(report: Report, section: Section | None) -> dict[str, tuple[str, str]]:
    """Form field names, with the path each is saved under and what its box shows.

    A box that nobody touched is not read again: what stands there may be text that a person has yet to settle.
    """
    if section is not None:
        form = form_for(report.format, section, contents(report))
        return {
            field.name: (field.name if field.name.startswith("facts.") else f"values.{field.name}", field.shown())
            for field in form.figures()
        }
    lines = {
        "title": report.title,
        "issuer": report.issuer,
        "date": report.date.isoformat() if report.date else "",
        "agency.name": report.agency.name,
        "agency.kind": report.agency.kind,
        "agency.credit_code": report.agency.credit_code,
        **{f"contact.{name}": text for name, text in vars(report.contact).items()},
        **{f"headings.{name}": text for name, text in report.headings.items()},
    }
    return {name: (name, text) for name, text in lines.items()}


@pages.post("/reports/<report_id>/conflicts/<int(max=999999999):conflict_id>")
def resolve(report_id: str, conflict_id: int) -> ResponseReturnValue:
    """A person's choice between two sides of a conflict."""
    draft = draft_or_404(report_id)
    choice = request.form.get("choice", "")
    found = [c for c in draft.conflicts if c.id == conflict_id]
    if not found or choice not in {"mine", "theirs", "both"}:
        abort(404)
    resolve_conflict(store(), conflict_id, choice, who())
    return redirect(url_for("editing.edit", report_id=report_id, section_id=found[0].section))
