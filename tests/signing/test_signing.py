"""Signing: what comes out is valid for everybody's readers, and nothing comes out if anything is wrong."""

from __future__ import annotations

import io
import logging
import subprocess
import traceback
from dataclasses import replace
from datetime import timedelta

import pikepdf
import pypdfium2
import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID
from PIL import Image
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from exporters.pdf import render_pdf
from signing.errors import KeyUnusableError, NotSignableError, SigningError, UnreadablePdfError
from signing.keys import KeyFile, signer_of
from signing.pades import LEVELS, Options, prepare, sign
from signing.secret import Secret
from signing.timestamps import TimestampServer
from tests.exporters.documents import RECENT, final
from tests.signing.authority import DAY, NOW, PASSPHRASE, issue, key_file, packed, private_key, root, signer, trust
from tests.signing.files import box_drawing, prepared, seal_drawing, signed
from tests.signing.servers import time_server

PLAIN = Options(at=NOW)


def told_by_pdfsig(pdf: bytes, tmp_path) -> str:
    (tmp_path / "signed.pdf").write_bytes(pdf)
    done = subprocess.run(["pdfsig", "-nocert", tmp_path / "signed.pdf"], capture_output=True, text=True, check=False)
    return done.stdout


@pytest.mark.parametrize("kind", ["ec", "rsa2048", "rsa3072"])
def test_poppler_calls_the_signature_valid_and_the_whole_document_signed(kind, tmp_path):
    said = told_by_pdfsig(signed(by=signer(kind)), tmp_path)
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    assert "示例市民政局" in said
    assert "ETSI.CAdES.detached" in said


@pytest.mark.parametrize("level", LEVELS)
def test_poppler_and_pyhanko_call_every_level_valid(level, tmp_path):
    pdf = signed(level)
    assert "Signature is Valid" in told_by_pdfsig(pdf, tmp_path)
    reader = PdfFileReader(io.BytesIO(pdf))
    context = ValidationContext(trust_roots=[root().plain], moment=NOW + DAY)
    status = validate_pdf_signature(reader.embedded_regular_signatures[0], context, skip_diff=False)
    assert status.bottom_line
    assert (status.timestamp_validity is not None) is (level != "B-B")
    assert ("/DSS" in reader.root) is (level in ("B-LT", "B-LTA"))
    assert len(reader.embedded_timestamp_signatures) == (level == "B-LTA")


def test_the_original_stands_unchanged_at_the_beginning():
    assert signed().startswith(prepared())


def test_the_time_that_is_claimed_is_the_one_given():
    reader = PdfFileReader(io.BytesIO(signed()))
    assert reader.embedded_signatures[0].self_reported_timestamp == NOW


@pytest.mark.parametrize(("kind", "drawing"), [("seal", seal_drawing), ("box", box_drawing)])
def test_the_drawing_is_in_the_field_with_its_faces_and_darkens_what_is_below(kind, drawing):
    with pikepdf.open(io.BytesIO(signed(kind=kind))) as pdf:
        (widget,) = pdf.pages[-1].Annots
        look = widget.AP.N
        assert look.Resources.ExtGState.Ink.BM == "/Multiply"
        fonts = look.Resources.XObject.Drawing.Resources.get("/Font", {})
        forms = look.Resources.XObject.Drawing.Resources.get("/XObject", {})
        assert fonts or forms
        for font in fonts.values():
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert {"/FontFile2", "/FontFile3"} & set(descriptor.keys())


def last_page_shown(pdf: bytes) -> Image.Image:
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    return document[len(document) - 1].render(scale=2).to_pil().convert("RGB")


def test_text_below_the_seal_stays_black():
    before, after = last_page_shown(prepared()), last_page_shown(signed())
    pairs = list(zip(before.get_flattened_data(), after.get_flattened_data(), strict=True))
    black = [now for was, now in pairs if max(was) < 60]
    red = [now for was, now in pairs if min(was) > 250 and now[0] > 150 and max(now[1:]) < 90]
    assert len(black) > 500
    assert all(max(colour) < 60 for colour in black)
    assert len(red) > 5000


def test_a_file_without_a_place_is_signed_unseen():
    pdf = sign(prepared(""), key_file(), PLAIN)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert [float(edge) for edge in opened.Root.AcroForm.Fields[0].Rect] == [0, 0, 0, 0]


def test_no_further_change_is_allowed_after_signing():
    with pikepdf.open(io.BytesIO(signed())) as pdf:
        assert pdf.Root.Perms.DocMDP.Reference[0].TransformParams.P == 1


def test_qpdf_finds_no_fault(tmp_path):
    (tmp_path / "signed.pdf").write_bytes(signed("B-LTA"))
    subprocess.run(["qpdf", "--check", str(tmp_path / "signed.pdf")], check=True, capture_output=True)


def test_prepare_gives_the_same_bytes_each_time():
    assert prepare(prepared()) == prepared() == render_pdf(replace(final(RECENT), signature="seal"))


def other_than_signing(**changes):
    return issue("示例市民政局", private_key("ec", "signer"), root(), **changes)


@pytest.mark.parametrize(
    ("certificate", "words"),
    [
        (lambda: other_than_signing(ends=NOW - DAY), ["2026年3月1日", "过期", "换发"]),
        (lambda: other_than_signing(begins=NOW + DAY), ["2026年3月3日", "才生效", "本机时间"]),
        (lambda: other_than_signing(usages={"key_encipherment"}), ["没有签名用途", "加密证书"]),
        (lambda: other_than_signing(purpose=ExtendedKeyUsageOID.SERVER_AUTH), ["没有签名用途", "网站证书"]),
        (lambda: issue("小", private_key("rsa1024", "weak"), root()), ["1024 位", "2048"]),
    ],
)
def test_a_certificate_that_may_not_sign_is_refused_with_the_reason(certificate, words):
    with pytest.raises(KeyUnusableError) as refused:
        sign(prepared(), KeyFile(packed(certificate()), Secret(PASSPHRASE)), PLAIN)
    assert [word for word in words if word not in str(refused.value)] == []


