"""Shadow attacks (Mainka, Mladenov and Rohlmann, NDSS 2021), made anew after their description.

The attacker prepares the file, has it signed, and then appends an update that turns what is seen into something else.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from signing.pades import Options, sign
from signing.verification import verify
from tests.signing.authority import DAY, NOW, key_file, root, trust
from tests.signing.files import Name, appended, page_of, prepared, rebuilt, stream

Update = Callable[[IncrementalPdfFileWriter], None]
COVER = b"1 1 1 rg 0 0 400 60 re f"
BOX = (100, 400, 500, 460)


def cover_form(pdf: pikepdf.Pdf) -> Any:
    return pdf.make_indirect(
        pdf.make_stream(COVER, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 400, 60])
    )


def cover_with_form(pdf: pikepdf.Pdf) -> None:
    """Content of the second page is covered by a form drawn last."""
    page = pdf.pages[1]
    page.Resources.XObject = pikepdf.Dictionary(Cover=cover_form(pdf))
    page.contents_add(b"q 1 0 0 1 100 400 cm /Cover Do Q")


def cover_with_note(pdf: pikepdf.Pdf) -> None:
    """Content of the second page is covered by an annotation."""
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Stamp, Rect=list(BOX), F=4,
        AP=pikepdf.Dictionary(N=cover_form(pdf)),
    )  # fmt: skip
    pdf.pages[1].Annots = pdf.make_indirect(pikepdf.Array([pdf.make_indirect(note)]))


def text_field(pdf: pikepdf.Pdf) -> None:
    """A figure is shown by a field of a form, whose value and look may differ."""
    form = {"Type": pikepdf.Name.XObject, "Subtype": pikepdf.Name.Form, "BBox": [0, 0, 9, 9]}
    look = pdf.make_indirect(pdf.make_stream(b"0 0 1 rg 0 0 9 9 re f", **form))
    field = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx, T="figure", V="1", F=4,
            Rect=list(BOX), AP=pikepdf.Dictionary(N=look),
        )
    )  # fmt: skip
    pdf.pages[1].Annots = pdf.make_indirect(pikepdf.Array([field]))
    pdf.Root.AcroForm.Fields.append(field)


def hidden_page(pdf: pikepdf.Pdf) -> None:
    """A second version of a page lies in the file, shown by nothing but kept by a harmless entry."""
    other = pdf.make_indirect(pikepdf.Dictionary(dict(pdf.pages[1].obj.items())))
    other.Contents = pdf.make_stream(b"BT ET")
    # Kept from being thrown away on writing; taken out of sight again below.
    pdf.Root.Shadow = other


def nothing_to_prepare(_: pikepdf.Pdf) -> None:
    """The attack needs only what every file has."""


def second_page(writer: IncrementalPdfFileWriter) -> Any:
    return page_of(writer, 1)


def replace_object(writer: IncrementalPdfFileWriter, reference: Any, content: Any) -> None:
    writer.objects[(reference.generation, reference.idnum)] = content


def empty_the_form(writer: IncrementalPdfFileWriter) -> None:
    cover = second_page(writer)["/Resources"]["/XObject"].raw_get("/Cover").reference
    replace_object(writer, cover, generic.NullObject())


def drop_the_form(writer: IncrementalPdfFileWriter) -> None:
    page = second_page(writer)
    page["/Resources"][Name("/XObject")] = generic.DictionaryObject()
    if (held := page["/Resources"].container_ref) is not None:
        writer.mark_update(held)


def drop_the_note(writer: IncrementalPdfFileWriter) -> None:
    second_page(writer)[Name("/Annots")] = generic.ArrayObject()


def blank_the_note(writer: IncrementalPdfFileWriter) -> None:
    note = second_page(writer)["/Annots"][0]
    look = note["/AP"].raw_get("/N").reference
    box = generic.ArrayObject(map(generic.FloatObject, (0, 0, 1, 1)))
    replace_object(writer, look, stream(b"", Subtype=Name("/Form"), BBox=box))


def change_the_value(writer: IncrementalPdfFileWriter) -> None:
    field = second_page(writer)["/Annots"].raw_get(0)
    field.get_object()[Name("/V")] = generic.TextStringObject("9")
    look = field.get_object()["/AP"].raw_get("/N").reference
    box = generic.ArrayObject(map(generic.FloatObject, (0, 0, 9, 9)))
    replace_object(writer, look, stream(b"1 0 0 rg 0 0 9 9 re f", Subtype=Name("/Form"), BBox=box))
    writer.mark_update(field.reference)


def swap_a_font(writer: IncrementalPdfFileWriter) -> None:
    """Characters are drawn with other shapes: 1 looks like 9."""
    fonts = second_page(writer)["/Resources"]["/Font"]
    font = next(fonts[name] for name in fonts if "/DescendantFonts" in fonts[name])
    descriptor = font["/DescendantFonts"][0]["/FontDescriptor"]
    key = "/FontFile3" if "/FontFile3" in descriptor else "/FontFile2"
    reference = descriptor.raw_get(key).reference
    entries = {"Subtype": Name("/OpenType")} if key == "/FontFile3" else {}
    replace_object(writer, reference, stream(bytes(reversed(descriptor[key].data)), **entries))


def show_the_hidden_page(writer: IncrementalPdfFileWriter) -> None:
    shadow = generic.IndirectObject(hidden_number(writer), 0, writer)
    writer.root["/Pages"]["/Kids"][1] = shadow
    writer.mark_update(writer.root.raw_get("/Pages").reference)


def hidden_number(writer: IncrementalPdfFileWriter) -> int:
    """The number of the page that nothing leads to."""
    shown = {kid.idnum for kid in writer.root["/Pages"]["/Kids"]}
    (hidden,) = (
        reference.idnum
        for reference in writer.prev.xrefs.explicit_refs_in_revision(0)
        if reference.idnum not in shown and is_page(writer.prev, reference)
    )
    return int(hidden)


def is_page(reader: PdfFileReader, reference: generic.Reference) -> bool:
    item = reader.get_object(generic.Reference(reference.idnum, reference.generation, reader))
    return isinstance(item, generic.DictionaryObject) and item.get("/Type") == "/Page"


def out_of_sight(pdf: bytes) -> bytes:
    """The same bytes with the entry that leads to the hidden page turned into one that means nothing."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        number = opened.Root.Shadow.objgen[0]
    lead = b"/Shadow %d 0 R" % number
    assert pdf.count(lead) == 1
    return pdf.replace(lead, b"/Shadow null".ljust(len(lead)))


