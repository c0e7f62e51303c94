"""A store with a clock that tests set, and a report in it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.reports import create_report
from storage import StorageSettings, Store, open_store
from tests.services.helpers import AGENCY, Clock, emptied


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    """The embedded database; or, emptied first, the one that NIANBAO_TEST_DATABASE_URL names."""
    address = os.environ.get("NIANBAO_TEST_DATABASE_URL")
    if address:
        emptied(address)
    opened = open_store(StorageSettings(tmp_path / "data", address), now=clock)
    yield opened
    opened.close()


@pytest.fixture
def report_id(store: Store) -> str:
    return create_report(store, agency=AGENCY, year=2023, who="张三")
