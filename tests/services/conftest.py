"""A store with a clock that tests set, and a report in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from services.reports import create_report
from storage import StorageSettings, Store, open_store
from tests.services.helpers import AGENCY, Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    opened = open_store(StorageSettings(tmp_path / "data"), now=clock)
    yield opened
    opened.close()


@pytest.fixture
def report_id(store: Store) -> str:
    return create_report(store, agency=AGENCY, year=2023, who="张三")
