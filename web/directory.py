"""Agencies and people (机关和人员), for administrators: one by one, or from a workbook that is tried first."""

from __future__ import annotations

from base64 import b64decode, b64encode
from contextlib import ExitStack
from datetime import UTC, date, datetime
from io import BytesIO
from tempfile import TemporaryFile

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from report.errors import NianbaoError
from services.agencies.changes import abolish, merge, rename
from services.agencies.exporting import filled_workbook
from services.agencies.importing import import_workbook, try_import
from services.agencies.overview import overview
from services.agencies.tree import (
    AgencyInfo,
    NewAgency,
    change_agency,
    list_agencies,
    make_agency,
    past_names,
)
from services.agencies.workbook import template as empty_workbook
from services.agency_export import export_agency
from services.deadlines import clear_deadline, deadline, own_deadlines, set_deadline, today
from services.errors import Refusal
from services.people.model import Role
from services.workflow.starting import adopt_reports
from web.access import number_or_none, signed_in, store
from web.guarding import source

pages = Blueprint("directory", __name__)
# What a page carries from the trial to the import; a bigger workbook is chosen again.
MOST_CARRIED = 1024 * 1024
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def in_tree(agencies: list[AgencyInfo]) -> list[tuple[int, AgencyInfo]]:
    """Every agency with its depth, each below the one it belongs to."""
    below: dict[str | None, list[AgencyInfo]] = {}
    known = {agency.id for agency in agencies}
    for agency in agencies:
        below.setdefault(agency.parent_id if agency.parent_id in known else None, []).append(agency)

    def walk(parent: str | None, depth: int) -> list[tuple[int, AgencyInfo]]:
        return [line for a in below.get(parent, []) for line in ((depth, a), *walk(a.id, depth + 1))]

    return walk(None, 0)


def _index(problem: str = "", status: int = 200) -> ResponseReturnValue:
    everything = list_agencies(store(), closed=True)
    page = render_template(
        "pages/people/agencies.html",
        lines=in_tree([agency for agency in everything if not agency.closed]),
        closed=[agency for agency in everything if agency.closed],
        names={agency.id: agency.name for agency in everything},
        problem=problem,
        typed=request.form,
    )
    return page, status


@pages.get("/agencies")
def index() -> ResponseReturnValue:
    """The tree, and the form for another agency."""
    return _index()


@pages.post("/agencies")
def make() -> ResponseReturnValue:
    """Make an agency."""
    form = request.form
    wanted = NewAgency(form.get("name", ""), form.get("kind", ""), form.get("code", ""), form.get("parent") or None)
    try:
        made = make_agency(store(), signed_in(), wanted, source())
    except Refusal as refusal:
        return _index(str(refusal), 422)
    flash("机关已添加。")
    adopted = adopt_reports(store(), signed_in(), source())
    if adopted:
        flash(f"原来单机填报的报告中，有 {adopted} 份按名称归到了相应的机关。")
    return redirect(url_for("directory.agency", agency_id=made))


def _info(agency_id: str) -> AgencyInfo:
    return next((a for a in list_agencies(store(), closed=True) if a.id == agency_id), None) or abort(404)


def _agency(agency_id: str, problem: str = "", status: int = 200, tried: str = "") -> ResponseReturnValue:
    """The page of an agency; what was typed into the form that was refused (`tried`) stays there."""
    found = _info(agency_id)
    year = today(datetime.now(UTC)).year - 1
    seen = overview(store(), signed_in(), agency_id)
    held = {role for person in seen.people for role in person.roles}
    page = render_template(
        "pages/people/agency.html",
        agency=found,
        into=_info(found.merged_into_id).name if found.merged_into_id else "",
        seen=seen,
        missing=[role.label for role in (Role.FILLER, Role.REVIEWER, Role.APPROVER) if role not in held],
        lines=[line for line in in_tree(list_agencies(store())) if line[1].id != agency_id],
        names=past_names(store(), agency_id),
        deadline=deadline(store(), agency_id, year),
        own_deadlines=own_deadlines(store(), agency_id),
        year=year,
        today=today(datetime.now(UTC)).isoformat(),
        problem=problem,
        tried=tried,
        typed=request.form,
    )
    return page, status


@pages.get("/agencies/<agency_id>")
def agency(agency_id: str) -> ResponseReturnValue:
    """One agency: what is known of it, its names, its deadline, and the end of it."""
    return _agency(agency_id)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise NianbaoError(f"“{text[:20]}”不是日期，应如 2025-01-31。") from error


