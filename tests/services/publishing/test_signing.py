"""An approved version is signed here or elsewhere and kept with its verdict; anything else leaves all as it was."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pikepdf
import pytest
from PIL import Image

from services import audit
from services.configuration.signing import SigningSettings
from services.drafts import save_section
from services.publishing.apart import ApartError
from services.publishing.approved import NotApproved
from services.publishing.files import NoSuchFile, find_file, list_files
from services.publishing.seals import drop_seal, find_seal, keep_seal, small_picture
from services.publishing.signing import SignedFileRefused, prepared_file, sign_version, take_outside
from services.reports import import_report, open_draft
from signing.demo import demo_certificate
from signing.errors import PictureError, SigningError
from signing.keys import KeyFile
from signing.pades import Options, sign
from signing.secret import Secret
from tests.services.helpers import sample
from tests.services.publishing.conftest import WHO, key
from tests.signing.authority import PASSPHRASE
from tests.signing.files import SEAL, rebuilt
from tests.signing.servers import hanging_server


def signed(office, **more):
    asked = office.asked(**more)
    place = "seal" if asked.with_seal else "box"
    return sign_version(office.registry, office.report_id, asked, office.make(place), WHO)


def told(office):
    return [entry.action for entry in reversed(audit.latest(office.store))]


def change(office):
    value = {"values.proactive.normative.in_force": {"number": "12345", "note": ""}}
    revision = open_draft(office.store, office.report_id).revisions["proactive"]
    save_section(office.store, office.report_id, "proactive", revision, value, "李四")


def test_a_final_version_is_signed_and_kept_with_who_when_and_whether_trusted(office):
    number = office.finish()
    office.trust()
    kept = signed(office)
    assert (kept.kind, kept.version, kept.state, kept.signer, kept.level) == (
        "own", number, "genuine", "示例市民政局", "B-B",
    )  # fmt: skip
    assert abs(kept.signed_at - datetime.now(UTC)) < timedelta(minutes=5)
    assert (kept.facts["figures"]["state"], kept.pages > 3) == ("same", True)
    file, content = find_file(office.registry, office.report_id, kept.id)
    (base,) = [item for item in list_files(office.registry, office.report_id) if item.kind == "prepared"]
    assert content.startswith(find_file(office.registry, office.report_id, base.id)[1])
    assert (file, base.sha256) == (kept, kept.base)
    assert told(office)[-2:] == ["report.prepare", "report.sign"]


def test_a_draft_is_not_signed_nor_a_version_that_was_changed_since(office):
    with pytest.raises(NotApproved, match="还没有定稿"):
        signed(office)
    office.finish()
    change(office)
    with pytest.raises(NotApproved, match="还没有定稿"):
        signed(office)
    assert list_files(office.registry, office.report_id) == []


def test_what_is_changed_while_it_is_being_signed_is_not_kept(office):
    office.finish()
    make = office.make("box")

    def meanwhile(version):
        content = make(version)
        change(office)
        return content

    with pytest.raises(NotApproved):
        sign_version(office.registry, office.report_id, office.asked(), meanwhile, WHO)
    assert list_files(office.registry, office.report_id) == []


def test_a_report_with_a_fault_is_not_signed_even_if_it_is_called_final(office):
    with office.store.write() as tx:
        tx.connection().exec_driver_sql("UPDATE reports SET state = 'final'")
    with pytest.raises(NotApproved):
        signed(office)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"secret": bytearray(b"falsch-8841")}, "口令不对"),
        ({"key": b"no key at all"}, "不是 PKCS#12"),
        ({"key": "expired"}, "过期"),
        ({"key": "not for signing"}, "没有签名用途"),
    ],
    ids=["passphrase", "no key", "expired", "usage"],
)
def test_a_key_that_cannot_sign_is_told_and_nothing_is_kept_but_the_file_to_be_signed(office, more, words):
    office.finish()
    today = datetime.now(UTC)
    if more.get("key") == "expired":
        more = {"key": key(begins=today - timedelta(days=9), ends=today - timedelta(days=2))}
    if more.get("key") == "not for signing":
        more = {"key": key(usages={"key_encipherment"})}
    asked = office.asked(**more)
    with pytest.raises(ApartError, match=words):
        sign_version(office.registry, office.report_id, asked, office.make("box"), WHO)
    assert [file.kind for file in list_files(office.registry, office.report_id)] == ["prepared"]
    assert asked.secret == b""


def test_a_time_stamp_server_that_hangs_ends_the_signature(office):
    office.finish()
    with hanging_server() as server:
        settings = SigningSettings(level="B-T", timestamp_url=server.url, timestamp_seconds=1)
        office.registry = replace(office.registry, signing=settings)
        with pytest.raises(ApartError, match="时间戳"):
            signed(office)
    assert [file.kind for file in list_files(office.registry, office.report_id)] == ["prepared"]


def test_no_secret_is_kept_or_told_anywhere(office, caplog, tmp_path):
    office.finish()
    signed(office)
    with pytest.raises(ApartError) as refused:
        signed(office, secret=bytearray(b"falsch-8841"))
    entries = json.dumps([[e.before, e.after] for e in audit.latest(office.store)], ensure_ascii=False)
    said = "".join((caplog.text, entries, str(refused.value), repr(office.asked())))
    stored = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    for secret in (PASSPHRASE, "falsch-8841"):
        assert secret not in said
        assert secret.encode() not in stored


def test_the_seal_is_drawn_with_the_signature_alone_and_each_use_is_told(office):
    office.finish()
    assert keep_seal(office.registry, office.report_id, SEAL, WHO, 40) == ()
    _, unsigned = prepared_file(office.registry, office.report_id, "seal", office.make("seal"), WHO)
    content = find_file(office.registry, office.report_id, signed(office, with_seal=True).id)[1]

    def drawing(pdf):
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            return bytes(opened.Root.AcroForm.Fields[0].AP.N.read_bytes())

    assert b"/Drawing Do" in drawing(content)
    assert drawing(unsigned) == b""
    used = next(entry for entry in audit.latest(office.store) if entry.action == "report.sign")
    assert used.after["seal"] == find_seal(office.registry, office.report_id).sha256


def test_a_seal_belongs_to_its_agency_and_one_that_is_dropped_is_used_no_more(office):
    office.finish()
    keep_seal(office.registry, office.report_id, SEAL, WHO)
    other = import_report(
        office.store, replace(sample("demo"), agency=replace(sample("demo").agency, name="另一局")), "甲"
    )
    assert find_seal(office.registry, other) is None
    drop_seal(office.registry, office.report_id, WHO)
    with pytest.raises(SigningError, match="没有印章图片"):
        signed(office, with_seal=True)


def picture(mode, colour, size=(900, 900)):
    made = io.BytesIO()
    Image.new(mode, size, colour).save(made, "PNG")
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (bytes(50 * 2**20), "5 MB"),
        (picture("RGB", (200, 0, 0)), "透明背景"),
        (b"GIF89a", "PNG 或 SVG"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><script/></svg>', "script"),
    ],
    ids=["50 MB", "opaque", "gif", "script"],
)
def test_a_picture_that_cannot_be_a_seal_is_told_and_the_one_before_stays(office, content, words):
    keep_seal(office.registry, office.report_id, SEAL, WHO)
    before = find_seal(office.registry, office.report_id)
    with pytest.raises(PictureError, match=words):
        keep_seal(office.registry, office.report_id, content, WHO)
    assert find_seal(office.registry, office.report_id) == before


def test_pages_show_a_seal_too_small_to_be_copied(office):
    ring = Image.new("RGBA", (1600, 1600), (0, 0, 0, 0))
    ring.paste((210, 0, 20, 255), (100, 100, 1500, 300))
    ring.paste((210, 0, 20, 255), (100, 1300, 1500, 1500))
    made = io.BytesIO()
    ring.save(made, "PNG")
    keep_seal(office.registry, office.report_id, made.getvalue(), WHO)
    content, kind = small_picture(find_seal(office.registry, office.report_id))
    assert kind == "image/png"
    assert max(Image.open(io.BytesIO(content)).size) <= 300


def elsewhere(pdf):
    """Signed with somebody's own program."""
    demo = demo_certificate("示例市民政局", datetime.now(UTC))
    return sign(pdf, KeyFile(demo.key, Secret(demo.passphrase)), Options())


