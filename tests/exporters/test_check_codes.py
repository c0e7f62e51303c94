"""The check code and its QR code at the end of what is published: legible, told to everybody, in nobody's way."""

from __future__ import annotations

import io
import subprocess
from functools import cache

import pdfua
import pikepdf
import pypdfium2
import pytest
import segno
from lxml import html

from exporters.document import Document
from exporters.html import render_html
from exporters.pdf import render_pdf
from services.readback import read_back
from tests.exporters.documents import NAMES, RECENT, sample

CODE = "7K2M-9QXA-03DF"
ADDRESS = f"https://nianbao.example.gov.cn/verify?code={CODE}"
MM = 72 / 25.4


def coded(name: str = RECENT, place: str = "") -> Document:
    return Document(sample(name), check_code=CODE, check_address=ADDRESS, signature=place)


@cache
def pdf(name: str = RECENT, place: str = "") -> bytes:
    return render_pdf(coded(name, place))


def pages(content: bytes) -> list[str]:
    with pypdfium2.PdfDocument(content) as document:
        return ["".join(page.get_textpage().get_text_bounded().split()) for page in document]


@pytest.mark.parametrize("place", ["", "seal", "box"])
def test_a_pdf_with_both_stays_accessible_archival_and_the_same(place, tmp_path):
    content = pdf(RECENT, place)
    assert content == render_pdf(coded(RECENT, place))
    (tmp_path / "report.pdf").write_bytes(content)
    subprocess.run(["qpdf", "--check", str(tmp_path / "report.pdf")], check=True, capture_output=True)
    assert pdfua.validate(str(tmp_path / "report.pdf")).findings == ()


def test_who_cannot_see_the_qr_code_is_told_where_it_leads():
    told = []

    def walk(element):
        if isinstance(element, pikepdf.Dictionary) and "/S" in element:
            if element.S == "/Figure":
                told.append(str(element.Alt))
            kids = element.get("/K", [])
            for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
                walk(kid)

    with pikepdf.open(io.BytesIO(pdf())) as opened:
        for element in opened.Root.StructTreeRoot.K:
            walk(element)
    assert told[-1:] == [f"二维码：扫码核验本报告（{ADDRESS}）"]
    (drawn,) = html.fromstring(render_html(coded())).xpath("//div[@class='qr']/svg")
    assert (drawn.get("role"), ADDRESS in drawn.get("aria-label")) == ("img", True)


def test_every_module_of_the_qr_code_stands_on_the_paper():
    matrix = [list(row) for row in segno.make(ADDRESS, error="m", micro=False).matrix_iter(border=2)]
    with pypdfium2.PdfDocument(pdf()) as document:
        page = document[len(document) - 1]
        picture = page.render(scale=6).to_pil().convert("L")
        (path,) = [item for item in page.get_objects() if item.type == 2 and _is_square(item.get_bounds())]
        left, bottom, right, top = path.get_bounds()
        height = page.get_height()
    # Bounds of strokes are wider than what is seen of them.
    half = 10 * MM * (len(matrix) - 4) / len(matrix)
    middle, centre = (left + right) / 2, (bottom + top) / 2
    left, right, bottom, top = middle - half, middle + half, centre - half, centre + half
    # The quiet zone of two modules is not drawn.
    count = len(matrix) - 4
    for row in range(count):
        for column in range(count):
            x = left + (column + 0.5) * (right - left) / count
            y = height - top + (row + 0.5) * (top - bottom) / count
            assert (picture.getpixel((round(x * 6), round(y * 6))) < 128) == bool(matrix[row + 2][column + 2])


def _is_square(bounds):
    left, bottom, right, top = bounds
    return 15 * MM < right - left < 21 * MM and abs((right - left) - (top - bottom)) < 3


@pytest.mark.parametrize("place", ["", "seal", "box"])
@pytest.mark.parametrize("name", NAMES)
def test_issuer_and_date_are_not_pushed_to_a_page_of_their_own(name, place):
    report = sample(name)
    day = f"{report.date.year}年{report.date.month}月{report.date.day}日" if report.date else ""
    closing = (report.issuer, day, "校验码：", CODE)
    last = [page for page in pages(pdf(name, place)) if CODE in page][-1]
    rest = last
    for words in closing:
        rest = rest.replace("".join(words.split()), "", 1)
    assert len(rest) > 10
    assert not day or day in last


@pytest.mark.parametrize("name", NAMES)
def test_what_is_printed_reads_back_as_the_report(name):
    assert read_back(coded(name), "pdf", pdf(name)) == []
    assert read_back(coded(name), "html", render_html(coded(name))) == []