def test_a_wrong_passphrase_is_told():
    with pytest.raises(KeyUnusableError, match="口令不对"):
        sign(prepared(), key_file(passphrase="falsch"), PLAIN)


def test_a_key_that_does_not_fit_its_certificate_is_told():
    with pytest.raises(KeyUnusableError, match="不是一对"):
        signer_of(private_key("ec", "somebody else"), signer().certificate, [], NOW)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "不是 PKCS#12"),
        (b"-----BEGIN", "不是 PKCS#12"),
        (b"\x30" * 100, "不是 PKCS#12"),
        (b"\x30" * 2**21, "1 MB"),
    ],
)
def test_a_file_that_is_no_key_is_told(content, words):
    with pytest.raises(KeyUnusableError, match=words):
        sign(prepared(), KeyFile(content, Secret(PASSPHRASE)), PLAIN)


def test_a_key_of_sm2_leads_to_signing_elsewhere(tmp_path):
    key, certificate, file = (str(tmp_path / name) for name in ("key", "crt", "p12"))
    for command in (
        ["openssl", "genpkey", "-algorithm", "SM2", "-out", key],
        [
            "openssl",
            "req",
            "-x509",
            "-new",
            "-key",
            key,
            "-sm3",
            "-subj",
            "/CN=SM2",
            "-days",
            "30",
            "-out",
            certificate,
        ],
        ["openssl", "pkcs12", "-export", "-inkey", key, "-in", certificate, "-passout", "pass:abc", "-out", file],
    ):
        subprocess.run(command, check=True, capture_output=True)
    with pytest.raises(KeyUnusableError, match=r"SM2.*待签文件"):
        sign(prepared(), KeyFile((tmp_path / "p12").read_bytes(), Secret("abc")), PLAIN)


def test_a_draft_is_never_signed():
    with pytest.raises(NotSignableError, match="草稿"):
        sign(prepared(draft=True), key_file(), PLAIN)


def test_a_signed_file_is_not_signed_again():
    with pytest.raises(NotSignableError, match="已经签过名"):
        sign(signed(), key_file(), PLAIN)


def test_somebody_elses_pdf_is_not_signed():
    other = pikepdf.new()
    other.add_blank_page()
    written = io.BytesIO()
    other.save(written)
    with pytest.raises(NotSignableError, match="不是本程序生成的"):
        sign(written.getvalue(), key_file(), PLAIN)


def encrypted() -> bytes:
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(prepared())) as pdf:
        pdf.save(written, encryption=pikepdf.Encryption(owner="a", user="b"))
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (lambda: b"", "不是 PDF"),
        (lambda: b"PK\x03\x04" * 100, "不是 PDF"),
        (lambda: b"%PDF-1.7\n" + b"\0" * 1000, "损坏"),
        (lambda: prepared()[:-3000], "损坏"),
        (lambda: b"%PDF-" + bytes(51 * 2**20), "50 MB"),
        (encrypted, "口令或加密"),
    ],
    ids=["empty", "zip", "zeros", "cut off", "too large", "encrypted"],
)
def test_what_is_no_readable_pdf_is_refused(content, words):
    with pytest.raises(UnreadablePdfError, match=words):
        sign(content(), key_file(), PLAIN)


def test_an_unknown_level_is_refused():
    with pytest.raises(SigningError, match=r"B-X.*B-LTA"):
        sign(prepared(), key_file(), Options("B-X"))


def test_a_level_with_a_time_stamp_needs_a_server():
    with pytest.raises(SigningError, match="timestamp_url"):
        sign(prepared(), key_file(), Options("B-T"))


def test_long_term_proofs_need_root_and_revocation_list():
    with time_server() as server:
        for known in (trust(), replace(trust(), roots=())):
            with pytest.raises(SigningError, match="吊销列表"):
                sign(prepared(), key_file(), Options("B-LT", TimestampServer(server.url), known, at=NOW))


def test_the_passphrase_is_wiped_after_success_and_after_failure():
    for pdf in (prepared(), b"no PDF"):
        key = key_file()
        held = key.passphrase.value
        try:
            sign(pdf, key, PLAIN)
        except UnreadablePdfError:
            assert pdf == b"no PDF"
        assert bytes(held) == b""


def test_wiping_overwrites_the_bytes_before_it_forgets_them():
    secret = Secret("geheim")
    seen = memoryview(secret.value)
    with pytest.raises(BufferError):
        secret.wipe()
    assert bytes(seen) == bytes(6)


def test_no_log_and_no_traceback_holds_the_passphrase(caplog):
    caplog.set_level(logging.DEBUG)
    keys = [
        key_file(),
        KeyFile(packed(other_than_signing(ends=NOW - timedelta(days=1))), Secret(PASSPHRASE)),
        KeyFile(packed(signer(), passphrase="another"), Secret(PASSPHRASE)),
        KeyFile(b"junk", Secret(PASSPHRASE)),
    ]
    told = [repr(key) for key in keys]
    for key in keys:
        try:
            sign(prepared(), key, PLAIN)
        except KeyUnusableError as error:
            told += traceback.TracebackException.from_exception(error, capture_locals=True).format(chain=True)
    everything = "".join(told) + caplog.text
    assert "KeyUnusableError" in everything
    for form in (PASSPHRASE, PASSPHRASE.encode().hex(), repr(PASSPHRASE.encode())[2:-1]):
        assert form not in everything
