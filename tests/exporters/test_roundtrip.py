"""Generated reports, plausible and ugly, come back from every kind of file as they went in, in both mandated formats.

`python -m bench.roundtrip 1000` does the same with more of them.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from bench.generated import kinds, plausible, ugly
from exporters import EXPORTERS
from exporters.document import Document
from importers import read_file
from report.loading import load_format, load_formats
from report.presentation import Presentation
from services.readback import read_back
from tests.exporters.pdf_pages import page_texts

FORMATS = [fmt.id for fmt in load_formats()]
# Ten of each kind.
CASES = [(kind, seed) for kind, _ in kinds() for seed in range(10)]
# The form of 2019 prints no unit for it, so that whoever reads it cannot be certain.
UNIT_LOST = {"2019": {"proactive.procurement.amount"}, "2021": set()}


@pytest.mark.parametrize("name", EXPORTERS)
@pytest.mark.parametrize("format_id", FORMATS)
@pytest.mark.parametrize(("kind", "seed"), CASES)
def test_every_cell_and_paragraph_comes_back(kind, seed, format_id, name):
    document = Document(dict(kinds())[kind](load_format(format_id), seed))
    told = read_back(document, name, EXPORTERS[name].render(document))
    assert [finding.message for finding in told] == []


@pytest.mark.parametrize("name", ["html", "docx", "xlsx", "json"])
@pytest.mark.parametrize("format_id", FORMATS)
@pytest.mark.parametrize("seed", range(5))
def test_a_plausible_report_imported_as_a_strangers_file_has_every_cell(seed, format_id, name):
    report = plausible(load_format(format_id), seed)
    found = read_file(f"年报.{name}", EXPORTERS[name].render(Document(report)))
    differing = {cell for cell in report.format.cell_index if found.report.value(cell) != report.value(cell)}
    assert differing <= UNIT_LOST[format_id]
    assert (found.report.year, found.report.agency.name) == (report.year, report.agency.name)


def test_a_seed_always_gives_the_same_report_and_no_two_are_alike():
    fmt = load_format("2021")
    for make in (plausible, ugly):
        assert make(fmt, 7) == make(fmt, 7)
        assert (
            len({Document(make(fmt, seed)).report.shown_title + str(make(fmt, seed).values) for seed in range(20)})
            == 20
        )


@pytest.mark.parametrize("format_id", FORMATS)
def test_ugly_reports_leave_out_put_in_and_mix_up_what_can_be(format_id):
    reports = [ugly(load_format(format_id), seed) for seed in range(10)]
    sections = len(reports[0].format.sections)
    values = [value for report in reports for value in report.values.values()]
    assert any(value.note for value in values)
    assert any(value.text.startswith("=") for value in values)
    assert any(len(report.values) < len(report.format.cells) for report in reports)
    assert any(report.narrative is not None and len(report.narrative) < sections for report in reports)
    assert any(report.extra_sections for report in reports)
    assert any(report.headings for report in reports)
    assert any(not report.issuer for report in reports)
    assert any(report.date is None for report in reports)
    blocks = [block for report in reports for block in report.all_blocks]
    assert {block.level for block in blocks} == {0, 1, 2}
    assert {block.type for block in blocks} == {"paragraph", "heading", "figure", "table"}
    assert max(len(block.text) for block in blocks) > 800
    assert any("𬭎" in block.text for block in blocks)


@pytest.mark.parametrize("wide_tables", ["fit", "rotate"])
def test_a_table_longer_than_a_page_tears_no_row_and_leaves_no_page_to_a_single_row(wide_tables):
    """Figures of fifteen digits and notes in narrow boxes make rows of many lines."""
    report = replace(ugly(load_format("2021"), 17), presentation=Presentation(wide_tables=wide_tables))
    content = EXPORTERS["pdf"].render(Document(report))
    assert [finding.message for finding in read_back(Document(report), "pdf", content)] == []
    assert len(page_texts(content)) <= 9
