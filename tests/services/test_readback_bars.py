"""A final file that does not show what its report says is not handed out."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from exporters import EXPORTERS
from exporters.document import Document
from report.numbers import Value
from services.exports import ExportDiffers, export
from tests.exporters.documents import RECENT, sample

CELL = "applications.new.person"


def test_no_final_file_that_shows_something_else_is_handed_out_and_a_draft_is(monkeypatch):
    report = sample(RECENT)
    wrong = replace(report, values={**report.values, CELL: Value(Decimal(33))})
    exporter = EXPORTERS["html"]
    monkeypatch.setitem(EXPORTERS, "html", replace(exporter, render=lambda _: exporter.render(Document(wrong))))
    with pytest.raises(ExportDiffers, match="有 1 处不符") as refusal:
        export(report, "html", draft=False)
    assert refusal.value.details == tuple(finding.message for finding in refusal.value.findings)
    assert "报告为“33”" not in refusal.value.details[0]
    assert "里是“33”" in refusal.value.details[0]
    assert export(report, "html", draft=True)
