"""`docs/api.md` tells what is so: its examples run, and answer as it shows; its tables are those of the code."""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from openapi_spec_validator import validate
from waitress.server import create_server

from services.people.programs import Scope
from tests.services.workflow.conftest import County
from tests.web.api.conftest import ProgramOf, token_of
from tools.api_table import PAGE, replaced

BLOCKS = re.findall(r"```(sh|json)\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
ANY = "…"


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """The application on a port of this machine."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = create_server(app, sockets=[listener], threads=2)
    thread = threading.Thread(target=server.run)
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/api/v1"
    server.close()
    thread.join(10)


def same_shape(shown: Any, given: Any, where: str = "") -> list[str]:
    """Where an answer has other fields, or fields of another type, than the page shows."""
    if shown == ANY or (isinstance(shown, str) and isinstance(given, str)):
        return []
    if isinstance(shown, dict) and isinstance(given, dict):
        missing = set(shown) - {ANY} - set(given)
        strange = set() if ANY in shown else set(given) - set(shown)
        wrong = [f"{where}.{name}" for name in missing | strange]
        return wrong + [w for n in set(shown) & set(given) for w in same_shape(shown[n], given[n], f"{where}.{n}")]
    if isinstance(shown, list) and isinstance(given, list):
        return [w for a, b in zip(shown, given, strict=False) for w in same_shape(a, b, f"{where}[]")]
    return [] if type(shown) is type(given) else [where]


def last_json(text: str) -> Any:
    """The last of several answers one after another."""
    decoder, found, at = json.JSONDecoder(), None, 0
    while text[at:].strip():
        at += len(text[at:]) - len(text[at:].lstrip())
        found, at = decoder.raw_decode(text, at)
    return found


@pytest.mark.skipif(shutil.which("curl") is None, reason="the examples use curl")
def test_every_example_runs_and_answers_as_shown(county: County, address: str, tmp_path: Path) -> None:
    token = token_of(county, "filler", [Scope.READ, Scope.WRITE, Scope.TRANSITION], "数据平台")
    commands = [content for kind, content in BLOCKS if kind == "sh"]
    script = "set -euo pipefail\n" + "".join(f"{{\n{block}}} > out.{n}\n" for n, block in enumerate(commands))
    known = {"API": address, "TOKEN": token, "REPORT": county.complete(), "PATH": "/usr/bin:/bin", "NO_PROXY": "*"}
    done = subprocess.run(
        ["bash", "-c", script], check=False, cwd=tmp_path, env=known, capture_output=True, text=True, timeout=120
    )  # fmt: skip
    assert done.returncode == 0, done.stderr + "".join(f.read_text()[:500] for f in sorted(tmp_path.glob("out.*")))
    number, compared = -1, 0
    for kind, content in BLOCKS:
        if kind == "sh":
            number += 1
        else:
            answer = last_json((tmp_path / f"out.{number}").read_text("utf-8"))
            assert same_shape(json.loads(content), answer) == [], content
            compared += 1
    assert compared >= 5


def test_its_tables_are_made_from_the_code() -> None:
    assert replaced(PAGE.read_text("utf-8")) == PAGE.read_text("utf-8")


def test_the_description_is_sound_openapi(program: ProgramOf) -> None:
    description = program().json("/openapi.json")
    validate(description)
    assert description["openapi"] == "3.1.0"


def test_every_operation_says_in_words_what_it_does_and_who_may(program: ProgramOf) -> None:
    description = program().json("/openapi.json")
    told = [operation for path in description["paths"].values() for operation in path.values()]
    assert len({operation["operationId"] for operation in told}) == len(told) > 20
    assert [o["operationId"] for o in told if not o["summary"] or "令牌" not in o["description"]] == []


def test_every_schema_that_the_description_names_is_there_and_used(program: ProgramOf) -> None:
    text = program().get("/openapi.json").text
    named = set(re.findall(r'"#/components/schemas/([^"]+)"', text))
    assert named - set(json.loads(text)["components"]["schemas"]) == set()
