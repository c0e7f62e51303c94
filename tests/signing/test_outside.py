"""A file signed elsewhere is taken back only if it is the one handed out, with signatures added and nothing else."""

from __future__ import annotations

import io

import pikepdf
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner
from pyhanko.stamp import StaticStampStyle

from signing.appearance import OverlayStyle
from signing.errors import UnreadablePdfError
from signing.keys import KeySigner
from signing.outside import accept_outside
from signing.pades import prepare
from tests.signing.authority import DAY, NOW, issue, private_key, root, signer, trust
from tests.signing.files import Name, appended, page_of, prepared, seal_drawing, signed

FIGURES = (150, 300, 450, 500)


def judged(back: bytes, kind: str = "seal"):
    return accept_outside(prepare(prepared(kind)), back, trust(), NOW + DAY)


def signed_outside(
    field: str = "signature", box=None, page: int = -1, style=None, kind: str = "seal", by=None
) -> bytes:
    """Signed by another program, in our field or one of its own, as an approval and not a certification."""
    own = by or signer()
    writer = IncrementalPdfFileWriter(io.BytesIO(prepared()))
    if field != "signature":
        append_signature_field(writer, SigFieldSpec(field, on_page=page, box=box))
    worker = PdfSigner(
        PdfSignatureMetadata(field),
        KeySigner(own.key, own.plain, [root().plain]),
        stamp_style=style or OverlayStyle(drawing=seal_drawing()),
    )
    return worker.sign_pdf(writer).getvalue()


def test_a_signature_in_the_place_that_was_left_is_accepted():
    verdict = judged(signed_outside())
    assert (verdict.state, verdict.reasons) == ("accepted", ())
    assert verdict.verification.signatures[0].signer == "示例市民政局"
    assert verdict.verification.state == "genuine"


def test_a_signature_in_a_field_of_its_own_is_accepted_where_nothing_is_printed():
    verdict = judged(signed_outside("seal-1", (100, 200, 200, 300)))
    assert (verdict.state, verdict.reasons) == ("accepted", ())


def test_an_unseen_signature_is_accepted():
    assert judged(signed_outside("unseen"), "seal").is_accepted


def test_a_signature_with_all_proofs_is_accepted():
    assert judged(signed("B-LTA")).is_accepted


def test_a_second_signature_is_accepted():
    own = issue("示例市人民政府", private_key("ec", "second"), root())
    worker = PdfSigner(PdfSignatureMetadata("second"), KeySigner(own.key, own.plain, [root().plain]))
    twice = worker.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(signed_outside()))).getvalue()
    verdict = judged(twice)
    assert verdict.is_accepted
    assert [seen.signer for seen in verdict.verification.signatures] == ["示例市民政局", "示例市人民政府"]


def test_whom_nobody_knows_is_accepted_but_told():
    stranger = issue("陌生人", private_key("ec", "stranger"))
    verdict = judged(signed_outside(by=stranger))
    assert verdict.is_accepted
    assert verdict.verification.state == "untrusted"


def test_the_file_itself_without_a_signature_is_refused():
    verdict = judged(prepared())
    assert (verdict.state, verdict.is_accepted) == ("refused", False)
    assert "还没有签名" in verdict.reasons[0]


def test_a_file_written_anew_is_unproven():
    again = io.BytesIO()
    with pikepdf.open(io.BytesIO(prepared())) as pdf:
        pdf.save(again)
    writer = IncrementalPdfFileWriter(io.BytesIO(again.getvalue()))
    own = signer()
    worker = PdfSigner(PdfSignatureMetadata("signature"), KeySigner(own.key, own.plain, [root().plain]))
    verdict = judged(worker.sign_pdf(writer).getvalue())
    assert verdict.state == "unproven"
    assert "无法证明内容没有改动" in verdict.reasons[0]


def test_the_signed_file_of_another_report_is_unproven():
    assert judged(signed(kind="box")).state == "unproven"


def draw_before_signing(content: bytes) -> bytes:
    """Somebody changes a page and signs the result, so that his signature is sound."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        page = page_of(writer, 1)
        more = writer.add_object(generic.StreamObject(stream_data=b"1 1 1 rg 100 400 200 50 re f"))
        page[Name("/Contents")] = generic.ArrayObject([page.raw_get("/Contents"), more])

    writer = IncrementalPdfFileWriter(io.BytesIO(appended(content, change)))
    own = signer()
    worker = PdfSigner(PdfSignatureMetadata("signature"), KeySigner(own.key, own.plain, [root().plain]))
    return worker.sign_pdf(writer).getvalue()


def test_a_change_made_before_signing_is_refused_though_the_signature_is_sound():
    verdict = judged(draw_before_signing(prepared()))
    assert verdict.verification.signatures[0].intact
    assert verdict.state == "refused"
    assert "改动了第 2 页的文字或图形" in verdict.reasons[0]


def test_a_change_made_after_signing_is_refused():
    def run_script(writer: IncrementalPdfFileWriter) -> None:
        action = {Name("/S"): Name("/JavaScript"), Name("/JS"): generic.TextStringObject("app.alert(1)")}
        writer.root[Name("/OpenAction")] = generic.DictionaryObject(action)
        writer.update_root()

    verdict = judged(appended(signed_outside(), run_script))
    assert verdict.state == "refused"
    assert any("OpenAction" in reason for reason in verdict.reasons)


@pytest.mark.parametrize("field", ["seal-1", "elsewhere"])
def test_a_picture_over_figures_is_refused(field):
    verdict = judged(signed_outside(field, FIGURES, page=2, style=OverlayStyle(drawing=seal_drawing())))
    assert verdict.state == "refused"
    assert "签名的图案盖住了第 3 页上的文字" in verdict.reasons[0]


def test_a_broken_signature_is_refused():
    back = bytearray(signed_outside())
    back[-200] ^= 1
    try:
        verdict = judged(bytes(back))
    except UnreadablePdfError:
        return
    assert verdict.state == "refused"


def test_what_is_no_pdf_is_refused():
    with pytest.raises(UnreadablePdfError):
        judged(b"PK\x03\x04")


def test_another_look_of_the_seal_in_its_place_is_accepted():
    style = StaticStampStyle(border_width=1)
    assert judged(signed_outside(style=style)).is_accepted