@pages.post("/agencies/<agency_id>/<what>")
def change(agency_id: str, what: str) -> ResponseReturnValue:
    """`what` is change, rename, merge, abolish, deadline or law."""
    form, by, held = request.form, signed_in(), store()
    _info(agency_id)
    try:
        match what:
            case "change":
                change_agency(
                    held, by, agency_id, source(), kind=form.get("kind", ""), credit_code=form.get("code", ""),
                    parent_id=form.get("parent") or None, self_review="self_review" in form,
                )  # fmt: skip
            case "rename":
                since = _day(form.get("day", ""))
                rename(held, by, agency_id, form.get("name", ""), since, form.get("reason", ""), source())
            case "merge":
                day, into = _day(form.get("day", "")), form.get("into", "")
                merge(held, by, agency_id, into, day, form.get("reason", ""), source())
            case "abolish":
                abolish(held, by, agency_id, _day(form.get("day", "")), form.get("reason", ""), source())
            case "deadline":
                month, number = number_or_none(form.get("month")) or 0, number_or_none(form.get("date")) or 0
                set_deadline(
                    held, by, agency_id, month, number, form.get("reason", ""), source(), below="below" in form
                )  # fmt: skip
            case "law":
                clear_deadline(held, by, agency_id, source(), below="below" in form)
            case _:
                abort(404)
    except NianbaoError as error:
        return _agency(agency_id, str(error), 422, what)
    flash("已保存。")
    return redirect(url_for("directory.agency", agency_id=agency_id))


@pages.post("/agencies/<agency_id>/everything")
def export(agency_id: str) -> ResponseReturnValue:
    """All data of an agency as a ZIP: written whole to a file first, so that a fault is told on a page."""
    found, data_dir = _info(agency_id), current_app.config["NIANBAO_SETTINGS"].data_dir
    with ExitStack() as stack:
        target = stack.enter_context(TemporaryFile())
        try:
            export_agency(store(), data_dir, signed_in(), agency_id, source(), target)
        except NianbaoError as error:
            return _agency(agency_id, f"没有导出：{error}", 422)
        target.seek(0)
        # From here on the answer closes it, once it is sent.
        stack.pop_all()
    name = f"{found.name}-全部数据-{today(datetime.now(UTC)).isoformat()}.zip"
    response = send_file(target, "application/zip", as_attachment=True, download_name=name)
    response.headers["Cache-Control"] = "no-store"
    return response


@pages.get("/agencies/workbook/filled")
def filled() -> ResponseReturnValue:
    """The workbook with the agencies and people that there are."""
    content, day = filled_workbook(store(), signed_in()), today(datetime.now(UTC)).isoformat()
    response = send_file(BytesIO(content), WORKBOOK, as_attachment=True, download_name=f"机关和人员-{day}.xlsx")
    response.headers["Cache-Control"] = "no-store"
    return response


@pages.get("/agencies/workbook")
def workbook() -> ResponseReturnValue:
    """The empty workbook for agencies and people."""
    return send_file(BytesIO(empty_workbook()), WORKBOOK, as_attachment=True, download_name="机关和人员.xlsx")


def _carried(text: str) -> bytes:
    """The workbook that a page of a trial carried; nothing if it is none."""
    try:
        return b64decode(text, validate=True)
    except ValueError:
        return b""


@pages.post("/agencies/workbook")
def bring_in() -> ResponseReturnValue:
    """Try a workbook, or take it in: what would change, or did, is listed; initial passwords are shown once.

    After a trial the page carries the workbook, so that just what was tried can be taken in.
    """
    file = request.files.get("file")
    content = file.read() if file is not None else _carried(request.form.get("kept", ""))
    day = today(datetime.now(UTC))
    try:
        if not content:
            raise NianbaoError("请先选择填好的工作簿。")
        if "apply" in request.form:
            outcome = import_workbook(store(), signed_in(), content, source(), day)
        else:
            outcome = try_import(store(), signed_in(), content, source(), day)
    except NianbaoError as error:
        return _index(str(error), 422)
    done = "apply" in request.form and not outcome.problems
    carried = b64encode(content).decode() if len(content) <= MOST_CARRIED else ""
    return render_template("pages/people/brought_in.html", outcome=outcome, done=done, kept=carried)
