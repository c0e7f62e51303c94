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
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Flask
from waitress.server import create_server

from app import Settings, create_app
from services.agencies.tree import list_agencies
from services.demo import load_demo
from services.demo_people import DESK, PASSWORD, load_county
from services.limiter import Limiter
from services.people.accounts import list_accounts, set_roles
from services.people.model import CONSOLE, Role
from services.people.programs import Scope, make_token
from services.reports import list_reports
from storage import Store
from web.api.bearer import ADDRESSES, CONTENTS, GUESSES, TOKENS
from web.api.openapi import describe

USUAL_SECONDS = 45
# Most of what is made up is allowed by the schemas and refused by the reports (422); and what one request makes, or
# sends on, another finds changed.
LEFT_OUT = ("positive_data_acceptance", "use_after_free", "ensure_resource_availability")
NO_LIMIT = 10**9


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
        yield Served(f"http://127.0.0.1:{listener.getsockname()[1]}", _token(store), _with_names(app, store))
    finally:
        server.close()
        thread.join(10)
        store.close()


def _token(store: Store) -> str:
    """A token of somebody with every role everywhere."""
    everything = [(agency.id, role) for agency in list_agencies(store) for role in Role]
    person = next(a.person for a in list_accounts(store) if a.person.administrator)
    set_roles(store, CONSOLE, person.account_id, everything, DESK, administrator=True)
    person = next(a.person for a in list_accounts(store) if a.person.account_id == person.account_id)
    return make_token(store, person, "scan", Scope, 1, PASSWORD, DESK)[1]


def _with_names(app: Flask, store: Store) -> dict[str, Any]:
    """The description, its requests narrowed to reports and agencies that there are, and some that there are not."""
    description: dict[str, Any] = json.loads(json.dumps(describe(app)))
    known = {
        "report_id": [*(report.id for report in list_reports(store)), "nothing"],
        "number": [0, 1, 2, 3, 99],
        "If-Match": ["*", '"cover-1"'],
    }
    for path in description["paths"].values():
        for operation in path.values():
            for parameter in operation["parameters"]:
                if parameter["name"] in known:
                    parameter["schema"] = {"enum": known[parameter["name"]]}
    agencies = description["components"]["schemas"]["NewReport"]["properties"]["agency"]
    agencies["enum"] = [agency.id for agency in list_agencies(store)]
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
