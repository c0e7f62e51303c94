"""The open store: transactions that read and transactions that write."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from threading import Lock

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from storage.faults import DatabaseBusyError, StorageError
from storage.sqlite import BUSY_MILLISECONDS, WRITES

Transaction = Session
Explain = Callable[[BaseException | None], StorageError | None]
Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The present moment in UTC."""
    return datetime.now(UTC)


class Turn:
    """Writing by turns among the threads of a process. DatabaseBusyError for who had none after `seconds`."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._lock = Lock()

    def __enter__(self) -> None:
        if not self._lock.acquire(timeout=self._seconds):
            raise DatabaseBusyError("很多人正在同时保存，没有轮到这一次，没有保存。请稍后再试。")

    def __exit__(self, *_: object) -> None:
        self._lock.release()


class Store:
    """Reports and all that belongs to them, in one database. Safe for threads and for several processes."""

    def __init__(self, engine: Engine, explain: Explain, now: Clock = utc_now) -> None:
        self._engine = engine
        self._explain = explain
        # SQLite shows a reader one moment of the database anyway.
        one_moment = {} if engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
        self._reads = engine.execution_options(**one_moment)
        self._writes = engine.execution_options(**{WRITES: True})
        # SQLite lets one write at a time; who waits asks it again after ever longer naps, so that some wait for long.
        self._turn = Turn(BUSY_MILLISECONDS / 1000) if engine.dialect.name == "sqlite" else nullcontext()
        self.now = now

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """A transaction that sees one moment of the database and changes nothing."""
        with self._explained(), Session(self._reads, expire_on_commit=False, autoflush=False) as session:
            yield session
            session.rollback()

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """A transaction whose changes are all on the disk when the block is left, or none of them if it raises."""
        with self._explained(), self._turn, Session(self._writes, expire_on_commit=False) as session, session.begin():
            # Begins at once, so that its turn is its own before it reads anything.
            session.connection()
            yield session

    def close(self) -> None:
        """Give up every connection."""
        self._engine.dispose()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            fault = self._explain(error.orig)
            if fault is None:
                raise
            raise fault from error
