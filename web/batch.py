"""导出全部: many reports as one ZIP, with how far it is, stop and go on."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from exporters import EXPORTERS
from services.batch import (
    ARCHIVE,
    Batch,
    allow,
    batch_folder,
    cancel,
    list_batches,
    load_batch,
    new_batch,
    remove,
    remove_old,
)
from services.errors import Refusal
from web.access import may_see, owner, seen_reports, who
from web.exporting import rendering
from web.shown import local_time

pages = Blueprint("batch", __name__)

CHOSEN, ALL = "chosen", "all"
WORDS = {"waiting": "等待", "done": "完成", "failed": "有问题"}


def _folder() -> Path:
    return rendering().shop.folder


def _batch(batch_id: str) -> Batch:
    try:
        found = load_batch(_folder(), batch_id)
    except Refusal:
        abort(404)
    return found if found is not None and _is_theirs(found) else abort(404)


def _is_theirs(batch: Batch) -> bool:
    """Whether whoever is at work asked for the set, and may still see all that is in it."""
    return batch.owner == owner() and may_see(item.report_id for item in batch.items)


@pages.get("/sets")
def index() -> ResponseReturnValue:
    """Every set that is still there, newest first."""
    return render_template(
        "pages/batches.html",
        batches=[found for found in list_batches(_folder()) if _is_theirs(found)],
        exporters=EXPORTERS,
    )


@pages.post("/sets")
def create() -> ResponseReturnValue:
    """Begin a set of the reports that were ticked, of all, or of a year."""
    which, ticked = request.form.get("which", CHOSEN), set(request.form.getlist("report"))
    kinds = [kind for kind in EXPORTERS if kind in request.form.getlist("kind")]
    reports = [
        (report.id, report.agency_name, report.year)
        for report in seen_reports()
        if (report.id in ticked if which == CHOSEN else which in (ALL, str(report.year)))
    ]
    try:
        batch_id = new_batch(_folder(), reports, kinds, who(), owner())
    except Refusal as refusal:
        flash(str(refusal))
        return redirect(url_for("reports.index"))
    remove_old(_folder(), rendering().installation.work.keep_days)
    rendering().tasks.begin(batch_id)
    return redirect(url_for("batch.show", batch_id=batch_id))


@pages.get("/sets/<batch_id>")
def show(batch_id: str) -> ResponseReturnValue:
    """How far a set is: as a page, or as JSON to a script that asks for it."""
    found = _batch(batch_id)
    idle = found.state == "running" and not rendering().alive()
    if request.accept_mimetypes.best == "application/json":
        return jsonify(
            state=found.state,
            message=found.message,
            finished=found.finished,
            failed=found.failed,
            count=len(found.items),
            idle=idle,
            items=[{"state": item.state, "word": WORDS[item.state], "message": item.message} for item in found.items],
        )
    return render_template("pages/batch.html", batch=found, idle=idle, exporters=EXPORTERS, WORDS=WORDS)


@pages.get("/sets/<batch_id>/zip")
def download(batch_id: str) -> ResponseReturnValue:
    """The ZIP, sent from the disk a piece at a time."""
    found = _batch(batch_id)
    if found.state != "done":
        return redirect(url_for("batch.show", batch_id=batch_id))
    name = f"政府信息公开年报_{len(found.items)}份_{local_time(found.at, '%Y%m%d-%H%M')}.zip"
    file = batch_folder(_folder(), batch_id) / ARCHIVE
    return send_file(file, "application/zip", as_attachment=True, download_name=name, conditional=True)


@pages.post("/sets/<batch_id>/cancel")
def stop(batch_id: str) -> ResponseReturnValue:
    """Stop a set; what is made stays."""
    if _batch(batch_id).state == "running":
        cancel(_folder(), batch_id)
        flash("已停止。已生成的文件保留，可以继续。")
    return redirect(url_for("batch.show", batch_id=batch_id))


@pages.post("/sets/<batch_id>/resume")
def resume(batch_id: str) -> ResponseReturnValue:
    """Go on with a set that was stopped or failed, what failed in it included."""
    if _batch(batch_id).state in ("cancelled", "failed"):
        allow(_folder(), batch_id)
        rendering().tasks.begin(batch_id)
    return redirect(url_for("batch.show", batch_id=batch_id))


@pages.post("/sets/<batch_id>/delete")
def delete(batch_id: str) -> ResponseReturnValue:
    """Take a set and its ZIP away; the reports are untouched."""
    _batch(batch_id)
    remove(_folder(), batch_id)
    flash("已删除这次导出的文件；报告不受影响。")
    return redirect(url_for("batch.index"))
