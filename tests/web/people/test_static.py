"""Styles and scripts are for everybody, and cost the database nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, event


@pytest.fixture
def asked() -> Iterator[list[str]]:
    """What the database is asked from here on."""
    statements: list[str] = []

    def note(_connection, _cursor, statement, *_more):
        statements.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield statements
    event.remove(Engine, "before_cursor_execute", note)


def test_a_script_is_answered_without_a_look_into_the_database(county, desk, asked) -> None:
    filler = desk("filler")
    page = filler.client.get(f"/reports/{county.complete()}/edit/cover").text
    assert asked
    asked.clear()
    for script in re.findall(r'<script type="module" src="([^"]+)"', page):
        assert filler.client.get(script).status_code == 200
    assert asked == []
