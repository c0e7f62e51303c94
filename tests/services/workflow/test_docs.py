"""The page about the way of a report shows the steps that there are."""

from __future__ import annotations

import pytest

from tools.workflow_table import PAGE, replaced


def test_the_tables_of_the_page_are_those_of_the_program():
    page = PAGE.read_text("utf-8")
    assert replaced(page) == page


def test_a_page_without_marks_is_not_written():
    with pytest.raises(ValueError, match="marks"):
        replaced("# no tables")
