"""Threads of one process write by turns: in order of asking rather than of luck, and for nobody without end."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from report.report import Agency
from services.reports import create_report, list_reports
from storage import DatabaseBusyError, StorageSettings, Store, open_store
from storage.store import Turn


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(StorageSettings(tmp_path / "data"))
    yield opened
    opened.close()


def test_many_threads_that_write_at_once_all_get_their_turn(store: Store) -> None:
    def make(number: int) -> str:
        return create_report(store, agency=Agency(f"示例{number}局"), year=2023, who="甲")

    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(make, range(24)))
    assert {line.id for line in list_reports(store)} == set(made)
    assert len(set(made)) == 24


def test_a_turn_that_ends_in_an_error_is_over_too(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.write():
        raise ZeroDivisionError
    create_report(store, agency=Agency("示例局"), year=2023, who="甲")
    assert len(list_reports(store)) == 1


def test_who_reads_waits_for_nobodys_turn(store: Store) -> None:
    with store.write():
        assert list_reports(store) == []


def test_who_gets_no_turn_is_told_so() -> None:
    turn, taken, over = Turn(0.05), Event(), Event()

    def hold() -> None:
        with turn:
            taken.set()
            over.wait(10)

    with ThreadPoolExecutor(1) as pool:
        holding = pool.submit(hold)
        assert taken.wait(10)
        with pytest.raises(DatabaseBusyError, match="没有轮到这一次，没有保存"), turn:
            pass
        over.set()
        holding.result()
    with turn:
        pass
