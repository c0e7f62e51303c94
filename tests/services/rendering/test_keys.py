"""The name of a finished file changes with everything that its bytes could depend on, and with nothing else."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from exporters.document import Document
from exporters.site import SiteMetadata
from report.loading import load_format
from report.narrative import Block, paragraphs
from report.numbers import Value
from report.pictures import Picture
from report.presentation import Presentation
from report.record import load_report
from report.report import Agency, Contact, Explanation, ExtraSection, Report
from services import rendering_keys
from services.rendering_keys import fingerprint, key, pack, unpack

SAMPLES = Path(__file__).resolve().parents[3] / "samples"
PICTURE = Picture("image/png", 1, 1, b"not decoded here")
SHOWN = Block("figure", "图", picture=PICTURE.id, alt="一个点")


@pytest.fixture(scope="module")
def report() -> Report:
    return load_report((SAMPLES / "demo-2023.json").read_bytes())


OTHER_REPORT: dict[str, Any] = {
    "format": load_format("2019"),
    "agency": Agency("别的机关"),
    "year": 2022,
    "title": "别的标题",
    "introduction": paragraphs("别的引言"),
    "narrative": None,
    "headings": {"overview": "一、别的标题"},
    "extra_sections": (ExtraSection("七、附加", "", paragraphs("别的")),),
    "values": {"applications.received.new.person": Value(Decimal(123456))},
    "facts": {},
    "issuer": "别的落款",
    "date": date(2024, 1, 19),
    "contact": Contact(telephone="12345"),
    "explanations": (Explanation("S1:x", "别的说明", {"x": "1"}),),
    "presentation": Presentation(wide_tables="rotate"),
    "pictures": {PICTURE.id: PICTURE},
}
OTHER_DOCUMENT: dict[str, Any] = {
    "draft": True,
    "style": "plain",
    "check_code": "别的校验码",
    "check_address": "https://example.gov.cn/verify?code=X",
    "signature": "seal",
    "site": SiteMetadata(name="别的网站"),
}


def test_the_same_document_has_the_same_name(report: Report) -> None:
    again = load_report((SAMPLES / "demo-2023.json").read_bytes())
    assert key(Document(report), "pdf") == key(Document(again), "pdf")
    assert len(key(Document(report), "pdf")) == 64


def test_each_kind_of_file_has_its_own_name(report: Report) -> None:
    assert key(Document(report), "pdf") != key(Document(report), "docx")


@pytest.mark.parametrize("field", [field.name for field in fields(Report)])
def test_every_part_of_a_report_changes_the_name(report: Report, field: str) -> None:
    shown = replace(
        report,
        introduction=(SHOWN,),
        facts={load_format("2021").sections[-1].facts[0].id: Value(Decimal(1))},
        pictures={},
    )
    if field in ("pictures", "format"):
        # A picture is written with the text that shows it; a format with other figures needs none of these.
        shown = replace(shown, values={}, narrative={}, explanations=(), facts={}, presentation=Presentation())
    before = Document(replace(shown, pictures={PICTURE.id: replace(PICTURE, width=2)}))
    after = Document(replace(before.report, **{field: OTHER_REPORT[field]}))
    assert key(before, "pdf") != key(after, "pdf")


@pytest.mark.parametrize("field", [field.name for field in fields(Document) if field.name not in ("report", "earlier")])
def test_every_field_of_a_document_changes_the_name(report: Report, field: str) -> None:
    assert key(Document(report), "html") != key(replace(Document(report), **{field: OTHER_DOCUMENT[field]}), "html")


def test_a_report_of_an_earlier_year_changes_the_name(report: Report) -> None:
    one, other = replace(report, year=2022), replace(report, year=2022, title="别的标题")
    names = {key(Document(report, earlier=earlier), "pdf") for earlier in ((), (one,), (other,), (one, other))}
    assert len(names) == 4


def test_another_program_makes_files_of_other_names(report: Report) -> None:
    assert key(Document(report), "pdf", "one program") != key(Document(report), "pdf", "another program")


@pytest.mark.parametrize("where", rendering_keys.CODE)
def test_code_formats_and_templates_are_part_of_the_program(where: str, tmp_path: Path) -> None:
    file = tmp_path / where / "part.txt"
    file.parent.mkdir(parents=True)
    file.write_text("before", encoding="utf-8")
    before = list(rendering_keys._code(tmp_path))
    file.write_text("after", encoding="utf-8")
    assert list(rendering_keys._code(tmp_path)) != before


def test_every_face_is_part_of_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    faces = tmp_path / "faces"
    faces.mkdir()
    (tmp_path / "fonts.conf").write_text(f"<fontconfig><dir>{faces}</dir></fontconfig>", encoding="utf-8")
    monkeypatch.setenv("FONTCONFIG_FILE", str(tmp_path / "fonts.conf"))
    told = [list(rendering_keys._faces())]
    (faces / "licensed.ttf").write_bytes(b"one")
    told.append(list(rendering_keys._faces()))
    (faces / "licensed.ttf").write_bytes(b"other")
    told.append(list(rendering_keys._faces()))
    assert told[0] != told[1] != told[2]


def test_the_versions_of_libraries_are_part_of_the_program() -> None:
    told = list(rendering_keys._libraries())
    for library in ("weasyprint ", "python-docx ", "XlsxWriter ", "libpango", "libharfbuzz-subset"):
        assert any(line.lower().startswith(library.lower()) for line in told), library


def test_the_program_is_told_alike_each_time() -> None:
    before = fingerprint()
    fingerprint.cache_clear()
    assert fingerprint() == before


def test_a_document_comes_through_the_queue_as_it_was(report: Report) -> None:
    document = Document(report, draft=True, check_code="甲乙", earlier=(replace(report, year=2022),))
    assert unpack(pack(document)) == document


def test_a_field_of_a_kind_unknown_here_is_refused_instead_of_left_out(report: Report) -> None:
    @dataclass(frozen=True)
    class Longer(Document):
        more: object = None

    with pytest.raises(TypeError, match="no hash"):
        key(Longer(report, more=object()), "pdf")
