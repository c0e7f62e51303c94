"""Whatever is done to a signed file is found, and called by its name."""

from __future__ import annotations

import asyncio
import io
import random
import re
import subprocess
from functools import cache
from hashlib import sha256
from typing import Any

import pikepdf
import pytest
from asn1crypto import cms, x509
from cryptography.x509.oid import ExtendedKeyUsageOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from signing.errors import UnreadablePdfError
from signing.keys import KeySigner
from signing.pades import Options, sign
from signing.verdicts import Verification
from signing.verification import verify
from tests.signing.authority import DAY, NOW, Issued, issue, key_file, private_key, revocations, root, signer, trust
from tests.signing.files import Name, appended, page_of, prepared, rebuilt, signed, stream

LATER = NOW + DAY


def examined(pdf: bytes, *crls: Any) -> Verification:
    return verify(pdf, trust(*crls), LATER)


def found(verdict: Verification) -> set[str]:
    """The kinds of changes after signing that are not harmless."""
    return {change.kind for seen in verdict.signatures for change in seen.changes if not change.is_harmless}


def said(verdict: Verification) -> str:
    return "".join(answer.sentence for answer in verdict.answers)


def state_of(pdf: bytes) -> str:
    try:
        return examined(pdf).state
    except UnreadablePdfError:
        return "unreadable"


def others_object(pdf: bytes) -> bool:
    """Whether pyHanko's own validator rejects the first signature."""
    reader = PdfFileReader(io.BytesIO(pdf))
    context = ValidationContext(trust_roots=[root().plain], moment=LATER)
    return not validate_pdf_signature(reader.embedded_regular_signatures[0], context).bottom_line


def signed_again(pdf: bytes) -> bytes:
    return sign(pdf, key_file(), Options(at=NOW))