def handed_out(office):
    return prepared_file(office.registry, office.report_id, "seal", office.make("seal"), WHO)[1]


def test_a_file_signed_elsewhere_is_taken_back_with_whose_signature_it_is(office):
    office.finish()
    kept = take_outside(office.registry, office.report_id, elsewhere(handed_out(office)), WHO)
    assert (kept.kind, kept.is_signed, kept.state, kept.signer) == ("outside", True, "test", "测试-示例市民政局")


def test_a_file_that_is_no_continuation_of_ours_is_kept_as_unproven_with_its_figures_compared(office):
    office.finish()
    made_anew = rebuilt(handed_out(office), lambda _: None)
    kept = take_outside(office.registry, office.report_id, elsewhere(made_anew), WHO)
    assert (kept.kind, kept.is_signed) == ("unproven", False)
    assert kept.facts["figures"]["state"] == "same"
    assert "不是在待签文件上追加的" in kept.facts["reasons"][0]


def test_what_came_back_unsigned_or_changed_is_refused_and_not_kept(office):
    office.finish()
    with pytest.raises(SignedFileRefused, match="先下载待签文件"):
        take_outside(office.registry, office.report_id, b"%PDF-1.7", WHO)
    original = handed_out(office)
    with pytest.raises(SignedFileRefused, match="还没有签名"):
        take_outside(office.registry, office.report_id, original, WHO)
    with pytest.raises(ApartError, match="不是 PDF"):
        take_outside(office.registry, office.report_id, b"rubbish", WHO)
    assert [file.kind for file in list_files(office.registry, office.report_id)] == ["prepared"]


def test_the_file_to_be_signed_stays_the_same_and_a_file_of_another_report_is_none(office):
    office.finish()
    first = prepared_file(office.registry, office.report_id, "seal", office.make("seal"), WHO)
    again = prepared_file(office.registry, office.report_id, "seal", lambda _: b"other", WHO)
    assert first == again
    other = import_report(
        office.store, replace(sample("demo"), agency=replace(sample("demo").agency, name="另一局")), "甲"
    )
    with pytest.raises(NoSuchFile):
        find_file(office.registry, other, first[0].id)