@pytest.mark.parametrize(
    ("prepare", "attack", "kind", "words"),
    [
        (cover_with_form, empty_the_form, "cover-removed", "隐藏攻击"),
        (cover_with_form, drop_the_form, "cover-removed", "隐藏攻击"),
        (cover_with_note, drop_the_note, "cover-removed", "隐藏攻击"),
        (cover_with_note, blank_the_note, "cover-removed", "隐藏攻击"),
        (text_field, change_the_value, "field-value", "替换攻击"),
        (nothing_to_prepare, swap_a_font, "page-font", "替换了第 2 页的字体"),
        (hidden_page, show_the_hidden_page, "hidden-shown", "隐藏并替换攻击"),
    ],
)
def test_the_attack_is_found_and_named(prepare, attack, kind, words):
    ready = rebuilt(prepared(), prepare)
    if prepare is hidden_page:
        ready = out_of_sight(ready)
    honest = sign(ready, key_file(), Options(at=NOW))
    assert verify(honest, trust(), NOW + DAY).state == "genuine"
    forged = appended(honest, attack)
    verdict = verify(forged, trust(), NOW + DAY)
    assert verdict.state == "changed"
    (seen,) = verdict.signatures
    assert seen.intact
    assert not seen.allowed
    assert (kind, 2) in {(change.kind, change.page) for change in seen.changes}
    assert any(words in answer.sentence for answer in verdict.answers)


def test_pyhanko_by_itself_rejects_them_too():
    honest = sign(rebuilt(prepared(), cover_with_note), key_file(), Options(at=NOW))
    reader = PdfFileReader(io.BytesIO(appended(honest, drop_the_note)))
    context = ValidationContext(trust_roots=[root().plain], moment=NOW + DAY)
    assert not validate_pdf_signature(reader.embedded_signatures[0], context).bottom_line


def test_an_object_hidden_in_the_signed_bytes_is_found_when_the_table_is_turned_to_it():
    """The update holds no content at all, only a table that leads a known number to other bytes (hide and replace)."""
    ready = rebuilt(prepared(), nothing_to_prepare)
    with pikepdf.open(io.BytesIO(ready)) as opened:
        number = opened.pages[1].Contents.objgen[0]
    hidden = b"%d 0 obj\n<< /Length 5 >>\nstream\nBT ET\nendstream\nendobj\n" % number
    # Before the table, whose own place moves; nothing in the table leads to it.
    table = ready.rindex(b"xref\n", 0, ready.rindex(b"startxref"))
    ready = ready[:table] + hidden + ready[table:]
    ready = ready[: ready.rindex(b"startxref")] + b"startxref\n%d\n%%%%EOF\n" % (table + len(hidden))
    honest = sign(ready, key_file(), Options(at=NOW))
    assert verify(honest, trust(), NOW + DAY).state == "genuine"
    reader = PdfFileReader(io.BytesIO(honest))
    size, before = int(reader.trailer["/Size"]), reader.last_startxref
    start = len(honest) + 1
    root_number = reader.trailer.raw_get("/Root").idnum
    update = b"\nxref\n%d 1\n%010d 00000 n \ntrailer\n<< /Size %d /Root %d 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
    forged = honest + update % (number, table, size, root_number, before, start)
    verdict = verify(forged, trust(), NOW + DAY)
    assert verdict.state == "changed"
    assert "hidden-shown" in {change.kind for change in verdict.signatures[0].changes}
