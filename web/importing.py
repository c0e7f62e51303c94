"""Last year's report from a file: source and reading side by side, doubtful cells first, nothing stored before."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms import form_for
from importers.model import Imported
from importers.picture import page_picture
from report.errors import NianbaoError
from report.layout import grid
from report.report import AGENCY_KINDS, Agency
from services.errors import ReportExists
from services.imports import (
    Accepted,
    Pending,
    accept_into,
    accept_new,
    decided,
    discard,
    pending_of,
    proposals,
    receive,
)
from services.printed import printed_findings
from services.workflow.table import Action
from web.access import draft_or_404, number_or_none, owner, seen_reports, store, who
from web.changes import contents
from web.doubts import doubts_of
from web.flowing import may_edit

pages = Blueprint("importing", __name__)
MAX_PASTED = 5_000_000


def _data_dir() -> Path:
    folder = current_app.config["NIANBAO_SETTINGS"].data_dir
    assert isinstance(folder, Path)
    return folder


def _held(token: str) -> Pending:
    return pending_of(_data_dir(), token, owner())


@pages.get("/imports/new")
def choose() -> ResponseReturnValue:
    """The page that asks for a file or pasted text."""
    return _choose()


def _choose(problem: str = "", status: int = 200) -> ResponseReturnValue:
    return render_template("pages/import_new.html", problem=problem), status


@pages.post("/imports")
def upload() -> ResponseReturnValue:
    """Read what was handed in and go on to the page that shows the reading."""
    file = request.files.get("file")
    text = request.form.get("text", "")
    try:
        if file is not None and file.filename:
            token = receive(_data_dir(), file.filename, file.read(), owner())
        elif text.strip():
            if len(text) > MAX_PASTED:
                raise NianbaoError("粘贴的文字超过 500 万字，请存成文件后再导入。")
            token = receive(_data_dir(), "粘贴的文字.txt", text.encode(), owner())
        else:
            raise NianbaoError("请选择一个文件，或粘贴报告的文字。")
    except NianbaoError as error:
        return _choose(str(error), 422)
    return redirect(url_for("importing.confirm", token=token))


def _accepted(imported: Imported) -> Accepted:
    """What the form says was decided; as read where the form says nothing."""
    report, form = imported.report, request.form
    year = form.get("year", str(report.year)).strip()
    name = " ".join(form.get("name", report.agency.name).split())
    kind = form.get("kind", report.agency.kind)
    if not name or len(name) > 200 or kind not in AGENCY_KINDS:
        raise NianbaoError("请填写机关全称（不超过 200 字）。")
    if not (year.isascii() and year.isdigit() and len(year) == 4):
        raise NianbaoError(f"报告年度应为四位数字，不能是“{year}”。")
    ticked = map(number_or_none, form.getlist("clean"))
    return Accepted(
        agency=Agency(name, kind, report.agency.credit_code),
        year=int(year),
        typed={cell: form[cell] for cell in report.format.cell_index if cell in form},
        zeros="zeros" in form,
        cleaned=frozenset(n for n in ticked if n is not None and n < len(imported.cleaning)),
    )


def _confirm(held: Pending, problem: str = "", status: int = 200, existing: str = "") -> ResponseReturnValue:
    imported = held.imported
    report = imported.report
    return render_template(
        "pages/import_confirm.html",
        held=held,
        imported=imported,
        report=report,
        doubts=doubts_of(report.format, imported.provenance.items()),
        sections=[(s, [grid(t) for t in s.tables]) for s in report.format.sections],
        forms={s.id: form_for(report.format, s, contents(report)) for s in report.format.sections},
        findings=[f for f in printed_findings(imported) if f.kind != "blank"],
        sizes=held.pages,
        given=request.form if request.method == "POST" else None,
        provenance={
            cell: {
                "snippet": p.snippet,
                "where": p.where,
                "doubt": p.doubt,
                "page": p.place[0] if p.place else 0,
                "box": list(p.place[1]) if p.place else None,
            }
            for cell, p in imported.provenance.items()
        },
        drafts=[r for r in seen_reports() if r.format_id == report.format.id and may_edit(r.id)],
        problem=problem,
        existing=existing,
    ), status


@pages.get("/imports/<token>")
def confirm(token: str) -> ResponseReturnValue:
    """Source and reading side by side."""
    return _confirm(_held(token))


@pages.post("/imports/<token>")
def again(token: str) -> ResponseReturnValue:
    """The same page with what was decided so far."""
    return _confirm(_held(token))


@pages.get("/imports/<token>/page/<int(max=9999):number>")
def page(token: str, number: int) -> ResponseReturnValue:
    """A page of the PDF as a picture."""
    held = _held(token)
    response = Response(page_picture(held.file.read_bytes(), number), mimetype="image/png")
    response.cache_control.private = True
    response.cache_control.max_age = 3600
    return response


@pages.post("/imports/<token>/accept")
def accept(token: str) -> ResponseReturnValue:
    """Store what was decided: as a report of its own, or go on to what would change in a draft."""
    held = _held(token)
    try:
        accepted = _accepted(held.imported)
        if target := request.form.get("target", ""):
            return _into(held, accepted, target)
        report_id = accept_new(store(), _data_dir(), token, accepted, who())
    except ReportExists as error:
        return _confirm(held, str(error) + "可在下面选择并入已有的草稿。", 422, error.report_id)
    except NianbaoError as error:
        return _confirm(held, str(error), 422)
    flash("已导入，保存为第 1 版。")
    return redirect(url_for("editing.edit", report_id=report_id, section_id="cover"))


def _into(held: Pending, accepted: Accepted, target: str) -> ResponseReturnValue:
    """What the import would change in a draft, place by place; stored once the person has chosen."""
    draft = draft_or_404(target, Action.EDIT)
    chosen = frozenset(request.form.getlist("place"))
    if not chosen:
        report = replace(decided(held.imported, accepted), agency=draft.report.agency, year=draft.report.year)
        page = render_template(
            "pages/import_into.html",
            held=held,
            draft=draft,
            proposals=proposals(draft.report, report),
            form=request.form,
            problem="请先勾选要改动的地方。" if "chosen" in request.form else "",
        )
        return page, 422 if "chosen" in request.form else 200
    seen = {section: number_or_none(request.form.get(f"revision.{section}")) for section in draft.revisions}
    known = {section: revision for section, revision in seen.items() if revision is not None}
    if known.keys() != draft.revisions.keys():
        raise NianbaoError("提交的内容不完整，没有改动草稿。请返回上一页再试。")
    count, clashes = accept_into(store(), _data_dir(), held.token, target, chosen, known, accepted, who())
    waiting = f"；另有 {clashes} 处在您查看之后有人改过，两边都已保留，请选择" if clashes else ""
    flash(f"已并入 {count} 处{waiting}；并入前的内容已存为一版，可在“版本”中恢复。")
    return redirect(url_for("editing.edit", report_id=target, section_id="cover"))


@pages.post("/imports/<token>/discard")
def drop(token: str) -> ResponseReturnValue:
    """Forget the file."""
    discard(_data_dir(), _held(token).token)
    flash("已取消导入，没有写入任何内容。")
    return redirect(url_for("reports.index"))
