"""签章与发布: an approved version is signed here or elsewhere, looked at, and published."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from checks import check
from report.errors import NianbaoError
from services.errors import Refusal
from services.people.model import NotAllowed
from services.publishing.approved import NotApproved, approved_version
from services.publishing.files import list_files
from services.publishing.paper import list_scans, sheet
from services.publishing.publish import publish_alone, publish_on_way
from services.publishing.record import list_publications
from services.publishing.seals import drop_seal, find_seal, keep_seal
from services.publishing.signing import Asked, prepared_file, sign_version, take_outside
from services.versions import Version
from services.workflow.rights import allowed
from services.workflow.table import Action
from web.access import draft_or_404, has_accounts, number_or_none, signed_in, store
from web.editing import tab_counts
from web.flowing import standing_of
from web.guarding import source
from web.publication_files import actor, registry, unsigned_pdf

pages = Blueprint("publishing", __name__)
NO_FILE = "没有收到文件。请选择文件后再试。"
NO_KEY = "没有收到密钥文件。请选择 .p12 或 .pfx 文件。"
NO_TOKEN = "没有设置密码设备的程序库（nianbao.yaml 中的 signing.pkcs11_library），不能用密码设备签名。"


def may(report_id: str, action: Action) -> bool:
    """Whether whoever is at work may do this with the report now."""
    standing = standing_of(report_id)
    return standing is None or action in allowed(signed_in(), standing)


def _approved(report_id: str) -> tuple[Version | None, str]:
    """The version that may be signed, or the sentence why there is none."""
    try:
        with store().read() as tx:
            return approved_version(tx, report_id), ""
    except NotApproved as refusal:
        return None, str(refusal)


@pages.get("/reports/<report_id>/publication")
def page(report_id: str) -> ResponseReturnValue:
    """All of it."""
    return _page(report_id)


def _page(report_id: str, problem: str = "", status: int = 200) -> ResponseReturnValue:
    draft, mine = draft_or_404(report_id), may(report_id, Action.SIGN)
    version, why_not = _approved(report_id)
    kept = [file for file in list_files(registry(), report_id) if file.kind != "bundle"]
    published = list_publications(store(), report_id)
    now = [file for file in kept if version is not None and file.version == version.number]
    answer = render_template(
        "pages/publishing.html",
        draft=draft,
        report=draft.report,
        section_id="publication",
        counts=tab_counts(check(draft.report, draft.previous)),
        problem=problem,
        version=version,
        why_not=why_not,
        may_sign=mine,
        seal=find_seal(registry(), report_id) if mine else None,
        signed=next((file for file in now if file.is_signed), None),
        files=[file for file in kept if file.kind not in ("prepared", "plain")],
        publications=published,
        is_published=bool(published and version and published[0].version == version.number),
        is_correction=bool(published and version and published[0].version != version.number),
        settings=registry().signing,
        scans=list_scans(store(), report_id),
        code=sheet(store(), report_id).code,
        may_scan=may(report_id, Action.SCAN),
        must_sign=registry().publication.require_signature,
    )
    return answer, status


def _back(report_id: str) -> ResponseReturnValue:
    return redirect(url_for("publishing.page", report_id=report_id))


def _sent(name: str, missing: str = NO_FILE) -> bytes:
    sent = request.files.get(name)
    if sent is None or not sent.filename:
        raise NianbaoError(missing)
    return sent.stream.read()


@pages.post("/reports/<report_id>/publication/sign")
def sign(report_id: str) -> ResponseReturnValue:
    """Sign with a key file or a token; what was typed is used once and kept nowhere."""
    draft_or_404(report_id)
    # The string itself is out of reach; the copy that is handed on is wiped.
    secret = bytearray(request.form.get("passphrase", "").encode())
    form, by_token = request.form, request.form.get("with") == "token"
    try:
        if by_token and not registry().signing.pkcs11_library:
            raise NianbaoError(NO_TOKEN)
        asked = Asked(
            secret, b"" if by_token else _sent("key", NO_KEY), form.get("label", "").strip(),
            form.get("certificate", "").strip(), with_seal="seal" in form,
        )  # fmt: skip
        place = "seal" if asked.with_seal else "box"
        kept = sign_version(
            registry(), report_id, asked, lambda version: unsigned_pdf(report_id, version, place), actor()
        )
    except NotAllowed:
        raise
    except NianbaoError as error:
        return _page(report_id, str(error), 422)
    finally:
        secret[:] = bytes(len(secret))
    flash(f"已签章：签名人“{kept.signer}”。请看过签好的文件，再发布。")
    return _back(report_id)


@pages.post("/reports/<report_id>/publication/seal")
def seal(report_id: str) -> ResponseReturnValue:
    """Keep the picture of the seal, or take it away."""
    draft_or_404(report_id)
    try:
        if "drop" in request.form:
            drop_seal(registry(), report_id, actor())
            flash("印章图片已停用。")
            return _back(report_id)
        size = number_or_none(request.form.get("diameter", "42")) or 0
        advice = keep_seal(registry(), report_id, _sent("picture"), actor(), size)
    except NianbaoError as error:
        return _page(report_id, str(error), 422)
    flash("".join(("印章图片已保存。", *advice)))
    return _back(report_id)


@pages.post("/reports/<report_id>/publication/outside")
def outside(report_id: str) -> ResponseReturnValue:
    """Take back a file that was signed elsewhere."""
    draft_or_404(report_id)
    try:
        kept = take_outside(registry(), report_id, _sent("file"), actor())
    except NianbaoError as error:
        return _page(report_id, str(error), 422)
    if kept.is_signed:
        flash(f"已收下：是待签文件加上“{kept.signer}”的签名，内容没有改动。")
    else:
        flash("文件已保存，但未能证实：它不是在待签文件上追加的签名，不能作为签章文件发布。详情见下。")
    return _back(report_id)


@pages.post("/reports/<report_id>/publication/publish")
def publish(report_id: str) -> ResponseReturnValue:
    """Publish the version that the page showed, signed or deliberately not."""
    draft_or_404(report_id)
    unsigned, number = "unsigned" in request.form, number_or_none(request.form.get("version")) or 0
    try:
        if unsigned and not registry().publication.require_signature:
            _keep_plain(report_id)
        if has_accounts():
            publish_on_way(registry(), signed_in(), report_id, number, source(), unsigned=unsigned)
        else:
            publish_alone(
                registry(), report_id, number, actor(), unsigned=unsigned, reason=request.form.get("reason", "")
            )  # fmt: skip
    except NotAllowed:
        raise
    except (Refusal, NianbaoError) as refusal:
        return _page(report_id, str(refusal), 422)
    flash("已发布。请下载发布包，放到网站上。")
    return _back(report_id)


def _keep_plain(report_id: str) -> None:
    """The unsigned file is kept before it is published, so that it can be verified."""
    prepared_file(registry(), report_id, "", lambda version: unsigned_pdf(report_id, version, ""), actor())
