"""The API under schemathesis: thousands of odd requests, made up from its own description, against a server of ours.

`python -m tools.scan_api` makes the demonstration's county in a folder that is thrown away, serves it on this machine,
and runs schemathesis with a token of somebody with every role; the exit code is schemathesis's, 0 if nothing was found.
`--seconds` bounds it; what follows `--` goes to schemathesis.
"""

from __future__ import annotations

import argparse
import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Flask
from waitress.server import create_server

from app import Settings, create_app
from report.loading import load_format
from services.agencies.tree import list_agencies
from services.demo import load_demo
from services.demo_people import DESK, PASSWORD, load_county
from services.limiter import Limiter
from services.people.accounts import list_accounts, set_roles
from services.people.model import CONSOLE, Person, Role
from services.people.programs import Scope, make_token
from services.reports import open_draft
from services.workflow.starting import list_flows
from services.workflow.table import State
from storage import Store
from web.api.bearer import ADDRESSES, CONTENTS, GUESSES, TOKENS
from web.api.marks import mark_of
from web.api.openapi import describe

USUAL_SECONDS = 45
# Most of what is made up is allowed by the schemas and refused by the reports (422).
LEFT_OUT = ("positive_data_acceptance",)
NO_LIMIT = 10**9
TOKEN = ("scan", Scope, 1, PASSWORD)
# They would be refused for most reports of the county, whatever they say.
CHANGES = {"change_content", "explain_finding", "replace_content"}
# That of the county's reports.
FORMAT, MOST_CELLS = "2021", 20


@dataclass(frozen=True)
class Served:
    """A server with something in it: where, a token for all of it, and its description with names that are there."""

    url: str
    token: str
    description: dict[str, Any]


@contextmanager
def served(folder: Path) -> Iterator[Served]:
    """A server on a free port of this machine, until the block is left."""
    app = create_app(Settings(folder, accounts=True, hosts=("127.0.0.1",)))
    store: Store = app.extensions["nianbao"]
    load_demo(store)
    load_county(store)
    for limiter in (TOKENS, ADDRESSES, CONTENTS, GUESSES):
        app.extensions[limiter] = Limiter(NO_LIMIT, 60)
    listener = socket.create_server(("127.0.0.1", 0))
    server = create_server(app, sockets=[listener], threads=4)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield Served(
            f"http://127.0.0.1:{listener.getsockname()[1]}",
            make_token(store, _person(store), *TOKEN, DESK)[1],
            _with_names(app, store),
        )
    finally:
        server.close()
        thread.join(10)
        store.close()


def _person(store: Store) -> Person:
    """Somebody with every role everywhere."""
    everything = frozenset((agency.id, role) for agency in list_agencies(store) for role in Role)
    person = next(a.person for a in list_accounts(store) if a.person.administrator)
    if person.roles != everything:
        set_roles(store, CONSOLE, person.account_id, everything, DESK, administrator=True)
    return replace(person, roles=everything)


def _with_names(app: Flask, store: Store) -> dict[str, Any]:
    """The description, its requests narrowed to names that there are: made-up ones never get past the first look."""
    description: dict[str, Any] = json.loads(json.dumps(describe(app)))
    flows = [(row.standing.report_id, row.standing.state) for row in list_flows(store, _person(store))]
    every, filling = ([i for i, state in flows if state in wanted] for wanted in (set(State), {State.FILLING}))
    known = {"report_id": [*every, "nothing"], "number": [0, 1, 2, 3, 99], "If-Match": ["*", '"cover-1"']}
    known["base"] = ["cover-1", *(mark_of(open_draft(store, report_id).revisions) for report_id in filling)]
    for path in description["paths"].values():
        for operation in path.values():
            changes = operation["operationId"] in CHANGES
            for parameter in operation["parameters"]:
                if parameter["name"] in known:
                    parameter["schema"] = {"enum": known[parameter["name"]]}
                if changes and parameter["name"] == "report_id":
                    parameter["schema"] = {"enum": filling}
    schemas = description["components"]["schemas"]
    schemas["NewReport"]["properties"]["agency"]["enum"] = [agency.id for agency in list_agencies(store)]
    fmt = load_format(FORMAT)
    sections = {"enum": [section.id for section in fmt.sections]}
    for name in ("WholeReport", "PartOfReport"):
        parts = schemas[name]["properties"]
        parts["values"]["propertyNames"] = {"enum": [cell.name for cell in fmt.cells[:MOST_CELLS]]}
        parts["narrative"]["propertyNames"] = parts["headings"]["propertyNames"] = sections
    return description


def main(arguments: Sequence[str]) -> int:
    """Run it; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.scan_api", description=__doc__)
    parser.add_argument("--seconds", type=int, default=USUAL_SECONDS, help="how long it may take")
    parser.add_argument("--seed", type=int, default=None, help="the same requests again")
    parser.add_argument("more", nargs="*", help="for schemathesis, after --")
    chosen = parser.parse_args(arguments)
    with TemporaryDirectory() as folder, served(Path(folder) / "data") as server:
        file = Path(folder) / "openapi.json"
        file.write_text(json.dumps(server.description), "utf-8")
        seed = [] if chosen.seed is None else [f"--seed={chosen.seed}"]
        command = [
            "schemathesis", "run", str(file), "--url", server.url, "--header", f"Authorization: Bearer {server.token}",
            "--checks=all", f"--exclude-checks={','.join(LEFT_OUT)}", f"--max-time={chosen.seconds}",
            "--continue-on-failure", "--warnings=off", "--no-color", *seed, *chosen.more,
        ]  # fmt: skip
        executable = Path(sys.executable).parent / command[0]
        return subprocess.run([str(executable), *command[1:]], check=False, cwd=folder).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
