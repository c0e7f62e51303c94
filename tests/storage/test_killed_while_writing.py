"""A process killed while it writes files of the data folder: what it said was kept is whole, nothing else seems so."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest

from services.rendering_cache import Kept
from storage.blobs import FOLDER, get_blob
from tests.storage.helpers import ROOT

KILLS = 8
WRITE_FOREVER = """
import os, sys
from hashlib import sha256
from pathlib import Path
from services.rendering_cache import Kept
from storage.blobs import put_blob

folder = Path(sys.argv[1])
kept = Kept(folder / "exports", 10**12)
print("ready", flush=True)
while True:
    content = os.urandom(500_000)
    print("blob", put_blob(folder, content), flush=True)
    name = sha256(content).hexdigest()
    kept.put(name, content)
    print("file", name, flush=True)
"""


def killed_at_it(folder: Path, seconds: float) -> list[tuple[str, str]]:
    """(kind, name) of what a process said it had kept, before it was killed after so long."""
    command = [sys.executable, "-c", WRITE_FOREVER, str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "ready\n"
        time.sleep(seconds)
        os.kill(process.pid, signal.SIGKILL)
        lines = process.communicate()[0].split("\n")
    return [(line.split()[0], line.split()[1]) for line in lines[:-1]]


@pytest.mark.slow
def test_files_that_a_killed_process_was_writing_are_whole_or_not_there(tmp_path: Path) -> None:
    random = Random(7)
    told = [said for _ in range(KILLS) for said in killed_at_it(tmp_path, random.uniform(0.02, 0.25))]
    kept = Kept(tmp_path / "exports", 10**12)
    assert len(told) > KILLS
    for kind, name in told:
        content = get_blob(tmp_path, name) if kind == "blob" else kept.get(name)
        assert content is not None
        assert sha256(content).hexdigest() == name
    for file in (tmp_path / FOLDER).glob("*/*"):
        assert file.name.startswith(".") or sha256(file.read_bytes()).hexdigest() == file.name
    for file in (tmp_path / "exports").glob("[0-9a-f][0-9a-f]/*"):
        assert file.name.startswith(".") or kept.get(file.name) is not None
