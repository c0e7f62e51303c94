"""The server killed thirty times while people save: whatever was acknowledged is there, and nothing is half there."""

from __future__ import annotations

import json
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from random import Random, randrange
from typing import Any
from urllib.parse import urlencode

import pytest

from services import audit
from services.people.passwords import hash_password
from services.reports import open_draft
from services.versions import list_versions
from storage import StorageSettings, Store, open_store, queries
from storage import audit as stored_audit
from storage.files import KEY_BYTES, KEY_FILE
from tests.cli.killing.office import Client, Server, saving, served
from tests.services.rendering.helpers import until
from tests.services.workflow.conftest import County

pytestmark = pytest.mark.slow
KILLS = 30
# The moment: so many acknowledgements after the start, and then so many seconds; however busy the machine is.
MOST_DONE, LONGEST = 12, 0.1
PASSWORD = "柳树 灯塔 铜锣 七月"
FIGURES = ("applications.new.person", "applications.new.business")
TEXTS = ("overview", "problems")


@dataclass(frozen=True)
class Typed:
    """What a client types: the n-th content of a path, and how it stands in the database."""

    section: str
    path: str
    content: Callable[[int], Any]
    stored: Callable[[Any], int]


def paragraph(n: int) -> list[dict[str, Any]]:
    return [{"type": "paragraph", "text": f"第{n}次写的一段。"}]


TYPED = (
    *(Typed("applications", f"values.{name}", str, int) for name in FIGURES),
    *(Typed(name, "blocks", paragraph, lambda blocks: int(blocks[0]["text"][1:].partition("次")[0])) for name in TEXTS),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def report_id(folder: Path) -> str:
    store = open_store(StorageSettings(folder))
    county = County(store)
    with store.write() as tx:
        tx.connection().exec_driver_sql("UPDATE accounts SET password_hash = ?", (hash_password(PASSWORD),))
    found = county.complete()
    store.close()
    return found


@pytest.fixture
def server(folder: Path) -> Iterator[Server]:
    with served(folder) as server:
        yield server


def keep_version(report_id: str) -> Callable[[Client, int], None]:
    """To keep the report as a version, with n as its note."""

    def keep(client: Client, n: int) -> None:
        client.ask(f"/reports/{report_id}/versions", urlencode({"csrf_token": client.token, "note": f"{n}"}).encode())

    return keep


def download(report_id: str) -> Callable[[Client, int], None]:
    """To have a file made of the report as it stands, which the server keeps."""

    def get(client: Client, _: int) -> None:
        assert client.ask(f"/reports/{report_id}/export/json").startswith("{")

    return get


def type_until_killed(server: Server, work: Mapping[Client, Callable[[Client, int], Any]], random: Random) -> bool:
    """All clients at once, and the server killed at some moment; whether it was while somebody waited."""
    wanted = sum(len(client.done) for client in work) + random.randint(0, MOST_DONE)
    with ThreadPoolExecutor(len(work)) as pool:
        running = [pool.submit(client.go_on, act) for client, act in work.items()]
        until(lambda: sum(len(client.done) for client in work) >= wanted or any(map(Future.done, running)), "all work")
        time.sleep(random.uniform(0, LONGEST))
        server.kill()
        for each in running:
            each.result()
    return any(client.waiting for client in work)


def saved_contents(store: Store, report_id: str) -> Counter[tuple[str, int]]:
    """How often the log tells of each content: {(path, n): times}."""
    found: Counter[tuple[str, int]] = Counter()
    known = {(typed.section, typed.path): typed for typed in TYPED}
    with store.read() as tx:
        for row in stored_audit.entries(tx):
            if row.action != "report.save" or row.subject != f"report:{report_id}":
                continue
            after = json.loads(row.entry)["after"]
            for path, content in after["contents"].items():
                typed = known.get((after["section"], path))
                if typed:
                    found[f"{typed.section} {path}", typed.stored(content)] += 1
    return found


def check_saves(store: Store, report_id: str, typists: Mapping[Client, Typed]) -> None:
    """The draft, the history and the log hold every save that was acknowledged, the log each once."""
    told = saved_contents(store, report_id)
    draft = open_draft(store, report_id)
    for client, typed in typists.items():
        last = len(client.done)
        with store.read() as tx:
            part = queries.sections(tx, report_id)[typed.section].content
            now = part["blocks"] if typed.path == "blocks" else part["values"].get(typed.path.removeprefix("values."))
            for n, revision in client.done:
                kept = queries.revision(tx, report_id, typed.section, revision)
                assert kept is not None
                content = kept.content["blocks"] if typed.path == "blocks" else None
                content = content or kept.content["values"][typed.path.removeprefix("values.")]
                # The answer to what is sent again names the revision of that moment.
                assert typed.stored(content) == n
                assert told[f"{typed.section} {typed.path}", n] == 1
        # One more may have been stored before it could be acknowledged.
        assert not last or typed.stored(now) in (last, last + client.waiting)
    assert draft.conflicts == []


def check_files(folder: Path) -> None:
    """No file has a final name and is not whole."""
    with closing(sqlite3.connect(folder / "nianbao.db")) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert len((folder / KEY_FILE).read_bytes()) == KEY_BYTES
    made = [file for file in folder.glob("exports/[0-9a-f][0-9a-f]/*") if not file.name.startswith(".")]
    for file in made:
        head, _, content = file.read_bytes().partition(b"\n")
        assert head.split()[-2:] == [file.name.encode(), sha256(content).hexdigest().encode()]


def test_thirty_kills_lose_nothing_that_was_acknowledged(folder: Path, report_id: str, server: Server) -> None:
    seed = randrange(10**9)
    print(f"moments of the seed {seed}")
    random = Random(seed)
    server.start()
    typists = {Client(server, "filler", PASSWORD): typed for typed in TYPED}
    keeper, reader = (Client(server, "filler2", PASSWORD) for _ in range(2))
    work = {client: saving(report_id, t.section, t.path, t.content) for client, t in typists.items()}
    work |= {keeper: keep_version(report_id), reader: download(report_id)}
    hit = 0
    for _ in range(KILLS):
        hit += type_until_killed(server, work, random)
        server.start()
        store = open_store(StorageSettings(folder))
        check_saves(store, report_id, typists)
        assert {f"{n}" for n, _ in keeper.done} <= {version.note for version in list_versions(store, report_id)}
        assert audit.verify(store) == []
        store.close()
        check_files(folder)
    server.kill()
    assert hit > KILLS / 2
    assert all(len(client.done) > KILLS / 3 for client in typists), [len(client.done) for client in typists]