@cache
def plain_signed() -> bytes:
    """A signed report whose pages are not compressed, so that a digit can be changed in place."""

    def expand(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            page.Contents = pdf.make_stream(page.Contents.read_bytes())

    return signed_again(rebuilt(prepared(), expand).replace(b"\n", b"\n"))


def test_an_untouched_file_is_genuine():
    for level in ("B-B", "B-LTA"):
        assert examined(signed(level), revocations()).state == "genuine"


def test_a_changed_digit_in_a_page_is_found():
    pdf = plain_signed()
    shown = re.search(rb"<([0-9a-f]{4,})>", pdf[: len(pdf) // 2])
    place = shown.start(1)
    altered = pdf[:place] + (b"1" if pdf[place : place + 1] != b"1" else b"2") + pdf[place + 1 :]
    verdict = examined(altered)
    assert verdict.state == "broken"
    assert not verdict.signatures[0].intact
    assert "内容被改动过" in said(verdict)
    assert others_object(altered)


def test_no_changed_byte_passes_for_genuine():
    whole = signed()
    begin, end = container(whole)
    chance = random.Random(7)
    places = [n for n in chance.sample(range(len(whole)), 40) if not begin <= n < end]
    states = set()
    for place in [*places, begin + 40, begin + 900]:
        pdf = bytearray(whole)
        pdf[place] ^= 1 << chance.randrange(8)
        states.add(state_of(bytes(pdf)))
    assert states <= {"broken", "changed", "unreadable"}
    assert "broken" in states


def add_page(writer: IncrementalPdfFileWriter) -> None:
    content = writer.add_object(stream(b"BT ET"))
    box = generic.ArrayObject(map(generic.FloatObject, (0, 0, 595, 842)))
    page = {Name("/Type"): Name("/Page"), Name("/MediaBox"): box, Name("/Contents"): content}
    writer.insert_page(generic.DictionaryObject(page))


def remove_page(writer: IncrementalPdfFileWriter) -> None:
    pages = writer.root["/Pages"]
    del pages["/Kids"][2]
    pages[Name("/Count")] = generic.NumberObject(pages["/Count"] - 1)
    writer.mark_update(writer.root.raw_get("/Pages").reference)


def swap_data(writer: IncrementalPdfFileWriter) -> None:
    names = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
    place = [str(names[n]) for n in range(0, len(names), 2)].index("report.json")
    file = names[2 * place + 1]["/EF"].raw_get("/F").reference
    other = prepared_record().replace(b'"3"', b'"9"')
    content = stream(other, Type=Name("/EmbeddedFile"), Subtype=Name("/application#2Fjson"))
    writer.objects[(file.generation, file.idnum)] = content


def prepared_record() -> bytes:
    with pikepdf.open(io.BytesIO(prepared())) as pdf:
        return pdf.attachments["report.json"].get_file().read_bytes()


def draw_over(writer: IncrementalPdfFileWriter) -> None:
    page = page_of(writer, 1)
    more = writer.add_object(stream(b"1 1 1 rg 100 400 200 50 re f"))
    page[Name("/Contents")] = generic.ArrayObject([page.raw_get("/Contents"), more])


def add_stamp(writer: IncrementalPdfFileWriter) -> None:
    page = page_of(writer, 1)
    box = generic.ArrayObject(map(generic.FloatObject, (100, 400, 300, 450)))
    look = writer.add_object(stream(b"1 1 1 rg 0 0 200 50 re f", Subtype=Name("/Form"), BBox=box))
    note = generic.DictionaryObject(
        {
            Name("/Type"): Name("/Annot"),
            Name("/Subtype"): Name("/Stamp"),
            Name("/Rect"): box,
            Name("/AP"): generic.DictionaryObject({Name("/N"): look}),
        }
    )
    page[Name("/Annots")] = generic.ArrayObject([writer.add_object(note)])


def run_script(writer: IncrementalPdfFileWriter) -> None:
    action = {Name("/S"): Name("/JavaScript"), Name("/JS"): generic.TextStringObject("app.alert(1)")}
    writer.root[Name("/OpenAction")] = generic.DictionaryObject(action)
    writer.update_root()


def change_title(writer: IncrementalPdfFileWriter) -> None:
    info = writer.trailer.raw_get("/Info")
    info.get_object()[Name("/Title")] = generic.TextStringObject("另一份报告")
    writer.mark_update(info.reference)


def remove_signature(writer: IncrementalPdfFileWriter) -> None:
    field = writer.root["/AcroForm"]["/Fields"].raw_get(0)
    del field.get_object()["/V"]
    writer.mark_update(field.reference)


@pytest.mark.parametrize(
    ("attack", "kind", "words"),
    [
        (add_page, "page-added", "签名之后有人增加了第 7 页"),
        (remove_page, "page-removed", "签名之后有人去掉了原来的第 6 页"),
        (swap_data, "embedded-replaced", "签名之后有人替换了所附的数据文件“report.json”"),
        (draw_over, "page-text", "签名之后有人改动了第 2 页的文字或图形"),
        (add_stamp, "cover-added", "签名之后有人在第 2 页上加盖了批注或图章"),
        (change_title, "described-anew", "签名之后有人改动了文件的标题、作者等说明"),
        (run_script, "behaviour", "签名之后有人改动了文件打开后的动作或图层（OpenAction）"),
    ],
)
def test_what_is_appended_after_signing_is_named(attack, kind, words):
    pdf = appended(signed(), attack)
    verdict = examined(pdf)
    assert verdict.state == "changed"
    assert verdict.signatures[0].intact
    assert kind in found(verdict)
    assert words in said(verdict)
    # pyHanko lets everybody change the title, which readers show above the page.
    assert others_object(pdf) is (attack is not change_title)


def test_swapped_data_is_told_even_though_the_pages_are_the_same():
    verdict = examined(appended(signed(), swap_data))
    assert verdict.record == prepared_record()
    assert verdict.record_unchanged is False
    assert "年报数据在签名之后被换过" in said(verdict)


def test_a_change_that_is_taken_back_is_still_told():
    with_page = appended(signed(), add_page)

    def take_back(writer: IncrementalPdfFileWriter) -> None:
        pages = writer.root["/Pages"]
        del pages["/Kids"][-1]
        pages[Name("/Count")] = generic.NumberObject(pages["/Count"] - 1)
        writer.mark_update(writer.root.raw_get("/Pages").reference)

    assert found(examined(appended(with_page, take_back))) >= {"page-added", "page-removed"}


def test_bytes_at_the_end_are_told():
    verdict = examined(signed() + b"\n% more\n")
    assert (verdict.state, found(verdict)) == ("changed", {"trailing"})


def test_a_removed_signature_is_told():
    verdict = examined(appended(signed(), remove_signature))
    assert (verdict.state, verdict.removed) == ("broken", ("signature",))
    assert "签名“signature”被去掉或替换" in said(verdict)


# ---- replaced signatures


def test_a_signature_of_a_namesake_is_not_trusted():
    false_root = issue("示例市电子认证根", private_key("ec", "false"), usages={"key_cert_sign"}, authority=True)
    namesake = issue("示例市民政局", private_key("ec", "namesake"), false_root)
    verdict = examined(signed(by=namesake))
    assert verdict.state in ("untrusted", "bad-certificate")
    assert verdict.signatures[0].intact
    assert verdict.signatures[0].trust in ("unknown", "broken-chain")
    assert "没有得到证明" in said(verdict)


def container(pdf: bytes) -> tuple[int, int]:
    """Where the digits of the signature begin and end."""
    first, length, second, _ = (int(number) for number in re.search(rb"/ByteRange ?\[([\d ]+)\]", pdf)[1].split())
    assert first == 0
    return length + 1, second - 1


def test_the_signature_of_another_file_is_found():
    pdf, other = signed(), signed(kind="box")
    begin, end = container(other)
    digits = other[begin:end]
    begin, end = container(pdf)
    mixed = pdf[:begin] + digits.ljust(end - begin, b"0")[: end - begin] + pdf[end:]
    verdict = examined(mixed)
    assert verdict.state == "broken"
    assert "签名所保护的内容被改动过" in said(verdict)


def resigned(pdf: bytes, ranges: tuple[int, int, int, int], by: Issued | None = None) -> bytes:
    """The file with a signature over `ranges` only, correct as far as it goes."""
    written = re.search(rb"/ByteRange ?\[[\d ]+\]", pdf)
    text = b"/ByteRange [%d %d %d %d]" % ranges
    assert len(text) <= len(written[0])
    pdf = pdf[: written.start()] + text.ljust(len(written[0])) + pdf[written.end() :]
    covered = pdf[ranges[0] : ranges[0] + ranges[1]] + pdf[ranges[2] : ranges[2] + ranges[3]]
    own = by or signer()
    worker = KeySigner(own.key, own.plain, [root().plain])
    made = asyncio.run(worker.async_sign(sha256(covered).digest(), "sha256", use_pades=True))
    digits = made.dump().hex().encode()
    begin, end = container(signed())
    return pdf[:begin] + digits.ljust(end - begin, b"0") + pdf[end:]


@pytest.mark.parametrize("part", ["end left out", "gap too wide", "beginning left out"])
def test_a_signature_over_part_of_the_file_is_named(part):
    pdf = signed()
    begin, end = container(pdf)
    ranges = {
        "end left out": (0, begin - 1, end + 1, len(pdf) - end - 60),
        "gap too wide": (0, begin - 1 - 90, end + 1, len(pdf) - end - 1),
        "beginning left out": (9, begin - 1 - 9, end + 1, len(pdf) - end - 1),
    }
    verdict = examined(resigned(pdf, ranges[part]))
    assert verdict.signatures[0].intact
    assert (verdict.state, verdict.signatures[0].covers) == ("broken", "part")
    assert "只盖住了文件的一部分" in said(verdict)


# ---- certificates


def test_an_expired_certificate_is_named():
    verdict = verify(signed(), trust(), signer().certificate.not_valid_after_utc + DAY)
    assert (verdict.state, verdict.signatures[0].trust) == ("bad-certificate", "expired")
    assert "没有时间戳能证明是过期之前签的" in said(verdict)


def test_a_time_stamp_keeps_a_signature_alive_after_the_certificate_ran_out():
    later = signer().certificate.not_valid_after_utc - DAY / 2
    short = issue("短期", private_key("ec", "short"), root(), ends=NOW + 3 * DAY)
    verdict = verify(signed("B-T", by=short), trust(), later)
    assert (verdict.state, verdict.signatures[0].proven_at) == ("genuine", NOW)


def test_a_revoked_certificate_is_named_with_the_day():
    verdict = examined(signed(), revocations(signer(), on=NOW - 5 * DAY))
    assert (verdict.state, verdict.signatures[0].trust) == ("bad-certificate", "revoked")
    assert verdict.signatures[0].revoked_on == NOW - 5 * DAY
    assert "证书已于2026年2月25日" in said(verdict)


def test_a_list_that_has_run_out_still_tells_of_a_revoked_certificate():
    old = revocations(signer(), on=NOW - 90 * DAY, issued=NOW - 80 * DAY)
    assert examined(signed(), old).signatures[0].trust == "revoked"


def test_a_revocation_after_a_proven_time_leaves_the_signature_good():
    listed = revocations(signer(), on=NOW + DAY / 4, issued=NOW + DAY / 2)
    assert examined(signed("B-T"), listed).state == "genuine"
    assert examined(signed("B-B"), listed).state == "bad-certificate"


def test_a_forged_revocation_list_is_passed_over():
    forger = issue("示例市电子认证根", private_key("ec", "forger"), usages={"crl_sign"}, authority=True)
    assert examined(signed(), revocations(signer(), by=forger)).state == "genuine"


def test_it_is_told_whether_revocation_could_be_looked_up():
    assert examined(signed()).signatures[0].revocation == "unknown"
    assert examined(signed(), revocations(issued=NOW)).signatures[0].revocation == "good"


@pytest.mark.parametrize(
    "odd", [{"usages": {"key_encipherment"}}, {"purpose": ExtendedKeyUsageOID.SERVER_AUTH}], ids=["usage", "purpose"]
)
def test_a_certificate_that_is_not_for_signing_is_named(odd):
    own = issue("示例市民政局", private_key("ec", "odd"), root(), **odd)
    worker = PdfSigner(PdfSignatureMetadata("signature", certify=True), KeySigner(own.key, own.plain, [root().plain]))
    pdf = worker.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(prepared()))).getvalue()
    verdict = examined(pdf)
    assert (verdict.state, verdict.signatures[0].trust) == ("bad-certificate", "usage")
    assert "没有签名用途" in said(verdict)


def test_a_time_stamp_of_an_unknown_authority_proves_nothing():
    verdict = verify(signed("B-T"), trust().__class__(), LATER)
    assert verdict.state == "untrusted"
    assert verdict.signatures[0].proven_at is None
    assert "时间戳写的是" in said(verdict)


def test_a_signature_of_sm2_is_neither_genuine_nor_broken(tmp_path):
    key, certificate = str(tmp_path / "key"), tmp_path / "certificate"
    for command in (
        ["openssl", "genpkey", "-algorithm", "SM2", "-out", key],
        ["openssl", "req", "-x509", "-new", "-key", key, "-sm3", "-subj", "/CN=SM2", "-outform", "DER",
         "-out", str(certificate)],
    ):  # fmt: skip
        subprocess.run(command, check=True, capture_output=True)
    own = x509.Certificate.load(certificate.read_bytes())

    def as_sm2(told: cms.SignerInfo) -> None:
        told["signature_algorithm"] = {"algorithm": "1.2.156.10197.1.501"}
        told["digest_algorithm"] = {"algorithm": "1.2.156.10197.1.401"}

    verdict = examined(with_certificate(own, as_sm2))
    assert (verdict.state, verdict.signatures[0].trust) == ("unsupported", "unsupported")
    assert "国密 SM2" in said(verdict)
    assert "被改动过，" not in said(verdict)


def test_a_certificate_put_in_place_of_the_signers_is_found():
    verdict = examined(with_certificate(issue("更大的机关", private_key("ec", "grander"), root()).plain))
    assert verdict.state == "broken"
    assert not verdict.signatures[0].intact


def with_certificate(own: x509.Certificate, change: Any = id) -> bytes:
    """The signed file, its signature said to be by another certificate."""
    pdf = signed()
    begin, end = container(pdf)
    message = cms.ContentInfo.load(bytes.fromhex(pdf[begin:end].decode()))
    message["content"]["certificates"] = [own]
    (told,) = message["content"]["signer_infos"]
    told["sid"] = cms.SignerIdentifier(
        {"issuer_and_serial_number": {"issuer": own.issuer, "serial_number": own.serial_number}}
    )
    change(told)
    digits = message.dump(force=True).hex().encode()
    return pdf[:begin] + digits.ljust(end - begin, b"0") + pdf[end:]
