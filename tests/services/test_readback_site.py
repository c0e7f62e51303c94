"""Charts and 信息公开目录 stand in a file beside the report: reading it back finds the report and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from exporters import EXPORTERS
from exporters.document import Document
from exporters.site import SiteMetadata
from importers.pdf import read_pdf
from report.presentation import Presentation
from services.readback import read_back
from tests.exporters.documents import RECENT, sample

ALL = Presentation(("outcomes", "applicants", "trend"), index_number="014314799/2024-00012")


def charted() -> Document:
    report = replace(sample(RECENT), presentation=ALL)
    earlier = (replace(report, year=report.year - 1),)
    return Document(report, earlier=earlier, site=SiteMetadata(catalogue=True, category="综合政务"))


@pytest.mark.parametrize("name", EXPORTERS)
def test_a_file_with_charts_and_catalogue_reads_as_its_report(name: str) -> None:
    assert read_back(charted(), name, EXPORTERS[name].render(charted())) == []


def test_the_labels_of_a_chart_are_there_for_whoever_reads_all_that_a_pdf_shows() -> None:
    lines = [getattr(item, "text", "") for item in read_pdf(EXPORTERS["pdf"].render(charted())).items]
    assert any("17件（43.6%）" in line for line in lines)
