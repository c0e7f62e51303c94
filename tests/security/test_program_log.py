"""The program's own log: a line for each event, dated, that nobody from outside can forge and that keeps no secret."""

from __future__ import annotations

import logging
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app import Settings, create_app
from services.logs import CONTINUED, Lines, visible
from services.people.first import first_link
from storage import people as stored

ROOT = Path(__file__).parents[2]
DATED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (WARNING|ERROR) \S+ \S")


def line(message: str, *parts: object, fault: BaseException | None = None) -> str:
    told = (type(fault), fault, fault.__traceback__) if fault else None
    return Lines().format(logging.LogRecord("nianbao", logging.ERROR, "", 1, message, parts, told))


def test_a_line_says_when_how_grave_from_where_and_what() -> None:
    assert DATED.match(line("fault at %s", "here"))


@pytest.mark.parametrize("forged", ["\n2026-01-01T00:00:00.000Z ERROR", "\r\n", "\x1b[2J", "\u2028", "\x85", "\u202e"])
def test_nothing_from_outside_makes_a_line_or_reaches_the_terminal(forged: str) -> None:
    said = line("at %s", f"a{forged}b", fault=ValueError(f"c{forged}d"))
    first, *rest = said.split("\n")
    assert DATED.match(first)
    assert all(other.startswith(CONTINUED) for other in rest)
    assert all(character.isprintable() for character in said.replace("\n", ""))
    assert visible(f"a{forged}b").startswith("a\\")


@pytest.fixture
def faulty(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Flask:
    """A server in use, of which one address has a fault."""
    application = create_app(Settings(tmp_path / "data", accounts=True))
    first_link(application.extensions["nianbao"])

    def fault(**_: Any) -> str:
        raise RuntimeError("the fault itself, with a path /srv/secret-8841")

    application.view_functions["signing_in.first"] = fault
    return application


def test_a_fault_is_logged_with_its_number_and_the_page_tells_nothing_but_that(
    faulty: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    answer = faulty.test_client().get("/first/the-link-of-the-administrator")
    assert answer.status_code == 500
    [number] = re.findall(r"编号 ([0-9a-f]{8})", answer.text)
    assert number in caplog.text
    for told in ("RuntimeError", "secret-8841", "Traceback", "services/", "/work"):
        assert told not in answer.text
    assert "the-link-of-the-administrator" not in caplog.text


def test_a_fault_of_the_database_is_logged_without_what_was_to_be_stored(app: Flask, county: Any) -> None:
    store = county.store
    with store.read() as tx:
        known = stored.live_account(tx, "filler")
        assert known is not None
        kept = known.password_hash
    with pytest.raises(Exception) as raised, store.write() as tx:  # noqa: PT011  whatever the database raises
        tx.connection().exec_driver_sql("INSERT INTO attempts (key) VALUES (?)", (kept,))
    assert kept not in line("fault", fault=raised.value)


def test_what_is_served_cannot_be_set_to_show_its_faults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASK_DEBUG", "1")
    monkeypatch.setenv("FLASK_ENV", "development")
    application = create_app(Settings(tmp_path / "data"))
    assert application.debug is False
    assert application.testing is False


def test_once_begun_everything_is_said_so() -> None:
    say = "from services.logs import start_log; start_log(); import logging; logging.warning('a\\nb')"
    ran = subprocess.run([sys.executable, "-c", say], capture_output=True, text=True, check=True, cwd=ROOT)
    assert DATED.match(ran.stderr)
    assert ran.stderr.endswith("root a\\nb\n")
