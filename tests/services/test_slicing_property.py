"""Any report that can be on file survives being cut into slices."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from report.loading import load_format
from services.drafts import assemble, slices
from tests.report.strategies import reports


@pytest.mark.parametrize("format_id", ["2019", "2021"])
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_report_is_its_slices(format_id, data):
    report = data.draw(reports(load_format(format_id)))
    assert assemble(format_id, report.year, slices(report)) == report
