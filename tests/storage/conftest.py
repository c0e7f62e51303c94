"""Databases made as the program makes them."""

from __future__ import annotations

import pytest

from storage import opening
from tests.made_once import really_create


@pytest.fixture(autouse=True)
def _made_as_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "_create_file", really_create)
