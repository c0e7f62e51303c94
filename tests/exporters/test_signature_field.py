"""The PDF leaves a place for a signature where it is asked to, and only there."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pikepdf
import pypdfium2
import pytest

from exporters import EXPORTERS
from exporters.document import SIGNATURES, Document
from exporters.pdf import render_pdf
from report.narrative import Block
from tests.exporters.documents import RECENT, final, sample
from tests.exporters.pdf_pages import final_pdf, page_texts

MM = 72 / 25.4
BODY_LEFT, BODY_RIGHT = 28 * MM, (210 - 26) * MM
LONG_NAME = "示例省示例市示例新区政务服务和数据管理局办公室"


def with_field(kind: str, **changes: Any) -> bytes:
    return render_pdf(replace(final(RECENT), report=replace(sample(RECENT), **changes), signature=kind))


def widget_of(pdf: pikepdf.Pdf) -> Any:
    (widget,) = pdf.Root.AcroForm.Fields
    return widget


def edges(content: bytes) -> list[float]:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return [float(edge) for edge in widget_of(pdf).Rect]


def last_page(content: bytes) -> Any:
    pages = pypdfium2.PdfDocument(content)
    return pages[len(pages) - 1].get_textpage()


def text_box(content: bytes, text: str) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of a text on the last page, in points."""
    page = last_page(content)
    # What the reader takes for a blank between digits and characters is no part of the text.
    places = [n for n in range(page.count_chars()) if page.get_text_range(n, 1).strip()]
    start = "".join(page.get_text_range(n, 1) for n in places).rindex(text)
    boxes = [page.get_charbox(n) for n in places[start : start + len(text)]]
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


def test_no_field_is_there_unless_it_is_asked_for():
    with pikepdf.open(io.BytesIO(final_pdf(RECENT))) as pdf:
        assert "/AcroForm" not in pdf.Root


@pytest.mark.parametrize("name", sorted(set(EXPORTERS) - {"pdf"}))
def test_every_other_file_is_the_same_with_and_without(name):
    with_room = Document(sample(RECENT), signature="seal")
    assert EXPORTERS[name].render(with_room) == EXPORTERS[name].render(final(RECENT))


@pytest.mark.parametrize("kind", SIGNATURES)
def test_the_field_stands_on_the_last_page_with_a_blank_appearance(kind):
    with pikepdf.open(io.BytesIO(with_field(kind))) as pdf:
        widget = widget_of(pdf)
        assert widget.FT == "/Sig"
        assert "/V" not in widget
        assert pdf.pages[-1].objgen == widget.P.objgen
        assert [item.objgen for item in pdf.pages[-1].Annots] == [widget.objgen]
        assert widget.AP.N.read_bytes().strip() == b""
        assert pdf.Root.AcroForm.SigFlags == 3


@pytest.mark.parametrize("kind", SIGNATURES)
def test_a_screen_reader_is_told_of_the_field(kind):
    with pikepdf.open(io.BytesIO(with_field(kind))) as pdf:
        widget = widget_of(pdf)
        numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
        element = numbers[list(numbers)[::2].index(widget.StructParent) * 2 + 1]
        assert (element.S, str(element.Alt), str(widget.TU)) == ("/Form", "电子签名", "电子签名")
        assert element.K.Obj.objgen == widget.objgen
        assert pdf.pages[-1].Tabs == "/S"


def test_a_seal_stands_over_issuer_and_date_which_are_a_little_below_its_middle():
    content = with_field("seal")
    left, bottom, right, top = edges(content)
    assert (right - left, top - bottom) == (pytest.approx(45 * MM, abs=0.1), pytest.approx(45 * MM, abs=0.1))
    issuer, date = text_box(content, "示例市民政局"), text_box(content, "2024年1月18日")
    middle = (left + right) / 2
    assert (issuer[0] + issuer[2]) / 2 == pytest.approx(middle, abs=2)
    assert (date[0] + date[2]) / 2 == pytest.approx(middle, abs=2)
    assert 0 < (bottom + top) / 2 - (issuer[3] + date[1]) / 2 < 12
    assert BODY_RIGHT - date[2] == pytest.approx(4 * 16, abs=4)


def test_a_seal_begins_within_a_line_below_the_text():
    content = with_field("seal")
    page = last_page(content)
    end = page.get_text_range().rindex("示例市民政局")
    body = [page.get_charbox(n) for n in range(end) if page.get_text_range(n, 1).strip()]
    lowest = min(box[1] for box in body)
    assert -4 < lowest - edges(content)[3] < 28.95


def test_a_seal_stays_within_the_text_even_with_a_long_name():
    content = with_field("seal", issuer=LONG_NAME)
    left, _, right, _ = edges(content)
    name = text_box(content, LONG_NAME)
    assert BODY_LEFT <= left < right <= BODY_RIGHT
    assert BODY_LEFT <= name[0] < name[2] <= BODY_RIGHT - 2 * 15
    assert (name[0] + name[2]) / 2 == pytest.approx((left + right) / 2, abs=3)


def test_a_box_stands_below_issuer_and_date():
    content = with_field("box")
    assert edges(content)[3] < text_box(content, "2024年1月18日")[1]
    assert edges(content)[2] == pytest.approx(BODY_RIGHT, abs=0.5)


def test_a_report_without_issuer_and_date_still_has_the_place():
    left, bottom, right, top = edges(with_field("seal", issuer="", date=None))
    assert 0 < left < right < 210 * MM
    assert 0 < bottom < top < 297 * MM


def test_issuer_and_date_go_to_the_next_page_with_their_seal():
    report = sample(RECENT)
    for lines in (6, 7, 8, 9, 10, 11):
        text = (Block("paragraph", "本报告" * lines * 9),)
        content = with_field("seal", narrative={**(report.narrative or {}), "other": text})
        assert "示例市民政局2024年1月18日" in page_texts(content)[-1]
        assert edges(content)[1] > 35 * MM - 1


def test_the_same_document_gives_the_same_bytes():
    assert with_field("seal") == with_field("seal")
